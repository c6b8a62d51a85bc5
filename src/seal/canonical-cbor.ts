import { decode, encode, rfc8949EncodeOptions } from "cborg";
import { SottoError } from "../domain/errors.js";

/** What our messages are made of. No floats, no tags, no undefined: each value has exactly one encoding. */
export type CborValue =
  | number
  | boolean
  | string
  | Uint8Array
  | readonly CborValue[]
  | ReadonlyMap<string, CborValue>;

/** Core deterministic encoding, RFC 8949 section 4.2.1. */
export function encodeCanonical(value: CborValue): Uint8Array {
  return encode(value, rfc8949EncodeOptions);
}

/**
 * Decodes and insists that the bytes are the one canonical encoding of what they say: shortest lengths, sorted and
 * distinct keys, nothing after the end. Two messages that mean the same are then the same bytes, so that neither
 * a signature nor a message id can be had in two forms.
 * @throws SottoError ENVELOPE_INVALID
 */
export function decodeCanonical(bytes: Uint8Array, what: string): unknown {
  let value: unknown;
  let again: Uint8Array;
  try {
    value = decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      rejectDuplicateMapKeys: true,
      useMaps: true,
    });
    again = encode(value, rfc8949EncodeOptions);
  } catch (cause) {
    // cborg throws plain errors (and the engine a RangeError on absurd nesting): all mean the same to us.
    throw new SottoError("ENVELOPE_INVALID", `${what} is not strict CBOR`, cause);
  }
  if (!equalBytes(bytes, again)) throw new SottoError("ENVELOPE_INVALID", `${what} is not canonical CBOR`);
  return value;
}

/** Compares public values; not for secrets, since it stops at the first difference. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  // A plain loop: `every` with a closure takes ten times as long on the largest message.
  for (let index = 0; index < a.length; index += 1) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}

/** Lower-case hex, for ids in topics, file names and logs. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Reads a decoded map field by field; every mistake is ENVELOPE_INVALID and names the field, never its value. */
export class MapFields {
  readonly #map: ReadonlyMap<unknown, unknown>;
  readonly #what: string;

  /** @param keys exactly these must be there; `optional` ones may. */
  constructor(value: unknown, what: string, keys: readonly string[], optional: readonly string[] = []) {
    if (!(value instanceof Map)) throw new SottoError("ENVELOPE_INVALID", `${what} is no map`);
    for (const key of value.keys()) {
      if (typeof key !== "string" || !(keys.includes(key) || optional.includes(key))) {
        throw new SottoError("ENVELOPE_INVALID", `${what} has an unknown field`);
      }
    }
    for (const key of keys) {
      if (!value.has(key)) throw new SottoError("ENVELOPE_INVALID", `${what} lacks ${key}`);
    }
    this.#map = value;
    this.#what = what;
  }

  has(key: string): boolean {
    return this.#map.has(key);
  }

  /** Bytes, of exactly `length` where one is given; a copy, so that the message's buffer can go. */
  bytes(key: string, length?: number): Uint8Array {
    const value = this.#map.get(key);
    if (!(value instanceof Uint8Array)) throw this.wrong(key);
    if (length !== undefined && value.length !== length) throw this.wrong(key);
    return Uint8Array.from(value);
  }

  /** A whole number from 0 to `max`. */
  uint(key: string, max = Number.MAX_SAFE_INTEGER): number {
    const value = this.#map.get(key);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > max) {
      throw this.wrong(key);
    }
    return value;
  }

  /** One of the given words. */
  word<T extends string>(key: string, words: readonly T[]): T {
    const value = this.#map.get(key);
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw this.wrong(key);
    return word;
  }

  /** A list of at most `max` entries. */
  list(key: string, max: number): readonly unknown[] {
    const value = this.#map.get(key);
    if (!Array.isArray(value) || value.length > max) throw this.wrong(key);
    return value;
  }

  wrong(key: string): SottoError {
    return new SottoError("ENVELOPE_INVALID", `${this.#what}: ${key} is wrong`);
  }
}
