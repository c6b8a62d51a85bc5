import type { RuleFinder } from "../../src/findings/finding.js";
import { transcriptOf } from "./transcript-of.js";

/**
 * The sentence with braces around every run of printed words that the finders found, for comparison with one that was
 * marked by hand: "My pin is {4 4 1 7.}".
 */
export function markedCut(marked: string, finders: readonly RuleFinder[]): string {
  const transcript = transcriptOf(marked.replace(/[{}]/g, ""));
  const cut = new Set<number>();
  for (const { wordStart, wordEnd } of finders.flatMap((finder) => finder.find(transcript))) {
    for (let word = wordStart; word < wordEnd; word++) cut.add(word);
  }
  return transcript.words
    .map(({ text }, i) => {
      const opens = cut.has(i) && !cut.has(i - 1) ? "{" : "";
      const closes = cut.has(i) && !cut.has(i + 1) ? "}" : "";
      return `${opens}${text}${closes}`;
    })
    .join(" ");
}
