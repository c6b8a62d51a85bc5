import type { Form } from "./known-sound.js";

/** A piece of the recording in a memory. */
export interface Run {
  /** Byte of the form at which it begins. */
  readonly from: number;
  readonly bytes: number;
}

/** So many elements are looked up at once. */
const KEY_ELEMENTS = 8;
/** Fewer different values in a key are silence or a constant, which every memory is full of. */
const MIN_VALUES = 5;
/** A run counts from so many elements on: for samples 2 ms, for a spectrogram one frame. */
export const MIN_RUN_ELEMENTS = 32;
/** Room for 2^22 bits, a thirtieth of them set. */
const FILTER_BITS = 22;

function firstHash(bytes: Buffer, at: number): number {
  const mixed =
    Math.imul(bytes.readInt32LE(at), 0x9e3779b1) ^ Math.imul(bytes.readInt32LE(at + 12), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> (32 - FILTER_BITS);
}

/**
 * Finds pieces of one known byte sequence in any memory, wherever they begin. The memory is looked at in steps (as
 * rsync does), and whatever lies there is looked up among all places of the sequence. A step and a key together are
 * MIN_RUN_ELEMENTS, so a piece of that length always holds a whole key at a place that is looked at.
 */
export class Needle {
  readonly form: Form;
  readonly #filter = new Uint8Array(2 ** (FILTER_BITS - 3));
  readonly #places = new Map<string, number[]>();
  readonly #keyBytes: number;
  readonly #strideBytes: number;

  constructor(form: Form) {
    this.form = form;
    this.#keyBytes = KEY_ELEMENTS * form.elementBytes;
    this.#strideBytes = (MIN_RUN_ELEMENTS - KEY_ELEMENTS) * form.elementBytes;
    for (let at = 0; at + this.#keyBytes <= form.bytes.length; at += form.elementBytes) this.#learn(at);
  }

  /**
   * Every piece of at least MIN_RUN_ELEMENTS that lies in `memory`, silence and constants apart. A piece over the edge
   * of `memory` is found as two.
   */
  *runs(memory: Buffer): Generator<Run> {
    const { elementBytes } = this.form;
    // Sound lies aligned to its elements, but a 16-bit stream may begin at an odd byte of a buffer.
    const shifts = elementBytes === 2 ? [0, 1] : [0];
    for (const shift of shifts) {
      let foundTo = 0;
      for (let at = shift; at + this.#keyBytes <= memory.length; at += this.#strideBytes) {
        if (at < foundTo || !this.#mayBe(memory, at)) continue;
        const run = this.#longest(memory, at);
        if (run === undefined || run.bytes < MIN_RUN_ELEMENTS * elementBytes) continue;
        foundTo = run.memoryEnd;
        yield { from: run.from, bytes: run.bytes };
      }
    }
  }

  #learn(at: number): void {
    const key = this.form.bytes.subarray(at, at + this.#keyBytes);
    if (!isTelling(key, this.form.elementBytes)) return;
    const hash = firstHash(this.form.bytes, at);
    this.#filter[hash >>> 3] = (this.#filter[hash >>> 3] ?? 0) | (1 << (hash & 7));
    const text = key.toString("latin1");
    const places = this.#places.get(text);
    if (places) places.push(at);
    else this.#places.set(text, [at]);
  }

  #mayBe(memory: Buffer, at: number): boolean {
    const hash = firstHash(memory, at);
    return ((this.#filter[hash >>> 3] ?? 0) & (1 << (hash & 7))) !== 0;
  }

  #longest(memory: Buffer, at: number): (Run & { readonly memoryEnd: number }) | undefined {
    const places = this.#places.get(memory.toString("latin1", at, at + this.#keyBytes)) ?? [];
    return places
      .map((place) => extended(memory, at, this.form.bytes, place))
      .sort((a, b) => b.bytes - a.bytes)[0];
  }
}

function isTelling(key: Buffer, elementBytes: number): boolean {
  const values = new Set<string>();
  for (let at = 0; at < key.length; at += elementBytes) {
    values.add(key.toString("latin1", at, at + elementBytes));
  }
  return values.size >= MIN_VALUES;
}

/** The piece around a place at which both agree, as far as they agree. */
function extended(
  memory: Buffer,
  memoryAt: number,
  known: Buffer,
  knownAt: number,
): Run & { readonly memoryEnd: number } {
  let back = 0;
  while (back < memoryAt && back < knownAt && memory[memoryAt - back - 1] === known[knownAt - back - 1])
    back++;
  let on = 0;
  while (
    memoryAt + on < memory.length &&
    knownAt + on < known.length &&
    memory[memoryAt + on] === known[knownAt + on]
  )
    on++;
  return { from: knownAt - back, bytes: back + on, memoryEnd: memoryAt + on };
}
