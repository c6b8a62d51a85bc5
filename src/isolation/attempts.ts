import type { Attempt } from "./attempt.js";
import type { Confined } from "./sandbox.js";

/** A house made for the proof, with everything that must not be reached really there and really answering. */
export interface MadeHouse {
  /** Said by every listener and held by every file and memory. */
  readonly marker: string;
  readonly tcp: readonly { readonly what: string; readonly host: string; readonly port: number }[];
  readonly udpPort: number;
  readonly dns: { readonly port: number; readonly name: string };
  readonly abstractName: string;
  /** Path sockets: another folder's, and the four of Sotto's. */
  readonly sockets: Readonly<
    Record<"elsewhere" | "ear-light" | "ear-uplink" | "light-uplink" | "control", string>
  >;
  readonly files: Readonly<
    Record<
      | "home"
      | "owner-key"
      | "reader-clip"
      | "device-key"
      | "light-state"
      | "uplink-outbox"
      | "keeper-store"
      | "model"
      | "alsa",
      string
    >
  >;
  /** A sound device that can be read: the made microphone's FIFO. */
  readonly microphone: string;
  /** Devices of the real machine. */
  readonly devices: readonly string[];
  /** Sockets of the real machine, such as the session bus. */
  readonly machineSockets: readonly string[];
  /** Sotto's own program. */
  readonly program: string;
  /** Processes whose memory holds the marker at the address: one without a sandbox, one in an ear's. */
  readonly witnesses: readonly { readonly what: string; readonly pid: number; readonly address: number }[];
  /** First argument of a recorder in an ear's sandbox, and its process id. */
  readonly recorder: { readonly name: string; readonly pid: number };
}

export interface Row {
  readonly group: "network" | "sockets" | "files" | "processes" | "devices" | "kernel" | "needed";
  readonly what: string;
  readonly expected: "refused" | "reached";
  readonly attempt: Attempt;
  /** What the kernel must have for the wall to stand. */
  readonly needs?: "landlock-scope";
}

const SIGKILL = 9;
const [AF_INET, AF_NETLINK, AF_PACKET, AF_VSOCK] = [2, 16, 17, 40];
const [STREAM, RAW] = [1, 3];
const ICMP = 1;
const NETLINK_UEVENT = 15;

function refused(group: Row["group"], what: string, attempt: Attempt): Row {
  return { group, what, expected: "refused", attempt };
}

function needed(what: string, attempt: Attempt): Row {
  return { group: "needed", what, expected: "reached", attempt };
}

type SocketPlace = keyof MadeHouse["sockets"];
type FilePlace = keyof MadeHouse["files"];

interface Own {
  readonly connects: readonly SocketPlace[];
  readonly listens: readonly SocketPlace[];
  readonly reads: readonly FilePlace[];
  readonly writes: readonly FilePlace[];
}

/** Written down a second time and not taken from the sandboxes: a proof that reads the wall's own plan proves less. */
const OWN: Readonly<Record<Confined, Own>> = {
  ear: {
    connects: ["ear-light", "ear-uplink"],
    listens: [],
    reads: ["device-key", "model", "alsa"],
    writes: [],
  },
  light: {
    connects: [],
    listens: ["ear-light", "light-uplink", "control"],
    reads: [],
    writes: ["light-state"],
  },
  uplink: { connects: ["light-uplink"], listens: ["ear-uplink"], reads: [], writes: ["uplink-outbox"] },
  keep: { connects: [], listens: [], reads: [], writes: ["keeper-store"] },
};

const FILES_IN_WORDS: Readonly<Record<FilePlace, string>> = {
  home: "a letter in the person's home",
  "owner-key": "the owner's private key",
  "reader-clip": "a clip in the reader's folder",
  "device-key": "the device's signing key",
  "light-state": "the light's mute state",
  "uplink-outbox": "the uplink's outbox",
  "keeper-store": "the keeper's store",
  model: "a model",
  alsa: "the sound system's configuration",
};

function entries<K extends string, V>(record: Readonly<Record<K, V>>): readonly (readonly [K, V])[] {
  return Object.keys(record).flatMap((key) => {
    const known = keyIn(record, key);
    return known === undefined ? [] : [[known, record[known]] as const];
  });
}

function keyIn<K extends string, V>(record: Readonly<Record<K, V>>, key: string): K | undefined {
  const has = (name: string): name is K => Object.hasOwn(record, name);
  return has(key) ? key : undefined;
}

function network(name: Confined, house: MadeHouse): readonly Row[] {
  const { marker } = house;
  const ways = [
    ...house.tcp.map(
      ({ what, host, port }) => [`TCP to ${what}`, { kind: "tcp", host, port, marker }] as const,
    ),
    ["UDP to loopback", { kind: "udp", host: "127.0.0.1", port: house.udpPort, marker }] as const,
    ["a name by DNS", { kind: "dns", host: "127.0.0.1", ...house.dns }] as const,
  ];
  const hasNetwork = name === "uplink" || name === "keep";
  const routes = { kind: "socket", family: AF_NETLINK, type: RAW, protocol: 0 } as const;
  return [
    ...ways.map(([what, attempt]) =>
      hasNetwork ? needed(what, attempt) : refused("network", what, attempt),
    ),
    hasNetwork
      ? needed("netlink socket for routes", routes)
      : refused("network", "netlink socket for routes", routes),
    ...[
      ["raw IP socket", AF_INET, RAW, ICMP] as const,
      ["packet socket", AF_PACKET, RAW, 0] as const,
      ["vsock socket", AF_VSOCK, STREAM, 0] as const,
      ["netlink socket for device events", AF_NETLINK, RAW, NETLINK_UEVENT] as const,
    ].map(([what, family, type, protocol]) =>
      refused("network", what, { kind: "socket", family, type, protocol }),
    ),
  ];
}

function sockets(name: Confined, house: MadeHouse): readonly Row[] {
  const { connects, listens } = OWN[name];
  const { marker } = house;
  const abstract = { kind: "abstract", name: house.abstractName, marker } as const;
  return [
    name === "uplink" || name === "keep"
      ? { ...refused("sockets", "abstract Unix socket", abstract), needs: "landlock-scope" }
      : refused("sockets", "abstract Unix socket", abstract),
    ...entries(house.sockets).map(([place, path]) => {
      if (listens.includes(place))
        return needed(`listen on ${place}`, { kind: "listen", path: `${path}.proof` });
      const attempt = { kind: "unix", path, marker } as const;
      return connects.includes(place)
        ? needed(`connect to ${place}`, attempt)
        : refused(
            "sockets",
            place === "elsewhere" ? "a Unix socket in another folder" : `the socket ${place}`,
            attempt,
          );
    }),
    ...house.machineSockets.map((path) => refused("sockets", path, { kind: "unix", path, marker: "" })),
  ];
}

function files(name: Confined, house: MadeHouse): readonly Row[] {
  const { reads, writes } = OWN[name];
  const { marker } = house;
  const rows = entries(house.files).flatMap(([place, path]): readonly Row[] => {
    const what = FILES_IN_WORDS[place];
    if (writes.includes(place)) return [needed(`write ${what}`, { kind: "make", path: `${path}.proof` })];
    if (!reads.includes(place)) return [refused("files", `read ${what}`, { kind: "read", path, marker })];
    return [
      needed(`read ${what}`, { kind: "read", path, marker }),
      refused("files", `alter ${what}`, { kind: "write", path }),
    ];
  });
  return [
    ...rows,
    refused("files", "alter Sotto's own program", { kind: "write", path: house.program }),
    refused("kernel", "alter a setting of the kernel", { kind: "write", path: "/proc/sys/kernel/hostname" }),
  ];
}

function processes(name: Confined, house: MadeHouse): readonly Row[] {
  const { marker } = house;
  const spying = house.witnesses.flatMap(({ what, pid, address }): readonly Row[] => [
    refused("processes", `memory of ${what}`, { kind: "memory", pid, address, marker }),
    refused("processes", `memory of ${what} by system call`, { kind: "call-memory", pid, address, marker }),
    refused("processes", `environment of ${what}`, { kind: "read", path: `/proc/${pid}/environ`, marker }),
    refused("processes", `files of ${what}`, {
      kind: "read",
      path: `/proc/${pid}/root${house.files["device-key"]}`,
      marker,
    }),
    refused("processes", `trace ${what}`, { kind: "trace", pid }),
  ]);
  const { recorder } = house;
  if (name === "light") {
    return [
      ...spying,
      needed("see a recorder", { kind: "find", name: recorder.name }),
      needed("end a recorder", { kind: "signal", pid: recorder.pid, signal: SIGKILL }),
    ];
  }
  return [
    ...spying,
    refused("processes", "see a recorder", { kind: "find", name: recorder.name }),
    ...house.witnesses.map(({ what, pid }) =>
      refused("processes", `signal ${what}`, { kind: "signal", pid, signal: 0 }),
    ),
  ];
}

function devices(name: Confined, house: MadeHouse): readonly Row[] {
  const isSound = (path: string) => path.startsWith("/dev/snd/");
  const sound = [house.microphone, ...house.devices.filter(isSound)];
  const others = house.devices.filter((path) => !isSound(path));
  return [
    ...sound.map((path) => {
      const what = path === house.microphone ? "open the made microphone" : `open ${path}`;
      const attempt = { kind: "open", path } as const;
      return name === "ear" ? needed(what, attempt) : refused("devices", what, attempt);
    }),
    ...others.map((path) => refused("devices", `open ${path}`, { kind: "open", path })),
  ];
}

/** Everything that is tried from within one process's sandbox. */
export function rowsOf(name: Confined, house: MadeHouse): readonly Row[] {
  const rows = [
    ...network(name, house),
    ...sockets(name, house),
    ...files(name, house),
    ...devices(name, house),
    ...processes(name, house),
    refused("kernel", "io_uring", { kind: "io-uring" }),
    refused("kernel", "a user namespace of its own", { kind: "namespace" }),
  ];
  return rows
    .filter(({ group }) => group !== "needed")
    .concat(rows.filter(({ group }) => group === "needed"));
}
