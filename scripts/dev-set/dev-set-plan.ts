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
