import { PERSONAL_TYPES, type PersonalType } from "../../src/domain/personal-type.js";
import { Random } from "../voices/random.js";
import { CARRIERS } from "./carriers.js";
import { HARMLESS_FRAMES } from "./harmless-frames.js";
import { HARMLESS_HOME } from "./harmless-home.js";
import { harmlessSlot } from "./harmless-slots.js";
import { HARMLESS_WORLD } from "./harmless-world.js";
import { spokenValue } from "./values.js";

/** One sentence of the development set. */
export interface DevText {
  /** The type that it is about; other types may occur in it. */
  readonly about: PersonalType | "harmless";
  /** As `readMarked` reads it. */
  readonly marked: string;
}

/** Sentences about each type; every one holds a value of it, so there are at least as many cases. */
export const SENTENCES_OF_A_TYPE = 104;
const ROUNDS_OF_FRAMES = 2;
/** How often a sentence is drawn anew that is there already, before it is said twice. */
const MOST_DRAWS = 50;

/**
 * The sentences of the development set, type by type, harmless ones last; the same seed gives the same.
 * @throws SottoError INTERNAL where a carrier asks for a value that does not exist
 */
export function devSetTexts(seed: number): DevText[] {
  const random = new Random(seed);
  const said = new Set<string>();
  const used = new Set<string>();
  const personal = PERSONAL_TYPES.flatMap((about) =>
    inRounds(random, CARRIERS[about], SENTENCES_OF_A_TYPE).map((carrier) => ({
      about,
      marked: fresh(said, () => filled(carrier, (kind) => spokenValue(random, kind, used))),
    })),
  );
  const framed = inRounds(random, HARMLESS_FRAMES, ROUNDS_OF_FRAMES * HARMLESS_FRAMES.length).map((frame) =>
    fresh(said, () => filled(frame, (kind) => harmlessSlot(random, kind))),
  );
  const harmless = random
    .shuffled([...HARMLESS_HOME, ...HARMLESS_WORLD, ...framed])
    .map((marked): DevText => ({ about: "harmless", marked }));
  return [...personal, ...harmless];
}

/** So many of a list: all of it in some order, then all of it again in another. */
function inRounds(random: Random, list: readonly string[], count: number): string[] {
  const taken: string[] = [];
  while (taken.length < count) taken.push(...random.shuffled(list));
  return taken.slice(0, count);
}

function filled(carrier: string, value: (kind: string) => string): string {
  return carrier.replace(/<([^>]+)>/g, (_whole, kind: string) => value(kind));
}

function fresh(said: Set<string>, make: () => string): string {
  let text = make();
  for (let draw = 0; draw < MOST_DRAWS && said.has(text); draw++) text = make();
  said.add(text);
  return text;
}
