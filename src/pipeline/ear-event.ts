import type { ErrorCode } from "../domain/errors.js";
import type { ClipDetails } from "../seal/clip-contents.js";
import type { SealedClip } from "../seal/sealed-clip.js";
import type { Utterance } from "../utterance/utterance-collector.js";
import type { FirstLook } from "../wake/first-look.js";
import type { DropReason } from "./process-utterance.js";
import type { UtteranceMs } from "./stage-times.js";

/** Milliseconds from the last sample of speech to the sealed clip; `wait` decides that speech has ended. */
export interface ClipMs extends UtteranceMs {
  readonly wait: number;
  /** Of the stages, done during the wait, in a draft. */
  readonly early: number;
  readonly encode: number;
  readonly seal: number;
  /** From the last sample of speech, the wait and any queueing included. */
  readonly fromSpeechEnd: number;
}

/** What is told about a clip on the device: positions, kinds and times, never content. */
export interface ClipReport {
  readonly look: FirstLook;
  readonly span: Utterance["span"];
  readonly ms: ClipMs;
}

/**
 * What became of a draft: its clip was sealed, or dropped for good; speech went on; the spotter said more of it when it
 * was made; the ear was busy with earlier utterances.
 */
export type DraftFate = "kept" | "called-off" | "outdated" | "skipped";

export type EarEvent =
  /** So many controls of the card's mixer did not take their value. */
  | { readonly kind: "opened"; readonly refusedGains?: number | undefined }
  | { readonly kind: "lost"; readonly code: ErrorCode; readonly retryInMs: number }
  /** So much sound was not heard, because the hot loop was late. */
  | { readonly kind: "gap"; readonly samples: number }
  /** From a first look until its utterance is over, abandoned or rejected. `lost` and `closed` end it untold. */
  | { readonly kind: "collecting"; readonly isCollecting: boolean }
  | { readonly kind: "looked" | "woke" | "rejected"; readonly look: FirstLook }
  | { readonly kind: "abandoned"; readonly look: FirstLook; readonly why: "no-speech" }
  | { readonly kind: "drafted"; readonly look: FirstLook; readonly fate: DraftFate }
  | {
      readonly kind: "sealed";
      readonly clip: SealedClip;
      readonly details: ClipDetails;
      readonly report: ClipReport;
    }
  | {
      readonly kind: "dropped";
      readonly look: FirstLook;
      readonly reason: DropReason | "busy" | "muted" | "erased" | ErrorCode;
    }
  | { readonly kind: "closed"; readonly why: "ended" | "muted" };
