import { percentile } from "../../src/evaluation/intervals.js";
import type { WakeWord } from "../../src/hotloop/hop-scores.js";
import { USUAL_DELAY_SECONDS } from "../../src/wake/first-look.js";
import { type SecondLookRule, together, witnesses } from "../../src/wake/second-look.js";
import type { JudgedLook } from "./judge-looks.js";
import { fitLogistic } from "./logistic.js";
import type { Look, Thresholds } from "./looks.js";
import { isSaid, type WordCount } from "./wake-figures.js";

/** Which witnesses a second look asks. */
export const SECOND_LOOKS = {
  "strict head": { strict: true, recogniser: false },
  recogniser: { strict: false, recogniser: true },
  both: { strict: true, recogniser: true },
} as const;
export type SecondLookName = keyof typeof SECOND_LOOKS;

/** Thresholds that a first look may have. */
export const FIRST_THRESHOLDS = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6] as const;
/** A look elsewhere costs one recognition and is then dropped; a miss costs the user. For each word, an hour. */
export const LOOKS_ELSEWHERE_PER_HOUR = 25;
/** Of all words together, an hour, on the recordings that calibrate, half of which lie in noise: what a person bears. */
const FALSE_ACCEPTS_PER_HOUR = 0.5;

export function uniform(threshold: number): Thresholds {
  return { computer: threshold, alexa: threshold, jarvis: threshold };
}

/** For each word the mildest threshold at which it looks elsewhere seldom enough. @param counts by threshold */
export function chooseFirst(counts: ReadonlyMap<number, readonly WordCount[]>): Thresholds {
  const chosen = { ...uniform(FIRST_THRESHOLDS.at(-1) ?? 0.6) };
  for (const threshold of FIRST_THRESHOLDS.toReversed()) {
    for (const { word, falseAccepts, hours } of counts.get(threshold) ?? []) {
      if (falseAccepts <= LOOKS_ELSEWHERE_PER_HOUR * hours) chosen[word] = threshold;
    }
  }
  return chosen;
}

/** Seconds from the end of each word to the decision: the median of the looks at words whose end is known well. */
export function delaysOf(looks: readonly Look[]): Record<WakeWord, number> {
  const delay = (word: WakeWord) => {
    const errors = looks
      .filter((look) => look.word === word && look.set.condition === "clean")
      .filter(({ set, row }) => set.clips[row]?.wakes.every(({ known }) => known === "well"))
      .flatMap(({ endError }) => endError ?? []);
    return Math.max(-0.5, Math.min(0.5, USUAL_DELAY_SECONDS + percentile(errors, 0.5)));
  };
  return { computer: delay("computer"), alexa: delay("alexa"), jarvis: delay("jarvis") };
}

/** How sure the rule is of a look. */
export function sureness(rule: Omit<SecondLookRule, "acceptedFrom">, look: JudgedLook): number {
  return together(rule, witnesses(look.score, look.strict, look.plausibility));
}

/**
 * Weighs the witnesses on judged looks, then takes the mildest threshold with few enough false accepts.
 * @param hours of the recordings of people in which a word could have been heard that was not said
 */
export function fitRule(looks: readonly JudgedLook[], hours: number, name: SecondLookName): SecondLookRule {
  const asks = SECOND_LOOKS[name];
  // A look at another place of a recording of the word may be the word, whose place is not known so well.
  const known = looks.filter((look) => look.endError !== undefined || !isSaid(look));
  const inputs = (look: JudgedLook): number[] => {
    const seen = witnesses(look.score, look.strict, look.plausibility);
    return [seen.first, asks.strict ? seen.strict : 0, asks.recogniser ? seen.recogniser : 0];
  };
  const cases = known.map((look) => ({ inputs: inputs(look), isTrue: look.endError !== undefined }));
  const { weights, bias } = fitLogistic(cases);
  const [first = 0, strict = 0, recogniser = 0] = weights;
  const rule = {
    weights: { first, strict: asks.strict ? strict : 0, recogniser: asks.recogniser ? recogniser : 0 },
    bias,
  };
  const wrong = known.filter(({ endError }) => endError === undefined).map((look) => sureness(rule, look));
  wrong.sort((a, b) => b - a);
  const below = wrong[Math.floor(FALSE_ACCEPTS_PER_HOUR * hours)] ?? 0;
  const above = Math.min(1, ...known.map((look) => sureness(rule, look)).filter((sure) => sure > below));
  // In the middle of the gap, as odds: neither side's last case decides alone.
  return { ...rule, acceptedFrom: between(above, below) };
}

function between(a: number, b: number): number {
  const odds = (p: number) => Math.log(Math.max(1e-4, p) / Math.max(1e-4, 1 - p));
  return 1 / (1 + Math.exp(-(odds(a) + odds(b)) / 2));
}
