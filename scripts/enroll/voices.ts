import { createHash } from "node:crypto";
import { ESPEAK_VOICES, FLITE_VOICES } from "../train/synthesisers.js";
import { BLENDS, VOICE_NAMES } from "../voices/training-voices.js";

/** Voices are dealt to so many folds: each is judged by a head that never heard it. */
export const FOLDS = 3;

export type Engine = "kokoro" | "flite" | "espeak-ng";

export interface Voice {
  readonly engine: Engine;
  /** As the engine names it. */
  readonly name: string;
  /** One; two for a blend of two voices, which is then never judged. */
  readonly folds: readonly number[];
}

/** Two of flite's voices are one man at two rates. */
const SAME_PERSON: Readonly<Record<string, string>> = { kal16: "kal" };

/** The voices of these engines: free for training all of them, the kept ones have no entry in the lists. */
export function voicesOf(engines: readonly Engine[]): readonly Voice[] {
  const people = (names: readonly string[]) => [...new Set(names.map((name) => SAME_PERSON[name] ?? name))];
  const dealt = (engine: Engine, names: readonly string[]): Voice[] => {
    const order = people(names);
    return names.map((name) => ({ engine, name, folds: [order.indexOf(SAME_PERSON[name] ?? name) % FOLDS] }));
  };
  const kokoro = dealt("kokoro", VOICE_NAMES);
  const foldOf = (name: string) => kokoro.find((voice) => voice.name === name)?.folds ?? [];
  const blends = BLENDS.map((name): Voice => {
    const folds = [...new Set(name.split("+").flatMap(foldOf))].sort();
    return { engine: "kokoro", name, folds };
  });
  const all = [...kokoro, ...blends, ...dealt("flite", FLITE_VOICES), ...dealt("espeak-ng", ESPEAK_VOICES)];
  return all.filter(({ engine }) => engines.includes(engine));
}

/** A fold that a text or a speaker always has. */
export function foldOfText(text: string): number {
  return (createHash("sha256").update(`enroll:${text}`).digest()[0] ?? 0) % FOLDS;
}
