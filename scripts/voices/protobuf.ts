import { SottoError } from "../../src/domain/errors.js";

/** One field of a message: `at` is where its key begins, `start` to `end` its payload. */
export interface Field {
  readonly number: number;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** The fields of a message, one level deep. @throws SottoError INTERNAL when the bytes are no message */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const key = readVarint(bytes, at);
    const wire = key.value & 7;
    let start = key.next;
    let end: number;
    if (wire === VARINT) end = readVarint(bytes, start).next;
    else if (wire === FIXED_64) end = start + 8;
    else if (wire === FIXED_32) end = start + 4;
    else if (wire === LENGTH_DELIMITED) {
      const length = readVarint(bytes, start);
      start = length.next;
      end = start + length.value;
    } else throw new SottoError("INTERNAL", `a protobuf field of wire type ${wire}`);
    if (end > bytes.length) throw new SottoError("INTERNAL", "a protobuf field longer than its message");
    yield { number: key.value >> 3, at, start, end };
    at = end;
  }
}

/** A field whose payload is bytes, a string or a message. */
export function field(number: number, payload: Uint8Array | string): Uint8Array {
  const body = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return concat([
    Uint8Array.from([...varint((number << 3) | LENGTH_DELIMITED), ...varint(body.length)]),
    body,
  ]);
}

/** A field whose payload is a whole number. */
export function numberField(number: number, value: number): Uint8Array {
  return Uint8Array.from([...varint((number << 3) | VARINT), ...varint(value)]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  for (let next = at; next < at + 10; next++) {
    const byte = bytes[next];
    if (byte === undefined) break;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: next + 1 };
    scale *= 0x80;
  }
  throw new SottoError("INTERNAL", "a protobuf number without an end");
}
