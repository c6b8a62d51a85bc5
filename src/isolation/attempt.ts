import { z } from "zod";

const address = z.object({ host: z.string(), port: z.int() });
const marked = { path: z.string(), marker: z.string() };

/**
 * One thing to try, complete as data so that it can be handed into a sandbox. `marker` is what the other side really
 * holds or says; without it nothing counts as reached.
 */
export const attemptSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("tcp"), ...address.shape, marker: z.string() }),
  z.object({ kind: z.literal("udp"), ...address.shape, marker: z.string() }),
  /** A name asked of the server at the address, which knows it. */
  z.object({ kind: z.literal("dns"), ...address.shape, name: z.string() }),
  /** A stream socket by its path, or an abstract one by a name that begins with @. */
  z.object({ kind: z.literal("unix"), ...marked }),
  z.object({ kind: z.literal("abstract"), name: z.string(), marker: z.string() }),
  z.object({ kind: z.literal("listen"), path: z.string() }),
  z.object({ kind: z.literal("read"), ...marked }),
  /** Opens for appending and writes nothing. */
  z.object({ kind: z.literal("write"), path: z.string() }),
  z.object({ kind: z.literal("make"), path: z.string() }),
  /** Opens for reading and reads nothing: devices, and FIFOs, which are opened without waiting. */
  z.object({ kind: z.literal("open"), path: z.string() }),
  z.object({ kind: z.literal("memory"), pid: z.int(), address: z.int(), marker: z.string() }),
  z.object({ kind: z.literal("call-memory"), pid: z.int(), address: z.int(), marker: z.string() }),
  z.object({ kind: z.literal("trace"), pid: z.int() }),
  z.object({ kind: z.literal("signal"), pid: z.int(), signal: z.int() }),
  /** Finds a process by its first argument. */
  z.object({ kind: z.literal("find"), name: z.string() }),
  z.object({ kind: z.literal("socket"), family: z.int(), type: z.int(), protocol: z.int() }),
  z.object({ kind: z.literal("io-uring") }),
  z.object({ kind: z.literal("namespace") }),
]);
export type Attempt = z.output<typeof attemptSchema>;

export const outcomeSchema = z.object({
  reached: z.boolean(),
  /** An operating system's code such as EPERM, or a word. */
  why: z.string(),
});
export type Outcome = z.output<typeof outcomeSchema>;

/**
 * What one row proves. `refused`: the same try without a sandbox gets through, within it does not. `works`: what the
 * process needs. `open` and `missing` are faults. `unproven`: it does not get through without a sandbox either, so this
 * machine proves nothing. `beyond-kernel`: gets through, since this kernel has no wall there.
 */
export type Verdict = "refused" | "works" | "open" | "missing" | "unproven" | "beyond-kernel";

export interface Judged {
  readonly expected: "refused" | "reached";
  readonly inside: Outcome;
  /** The same try without a sandbox. */
  readonly outside: Outcome;
  /** The kernel has what the wall is made of. */
  readonly enforceable: boolean;
}

export function verdictOf({ expected, inside, outside, enforceable }: Judged): Verdict {
  if (expected === "reached") return inside.reached ? "works" : outside.reached ? "missing" : "unproven";
  if (inside.reached) return enforceable ? "open" : "beyond-kernel";
  return outside.reached ? "refused" : "unproven";
}
