import { readMarked } from "../voices/marked-text.js";
import { soundingLetters } from "./spoken-form.js";

/** What is not personal. */
export const OUTSIDE = "O";

/** Of a printed word's letters so many must stand for an entity's for the word to be part of it. */
const ENOUGH = 0.3;
const GAP = 0.8;
const OTHER = 1;
/** Letters that recognisers take for each other. */
const ALIKE = 0.6;
const SOUNDS = ["aeiouyhw", "bpvf", "cgkqx", "dt", "szcxj", "lr", "mn"];

interface Letter {
  readonly sign: string;
  readonly word: number;
}

/**
 * The label of each printed word, from what was said: letters are aligned through the recogniser's errors, and a word
 * takes the label of the spoken words that its letters stand for. A word between two of one entity belongs to it.
 */
export function alignLabels(marked: string, printed: readonly string[]): readonly string[] {
  const { spoken, entities } = readMarked(marked);
  const labelOf = (word: number): string =>
    entities.find(({ wordStart, wordEnd }) => word >= wordStart && word < wordEnd)?.type ?? OUTSIDE;
  const said = lettersOf(spoken.split(" "));
  const heard = lettersOf(printed);
  const votes = printed.map(() => new Map<string, number>());
  for (const [from, to] of aligned(said, heard)) {
    const label = labelOf(said[from]?.word ?? 0);
    const vote = votes[heard[to]?.word ?? 0];
    vote?.set(label, (vote.get(label) ?? 0) + 1);
  }
  return filled(
    votes.map(winner),
    votes.map((vote) => vote.size === 0),
  );
}

function winner(vote: ReadonlyMap<string, number>): string {
  const all = [...vote.values()].reduce((sum, count) => sum + count, 0);
  const personal = [...vote].filter(([label]) => label !== OUTSIDE).sort((a, b) => b[1] - a[1])[0];
  return personal !== undefined && personal[1] >= ENOUGH * all ? personal[0] : OUTSIDE;
}

/** Words that nothing said stands for, between two words of one entity, are its own. */
function filled(labels: readonly string[], isOpen: readonly boolean[]): readonly string[] {
  return labels.map((label, i) => {
    if (isOpen[i] !== true || label !== OUTSIDE) return label;
    const before = labels.slice(0, i).findLast((_, at) => isOpen[at] !== true);
    const after = labels.slice(i + 1).find((_, at) => isOpen[i + 1 + at] !== true);
    return before !== undefined && before === after ? before : label;
  });
}

function lettersOf(words: readonly string[]): readonly Letter[] {
  return words.flatMap((text, word) => [...soundingLetters(text)].map((sign) => ({ sign, word })));
}

function unlike(a: string, b: string): number {
  if (a === b) return 0;
  return SOUNDS.some((group) => group.includes(a) && group.includes(b)) ? ALIKE : OTHER;
}

/** Pairs of indices of letters that stand for each other, in order: the cheapest edits. */
function aligned(said: readonly Letter[], heard: readonly Letter[]): readonly (readonly [number, number])[] {
  const width = heard.length + 1;
  const costs = new Float64Array((said.length + 1) * width);
  const at = (i: number, j: number): number => costs[i * width + j] ?? 0;
  for (let i = 0; i <= said.length; i++) {
    for (let j = 0; j <= heard.length; j++) {
      if (i === 0 || j === 0) {
        costs[i * width + j] = (i + j) * GAP;
        continue;
      }
      const change = at(i - 1, j - 1) + unlike(said[i - 1]?.sign ?? "", heard[j - 1]?.sign ?? "");
      costs[i * width + j] = Math.min(change, at(i - 1, j) + GAP, at(i, j - 1) + GAP);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let i = said.length;
  let j = heard.length;
  while (i > 0 && j > 0) {
    const change = at(i - 1, j - 1) + unlike(said[i - 1]?.sign ?? "", heard[j - 1]?.sign ?? "");
    if (Math.abs(at(i, j) - change) < 1e-9) pairs.push([--i, --j]);
    else if (Math.abs(at(i, j) - at(i - 1, j) - GAP) < 1e-9) i--;
    else j--;
  }
  return pairs.reverse();
}
