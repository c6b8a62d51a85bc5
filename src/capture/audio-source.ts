/** What a source says while it runs. `samples` are the listener's until the next event, to be overwritten when heard. */
export type AudioEvent =
  /** Controls of the mixer that did not take their value; the sound may be fainter than it should be. */
  | { readonly kind: "opened"; readonly refusedGains?: number | undefined }
  | { readonly kind: "samples"; readonly samples: Float32Array }
  /** So much sound, at 16 kHz, is missing between the samples before and those after: the listener was late. */
  | { readonly kind: "gap"; readonly samples: number }
  | {
      readonly kind: "lost";
      readonly code: "MICROPHONE_MISSING" | "MICROPHONE_BUSY" | "MICROPHONE_LOST";
      readonly retryInMs: number;
    }
  | { readonly kind: "closed"; readonly why: "ended" | "muted" };

/**
 * Where sound comes from: a microphone, a file, standard input. Mono, 16 kHz, floats in [-1, 1],
 * in blocks of any length. The iteration ends when the source ends or `close` was called.
 */
export interface AudioSource {
  events(): AsyncIterable<AudioEvent>;
  /** Closes the device (the whole recorder process group ends). Resolves when it is closed. Idempotent. */
  close(): Promise<void>;
}
