import type { ErrorCode } from "../domain/errors.js";
import type { Utterance } from "../utterance/utterance-collector.js";
import type { NumberedLook } from "./listener.js";

/** Taken out of the ring. */
export interface Collected {
  readonly look: NumberedLook;
  readonly utterance: Utterance;
  /** Monotonic time of the last sample of speech. */
  readonly speechEndMs: number;
  /** Monotonic time at which it was taken: of an utterance, when it was decided that the speech has ended. */
  readonly collectedMs: number;
}

/** What listening brings. Windows, drafts and utterances are the hearer's own, to be overwritten when done with. */
export type ListeningEvent =
  | { readonly kind: "opened"; readonly refusedGains?: number | undefined }
  | { readonly kind: "lost"; readonly code: ErrorCode; readonly retryInMs: number }
  /** So many samples were not heard, because listening was late; what was being said is forgotten. */
  | { readonly kind: "gap"; readonly samples: number }
  /** From a first look until its utterance is over, abandoned or rejected. `gap`, `lost` and `closed` end it untold. */
  | { readonly kind: "collecting"; readonly isCollecting: boolean }
  /** A wake word, perhaps: `window` is for the second look, whose verdict `reject` tells if it is no. */
  | {
      readonly kind: "looked";
      readonly look: NumberedLook;
      readonly window: Float32Array;
      /** Of the stricter head; undefined for a word that has none. */
      readonly strict: number | undefined;
    }
  /** What the utterance is if nobody speaks on; `called-off`, and whatever ends the collecting, says that it is not. */
  | (Collected & { readonly kind: "draft"; readonly draft: number })
  | { readonly kind: "called-off"; readonly draft: number }
  /** `draft` is the one that holds the same samples. */
  | (Collected & { readonly kind: "utterance"; readonly draft: number | undefined })
  | { readonly kind: "abandoned"; readonly look: NumberedLook; readonly why: "no-speech" }
  | { readonly kind: "closed"; readonly why: "ended" | "muted" };

/** A promise is waited for after `lost` alone, before the source is opened again. */
export type Tell = (event: ListeningEvent) => Promise<void> | void;

/** From a source of sound to windows and utterances. In which thread that happens is its own matter. */
export interface Listening {
  /**
   * Opens the source, and listens until it ends or is closed; `closed` is then told last. For one call.
   * @throws what the source throws; HEARING_STOPPED where the thread that listens does not live any more
   */
  run(tell: Tell): Promise<void>;
  /** The second look said no: what is being collected because of it is forgotten. */
  reject(look: Pick<NumberedLook, "number">): void;
  /** The draft is made and its words sound finished: if it still holds, the shorter wait is enough. */
  settle(draft: number): void;
  /** Overwrites all sound, and listens on. Nothing is told any more of what was heard before. */
  forget(): void;
  /** Overwrites all sound and closes the source. Resolves when it is closed, or when nothing lives that had opened it. */
  close(): Promise<void>;
}
