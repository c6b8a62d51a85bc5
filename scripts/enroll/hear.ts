import { wireListener } from "../../src/app/ear/wire-listener.js";
import { type Senses, wireSecondLook } from "../../src/app/wire.js";
import { parseConfig } from "../../src/config/config.js";
import { hopsOf } from "./rows.js";

/** What the ear made of one row for one word. */
export interface Heard {
  readonly looked: boolean;
  readonly woke: boolean;
}

export type Ear = (sound: Float32Array) => Promise<(word: string) => Heard>;

/** The ear itself, both looks as in the house, on one row after another; these words are listened for. */
export function earFor(senses: Senses, words: readonly string[]): Ear {
  const listener = wireListener(senses.hotLoop, parseConfig({ wake: { words } }));
  const secondLook = wireSecondLook(senses, senses.hotLoop.card.secondLook);
  return async (sound) => {
    const looked = new Set<string>();
    const woke = new Set<string>();
    listener.erase();
    for (const hop of hopsOf(sound)) {
      const event = listener.hop(hop);
      if (event.kind === "draft" || event.kind === "utterance") event.utterance.audio.erase();
      if (event.kind !== "looked") continue;
      const { word } = event.look;
      looked.add(word);
      const { verdict } = await secondLook(event.look, event.window, event.strict);
      if (verdict === "rejected") listener.reject(event.look);
      else woke.add(word);
    }
    return (word) => ({ looked: looked.has(word), woke: woke.has(word) });
  };
}
