import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeProgram } from "../../src/isolation/bpf.js";
import {
  ARCHITECTURES,
  ERRNO,
  FAMILIES,
  type Family,
  NEW_NAMESPACES,
  seccompProgram,
  TERMINAL_INPUTS,
  VERDICTS,
  X32_BIT,
} from "../../src/isolation/seccomp.js";
import { JUDGED, MACHINES, type Machine, refusedNumbers } from "../../src/isolation/system-calls.js";
import { judge } from "./bpf-machine.js";

/** The kernel's BPF_MAXINSNS. */
const MAX_INSTRUCTIONS = 4_096;
const EAR: readonly Family[] = ["unix"];
const UPLINK: readonly Family[] = ["unix", "inet", "inet6", "netlink"];

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const machines = fc.constantFrom(...MACHINES);

function answer(machine: Machine, families: readonly Family[], number: number, args: readonly number[] = []) {
  const program = encodeProgram(seccompProgram(machine, families));
  return judge(program, { architecture: ARCHITECTURES[machine], number, arguments: args });
}

const errno = (code: number) => VERDICTS.errno + code;

describe("the filter of system calls", () => {
  it.each(MACHINES)(
    "is short enough for the kernel and jumps nowhere but forward into itself on %s",
    (machine) => {
      const program = seccompProgram(machine, UPLINK);
      expect(program.length).toBeLessThan(MAX_INSTRUCTIONS);
      for (const [at, { code, ifTrue, ifFalse }] of program.entries()) {
        const isJump = [0x15, 0x35, 0x45].includes(code);
        expect(Math.max(ifTrue, ifFalse)).toBeLessThan(256);
        if (isJump) expect(at + 1 + Math.max(ifTrue, ifFalse)).toBeLessThan(program.length);
      }
    },
  );

  it("ends a process that calls in another processor's manner", () => {
    fc.assert(
      fc.property(machines, word, word, (machine, architecture, number) => {
        fc.pre(architecture !== ARCHITECTURES[machine]);
        const program = encodeProgram(seccompProgram(machine, UPLINK));
        expect(judge(program, { architecture, number, arguments: [] })).toBe(VERDICTS.kill);
      }),
    );
  });

  it("refuses every call of the x32 ABI", () => {
    fc.assert(
      fc.property(fc.integer({ min: X32_BIT, max: 0xffff_ffff }), (number) => {
        expect(answer("x64", UPLINK, number)).toBe(errno(ERRNO.EPERM));
      }),
    );
  });

  it("gives the ear and the light Unix sockets and no other", () => {
    fc.assert(
      fc.property(machines, word, word, word, (machine, family, type, protocol) => {
        const expected = family === FAMILIES.unix ? VERDICTS.allow : errno(ERRNO.EAFNOSUPPORT);
        expect(answer(machine, EAR, JUDGED.socket[machine], [family, type, protocol])).toBe(expected);
        expect(answer(machine, EAR, JUDGED.socketpair[machine], [family, type, protocol])).toBe(expected);
      }),
    );
  });

  it("gives the uplink streams and datagrams of IP, netlink for routes, and no raw socket", () => {
    const allowed = (family: number, type: number, protocol: number) => {
      if (family === FAMILIES.unix) return true;
      if (family === FAMILIES.netlink) return protocol === 0;
      const isIp = family === FAMILIES.inet || family === FAMILIES.inet6;
      return isIp && [1, 2].includes(type % 16);
    };
    const families = fc.oneof(word, fc.constantFrom(...Object.values(FAMILIES)));
    fc.assert(
      fc.property(
        machines,
        families,
        word,
        fc.integer({ min: 0, max: 300 }),
        (machine, family, type, protocol) => {
          const given = answer(machine, UPLINK, JUDGED.socket[machine], [family, type, protocol]);
          expect(given === VERDICTS.allow).toBe(allowed(family, type, protocol));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("refuses new namespaces by clone, hides clone3, and lets threads and children be made", () => {
    fc.assert(
      fc.property(machines, word, (machine, flags) => {
        const given = answer(machine, EAR, JUDGED.clone[machine], [flags]);
        expect(given === VERDICTS.allow).toBe((flags & NEW_NAMESPACES) === 0);
      }),
    );
    // What glibc gives for a thread and for a spawned child.
    for (const flags of [0x003d_0f00, 0x0000_4111]) {
      expect(answer("x64", EAR, JUDGED.clone.x64, [flags])).toBe(VERDICTS.allow);
    }
    expect(answer("arm64", EAR, JUDGED.clone3.arm64)).toBe(errno(ERRNO.ENOSYS));
  });

  it.each(MACHINES)(
    "refuses what reaches into other processes, the kernel and the mounts on %s",
    (machine) => {
      for (const number of refusedNumbers(machine))
        expect(answer(machine, UPLINK, number)).toBe(errno(ERRNO.EPERM));
      for (const request of TERMINAL_INPUTS) {
        expect(answer(machine, UPLINK, JUDGED.ioctl[machine], [0, request])).toBe(errno(ERRNO.EPERM));
      }
    },
  );

  it("lets every other call through", () => {
    fc.assert(
      fc.property(machines, fc.integer({ min: 0, max: 600 }), word, (machine, number, argument) => {
        const judged: readonly number[] = Object.values(JUDGED).map((numbers) => numbers[machine]);
        fc.pre(!judged.includes(number) && !refusedNumbers(machine).includes(number));
        expect(answer(machine, EAR, number, [argument])).toBe(VERDICTS.allow);
      }),
    );
  });
});
