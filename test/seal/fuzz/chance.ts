import { seeded } from "../../support/seeded.js";

/** Everything that a seed decides. */
export interface Chance {
  /** A whole number from 0, below `bound`. */
  below(bound: number): number;
  /** True in so many of 1. */
  is(share: number): boolean;
  /** @throws RangeError for an empty list */
  pick<T>(list: readonly T[]): T;
  bytes(length: number): Uint8Array;
}

export function chanceOf(seed: number): Chance {
  const next = seeded(seed);
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    below,
    is: (share) => next() < share,
    pick(list) {
      const one = list[below(list.length)];
      if (one === undefined) throw new RangeError("nothing to pick from");
      return one;
    },
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  };
}
