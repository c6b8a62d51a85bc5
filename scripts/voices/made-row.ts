import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { type MarkedText, type TimedEntity, timedEntities } from "./marked-text.js";
import { duration, type Speech, type TimedWord } from "./speak.js";

/** What was spoken, and how. */
export interface MadeClip {
  /** Relative to the manifest. */
  readonly path: string;
  readonly label: string;
  readonly wake?: string;
  readonly speaker: string;
  readonly speed: number;
}

/** A row of the manifest of a made set; times in seconds of the file. */
export interface MadeRow extends MadeClip {
  readonly text: string;
  readonly pii: boolean;
  readonly words: readonly TimedWord[];
  readonly entities: readonly TimedEntity[];
  readonly voice: "synthetic";
  readonly duration: number;
  readonly rate: number;
}

export function madeRow(clip: MadeClip, { entities }: MarkedText, speech: Speech): MadeRow {
  return {
    path: clip.path,
    text: speech.words.map(([word]) => word).join(" "),
    label: clip.label,
    ...(clip.wake === undefined ? {} : { wake: clip.wake }),
    pii: entities.length > 0,
    words: speech.words,
    entities: timedEntities(entities, speech.words, 0),
    speaker: clip.speaker,
    voice: "synthetic",
    speed: clip.speed,
    duration: Math.round(duration(speech) * 1000) / 1000,
    rate: SAMPLE_RATE_HZ,
  };
}
