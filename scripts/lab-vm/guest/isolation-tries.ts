import { homedir } from "node:os";
import type { Try } from "./probe.js";
import type { Unit } from "./services.js";

/** Said by every listener and held by every file. */
export const MARKER = "who-reads-this-has-reached-it";
/** An address of the documentation's range on a card of its own: what lies outside of the device. */
export const ELSEWHERE = "192.0.2.1";

/** Files that hold the marker, each where somebody's secret would lie. */
export const FILES: Readonly<Record<string, string>> = {
  "a letter in a person's home": "/home/letter",
  "root's own": `${homedir()}/letter`,
  "the device's signing key": "/var/lib/sotto-ear/lab-marker",
  "the light's state": "/var/lib/sotto-light/lab-marker",
  "the uplink's outbox": "/var/lib/sotto-uplink/lab-marker",
  "the broker's secrets": "/etc/sotto/secrets/lab-marker",
  "the owner's private key": "/var/lib/lab-owner/lab-marker",
  "memory that everybody shares": "/dev/shm/lab-marker",
};
export const OWN_FILE: Readonly<Record<Unit, string>> = {
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

/** Who listens, in and outside of this machine's own address. */
export interface Ports {
  readonly tcp: number;
  readonly udp: number;
}

/** Everything that is tried from within one unit, and what has to come of it. */
export function triesFor(unit: Unit, ports: Ports): readonly Try[] {
  const expect = (isReached: boolean): Try["expected"] => (isReached ? "reached" : "refused");
  const tcp = (host: string) => ({ kind: "tcp", host, port: ports.tcp, marker: MARKER });
  const hasNetwork = unit === "uplink";
  const network: readonly Try[] = [
    { what: "TCP on this machine", expected: expect(hasNetwork), attempt: tcp("127.0.0.1") },
    { what: "TCP to another address", expected: "refused", attempt: tcp(ELSEWHERE) },
    {
      what: "UDP on this machine",
      expected: expect(hasNetwork),
      attempt: { kind: "udp", host: "127.0.0.1", port: ports.udp, marker: MARKER },
    },
    {
      what: "UDP to another address",
      expected: "refused",
      attempt: { kind: "udp", host: ELSEWHERE, port: ports.udp, marker: MARKER },
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
