import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseConfig } from "../../config/config.js";
import { recorderName, type SocketName, socketPath } from "../../config/places.js";
import type { MadeHouse } from "../attempts.js";
import { sandboxOf, type World } from "../sandbox.js";
import { MadeListeners, ownAddresses } from "./made-listeners.js";
import { thisWorld } from "./this-world.js";
import { confinedRecorder, confinedWitness, freeWitness } from "./witness.js";

/** Devices that would give a process sound, pictures, keys or the machine. A card's control gives no sound. */
const DEVICES = [
  "/dev/mem",
  "/dev/kmsg",
  "/dev/kvm",
  "/dev/fuse",
  "/dev/net/tun",
  "/dev/uinput",
  "/dev/video0",
];

export interface House {
  readonly world: World;
  readonly made: MadeHouse;
  close(): void;
}

function worldIn(folder: string): World {
  const config = parseConfig({});
  const world = thisWorld({ config });
  const place = (name: string) => join(folder, name);
  return {
    ...world,
    home: place("home"),
    workFolder: world.project,
    cache: place("cache"),
    places: {
      device: place("device"),
      owner: place("owner"),
      words: place("words"),
      light: place("light"),
      uplink: place("uplink"),
      keeper: place("keeper"),
      run: place("run"),
    },
    alsaFiles: [join(folder, "microphone", "asound.conf")],
    environment: { LANG: "C.UTF-8" },
  };
}

function filesOf({ home, places, cache, alsaFiles: [alsa = ""] }: World): MadeHouse["files"] {
  return {
    home: join(home, "letter"),
    "owner-key": join(places.owner, "owner.key"),
    "reader-clip": join(places.owner, "clip"),
    "device-key": join(places.device, "device.key"),
    "light-state": join(places.light, "mute"),
    "uplink-outbox": join(places.uplink, "outbox"),
    "keeper-store": join(places.keeper, "store"),
    model: join(cache, "model"),
    alsa,
  };
}

function machineSockets(): readonly string[] {
  const user = `/run/user/${process.getuid?.() ?? 0}`;
  const x11 = "/tmp/.X11-unix";
  const candidates = [
    ...[
      "/run/dbus/system_bus_socket",
      "/run/systemd/private",
      "/run/docker.sock",
      "/run/avahi-daemon/socket",
    ],
    ...[`${user}/bus`, `${user}/pulse/native`, `${user}/pipewire-0`, process.env["SSH_AUTH_SOCK"] ?? ""],
    ...(existsSync(x11) ? readdirSync(x11).map((name) => join(x11, name)) : []),
  ];
  return candidates.filter((path) => path !== "" && lstatSync(path, { throwIfNoEntry: false })?.isSocket());
}

function devices(): readonly string[] {
  const cards = existsSync("/dev/snd")
    ? readdirSync("/dev/snd").filter((name) => name.startsWith("control"))
    : [];
  return [...cards.map((name) => `/dev/snd/${name}`), ...DEVICES.filter((path) => existsSync(path))];
}

async function listen(listeners: MadeListeners, sockets: MadeHouse["sockets"], abstractName: string) {
  for (const path of Object.values(sockets)) await listeners.unix(path);
  await listeners.unix(`\0${abstractName}`);
  const hosts = [
    { what: "loopback", host: "127.0.0.1" },
    { what: "IPv6 loopback", host: "::1" },
    ...ownAddresses(),
  ];
  const tcp: { what: string; host: string; port: number }[] = [];
  for (const { what, host } of hosts) tcp.push({ what, host, port: (await listeners.tcp(host)) ?? 9 });
  return { tcp, udpPort: await listeners.udp(), dns: { port: await listeners.dns(), name: "house.example" } };
}

/** Makes folders, files, sockets, servers and processes like those of a house in which all of Sotto runs. */
export async function makeHouse(): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), "sotto-isolation-"));
  const closing = [() => rmSync(folder, { recursive: true, force: true })];
  const close = () => {
    for (const end of closing.splice(0).reverse()) end();
  };
  try {
    return { ...(await furnish(folder, (end) => closing.push(end))), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function furnish(folder: string, atEnd: (end: () => void) => void): Promise<Omit<House, "close">> {
  const marker = `witness-${randomBytes(16).toString("hex")}`;
  const world = worldIn(folder);
  const files = filesOf(world);
  for (const path of Object.values(files)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, marker, { mode: 0o600 });
  }
  const microphone = join(folder, "microphone", "sound");
  execFileSync("mkfifo", ["-m", "600", microphone]);
  const socket = (name: SocketName) => socketPath(world.places.run, name);
  const sockets = {
    elsewhere: join(folder, "elsewhere", "socket"),
    "ear-light": socket("ear-light"),
    "ear-uplink": socket("ear-uplink"),
    "light-uplink": socket("light-uplink"),
    control: socket("control"),
  };
  const listeners = new MadeListeners(marker);
  atEnd(() => listeners.close());
  const abstractName = `sotto-${marker}`;
  const ways = await listen(listeners, sockets, abstractName);
  const sandbox = sandboxOf("ear", world);
  const name = recorderName(world.places.run);
  const free = await freeWitness(marker);
  atEnd(free.end);
  const inEar = await confinedWitness(sandbox, marker);
  atEnd(inEar.end);
  const recorder = await confinedRecorder(sandbox, name);
  atEnd(recorder.end);
  return {
    world,
    made: {
      ...{ marker, ...ways, abstractName, sockets, files, microphone },
      devices: devices(),
      machineSockets: machineSockets(),
      program: join(world.project, "package.json"),
      witnesses: [
        { what: "a process without a sandbox", ...free },
        { what: "the ear", ...inEar },
      ],
      recorder: { name, pid: recorder.pid },
    },
  };
}
