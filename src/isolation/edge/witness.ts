import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { SottoError } from "../../domain/errors.js";
import type { Sandbox } from "../sandbox.js";
import { confine } from "./confine.js";

/** Holds the marker in memory and environment, says where, and waits. */
const WITNESS = `my $m = $ENV{SOTTO_WITNESS} x 1; $| = 1; print unpack("Q", pack("p", $m)), "\\n"; sleep 600 while 1`;
/** A process under a recorder's name that waits. */
const RECORDER = `exec { $^X } $ARGV[0], "-e", '$| = 1; print "0\\n"; sleep 600 while 1'`;

export interface Waiting {
  readonly pid: number;
  /** What it said first. */
  readonly address: number;
  end(): void;
}

async function waiting(child: ChildProcess, pidOf: () => number | undefined): Promise<Waiting> {
  if (!child.stdout) throw new SottoError("INTERNAL", "a witness without standard output");
  const end = () => void child.kill("SIGKILL");
  const said = await Promise.race([
    once(child.stdout.setEncoding("utf8"), "data"),
    once(child, "exit").then(() => undefined),
  ]);
  const pid = pidOf();
  if (said === undefined || pid === undefined) {
    end();
    throw new SottoError("ISOLATION_UNAVAILABLE", "perl did not start: apt-get install perl-base");
  }
  return { pid, address: Number(said[0]), end };
}

/** A process without a sandbox. */
export function freeWitness(marker: string): Promise<Waiting> {
  const env = { ...process.env, SOTTO_WITNESS: marker };
  const child = spawn("perl", ["-e", WITNESS], { stdio: ["ignore", "pipe", "ignore"], env });
  return waiting(child, () => child.pid);
}

export function confinedWitness(sandbox: Sandbox, marker: string): Promise<Waiting> {
  const environment = { ...sandbox.environment, SOTTO_WITNESS: marker };
  const options = { command: "perl", args: ["-e", WITNESS] };
  const confined = confine({ ...sandbox, environment }, options);
  return waiting(confined.child, confined.programPid);
}

export function confinedRecorder(sandbox: Sandbox, name: string): Promise<Waiting> {
  const confined = confine(sandbox, { command: "perl", args: ["-e", RECORDER, name] });
  return waiting(confined.child, confined.programPid);
}
