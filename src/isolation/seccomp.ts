import { and, give, type Instruction, load, skipIfEqual, when } from "./bpf.js";
import { JUDGED, type Machine, refusedNumbers } from "./system-calls.js";

/** Address families that a process may open sockets of. Source: Linux, `linux/socket.h`. */
export const FAMILIES = { unix: 1, inet: 2, inet6: 10, netlink: 16 } as const;
export type Family = keyof typeof FAMILIES;

export const ERRNO = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;

/** What a filter answers. Source: Linux, `uapi/linux/seccomp.h`. */
export const VERDICTS = { allow: 0x7fff_0000, kill: 0x8000_0000, errno: 0x0005_0000 } as const;

/** `AUDIT_ARCH_*`. */
export const ARCHITECTURES = { x64: 0xc000_003e, arm64: 0xc000_00b7 } as const satisfies Record<
  Machine,
  number
>;

/** Offsets in `struct seccomp_data`: number, architecture, six arguments of 64 bits. */
export const DATA = { number: 0, architecture: 4, arguments: 16 } as const;

/** The x32 ABI has the same architecture and other numbers: with this bit set. */
export const X32_BIT = 0x4000_0000;

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
export const NEW_NAMESPACES = 0x0002_0000 | 0x0200_0000 | 0x0400_0000 | 0x0800_0000 | 0x7000_0000;

/** Types into a terminal as if a person had. */
export const TERMINAL_INPUTS = [0x5412, 0x541c] as const;

const SOCKET_TYPE_MASK = 0xf;
const STREAM = 1;
const DATAGRAM = 2;
/** The interfaces and addresses of this machine; other netlink protocols speak to the audit, the firewall, ... */
const NETLINK_ROUTE = 0;

const allow = give(VERDICTS.allow);
const refuse = (errno: number) => give(VERDICTS.errno | errno);

/** The low half; arguments that are C ints have no other. */
function loadArgument(index: number): Instruction {
  return load(DATA.arguments + index * 8);
}

function socketOf(family: Family): readonly Instruction[] {
  switch (family) {
    case "unix":
      return [allow];
    case "netlink":
      return [loadArgument(2), ...when("jumpIfEqual", NETLINK_ROUTE, [allow]), refuse(ERRNO.EAFNOSUPPORT)];
    case "inet":
    case "inet6":
      return [
        ...[loadArgument(1), and(SOCKET_TYPE_MASK)],
        ...when("jumpIfEqual", STREAM, [allow]),
        ...when("jumpIfEqual", DATAGRAM, [allow]),
        refuse(ERRNO.EPERM),
      ];
  }
}

/**
 * The filter of system calls: sockets of the given families alone (EAFNOSUPPORT, as if the kernel had no other;
 * netlink for routes alone, no raw IP), no new namespaces, none of REFUSED (EPERM). A call in another processor's
 * manner ends the process.
 */
export function seccompProgram(machine: Machine, families: readonly Family[]): readonly Instruction[] {
  const on = (name: keyof typeof JUDGED, body: readonly Instruction[]) =>
    when("jumpIfEqual", JUDGED[name][machine], body);
  return [
    load(DATA.architecture),
    skipIfEqual(ARCHITECTURES[machine]),
    give(VERDICTS.kill),
    load(DATA.number),
    ...when("jumpIfAtLeast", X32_BIT, [refuse(ERRNO.EPERM)]),
    ...refusedNumbers(machine).flatMap((number) => when("jumpIfEqual", number, [refuse(ERRNO.EPERM)])),
    // Its flags lie in memory, which no filter sees; without it the C library uses clone.
    ...on("clone3", [refuse(ERRNO.ENOSYS)]),
    ...on("clone", [loadArgument(0), ...when("jumpIfAnyBit", NEW_NAMESPACES, [refuse(ERRNO.EPERM)]), allow]),
    ...on("ioctl", [
      loadArgument(1),
      ...TERMINAL_INPUTS.flatMap((request) => when("jumpIfEqual", request, [refuse(ERRNO.EPERM)])),
      allow,
    ]),
    ...on("socketpair", [
      loadArgument(0),
      ...when("jumpIfEqual", FAMILIES.unix, [allow]),
      refuse(ERRNO.EAFNOSUPPORT),
    ]),
    ...on("socket", [
      loadArgument(0),
      ...families.flatMap((family) => when("jumpIfEqual", FAMILIES[family], socketOf(family))),
      refuse(ERRNO.EAFNOSUPPORT),
    ]),
    allow,
  ];
}
