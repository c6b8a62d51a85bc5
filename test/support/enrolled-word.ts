import { loadHeads } from "../../src/hotloop/edge/load-heads.js";
import { saveWord } from "../../src/hotloop/edge/load-words.js";
import { WAKE_WORDS, type WakeWord } from "../../src/hotloop/hop-scores.js";

/**
 * Enrolls `word` with the part of the shipped head that hears another word: what it then hears is known without training.
 * @returns the word's own folder
 */
export async function enrollAs(like: WakeWord, word: string, folder: string): Promise<string> {
  const { heads, card } = await loadHeads();
  const { shape, weights } = heads.wake;
  const { hidden, outputs } = shape;
  const before = weights.length - (hidden + 1) * outputs;
  const column = WAKE_WORDS.indexOf(like);
  const own = new Float32Array(before + hidden + 1);
  own.set(weights.subarray(0, before));
  for (let row = 0; row <= hidden; row++)
    own[before + row] = weights[before + row * outputs + column] ?? Number.NaN;
  return saveWord(folder, {
    word,
    shape: { ...shape, outputs: 1 },
    weights: own,
    threshold: card.firstLook.thresholds[like],
    smoothingHops: card.firstLook.smoothingHops,
    about: { made: "for a test" },
  });
}
