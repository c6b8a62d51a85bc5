import type { Kernel } from "./kernel.js";

export const FLOAT_BYTES = 4;
export const DOUBLE_BYTES = 8;

const PAGE_BYTES = 65_536;
/** Vectors are read fastest where they begin at a multiple of their size. */
const ALIGNMENT = 16;

/**
 * The memory of one kernel, handed out piece by piece and never taken back. It grows while the parts of a hot loop are
 * made, and stays as it is once they run. Addresses are bytes.
 */
export class KernelMemory {
  readonly kernel: Kernel;
  #floats: Float32Array;
  #doubles: Float64Array;
  #free: number;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    // What lies below belongs to the kernel itself.
    this.#free = kernel.memory.buffer.byteLength;
    this.#floats = new Float32Array(kernel.memory.buffer);
    this.#doubles = new Float64Array(kernel.memory.buffer);
  }

  /** The whole memory; another object after each piece that made it grow. */
  get floats(): Float32Array {
    return this.#floats;
  }

  get doubles(): Float64Array {
    return this.#doubles;
  }

  /** A piece of `bytes` zeros. */
  take(bytes: number): number {
    const at = this.#free;
    this.#free = at + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const { memory } = this.kernel;
    const missing = this.#free - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / PAGE_BYTES));
      this.#floats = new Float32Array(memory.buffer);
      this.#doubles = new Float64Array(memory.buffer);
    }
    return at;
  }

  /** A piece that holds a copy of `values`. */
  put(values: Float32Array | Float64Array | Uint32Array): number {
    const at = this.take(values.byteLength);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(this.kernel.memory.buffer).set(bytes, at);
    return at;
  }
}
