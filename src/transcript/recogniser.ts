import type { SampleSpan } from "../domain/audio.js";
import type { Token, Transcript, WordRange } from "./transcript.js";

/** Where a run of words is in the sound, and how sure that is. */
export interface WordTime extends WordRange {
  readonly span: SampleSpan;
  /** How far the true edge may lie outside of `span`, in samples: the step of the search, wider where it was unclear. */
  readonly uncertaintySamples: number;
}

/** One utterance after recognition. Holds the encoder's output, so that asking again costs little. */
export interface Hearing {
  readonly transcript: Transcript;
  /** Times for these words only; cost grows with the words asked for. Same order as `ranges`. */
  locate(ranges: readonly WordRange[]): Promise<readonly WordTime[]>;
  /**
   * How much this sound has to do with these tokens, whoever heard them: by how much it makes each likelier, all being
   * fed as given, than the language alone does. Natural logarithm of the ratio, one for each token; 0 where it tells
   * nothing, and for those before `from`, which are not asked about.
   */
  told(tokens: readonly Token[], from: number): Promise<Float64Array>;
  /** Frees the encoder's output. */
  release(): void;
}

/**
 * Speech to words. `samples` are mono 16 kHz in [-1, 1].
 * @throws SottoError MODEL_FAILED when the graph fails or gives something that is no number.
 */
export interface Recogniser {
  hear(samples: Float32Array): Promise<Hearing>;
  /** How likely `phrase` is among the first words, as a ratio to what the recogniser would freely write, in (0, 1]. */
  plausibility(samples: Float32Array, phrase: string): Promise<number>;
}
