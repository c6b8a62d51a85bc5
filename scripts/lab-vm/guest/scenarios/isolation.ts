import { createSocket } from "node:dgram";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import type { Finding, Scenario } from "../claim.js";
import { outputOf, run, systemctl } from "../commands.js";
import { type Tried, type Try, tryOutside, tryWithin } from "../probe.js";
import { UNITS, type Unit } from "../services.js";
import { until } from "../time.js";

const MARKER = "who-reads-this-has-reached-it";
/** An address of the documentation's range on a card of its own: what lies outside of the device. */
const ELSEWHERE = "192.0.2.1";
const MOST_EXPOSED = 1.6;

const TITLES: Readonly<Record<Unit, string>> = {
  ear: "the ear, tried from within its unit: no network of any kind, no other files, no pins",
  light: "the light, tried from within its unit: neither network nor sound, no other files",
  uplink:
    "the uplink, tried from within its unit: no sound device, no pins, nobody on the network but whom the owner named",
};

/** Files that hold the marker, each where somebody's secret would lie. */
const FILES: Readonly<Record<string, string>> = {
  "a letter in a person's home": "/home/letter",
  "root's own": `${homedir()}/letter`,
  "the device's signing key": "/var/lib/sotto-ear/lab-marker",
  "the light's state": "/var/lib/sotto-light/lab-marker",
  "the uplink's outbox": "/var/lib/sotto-uplink/lab-marker",
  "the broker's secrets": "/etc/sotto/secrets/lab-marker",
  "the owner's private key": "/var/lib/lab-owner/lab-marker",
};
const OWN_FILE: Readonly<Record<Unit, string>> = {
  ear: "/var/lib/sotto-ear/lab-marker",
  light: "/var/lib/sotto-light/lab-marker",
  uplink: "/var/lib/sotto-uplink/lab-marker",
};
const OWN_SOCKETS: Readonly<Record<Unit, readonly string[]>> = {
  ear: ["ear-light", "ear-uplink"],
  light: [],
  uplink: ["light-uplink"],
};
const LISTENS_ON: Readonly<Record<Unit, readonly string[]>> = {
  ear: [],
  light: ["ear-light", "light-uplink", "control"],
  uplink: ["ear-uplink"],
};
const SOCKETS = ["ear-light", "ear-uplink", "light-uplink", "control"] as const;
const [AF_INET, AF_NETLINK, AF_PACKET] = [2, 16, 17];
const RAW = 3;

interface House {
  readonly tcp: number;
  readonly udp: number;
  close(): void;
}

async function openHouse(): Promise<House> {
  for (const path of Object.values(FILES)) {
    mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    writeFileSync(path, MARKER, { mode: 0o644 });
  }
  for (const unit of UNITS) await run("chown", `sotto-${unit}:`, OWN_FILE[unit]);
  await run("modprobe", "dummy");
  await run("ip", "link", "add", "lab0", "type", "dummy");
  await run("ip", "address", "add", `${ELSEWHERE}/24`, "dev", "lab0");
  await run("ip", "link", "set", "lab0", "up");
  const server = createServer((socket) => socket.on("error", () => undefined).end(MARKER));
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  const address = server.address();
  const socket = createSocket("udp4");
  socket.on("message", (_said, from) => socket.send(MARKER, from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, "0.0.0.0", resolve));
  return {
    tcp: typeof address === "object" && address !== null ? address.port : 0,
    udp: socket.address().port,
    close: () => {
      server.close();
      socket.close();
    },
  };
}

function triesFor(unit: Unit, house: House): readonly Try[] {
  const expect = (isReached: boolean): Try["expected"] => (isReached ? "reached" : "refused");
  const tcp = (host: string) => ({ kind: "tcp", host, port: house.tcp, marker: MARKER });
  const hasNetwork = unit === "uplink";
  const network: readonly Try[] = [
    { what: "TCP on this machine", expected: expect(hasNetwork), attempt: tcp("127.0.0.1") },
    { what: "TCP to another address", expected: "refused", attempt: tcp(ELSEWHERE) },
    {
      what: "UDP on this machine",
      expected: expect(hasNetwork),
      attempt: { kind: "udp", host: "127.0.0.1", port: house.udp, marker: MARKER },
    },
    {
      what: "UDP to another address",
      expected: "refused",
      attempt: { kind: "udp", host: ELSEWHERE, port: house.udp, marker: MARKER },
    },
    {
      what: "a raw socket",
      expected: "refused",
      attempt: { kind: "socket", family: AF_INET, type: RAW, protocol: 1 },
    },
    {
      what: "a packet socket",
      expected: "refused",
      attempt: { kind: "socket", family: AF_PACKET, type: RAW, protocol: 0 },
    },
    {
      what: "device events",
      expected: expect(hasNetwork),
      attempt: { kind: "socket", family: AF_NETLINK, type: RAW, protocol: 0 },
    },
  ];
  const sockets: readonly Try[] = [
    ...SOCKETS.filter((name) => !LISTENS_ON[unit].includes(name)).map(
      (name): Try => ({
        what: `the socket ${name}`,
        expected: expect(OWN_SOCKETS[unit].includes(name)),
        attempt: { kind: "unix", path: `/run/sotto/${name}/socket`, marker: "" },
      }),
    ),
    ...["/run/dbus/system_bus_socket", "/run/systemd/private"].map(
      (path): Try => ({
        what: path,
        expected: "refused",
        attempt: { kind: "unix", path, marker: "" },
      }),
    ),
  ];
  const files: readonly Try[] = [
    ...Object.entries(FILES).map(
      ([what, path]): Try => ({
        what,
        expected: expect(path === OWN_FILE[unit]),
        attempt: { kind: "read", path, marker: MARKER },
      }),
    ),
    {
      what: "its own program, to alter it",
      expected: "refused",
      attempt: { kind: "write", path: "/opt/sotto/package.json" },
    },
    {
      what: "the configuration, to alter it",
      expected: "refused",
      attempt: { kind: "write", path: "/etc/sotto/config.toml" },
    },
    {
      what: "passwords",
      expected: "refused",
      attempt: { kind: "read", path: "/etc/shadow", marker: "root:" },
    },
  ];
  const devices: readonly Try[] = [
    {
      what: "a sound device",
      expected: expect(unit === "ear"),
      attempt: { kind: "open", path: "/dev/snd/controlC1" },
    },
    {
      what: "a recording device",
      expected: expect(unit === "ear"),
      attempt: { kind: "open", path: "/dev/snd/pcmC1D1c" },
    },
    {
      what: "the pins by sysfs",
      expected: expect(unit === "light"),
      attempt: { kind: "write", path: "/sys/class/gpio/export" },
    },
    {
      what: "the pins by their device",
      expected: "refused",
      attempt: { kind: "open", path: "/dev/gpiochip0" },
    },
    { what: "the disk", expected: "refused", attempt: { kind: "open", path: "/dev/vda" } },
    { what: "the kernel's log", expected: "refused", attempt: { kind: "open", path: "/dev/kmsg" } },
  ];
  const others: readonly Try[] = [
    {
      what: "another's environment",
      expected: "refused",
      attempt: { kind: "read", path: `/proc/${process.pid}/environ`, marker: "PATH" },
    },
    {
      what: "to signal another",
      expected: expect(unit === "light"),
      attempt: { kind: "signal", pid: process.pid, signal: 0 },
    },
    { what: "io_uring", expected: "refused", attempt: { kind: "io-uring" } },
    { what: "a user namespace", expected: "refused", attempt: { kind: "namespace" } },
  ];
  return [...network, ...sockets, ...files, ...devices, ...others];
}

function judge(unit: Unit, within: readonly Tried[], outside: readonly Tried[]): Finding {
  const isWrong = ({ expected, reached }: Tried) => (expected === "reached") !== reached;
  const wrong = within
    .filter(isWrong)
    .map(({ what, reached, why }) => `${what}: ${reached ? "REACHED" : `not reached (${why})`}`);
  const proofs = within.filter(
    ({ expected }, index) => expected === "refused" && outside[index]?.reached === true,
  );
  const unproven = within.filter(
    ({ expected }, index) => expected === "refused" && outside[index]?.reached === false,
  );
  const needed = within.filter(({ expected, reached }) => expected === "reached" && reached);
  const nothing =
    unproven.length === 0
      ? ""
      : `; proves nothing here: ${unproven.map(({ what, attempt: _attempt }) => what).join(", ")}`;
  return {
    claim: TITLES[unit],
    holds: wrong.length === 0,
    figures:
      wrong.length > 0
        ? wrong.join("; ")
        : `${proofs.length} things refused that root reaches outside, ${needed.length} that it needs work${nothing}`,
  };
}

export const ISOLATION: Scenario = {
  name: "isolation",
  testedOn: "installed units of systemd 257, each with its program replaced by one that tries, emulated",
  async run(tell) {
    const house = await openHouse();
    for (const unit of UNITS) {
      // The others live: their sockets are there and answer.
      await until("the others run", 60_000, () =>
        UNITS.every((each) => outputOf("systemctl", "is-active", `sotto-${each}`).startsWith("active")),
      );
      const tries = triesFor(unit, house);
      const outside = await tryOutside(tries);
      const within = await tryWithin(unit, tries);
      tell(judge(unit, within, outside));
      await systemctl("start", "sotto-light", "sotto-uplink", "sotto-ear");
    }
    house.close();
    for (const unit of UNITS) {
      const told = outputOf("systemd-analyze", "security", "--no-pager", `sotto-${unit}`);
      const score = /Overall exposure level for \S+: ([\d.]+)/.exec(told)?.[1];
      tell({
        claim: `systemd-analyze security of sotto-${unit} is at most ${MOST_EXPOSED}`,
        holds: score !== undefined && Number(score) <= MOST_EXPOSED,
        figures: score ?? "no score",
      });
    }
  },
};
