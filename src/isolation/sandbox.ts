import type { Config } from "../config/config.js";
import { type Places, SOCKETS, type SocketName, socketFolder } from "../config/places.js";
import { SottoError } from "../domain/errors.js";
import type { Family } from "./seccomp.js";

/** The processes that are confined. */
export const CONFINED = ["ear", "light", "uplink", "keep"] as const;
export type Confined = (typeof CONFINED)[number];

/** What this machine and this start are like. All paths are absolute. */
export interface World {
  readonly home: string;
  /** Where the processes start, so that relative paths mean the same inside. */
  readonly workFolder: string;
  /** Folder of dist, node_modules, models, package.json. */
  readonly project: string;
  /** Node's own file. */
  readonly node: string;
  /** Root of what is fetched, the models among it. */
  readonly cache: string;
  readonly places: Places;
  /** May be absent. */
  readonly configFile: string;
  readonly config: Pick<Config, "broker" | "pins">;
  /** Files that ALSA_CONFIG_PATH names. */
  readonly alsaFiles: readonly string[];
  /** Folders in which the kernel shows GPIO lines, `/sys/class/gpio` apart. */
  readonly gpioFolders: readonly string[];
  /** `/bin`, `/lib`, ... as they are: links into /usr with their target, or folders. */
  readonly systemFolders: readonly { readonly path: string; readonly target: string | undefined }[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What this start adds for the ear to read, such as a sound file. */
  readonly earReads: readonly string[];
}

/** All that a process has; what is not listed here does not exist for it. */
export interface Sandbox {
  readonly name: Confined;
  readonly network: "none" | "host";
  /** Whose processes it sees: its own, or everybody's (by name alone: their memory is another user namespace's). */
  readonly processes: "own" | "everybody's";
  /** Paths that may be absent. */
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly devices: readonly string[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  readonly families: readonly Family[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workFolder: string;
}

type Own = Pick<Sandbox, "network" | "processes" | "readable" | "writable" | "devices" | "families">;

const NO_NETWORK = { network: "none", families: ["unix"] } as const;
/** Netlink: the C library asks for this machine's addresses before it resolves a name. */
const NETWORK = { network: "host", families: ["unix", "inet", "inet6", "netlink"] } as const;

const NAMES_AND_CERTIFICATES = [
  "/etc/resolv.conf",
  "/etc/hosts",
  "/etc/host.conf",
  "/etc/nsswitch.conf",
  "/etc/gai.conf",
  "/etc/services",
  "/etc/ssl/certs",
  "/etc/ssl/openssl.cnf",
  "/etc/ca-certificates",
  // Names under .local, where there is Avahi.
  "/run/avahi-daemon/socket",
];

function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/** Whether `inner` is `outer` or lies in it. */
export function liesIn(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith("/") ? outer : `${outer}/`);
}

/** The file with its folder, where a demonstration's FIFO lies too; a folder that is everybody's is never given whole. */
function alsaPlace(file: string, { home }: World): string {
  const folder = folderOf(file);
  return liesIn(home, folder) || liesIn("/tmp", folder) ? file : folder;
}

function brokerFiles({ broker }: World["config"]): readonly string[] {
  const { folder, caFile, certFile, keyFile, passwordFile } = broker;
  // A file that is shown by itself stays the one that it was: whoever replaces it by a rename is not seen inside.
  return [folder, caFile, certFile, keyFile, passwordFile].filter((path) => path !== undefined);
}

function ownOf(name: Confined, world: World): Own {
  const { places, config } = world;
  const socket = (socketName: SocketName) => socketFolder(places.run, socketName);
  switch (name) {
    case "ear":
      return {
        ...NO_NETWORK,
        processes: "own",
        readable: [
          ...["/etc/alsa", "/etc/asound.conf", "/etc/group", `${world.home}/.asoundrc`],
          ...world.alsaFiles.map((file) => alsaPlace(file, world)),
          // How many threads the recogniser may use.
          "/sys/devices/system/cpu",
          ...[world.cache, places.device, places.words, socket("ear-light"), socket("ear-uplink")],
          ...world.earReads,
        ],
        writable: [],
        devices: ["/dev/snd"],
      };
    case "light":
      return {
        ...NO_NETWORK,
        // It ends recorders that have survived their ear, so it must see them.
        processes: "everybody's",
        readable: ["/sys"],
        writable: [
          ...[places.light, socket("ear-light"), socket("light-uplink"), socket("control")],
          ...(config.pins ? ["/sys/class/gpio", ...world.gpioFolders] : []),
        ],
        devices: [],
      };
    case "uplink":
      return {
        ...NETWORK,
        processes: "own",
        readable: [...NAMES_AND_CERTIFICATES, ...brokerFiles(config), socket("light-uplink")],
        writable: [places.uplink, socket("ear-uplink")],
        devices: [],
      };
    case "keep":
      return {
        ...NETWORK,
        processes: "own",
        readable: [...NAMES_AND_CERTIFICATES, ...brokerFiles(config)],
        writable: [places.keeper],
        devices: [],
      };
  }
}

/** Node, the programs that it starts, and Sotto itself. */
function commonOf(world: World): readonly string[] {
  return [
    ...["/usr", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives"],
    ...world.systemFolders.filter(({ target }) => target === undefined).map(({ path }) => path),
    ...(liesIn(world.node, "/usr") ? [] : [world.node]),
    ...["dist", "node_modules", "models", "hardware", "package.json"].map(
      (part) => `${world.project}/${part}`,
    ),
    world.configFile,
  ];
}

const PASSED_ON = ["LC_ALL", "LANG", "TZ", "SOTTO_CACHE", "SOTTO_CONFIG", "XDG_RUNTIME_DIR"] as const;

function environmentOf(name: Confined, world: World): Readonly<Record<string, string>> {
  const wanted = name === "ear" ? [...PASSED_ON, "ALSA_CONFIG_PATH"] : PASSED_ON;
  const passed = wanted.flatMap((key) => {
    const value = world.environment[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    HOME: world.home,
    PATH: `${folderOf(world.node)}:/usr/local/bin:/usr/bin:/bin`,
    ORT_DISABLE_TELEMETRY: "1",
    ...Object.fromEntries(passed),
  };
}

/** Folders that are somebody else's: keys, stores, sockets. */
function strangePlaces(name: Confined, { places }: World, granted: readonly string[]): readonly string[] {
  const { device, words, owner, light, uplink, keeper } = places;
  const others = {
    ear: [owner, light, uplink, keeper],
    light: [owner, device, words, uplink, keeper],
    uplink: [owner, device, words, light, keeper],
    keep: [owner, device, words, light, uplink],
  }[name];
  const sockets = SOCKETS.map((socket) => socketFolder(places.run, socket));
  return [...others, ...sockets.filter((socket) => !granted.includes(socket))];
}

/**
 * What a process may have on this machine.
 * @throws SottoError CONFIG_INVALID where the folders are laid so that one process would see another's
 */
export function sandboxOf(name: Confined, world: World): Sandbox {
  const own = ownOf(name, world);
  const granted = [...own.readable, ...own.writable];
  for (const strange of strangePlaces(name, world, granted)) {
    const around = [...granted, ...commonOf(world)].find((path) => liesIn(strange, path));
    if (around !== undefined) {
      throw new SottoError(
        "CONFIG_INVALID",
        `${strange} must not lie in ${around}, which the ${name} may see`,
      );
    }
  }
  return {
    name,
    ...own,
    readable: [...commonOf(world), ...own.readable],
    links: world.systemFolders.flatMap(({ path, target }) =>
      target === undefined ? [] : [{ path, target }],
    ),
    environment: environmentOf(name, world),
    workFolder: world.workFolder,
  };
}
