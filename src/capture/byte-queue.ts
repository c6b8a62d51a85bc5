/** Bytes that arrived and were not used yet. Grows with what is pushed, so the user takes what it can at once. */
export class ByteQueue {
  #bytes = new Uint8Array(0);

  get length(): number {
    return this.#bytes.length;
  }

  push(bytes: Uint8Array): void {
    if (this.#bytes.length === 0) {
      this.#bytes = bytes.slice();
      return;
    }
    const joined = new Uint8Array(this.#bytes.length + bytes.length);
    joined.set(this.#bytes);
    joined.set(bytes, this.#bytes.length);
    this.#bytes = joined;
  }

  /** A view of the next `count` bytes, or undefined when fewer are there. */
  peek(count: number): Uint8Array | undefined {
    return count <= this.#bytes.length ? this.#bytes.subarray(0, count) : undefined;
  }

  /** Removes and returns the next bytes: `count`, or fewer when fewer are there. */
  take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(taken.length);
    return taken;
  }
}
