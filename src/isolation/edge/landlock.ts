import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Landlock scopes abstract sockets from this version of its interface on (Linux 6.12). */
const SCOPE_ABI = 6;

/** Asked of this kernel by Perl, as the launcher will: whether it can keep abstract sockets from the uplink. */
export async function scopesAbstractSockets(): Promise<boolean> {
  const stdio = ["ignore", "pipe", "ignore"] as const;
  const child = spawn("perl", ["-e", "print syscall(444, 0, 0, 1)"], { stdio: [...stdio] });
  const failed = once(child, "error").then(() => "");
  return Number(await Promise.race([text(child.stdout), failed])) >= SCOPE_ABI;
}
