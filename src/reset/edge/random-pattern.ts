import { type Cipher, createCipheriv, randomBytes } from "node:crypto";

export const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Random bytes that can be made again for as long as this object lives: no card can tell them from noise, fold them
 * together or guess them, so that reading them again proves that each was stored.
 */
export class RandomPattern {
  readonly #key = randomBytes(32);
  readonly #zeros = Buffer.alloc(PIECE_BYTES);

  /** @param number of the piece, from 0 */
  piece(number: number, bytes: number): Buffer {
    const nonce = Buffer.alloc(16);
    nonce.writeUInt32LE(number, 4);
    const cipher: Cipher = createCipheriv("chacha20", this.#key, nonce);
    return cipher.update(this.#zeros.subarray(0, bytes));
  }
}
