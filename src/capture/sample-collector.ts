/** Joins blocks of samples of unknown number. */
export class SampleCollector {
  readonly #blocks: Float32Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Keeps the array itself; it must not be written to afterwards. */
  add(samples: Float32Array): void {
    this.#blocks.push(samples);
    this.#length += samples.length;
  }

  /** All samples in one new array, bounded to [-1, 1]. */
  join(): Float32Array {
    const out = new Float32Array(this.#length);
    let at = 0;
    for (const block of this.#blocks) {
      out.set(block, at);
      at += block.length;
    }
    return clamp(out);
  }
}

/** Bounds samples to [-1, 1] in place: lossy codecs and float files may pass it a little. */
export function clamp(samples: Float32Array): Float32Array {
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    if (x > 1) samples[i] = 1;
    else if (x < -1) samples[i] = -1;
  }
  return samples;
}
