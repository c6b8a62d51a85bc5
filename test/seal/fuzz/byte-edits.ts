import { MAX_MESSAGE_BYTES } from "../../../src/seal/size-bucket.js";
import type { Chance } from "./chance.js";

/** Changes bytes without knowing what they mean. @returns bytes of its own */
export type ByteEdit = (bytes: Uint8Array, chance: Chance) => Uint8Array;

/** Heads of CBOR items, bounds of their lengths, and what programs get wrong. */
const INTERESTING = [
  ...[0x00, 0x01, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1f, 0x20, 0x3b, 0x40, 0x50, 0x57, 0x58, 0x59, 0x5a, 0x5b],
  ...[0x5f, 0x60, 0x7f, 0x80, 0x82, 0x83, 0x84, 0x9f, 0xa0, 0xa7, 0xa8, 0xa9, 0xbf, 0xc0, 0xd8, 0xe0, 0xf4],
  ...[0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xff],
];
/** What the messages consist of near their ends; the body between them is one long string. */
const END_BYTES = 220;

/** Mostly where the structure is: at the two ends. */
function place(length: number, chance: Chance): number {
  if (length <= END_BYTES || chance.is(0.2)) return chance.below(length + 1);
  return chance.is(0.8) ? chance.below(END_BYTES) : length - chance.below(END_BYTES);
}

function spliced(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const end = Math.min(bytes.length, at + removed);
  const result = new Uint8Array(at + inserted.length + bytes.length - end);
  result.set(bytes.subarray(0, at));
  result.set(inserted, at);
  result.set(bytes.subarray(end), at + inserted.length);
  return result;
}

function changed(bytes: Uint8Array, chance: Chance, change: (byte: number) => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy.length === 0) return copy;
  const at = Math.min(copy.length - 1, place(copy.length, chance));
  copy[at] = change(copy[at] ?? 0);
  return copy;
}

export const BYTE_EDITS: Readonly<Record<string, ByteEdit>> = {
  "bit flipped": (bytes, chance) => changed(bytes, chance, (byte) => byte ^ (1 << chance.below(8))),
  "byte replaced": (bytes, chance) => changed(bytes, chance, () => chance.below(256)),
  "byte made a head": (bytes, chance) => changed(bytes, chance, () => chance.pick(INTERESTING)),
  "byte one more or less": (bytes, chance) =>
    changed(bytes, chance, (byte) => (byte + chance.pick([1, 255])) % 256),
  "bytes inserted": (bytes, chance) =>
    spliced(bytes, place(bytes.length, chance), 0, chance.bytes(1 + chance.below(8))),
  "bytes deleted": (bytes, chance) =>
    spliced(bytes, place(bytes.length, chance), 1 + chance.below(8), new Uint8Array(0)),
  "bytes doubled": (bytes, chance) => {
    const at = place(bytes.length, chance);
    return spliced(bytes, at, 0, bytes.subarray(at, at + 1 + chance.below(64)));
  },
  "bytes zeroed": (bytes, chance) => {
    const length = 1 + chance.below(32);
    return spliced(bytes, place(bytes.length, chance), length, new Uint8Array(length));
  },
  truncated: (bytes, chance) => bytes.slice(0, place(bytes.length, chance)),
  extended: (bytes, chance) => {
    const more = chance.is(0.9)
      ? 1 + chance.below(64)
      : Math.max(1, MAX_MESSAGE_BYTES - bytes.length + chance.below(2));
    return spliced(
      bytes,
      bytes.length,
      0,
      chance.is(0.5) ? new Uint8Array(more) : chance.bytes(Math.min(more, 64)),
    );
  },
  "several at once": (bytes, chance) => {
    const names = Object.keys(BYTE_EDITS).filter((name) => name !== "several at once");
    let edited = bytes;
    for (let left = 2 + chance.below(5); left > 0; left -= 1) {
      edited = BYTE_EDITS[chance.pick(names)]?.(edited, chance) ?? edited;
    }
    return edited;
  },
};
