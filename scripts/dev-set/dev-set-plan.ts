import { PERSONAL_TYPES } from "../../src/domain/personal-type.js";
import { Random } from "../voices/random.js";
import { BLENDS, type Speaker, VOICE_NAMES } from "../voices/training-voices.js";
import { type DevText, devSetTexts } from "./texts.js";

/** A clip to speak. */
export interface DevClip {
  /** Its file without the ending: dev-0000, dev-0001 and so on in plan order. */
  readonly name: string;
  /** As `readMarked` reads it. */
  readonly marked: string;
  readonly speaker: Speaker;
  /** 1 is natural. */
  readonly speed: number;
}

/** The seed of the set that figures are told of. */
export const DEV_SET_SEED = 62_026;
const SPEAKERS: readonly [Speaker, ...Speaker[]] = ["af_alloy", ...VOICE_NAMES.slice(1), ...BLENDS];
const SPEED = { min: 0.88, max: 1.15 };

/** Every clip of the set; the same seed gives the same. Any beginning of it holds all types in equal shares. */
export function devSetPlan(seed: number): DevClip[] {
  const random = new Random(seed + 1);
  const texts = byTurns(random, devSetTexts(seed));
  let speakers: Speaker[] = [];
  return texts.map(({ marked }, i) => {
    if (speakers.length === 0) speakers = random.shuffled(SPEAKERS);
    const speaker = speakers.pop() ?? SPEAKERS[0];
    const speed = SPEED.min + random.next() * (SPEED.max - SPEED.min);
    return {
      name: `dev-${String(i).padStart(4, "0")}`,
      marked,
      speaker,
      speed: Math.round(speed * 100) / 100,
    };
  });
}

/** Enough of each type to keep a floor under in every run of the tests. */
const SMALL = { ofType: 2, harmless: 12 };

/** The first two or three clips about each type and the first twelve harmless ones, in plan order. */
export function smallPart(plan: readonly DevClip[]): DevClip[] {
  const wanted = new Map<string, number>([["harmless", SMALL.harmless]]);
  for (const [i, type] of PERSONAL_TYPES.entries()) wanted.set(type, SMALL.ofType + (i % 3 === 0 ? 1 : 0));
  return plan.filter(({ marked }) => {
    const about = /\{([A-Z_]+):/.exec(marked)?.[1] ?? "harmless";
    const left = wanted.get(about) ?? 0;
    wanted.set(about, left - 1);
    return left > 0;
  });
}

/** Spreads each type evenly over the whole, in an order of its own. */
function byTurns(random: Random, texts: readonly DevText[]): DevText[] {
  const kinds = new Map<string, DevText[]>();
  for (const text of texts) kinds.set(text.about, [...(kinds.get(text.about) ?? []), text]);
  return [...kinds.values()]
    .flatMap((list) =>
      random.shuffled(list).map((text, i) => ({ text, at: (i + random.next()) / list.length })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text);
}
