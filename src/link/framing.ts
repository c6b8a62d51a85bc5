import { SottoError } from "../domain/errors.js";

/** The length before each payload: u32, big-endian. */
export const HEAD_BYTES = 4;

/** Head and payload. */
export function frameOf(payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEAD_BYTES + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
  frame.set(payload, HEAD_BYTES);
  return frame;
}

/**
 * Cuts a stream of bytes into payloads. It holds one unfinished frame and no more, and takes memory for it only
 * when its length is known to be within the bound. After one error it takes nothing any more.
 */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #head = new Uint8Array(HEAD_BYTES);
  #payload: Uint8Array | undefined;
  /** Bytes of the head, or of the payload where there is one, that have come. */
  #filled = 0;
  #isBroken = false;

  /** @param maxBytes longest payload */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * The payloads that `bytes` complete, one by one, each in memory of its own.
   * @throws SottoError LINK_INVALID for an empty or too long payload
   */
  *push(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let at = 0; at < bytes.length; ) {
      if (this.#isBroken) throw new SottoError("LINK_INVALID", "bytes after a broken frame");
      const target = this.#payload ?? this.#head;
      const part = bytes.subarray(at, at + target.length - this.#filled);
      target.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < target.length) return;
      this.#filled = 0;
      if (this.#payload === undefined) {
        this.#payload = this.#begin();
      } else {
        const payload = this.#payload;
        this.#payload = undefined;
        yield payload;
      }
    }
  }

  #begin(): Uint8Array {
    const length = new DataView(this.#head.buffer).getUint32(0);
    if (length === 0 || length > this.#maxBytes) {
      this.#isBroken = true;
      throw new SottoError("LINK_INVALID", `a frame of ${length} bytes`);
    }
    return new Uint8Array(length);
  }
}
