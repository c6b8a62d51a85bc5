/**
 * Blocks of samples between the recorder, which can't wait, and the hot loop, which may be late. Bounded: at the
 * bound the oldest blocks are overwritten, dropped and counted.
 */
export class BlockQueue {
  readonly #maxSamples: number;
  readonly #blocks: Float32Array[] = [];
  #samples = 0;
  #dropped = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(maxSamples: number) {
    this.#maxSamples = maxSamples;
  }

  get droppedSamples(): number {
    return this.#dropped;
  }

  push(block: Float32Array): void {
    if (this.#ended || block.length === 0) return;
    this.#blocks.push(block);
    this.#samples += block.length;
    while (this.#samples > this.#maxSamples) {
      const oldest = this.#blocks.shift();
      if (oldest === undefined) break;
      this.#samples -= oldest.length;
      this.#dropped += oldest.length;
      oldest.fill(0);
    }
    this.#wake?.();
  }

  /** The oldest block, waiting for one where there is none; undefined when the queue has ended and is empty. */
  async next(): Promise<Float32Array | undefined> {
    while (this.#blocks.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    const block = this.#blocks.shift();
    this.#samples -= block?.length ?? 0;
    return block;
  }

  /** No more blocks come; what waits may still be taken. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Ends, and overwrites what waits: for mute. */
  erase(): void {
    for (const block of this.#blocks) block.fill(0);
    this.#blocks.length = 0;
    this.#samples = 0;
    this.end();
  }
}
