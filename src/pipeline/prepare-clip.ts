import type { Clock } from "../domain/clock.js";
import { codeOf, type ErrorCode } from "../domain/errors.js";
import type { EncodedClip } from "../encode/encoded-clip.js";
import type { Transcript } from "../transcript/transcript.js";
import type { Utterance } from "../utterance/utterance-collector.js";
import type { VerifiedClip } from "../verify/verified-clip.js";
import type { DropReason, UtteranceOutcome } from "./process-utterance.js";

export interface PreparingParts {
  /** Erases the utterance's sound when it ends. */
  process(utterance: Utterance, isCalledOff: () => boolean): Promise<UtteranceOutcome>;
  encode(clip: VerifiedClip): EncodedClip;
  readonly clock: Clock;
}

export type Forwarded = Extract<UtteranceOutcome, { kind: "forward" }>;

/** All of a clip but its seal, or why there is none. The verified clip is overwritten by then. */
export type Prepared =
  | {
      readonly kind: "clip";
      readonly encoded: EncodedClip;
      readonly outcome: Forwarded;
      readonly encodeMs: number;
    }
  | {
      readonly kind: "drop";
      readonly reason: DropReason | ErrorCode;
      readonly transcript: Transcript | undefined;
    };

/** Walks an utterance up to its seal. Never throws: what fails is a drop. */
export async function prepareClip(
  utterance: Utterance,
  { process, encode, clock }: PreparingParts,
  isCalledOff: () => boolean,
): Promise<Prepared> {
  try {
    const outcome = await process(utterance, isCalledOff);
    if (outcome.kind === "drop") return outcome;
    const verifiedMs = clock.monotonicMs();
    try {
      const encoded = encode(outcome.clip);
      return { kind: "clip", encoded, outcome, encodeMs: clock.monotonicMs() - verifiedMs };
    } finally {
      outcome.clip.erase();
    }
  } catch (error) {
    return { kind: "drop", reason: codeOf(error) ?? "INTERNAL", transcript: undefined };
  }
}
