import { readFileSync } from "node:fs";
import { SottoError } from "../../../src/domain/errors.js";

interface Call {
  readonly pid: number;
  /** Among the counted ones, from 1; 0 where it is none of them. */
  readonly ordinal: number;
}

/** One call of a traced process, in the order in which they were made. */
export type TracedCall = Call &
  (
    | {
        readonly kind: "open";
        readonly fd: number;
        readonly path: string;
        readonly created: boolean;
        readonly truncated: boolean;
        readonly mode: number;
      }
    | { readonly kind: "write"; readonly fd: number; readonly at: number; readonly data: Buffer }
    | { readonly kind: "truncate"; readonly fd: number; readonly size: number }
    | { readonly kind: "sync" | "close"; readonly fd: number }
    | { readonly kind: "rename" | "link"; readonly path: string; readonly to: string }
    /** `map`: for shared writing, whose writes are not seen. */
    | { readonly kind: "unlink" | "rmdir" | "map"; readonly path: string }
    | { readonly kind: "mkdir"; readonly path: string; readonly mode: number }
    /** What the process said on its standard output. */
    | { readonly kind: "mark"; readonly text: string }
    /** The call that met the fault, and what kind of call it was. */
    | { readonly kind: "hit"; readonly path: string; readonly of: string }
  );

const MAGIC = 0x31_4c_44_53;
/** `struct record` of disk-layer.c. */
const HEAD_BYTES = 48;
const KINDS: Readonly<Record<string, string>> = {
  o: "open",
  w: "write",
  t: "truncate",
  s: "sync",
  c: "close",
  r: "rename",
  u: "unlink",
  d: "mkdir",
  x: "rmdir",
  l: "link",
  h: "chmod",
  i: "read",
};

/** A trace whose process was killed ends with a whole record: each is written at once. @throws SottoError INTERNAL */
export function readTrace(path: string): readonly TracedCall[] {
  const bytes = readFileSync(path);
  const calls: TracedCall[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    if (bytes.readUInt32LE(at) !== MAGIC) throw new SottoError("INTERNAL", `no record at ${at} of ${path}`);
    const pathEnd = at + HEAD_BYTES + bytes.readUInt32LE(at + 32);
    const otherEnd = pathEnd + bytes.readUInt32LE(at + 36);
    const dataEnd = otherEnd + bytes.readUInt32LE(at + 40);
    calls.push(
      callOf(bytes.subarray(at, at + HEAD_BYTES), {
        path: bytes.toString("utf8", at + HEAD_BYTES, pathEnd),
        to: bytes.toString("utf8", pathEnd, otherEnd),
        data: bytes.subarray(otherEnd, dataEnd),
      }),
    );
    at = dataEnd;
  }
  return calls;
}

interface Tail {
  readonly path: string;
  readonly to: string;
  readonly data: Buffer;
}

function callOf(head: Buffer, { path, to, data }: Tail): TracedCall {
  const op = String.fromCharCode(head.readUInt8(4));
  const call: Call = { pid: head.readInt32LE(8), ordinal: Number(head.readBigUInt64LE(24)) };
  const fd = head.readInt32LE(12);
  const number = Number(head.readBigInt64LE(16));
  switch (op) {
    case "o": {
      const [created, truncated] = [head.readUInt8(5) === 1, head.readUInt8(6) === 1];
      return { ...call, kind: "open", fd, path, created, truncated, mode: number };
    }
    case "w":
      return { ...call, kind: "write", fd, at: number, data };
    case "t":
      return { ...call, kind: "truncate", fd, size: number };
    case "s":
      return { ...call, kind: "sync", fd };
    case "c":
      return { ...call, kind: "close", fd };
    case "r":
      return { ...call, kind: "rename", path, to };
    case "l":
      return { ...call, kind: "link", path, to };
    case "u":
      return { ...call, kind: "unlink", path };
    case "x":
      return { ...call, kind: "rmdir", path };
    case "m":
      return { ...call, kind: "map", path };
    case "d":
      return { ...call, kind: "mkdir", path, mode: number };
    case "M":
      return { ...call, kind: "mark", text: data.toString("utf8") };
    case "K":
      return { ...call, kind: "hit", path, of: KINDS[String.fromCharCode(head.readUInt8(7))] ?? "unknown" };
    default:
      throw new SottoError("INTERNAL", `a record of an unknown kind: ${op}`);
  }
}
