import { SottoError } from "../domain/errors.js";
import { checkPath, checkTarget, type TreeEntry } from "./tree-entry.js";

/** Everything in a tar archive is a multiple of it. */
export const BLOCK_BYTES = 512;

/** Fields of a ustar header (POSIX.1-2017, pax, "ustar Interchange Format"): offset and length. */
const NAME = [0, 100] as const;
const MODE = [100, 8] as const;
const SIZE = [124, 12] as const;
const CHECKSUM = [148, 8] as const;
const TYPE = 156;
const LINK = [157, 100] as const;
const MAGIC = [257, 8] as const;
const PREFIX = [345, 155] as const;
const USTAR = "ustar\u000000";

type Field = readonly [offset: number, length: number];

/** Files are as long as their size says; what is behind is filled up to a whole block. */
export function paddedBytes(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

/**
 * Reads one header. Ustar alone: no extensions of GNU or pax, no hard links, no devices.
 * @returns undefined for a block of zeros, which ends an archive
 * @throws SottoError BUNDLE_INVALID
 */
export function readHeader(block: Uint8Array): TreeEntry | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (octal(block, CHECKSUM) !== checksum(block)) throw wrong("a checksum");
  if (latin(block, MAGIC) !== USTAR) throw wrong("the form of a header");
  const name = textOf(block, NAME);
  const prefix = textOf(block, PREFIX);
  const whole = prefix === "" ? name : `${prefix}/${name}`;
  const type = String.fromCharCode(block[TYPE] ?? 0);
  const bytes = octal(block, SIZE);
  if (type === "0") {
    return { kind: "file", path: checkPath(whole), runs: (octal(block, MODE) & 0o100) !== 0, bytes };
  }
  if (bytes !== 0) throw wrong("the size of what is no file");
  if (type === "5") return { kind: "folder", path: checkPath(whole.replace(/\/$/, "")) };
  if (type !== "2") throw wrong("an entry that is neither file, folder nor link");
  const path = checkPath(whole);
  return { kind: "link", path, target: checkTarget(path, textOf(block, LINK)) };
}

/** The header of one entry: owner root, no time. @throws SottoError BUNDLE_INVALID for what ustar has no room for */
export function writeHeader(entry: TreeEntry): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  const { name, prefix } = splitPath(entry.path);
  put(block, NAME, name);
  put(block, PREFIX, prefix);
  const runs = entry.kind !== "file" || entry.runs;
  put(block, MODE, runs ? "0000755" : "0000644");
  put(block, [108, 8], "0000000");
  put(block, [116, 8], "0000000");
  put(block, SIZE, (entry.kind === "file" ? entry.bytes : 0).toString(8).padStart(11, "0"));
  put(block, [136, 12], "00000000000");
  put(block, [TYPE, 1], { file: "0", link: "2", folder: "5" }[entry.kind]);
  if (entry.kind === "link") put(block, LINK, entry.target);
  put(block, MAGIC, USTAR);
  put(block, CHECKSUM, `${checksum(block).toString(8).padStart(6, "0")}\u0000 `);
  return block;
}

function splitPath(path: string): { readonly name: string; readonly prefix: string } {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  if (bytes(path) <= NAME[1]) return { name: path, prefix: "" };
  for (let at = path.indexOf("/"); at > 0; at = path.indexOf("/", at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (bytes(prefix) <= PREFIX[1] && bytes(name) <= NAME[1]) return { name, prefix };
  }
  throw new SottoError("BUNDLE_INVALID", `${path} is too long for the archive`);
}

function put(block: Uint8Array, [offset, length]: Field, text: string): void {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > length) throw new SottoError("BUNDLE_INVALID", `${text} is too long for the archive`);
  block.set(bytes, offset);
}

/** The sum of all bytes, with the checksum's own field as blanks. */
function checksum(block: Uint8Array): number {
  const [from, length] = CHECKSUM;
  return block.reduce((sum, byte, at) => sum + (at >= from && at < from + length ? 0x20 : byte), 0);
}

function latin(block: Uint8Array, [offset, length]: Field): string {
  return String.fromCharCode(...block.subarray(offset, offset + length));
}

/** Up to the first zero byte; behind it nothing but zeros, so that nothing is hidden there. */
function textOf(block: Uint8Array, [offset, length]: Field): string {
  const bytes = block.subarray(offset, offset + length);
  const end = bytes.indexOf(0);
  if (end >= 0 && bytes.subarray(end).some((byte) => byte !== 0)) throw wrong("a text");
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function octal(block: Uint8Array, field: Field): number {
  const digits = /^[0-7]+(?= +$)/.exec(latin(block, field).replaceAll("\u0000", " "))?.[0];
  if (digits === undefined) throw wrong("a number");
  return Number.parseInt(digits, 8);
}

function wrong(what: string): SottoError {
  return new SottoError("BUNDLE_INVALID", `the archive: ${what} is wrong`);
}
