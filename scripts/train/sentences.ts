import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { WakeWord } from "../../src/hotloop/hop-scores.js";
import type { Random } from "../voices/random.js";
import { MONTHS, TENS } from "../voices/spoken-values.js";
import type { PersonalKind } from "./clip.js";

/** A text for a synthesiser, word by word. */
export interface Sentence {
  readonly words: readonly string[];
  /** The word at this place is a wake word. */
  readonly wake?: { readonly word: WakeWord; readonly at: number };
  /** Personal data, by word, end exclusive. */
  readonly personal: readonly { readonly start: number; readonly end: number; readonly kind: PersonalKind }[];
}

/** Words that sound like a wake word, or begin or end like one. */
const NEAR_MISSES = [
  "the commuter train was late again",
  "she has to compute the total",
  "come here for a minute",
  "he is computing the answer",
  "we compete with them every year",
  "the competitor came first",
  "a commuter waited for the bus",
  "come put her coat on the chair",
  "the computation took two hours",
  "put her bag over there",
  "he is a good tutor",
  "the scooter is in the garage",
  "alexis is not coming today",
  "alex is a friend of mine",
  "the election is on sunday",
  "she drives a lexus to work",
  "they bought a lexus last year",
  "he elected to stay at home",
  "i like the lexicon of that book",
  "a legacy of the old days",
  "the next suburb is quiet",
  "the relaxing sound of rain",
  "flexible hours suit me better",
  "the electric car is charging",
  "the service was very slow",
  "at your service said the waiter",
  "the harvest was good this year",
  "travis went to the market",
  "there is a jar of honey on the table",
  "jars of jam stood on the shelf",
  "the carvings are very old",
  "he is starving for dinner",
  "charming as ever he said",
  "marvin is in the garden",
  "the java course starts on monday",
  "the harbour is full of boats",
  "davis and jervis are twins",
  "the garden is lovely in the spring",
  "the composer wrote a new piece",
  "a companion for the journey",
  "can you see the new commuters",
  "i need a new printer and a monitor",
] as const;

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => (letter === "a" ? "ay" : letter));
const DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;
const DAYS = [
  "first",
  "second",
  "third",
  "fifth",
  "eighth",
  "tenth",
  "twelfth",
  "fifteenth",
  "twentieth",
  "thirtieth",
] as const;
const HOSTS = ["gmail", "yahoo", "outlook", "hotmail", "proton mail"] as const;
const NUMBER_CARRIERS = [
  ["my phone number is"],
  ["call me on"],
  ["the door code is"],
  ["my pin is"],
  ["the card number is"],
  ["it is"],
  ["the code is"],
  ["my postcode is"],
  ["tell them my account number is"],
  [""],
].map(([text = ""]) => text);
const SPELL_CARRIERS = [
  "my name is spelled",
  "spell it",
  "that is",
  "my last name is",
  "",
  "spelled",
] as const;
const TIMERS = [
  "set a timer for ten minutes",
  "set the volume to five",
  "wake me at seven thirty",
  "turn the heating to twenty one degrees",
  "what is two plus two",
  "add three eggs to the shopping list",
  "play the song again",
  "turn off the lights in the kitchen",
  "dim the lights to forty percent",
  "what is the weather tomorrow",
  "skip this song",
  "stop",
  "how many ounces are in a pound",
  "start the vacuum cleaner at nine",
] as const;

const slurpSchema = z.object({
  id: z.number(),
  tokens: z.array(z.string()),
  entities: z.array(z.object({ type: z.string(), start: z.number(), end: z.number() })),
});

/** Commands to an assistant, names in them marked; without those that the reported set speaks. */
export async function commands(data: string): Promise<Sentence[]> {
  const reported = await readFile(join(data, "manifests", "pii-spoken-dev.jsonl"), "utf8");
  const text = await readFile(join(data, "text", "slurp-devel.jsonl"), "utf8");
  const sentences: Sentence[] = [];
  for (const line of text.split("\n").filter((l) => l !== "")) {
    const { id, tokens, entities } = slurpSchema.parse(JSON.parse(line));
    if (reported.includes(`"slurp:${id}"`) || tokens.length > 16) continue;
    const personal = entities
      .filter(({ type }) => type === "person" || type === "email_address")
      .map(({ start, end }) => ({ start, end, kind: "other" as const }));
    sentences.push({ words: tokens.map((t) => t.toLowerCase()), personal });
  }
  for (const timer of TIMERS) sentences.push({ words: timer.split(" "), personal: [] });
  return sentences;
}

export function nearMisses(): Sentence[] {
  return NEAR_MISSES.map((text) => ({ words: text.split(" "), personal: [] }));
}

/** A wake word, alone or with a command after it; a comma makes the synthesiser pause. */
export function wakeSentence(word: WakeWord, command: Sentence | undefined, random: Random): Sentence {
  const before = random.next() < 0.12 ? [random.next() < 0.5 ? "hey" : "okay"] : [];
  const said = command !== undefined && random.next() < 0.4 ? `${word},` : word;
  const at = before.length;
  const words = [...before, said, ...(command?.words ?? [])];
  const personal = (command?.personal ?? []).map(({ start, end, kind }) => ({
    start: start + at + 1,
    end: end + at + 1,
    kind,
  }));
  return { words, wake: { word, at }, personal };
}

/** Numbers, spelled names, dates of birth and e-mail addresses, all made up. */
export function personalSentence(random: Random): Sentence {
  const kind = random.next();
  if (kind < 0.45) return carried(pickOne(NUMBER_CARRIERS, random), spokenNumber(random), "digits");
  if (kind < 0.75)
    return carried(pickOne(SPELL_CARRIERS, random), letters(random.whole(3, 8), random), "spelled");
  if (kind < 0.88) {
    const year = random.next() < 0.5 ? ["nineteen"] : ["two", "thousand"];
    const date = [
      pickOne(MONTHS, random),
      pickOne(DAYS, random),
      ...year,
      pickOne(TENS, random),
      pickOne(DIGITS.slice(1), random),
    ];
    return carried(random.next() < 0.5 ? "i was born on" : "my date of birth is", date, "digits");
  }
  const name = [...letters(random.whole(2, 4), random), ...digits(random.whole(0, 2), random)];
  return carried("my email is", [...name, "at", ...pickOne(HOSTS, random).split(" "), "dot", "com"], "other");
}

function carried(carrier: string, value: readonly string[], kind: PersonalKind): Sentence {
  const before = carrier === "" ? [] : carrier.split(" ");
  return {
    words: [...before, ...value],
    personal: [{ start: before.length, end: before.length + value.length, kind }],
  };
}

function spokenNumber(random: Random): string[] {
  if (random.next() < 0.25) {
    return Array.from({ length: random.whole(2, 4) }, () => [
      pickOne(TENS, random),
      pickOne(DIGITS.slice(1), random),
    ]).flat();
  }
  return digits(random.whole(4, 10), random);
}

function digits(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => (random.next() < 0.04 ? "oh" : pickOne(DIGITS, random)));
}

function letters(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => pickOne(LETTERS, random));
}

function pickOne(list: readonly string[], random: Random): string {
  return list[Math.floor(random.next() * list.length)] ?? "";
}
