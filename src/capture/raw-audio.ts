import { toSeconds } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";

/**
 * Sound as the room made it: mono, 16 kHz, floats in [-1, 1]. It lives in memory only, and
 * nothing that stores or sends takes it; the redactor is the only way on.
 */
export class RawAudio {
  readonly #samples: Float32Array;

  private constructor(samples: Float32Array) {
    this.#samples = samples;
  }

  /** @throws SottoError AUDIO_EMPTY for no samples, AUDIO_FORMAT_UNSUPPORTED for a sample that is no number. */
  static of(samples: Float32Array): RawAudio {
    if (samples.length === 0) throw new SottoError("AUDIO_EMPTY", "no samples");
    if (!samples.every(Number.isFinite)) {
      throw new SottoError("AUDIO_FORMAT_UNSUPPORTED", "a sample is not a finite number");
    }
    return new RawAudio(samples);
  }

  /** For the stages inside the ear. The array is the clip's own: do not write to it. */
  get samples(): Float32Array {
    return this.#samples;
  }

  get seconds(): number {
    return toSeconds(this.#samples.length);
  }

  /** Overwrites the sound with silence; for mute, and when a clip is dropped. */
  erase(): void {
    this.#samples.fill(0);
  }
}
