import { SottoError } from "../domain/errors.js";

/** No message of any kind is longer; 128 KiB is where brokers of cloud providers begin to refuse. */
export const MAX_MESSAGE_BYTES = 120_000;

/**
 * A clip's whole message has exactly one of these lengths, in bytes, so that an onlooker learns only that somebody
 * spoke for "up to so long" and neither how long nor which command.
 */
export const SIZE_BUCKETS = [8_000, 16_000, 32_000, 64_000, 118_000] as const;
export type SizeBucket = (typeof SIZE_BUCKETS)[number];

/** The smallest bucket that holds `bytes`, or undefined when none does. */
export function bucketFor(bytes: number): SizeBucket | undefined {
  return SIZE_BUCKETS.find((bucket) => bytes <= bucket);
}

/** The mark byte between contents and padding, ISO/IEC 7816-4. */
const MARK = 0x80;

/**
 * Contents, one mark byte, then zeros up to `length` bytes.
 * @throws SottoError ENVELOPE_TOO_LARGE
 */
export function pad(contents: Uint8Array, length: number): Uint8Array {
  if (contents.length >= length)
    throw new SottoError("ENVELOPE_TOO_LARGE", `${contents.length} of ${length} bytes`);
  const padded = new Uint8Array(length);
  padded.set(contents);
  padded[contents.length] = MARK;
  return padded;
}

/** @throws SottoError ENVELOPE_INVALID when the padding is none. */
export function unpad(padded: Uint8Array): Uint8Array {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (end < 0 || padded[end] !== MARK) throw new SottoError("ENVELOPE_INVALID", "padding");
  return padded.subarray(0, end);
}
