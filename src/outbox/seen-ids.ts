/** One row of ids whose history is gone. */
export interface SeenBatch {
  readonly key: number;
  readonly ids: readonly string[];
}

/** Ids that were here long ago. Bounded: the oldest batches are forgotten whole. */
export class SeenIds {
  readonly #bound: number;
  readonly #batches = new Map<number, readonly string[]>();
  readonly #ids = new Set<string>();

  constructor(bound: number, batches: readonly SeenBatch[] = []) {
    this.#bound = bound;
    for (const batch of batches.toSorted((a, b) => a.key - b.key)) this.add(batch);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  batches(): readonly SeenBatch[] {
    return [...this.#batches].map(([key, ids]) => ({ key, ids }));
  }

  /** Keys of the oldest batches that have to go when so many more ids come. */
  crowdedOut(coming: number): readonly number[] {
    const keys: number[] = [];
    let size = this.#ids.size + coming;
    for (const [key, ids] of this.#batches) {
      if (size <= this.#bound) break;
      keys.push(key);
      size -= ids.length;
    }
    return keys;
  }

  add({ key, ids }: SeenBatch): void {
    for (const crowded of this.crowdedOut(ids.length)) {
      for (const id of this.#batches.get(crowded) ?? []) this.#ids.delete(id);
      this.#batches.delete(crowded);
    }
    this.#batches.set(key, ids);
    for (const id of ids) this.#ids.add(id);
  }
}
