import { execFile } from "node:child_process";
import type { Outcome } from "../attempt.js";

/** Numbers of system calls, x64 and arm64; Perl makes those that Node has no function for. */
const CALLS = {
  "io-uring": [425, 425],
  trace: [101, 117],
  "call-memory": [310, 270],
  namespace: [272, 97],
} as const;

/** Each says on standard output what it got; the error number, where there is one, is the exit code. */
const SCRIPTS = {
  socket: `socket(my $s, $ARGV[0], $ARGV[1], $ARGV[2]) or exit($!+0); print "socket"`,
  "io-uring": `my $b="\\0"x120; syscall($ARGV[0]+0, 1, $b) >= 0 or exit($!+0); print "ring"`,
  // PTRACE_SEIZE does not stop the other process and ends with this one.
  trace: `syscall($ARGV[0]+0, 0x4206, $ARGV[1]+0, 0, 0) == 0 or exit($!+0); print "traced"`,
  "call-memory": `my $b="\\0"x$ARGV[3]; my $l=pack("PQ",$b,$ARGV[3]); my $r=pack("QQ",$ARGV[2],$ARGV[3]);
    syscall($ARGV[0]+0, $ARGV[1]+0, $l, 1, $r, 1, 0) > 0 or exit($!+0); print $b`,
  // CLONE_NEWUSER
  namespace: `syscall($ARGV[0]+0, 0x10000000) == 0 or exit($!+0); print "namespace"`,
} as const;
export type PerlTry = keyof typeof SCRIPTS;

const PATIENCE_MS = 5_000;

/** Makes one system call in a Perl of its own, which is on every Debian. */
export function tryByPerl(kind: PerlTry, numbers: readonly number[], marker: string): Promise<Outcome> {
  const call = kind === "socket" ? [] : [CALLS[kind][process.arch === "arm64" ? 1 : 0]];
  const args = ["-e", SCRIPTS[kind], ...[...call, ...numbers].map(String)];
  return new Promise((resolve) => {
    execFile("perl", args, { timeout: PATIENCE_MS, encoding: "latin1" }, (error, out) => {
      if (error) resolve({ reached: false, why: `errno ${String(error.code ?? error.signal)}` });
      else if (out.includes(marker)) resolve({ reached: true, why: "reached" });
      else resolve({ reached: false, why: "something else" });
    });
  });
}
