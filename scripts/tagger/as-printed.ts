import { isOrdinaryWord } from "../../src/findings/lexicon/known-words.js";
import type { Doubt } from "../../src/transcript/transcript.js";
import { readMarked } from "../voices/marked-text.js";
import type { Random } from "../voices/random.js";
import type { Heard } from "./heard.js";
import type { Renditions } from "./renditions.js";

const DIGITS = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
/** A number that stands alone is left in words now and then. */
const IN_WORDS = 0.3;
const NAMES: ReadonlySet<string> = new Set(["PERSON", "PLACE", "ADDRESS"]);
/** How the recogniser writes a run of single digits or letters: by itself, or into one word. */
const JOINTS = ["-", "-", "", "", ". ", ", ", " "] as const;
/** So many values are given as heard, and so many harmless words as ones that were misheard. */
const REPLACED = 0.65;
const MISHEARD = 0.03;
const NO_DOUBTS: readonly Doubt[] = [];

interface Part {
  readonly text: string;
  readonly label: string;
}

/**
 * A text as the recogniser prints it when it hears every word: capitals, digits, spelled letters joined or apart. Speech
 * is dear; this is for the many more sentences and names that can't all be spoken. What is personal is often given as
 * the recogniser really printed another value of its kind, misheard or not.
 */
export function asPrinted(
  marked: string,
  renditions: Renditions,
  random: Random,
): { heard: Heard; labels: readonly string[] } {
  const { spoken, entities } = readMarked(marked);
  const parts = spoken.split(" ").map((text, word): Part => {
    const entity = entities.find(({ wordStart, wordEnd }) => word >= wordStart && word < wordEnd);
    return { text, label: entity?.type ?? "O" };
  });
  const joined = joinRuns(parts, random).filter(({ text }) => text !== "");
  const words = joined.map((part, i): [string, number, number] => {
    const previous = joined[i - 1]?.text;
    const opens = previous === undefined || /[.?!]$/.test(previous);
    const isName = NAMES.has(part.label) && !/\d/.test(part.text) && random.next() < nameIsLarge(part.text);
    const large = opens || isName || part.text === "i" || part.text.startsWith("i'");
    const text = large ? part.text.slice(0, 1).toUpperCase() + part.text.slice(1) : part.text;
    return [text, sureness(part, random), capitalShare(large, part, random)];
  });
  const last = words.at(-1);
  if (last !== undefined && !/[.?!]$/.test(last[0])) last[0] += random.pick([".", ".", ".", "?", ""]);
  const labels = joined.map(({ label }) => label);
  const given = asHeard(words, labels, renditions, random);
  const heard = { name: "", marked, speaker: "", snr: null, doubts: [...NO_DOUBTS] };
  return { heard: { ...heard, words: given.words }, labels: given.labels };
}

type PrintedWord = Heard["words"][number];

/** Puts renditions in the place of values. */
function asHeard(
  words: readonly PrintedWord[],
  labels: readonly string[],
  renditions: Renditions,
  random: Random,
): { words: PrintedWord[]; labels: string[] } {
  const out: { words: PrintedWord[]; labels: string[] } = { words: [], labels: [] };
  for (let i = 0; i < words.length; ) {
    const label = labels[i] ?? "O";
    let end = i + 1;
    while (label !== "O" && labels[end] === label) end++;
    const known = renditions.get(label) ?? [];
    const isReplaced = known.length > 0 && random.next() < (label === "O" ? MISHEARD : REPLACED);
    const run = isReplaced ? (known[random.whole(0, known.length - 1)] ?? []) : words.slice(i, end);
    out.words.push(...run);
    out.labels.push(...run.map(() => label));
    i = end;
  }
  return out;
}

function nameIsLarge(text: string): number {
  return isOrdinaryWord(text) ? 0.75 : 0.93;
}

function sureness({ label }: Part, random: Random): number {
  const doubtful = NAMES.has(label) ? 0.35 : label === "O" ? 0.09 : 0.15;
  const x = random.next();
  return Math.round((random.next() < doubtful ? 0.15 + 0.7 * x : 1 - 0.12 * x * x) * 1000) / 1000;
}

function capitalShare(large: boolean, { label }: Part, random: Random): number {
  const x = random.next();
  if (large) return 1 - 0.25 * x * x;
  // A name that was written small keeps more of its capital than other words, now and then.
  return (NAMES.has(label) && random.next() < 0.5 ? 0.4 : 0.03) * x * x;
}

/** Neighbouring digits and letters of one entity become a number or a spelling now and then. */
function joinRuns(parts: readonly Part[], random: Random): readonly Part[] {
  const out: Part[] = [];
  for (let i = 0; i < parts.length; ) {
    const kind = kindOf(parts[i]);
    let end = i + 1;
    while (kind !== "word" && kindOf(parts[end]) === kind && parts[end]?.label === parts[i]?.label) end++;
    const run = parts.slice(i, end);
    const isLeft = kind === "word" || (run.length === 1 && (kind === "letter" || random.next() < IN_WORDS));
    out.push(...(isLeft ? run : joinedRun(run, kind, random)));
    i = end;
  }
  return out;
}

function joinedRun(run: readonly Part[], kind: "digit" | "letter", random: Random): readonly Part[] {
  const label = run[0]?.label ?? "O";
  const signs = kind === "digit" ? numerals(run.map(({ text }) => text)) : run.map(({ text }) => text);
  const joint = random.pick([...JOINTS]);
  const small = kind === "letter" && random.next() < 0.4;
  return signs
    .map((sign) => (small ? sign.toLowerCase() : sign))
    .join(joint)
    .split(" ")
    .map((text) => ({ text, label }));
}

/** "nineteen eighty one" as 19 and 81. */
function numerals(words: readonly string[]): readonly string[] {
  const out: string[] = [];
  let isOpen = false;
  for (const word of words) {
    const digit = DIGITS.indexOf(word);
    const tens = TENS.indexOf(word);
    if (isOpen && digit > 0) out.push(`${out.pop()?.slice(0, -1)}${digit}`);
    else if (digit >= 0) out.push(String(digit));
    else out.push(tens >= 0 ? `${tens + 2}0` : String(10 + TEENS.indexOf(word)));
    isOpen = tens >= 0;
  }
  return out;
}

function kindOf(part: Part | undefined): "digit" | "letter" | "word" {
  if (part === undefined) return "word";
  if ([DIGITS, TEENS, TENS].some((words) => words.includes(part.text))) return "digit";
  return /^[A-Z]$/.test(part.text) && part.label !== "O" ? "letter" : "word";
}
