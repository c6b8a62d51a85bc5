import type { SampleSpan } from "../../domain/audio.js";
import { SottoError } from "../../domain/errors.js";
import type { Probe } from "../masked-tokens.js";
import type { Hearing, WordTime } from "../recogniser.js";
import type { Token, Transcript, WordRange } from "../transcript.js";
import { locateWords } from "../word-times.js";
import type { Decoding } from "./moonshine-decoder.js";
import { FRAME_SAMPLES } from "./moonshine-encoder.js";

export interface HearingParts {
  readonly transcript: Transcript;
  readonly decoding: Decoding;
  /** Of the encoder. */
  readonly frames: number;
  /** Length of the utterance. */
  readonly samples: number;
  /** Before and behind it the sound is quiet. */
  readonly speech: SampleSpan;
  readonly silence: Silence;
}

/** A second of silence, ready to be told words: what the language alone believes. */
export type Silence = () => Promise<{ readonly decoding: Decoding; readonly frames: number }>;

/** Two in a hundred: what it believes less is not told, however much less the language alone believes it. */
const LEAST_TOLD = Math.log(0.02);

export class MoonshineHearing implements Hearing {
  readonly transcript: Transcript;
  readonly #frames: number;
  readonly #samples: number;
  readonly #speech: SampleSpan;
  readonly #silence: Silence;
  #decoding: Decoding | undefined;

  constructor(parts: HearingParts) {
    this.transcript = parts.transcript;
    this.#decoding = parts.decoding;
    this.#frames = parts.frames;
    this.#samples = parts.samples;
    this.#speech = parts.speech;
    this.#silence = parts.silence;
  }

  async locate(ranges: readonly WordRange[]): Promise<readonly WordTime[]> {
    const times = await locateWords({
      transcript: this.transcript,
      frames: this.#frames,
      speechStartFrame: Math.floor(this.#speech.start / FRAME_SAMPLES),
      speechEndFrame: Math.ceil(this.#speech.end / FRAME_SAMPLES),
      probe: this.#probe,
      ranges,
    });
    return times.map((time) => ({
      wordStart: time.wordStart,
      wordEnd: time.wordEnd,
      span: this.#span(time.startFrame, time.endFrame),
      uncertaintySamples: time.uncertaintyFrames * FRAME_SAMPLES,
    }));
  }

  async told(tokens: readonly Token[], from: number): Promise<Float64Array> {
    const ids = tokens.map((token) => token.id);
    // What this hearing wrote itself up to there need not be fed again.
    const own = this.transcript.tokens;
    const unlike = ids.findIndex((id, i) => i >= from || own[i]?.id !== id);
    const shared = unlike < 0 ? Math.min(from, ids.length) : unlike;
    const silence = await this.#silence();
    const [heard] = await this.#held().force({ before: ids.slice(0, shared), tokens: ids.slice(shared) }, [
      { from: 0, to: this.#frames },
    ]);
    const [unheard] = await silence.decoding.force({ before: [], tokens: ids }, [
      { from: 0, to: silence.frames },
    ]);
    return Float64Array.from(tokens, (_, i) => {
      if (i < from) return 0;
      const log = heard?.[i - shared] ?? Number.NaN;
      return log < LEAST_TOLD ? 0 : log - (unheard?.[i] ?? Number.NaN);
    });
  }

  release(): void {
    this.#decoding = undefined;
  }

  readonly #probe: Probe = async (tokenStart, tokenEnd, rows) => {
    const ids = this.transcript.tokens.map((token) => token.id);
    return this.#held().force(
      { before: ids.slice(0, tokenStart), tokens: ids.slice(tokenStart, tokenEnd) },
      rows,
    );
  };

  #held(): Decoding {
    if (this.#decoding === undefined) throw new SottoError("INTERNAL", "the hearing was released");
    return this.#decoding;
  }

  #span(startFrame: number, endFrame: number): SampleSpan {
    return {
      start: Math.min(this.#samples, startFrame * FRAME_SAMPLES),
      // The last frame ends before the sound does.
      end: endFrame >= this.#frames ? this.#samples : Math.min(this.#samples, endFrame * FRAME_SAMPLES),
    };
  }
}

/** Of sound in which there was nothing to recognise. */
export class SilentHearing implements Hearing {
  readonly transcript: Transcript = { words: [], tokens: [], doubts: ["no-words"] };

  async locate(ranges: readonly WordRange[]): Promise<readonly WordTime[]> {
    if (ranges.length > 0) throw new SottoError("INTERNAL", "words were asked for where there are none");
    return [];
  }

  async told(tokens: readonly Token[]): Promise<Float64Array> {
    return new Float64Array(tokens.length);
  }

  release(): void {
    // Holds nothing.
  }
}
