import type { SampleSpan } from "../../src/domain/audio.js";
import type { Hearing, Recogniser } from "../../src/transcript/recogniser.js";
import type { Token, Transcript, WordRange } from "../../src/transcript/transcript.js";
import { transcriptOf } from "./transcript-of.js";

/** A word that the scripted sound holds, and where. */
export interface SpokenWord {
  readonly text: string;
  readonly span: SampleSpan;
}

/** Words of equal length one after the other, over the whole of `lengthSamples`. */
export function spokenEvenly(sentence: string, lengthSamples: number): readonly SpokenWord[] {
  const words = sentence.split(" ");
  const each = Math.floor(lengthSamples / words.length);
  return words.map((text, i) => ({ text, span: { start: i * each, end: (i + 1) * each } }));
}

/** Sound whose every sample says that it is speech: louder than any tone that overwrites it. */
export function speech(lengthSamples: number): Float32Array {
  return Float32Array.from({ length: lengthSamples }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5));
}

/** Half of a word must be there for it to be heard. */
const HEARD_SHARE = 0.5;

/**
 * Hears a word exactly when half of its samples are as loud as `speech`: what is overwritten falls silent,
 * what a redactor forgets is still heard.
 */
export class ScriptedRecogniser implements Recogniser {
  readonly heard: string[] = [];
  released = 0;

  constructor(readonly words: readonly SpokenWord[]) {}

  hear(samples: Float32Array): Promise<Hearing> {
    const present = this.words.filter(({ span }) => loudShare(samples, span) > HEARD_SHARE);
    const text = present.map((word) => word.text).join(" ");
    this.heard.push(text);
    const transcript = present.length === 0 ? transcriptOf("", ["no-words"]) : transcriptOf(text);
    return Promise.resolve(this.#hearing(transcript, present));
  }

  plausibility(): Promise<number> {
    return Promise.resolve(0);
  }

  #hearing(transcript: Transcript, present: readonly SpokenWord[]): Hearing {
    return {
      transcript,
      locate: (ranges: readonly WordRange[]) =>
        Promise.resolve(
          ranges.map((range) => ({
            ...range,
            span: {
              start: present[range.wordStart]?.span.start ?? 0,
              end: present[range.wordEnd - 1]?.span.end ?? 0,
            },
            uncertaintySamples: 0,
          })),
        ),
      // Scripted sound tells a token as it is heard: wholly or not at all.
      told: (tokens: readonly Token[]) =>
        Promise.resolve(
          Float64Array.from(tokens, ({ text }) =>
            present.some((word) => transcriptOf(word.text).tokens.some((each) => each.text === text)) ? 9 : 0,
          ),
        ),
      release: () => {
        this.released += 1;
      },
    };
  }
}

function loudShare(samples: Float32Array, span: SampleSpan): number {
  const part = samples.subarray(span.start, span.end);
  return part.reduce((loud, sample) => loud + (Math.abs(sample) > 0.1 ? 1 : 0), 0) / part.length;
}

/** A clock that stands still until told. */
export function stillClock() {
  return { monotonicMs: () => 0, wallMs: () => 0, sleep: () => Promise.resolve() };
}
