import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { SottoError } from "../../domain/errors.js";
import { encodeProgram } from "../bpf.js";
import { bwrapArguments } from "../bwrap-arguments.js";
import type { Sandbox } from "../sandbox.js";
import { seccompProgram } from "../seccomp.js";
import { MACHINES, type Machine } from "../system-calls.js";
import { launcherArguments } from "./launcher.js";

export interface ConfineOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdin?: "pipe" | "ignore" | "inherit";
  readonly stdout?: "pipe" | "ignore" | "inherit";
  readonly stderr?: "pipe" | "ignore" | "inherit";
}

/** A program in its sandbox. */
export interface ConfinedProcess {
  /**
   * The sandbox's outer process: killing it kills all within. It exits with the program's own code, or with 128 and
   * the signal's number where a signal ended the program.
   */
  readonly child: ChildProcess;
  /** The program's process id in the view of this process; undefined before it runs. */
  programPid(): number | undefined;
  /** Asks the program to end by SIGTERM; ends the sandbox where the program does not run yet. */
  terminate(): void;
}

/** @throws SottoError ISOLATION_UNAVAILABLE on a processor that no filter was written for */
export function thisMachine(): Machine {
  const machine = MACHINES.find((known) => known === process.arch);
  if (machine) return machine;
  throw new SottoError("ISOLATION_UNAVAILABLE", `no filter of system calls for ${process.arch}`);
}

/**
 * Starts a program in a sandbox of bubblewrap's. What goes wrong within bubblewrap itself is told on standard error,
 * and the child exits with 1.
 * @throws SottoError ISOLATION_UNAVAILABLE
 */
export function confine(sandbox: Sandbox, options: ConfineOptions): ConfinedProcess {
  const machine = thisMachine();
  const filter = encodeProgram(seccompProgram(machine, sandbox.families));
  const { command, args, stdin = "ignore", stdout = "pipe", stderr = "inherit" } = options;
  const stdio: StdioOptions = [stdin, stdout, stderr, "pipe", "pipe"];
  const inside = ["bwrap", ...bwrapArguments(sandbox), command, ...args];
  const child = spawn("/bin/sh", launcherArguments(sandbox, machine, inside), { stdio });
  const [, , , filterPipe, statusPipe] = child.stdio;
  // A sandbox that dies at once says so by its exit.
  if (filterPipe instanceof Writable) filterPipe.on("error", () => undefined).end(filter);
  let outermost: number | undefined;
  if (statusPipe instanceof Readable) {
    let text = "";
    statusPipe.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(0, 4_096);
      outermost ??= Number(/"child-pid": (\d+)/.exec(text)?.[1] ?? Number.NaN) || undefined;
    });
    statusPipe.on("error", () => undefined);
  }
  const programPid = () => {
    if (outermost === undefined || child.exitCode !== null || child.signalCode !== null) return undefined;
    return sandbox.processes === "own" ? firstChildOf(outermost) : outermost;
  };
  return {
    child,
    programPid,
    terminate() {
      const pid = programPid();
      if (pid === undefined || !signalled(pid)) child.kill("SIGKILL");
    },
  };
}

/** In a process namespace of its own the outermost process only waits; the program is its first child. */
function firstChildOf(pid: number): number | undefined {
  try {
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return first === undefined || first === "" ? undefined : Number(first);
  } catch {
    return undefined; // it has ended in the meantime, which the caller learns from its exit
  }
}

function signalled(pid: number): boolean {
  try {
    return process.kill(pid, "SIGTERM");
  } catch {
    return false;
  }
}
