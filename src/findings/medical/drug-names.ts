import { DRUG_ENDINGS, DRUGS, NOT_DRUGS } from "../lexicon/drugs.js";
import { isFirstName, isLastName, isOrdinaryWord } from "../lexicon/known-words.js";

/** Shorter words are like too many others. */
const SHORTEST = 7;
/** From this length on two letters may differ. */
const LONG = 9;

/** Letters that differ, as insertions, removals and swaps of one; more than `most` is `most + 1`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** A word that no dictionary knows and that is a drug's name but for a letter or two: "met-forman". */
function isMisheardDrug(text: string): boolean {
  if (text.length < SHORTEST || isOrdinaryWord(text) || isFirstName(text) || isLastName(text)) return false;
  const most = text.length >= LONG ? 2 : 1;
  for (const drug of DRUGS) {
    if (drug.length >= SHORTEST && drug[0] === text[0] && distance(text, drug, most) <= most) return true;
  }
  return false;
}

/** `text` in small letters, hyphens taken out. */
export function isDrug(text: string): boolean {
  if (DRUGS.has(text)) return true;
  const ending = DRUG_ENDINGS.test(text) && !NOT_DRUGS.has(text) && !isOrdinaryWord(text);
  return ending || isMisheardDrug(text);
}
