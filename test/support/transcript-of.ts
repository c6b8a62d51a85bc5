import type { Doubt, Transcript } from "../../src/transcript/transcript.js";

/**
 * A transcript as the recogniser would print `text`, one token a word. A word may carry its probability
 * in braces: "call mira{0.4} now"; others have .95.
 */
export function transcriptOf(text: string, doubts: readonly Doubt[] = []): Transcript {
  const printed = text.split(" ").filter((word) => word.length > 0);
  const words = printed.map((word, index) => {
    const match = /^(.*)\{([\d.]+)\}$/.exec(word);
    return {
      text: match?.[1] ?? word,
      tokenStart: index,
      tokenEnd: index + 1,
      probability: match?.[2] === undefined ? 0.95 : Number(match[2]),
      capital: /^\p{Lu}/u.test(word) ? 0.95 : 0.02,
    };
  });
  const tokens = words.map(({ text: own, probability, capital }, id) => ({
    ...{ id, probability, capital },
    text: ` ${own}`,
  }));
  return { words, tokens, doubts };
}
