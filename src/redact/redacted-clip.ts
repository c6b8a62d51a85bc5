import type { RawAudio } from "../capture/raw-audio.js";
import { SottoError } from "../domain/errors.js";
import type { CutList } from "../plan/cut-list.js";
import { joinCuts } from "../plan/plan-cuts.js";
import { type CutFill, overwrite } from "./overwrite.js";

function assertFits(cuts: CutList, length: number): void {
  if (cuts.lengthSamples !== length) {
    throw new SottoError("AUDIO_SPAN_INVALID", "the cuts were planned for another clip");
  }
  let last = 0;
  for (const { span } of cuts.cuts) {
    const whole = Number.isInteger(span.start) && Number.isInteger(span.end);
    if (!whole || span.start < last || span.end <= span.start || span.end > length) {
      throw new SottoError("AUDIO_SPAN_INVALID", "a cut lies outside of its clip or over another");
    }
    last = span.end;
  }
}

/**
 * Sound in which every cut of its list is overwritten. Minted here only; the verifier is the only way on.
 */
export class RedactedClip {
  readonly #samples: Float32Array;
  readonly cuts: CutList;
  readonly fill: CutFill;

  private constructor(samples: Float32Array, cuts: CutList, fill: CutFill) {
    this.#samples = samples;
    this.cuts = cuts;
    this.fill = fill;
  }

  /**
   * A copy of `raw` with the cuts overwritten.
   * @throws SottoError AUDIO_SPAN_INVALID when a cut does not fit: rejected, never clamped.
   */
  static redact(raw: RawAudio, cuts: CutList, fill: CutFill): RedactedClip {
    assertFits(cuts, raw.samples.length);
    return RedactedClip.#overwritten(raw.samples.slice(), cuts, fill);
  }

  /** The same clip with more overwritten; the list names both. Needs no raw sound, and this one is erased. */
  widened(more: CutList): RedactedClip {
    assertFits(more, this.#samples.length);
    const samples = this.#samples.slice();
    this.erase();
    return RedactedClip.#overwritten(samples, joinCuts(this.cuts, more), this.fill);
  }

  static #overwritten(samples: Float32Array, cuts: CutList, fill: CutFill): RedactedClip {
    for (const cut of cuts.cuts) overwrite(samples, cut.span, fill);
    return new RedactedClip(samples, cuts, fill);
  }

  /** Mono, 16 kHz, in [-1, 1]. The array is the clip's own: do not write to it. */
  get samples(): Float32Array {
    return this.#samples;
  }

  /** True when nothing at all is left of the sound. */
  get isEmpty(): boolean {
    const kept = this.cuts.cuts.reduce(
      (left, cut) => left - (cut.span.end - cut.span.start),
      this.samples.length,
    );
    return kept === 0;
  }

  erase(): void {
    this.#samples.fill(0);
  }
}
