/** Bits to bytes, most significant first. Grows by doubling. */
export class BitWriter {
  #bytes = new Uint8Array(4_096);
  #bits = 0;

  get length(): number {
    return this.#bits;
  }

  /** The lowest `count` bits of `value`, `count` from 0 to 32. */
  write(value: number, count: number): void {
    this.#reserve(count);
    for (let bit = count - 1; bit >= 0; bit--) {
      if ((value >>> bit) & 1) {
        const at = this.#bits >>> 3;
        this.#bytes[at] = (this.#bytes[at] ?? 0) | (0x80 >>> (this.#bits & 7));
      }
      this.#bits++;
    }
  }

  /** `zeros` zeros and a one. */
  unary(zeros: number): void {
    this.#reserve(zeros + 1);
    this.#bits += zeros;
    this.write(1, 1);
  }

  align(): void {
    this.#bits = (this.#bits + 7) & ~7;
    this.#reserve(0);
  }

  /** What was written so far, whole bytes. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, (this.#bits + 7) >>> 3);
  }

  #reserve(bits: number): void {
    const needed = ((this.#bits + bits) >>> 3) + 1;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
