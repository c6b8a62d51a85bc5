import type { Token } from "./transcript.js";

/** Called before a name; a recogniser puts a comma behind it, or writes "they", "a" or nothing in its place. */
const GREETINGS: ReadonlySet<string> = new Set(["hey", "hi", "hello", "okay", "ok"]);

/** A phrase, and of one that greets also what a recogniser makes of it: a comma behind the greeting, or none at all. */
export function formsOf(phrase: string): readonly string[] {
  const [first = "", ...rest] = phrase.trim().toLowerCase().split(/\s+/);
  if (!GREETINGS.has(first) || rest.length === 0) return [phrase];
  return [phrase, `${first}, ${rest.join(" ")}`, rest.join(" ")];
}

/** The ways in which the recogniser begins to write a phrase: as a sentence, in mid-sentence. Each starts a word. */
export function spellingsOf(phrase: string): readonly string[] {
  const words = phrase.trim().toLowerCase().split(/\s+/);
  const capital = words.map((word, i) => (i === 0 ? capitalised(word) : word)).join(" ");
  const name = words.map(capitalised).join(" ");
  return [...new Set([capital, name, words.join(" ")])].map((text) => ` ${text}`);
}

function capitalised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

/**
 * How close the probability of the spelled tokens comes to that of the tokens freely written in the same
 * place: their ratio, at most 1. `logs` are natural logarithms. The whole ratio and not its mean over the
 * tokens: with a mean, names of two tokens ("Alex" and "a") let words through that share the first.
 */
export function likeness(logs: Float64Array, free: readonly Token[]): number {
  if (logs.length === 0) return 0;
  const spelled = logs.reduce((sum, log) => sum + log, 0);
  const written = free.reduce((sum, token) => sum + Math.log(Math.max(token.probability, 1e-12)), 0);
  return Math.min(1, Math.exp(spelled - written));
}
