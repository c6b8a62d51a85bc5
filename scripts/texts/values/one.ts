import { SottoError } from "../../../src/domain/errors.js";
import type { Random } from "../../voices/random.js";

/**
 * One of a list.
 * @throws SottoError INTERNAL when the list is empty
 */
export function one<T>(random: Random, list: readonly T[]): T {
  const item = list[Math.floor(random.next() * list.length)];
  if (item === undefined) throw new SottoError("INTERNAL", "there is nothing to draw from");
  return item;
}
