import { toSamples } from "../domain/audio.js";
import { type Conviction, decide } from "../findings/decide.js";
import { findAll } from "../findings/finding.js";
import { redactText } from "../findings/redact-text.js";
import type { CutList } from "../plan/cut-list.js";
import { type LocatedFinding, planCuts } from "../plan/plan-cuts.js";
import type { RedactedClip } from "../redact/redacted-clip.js";
import type { Recogniser } from "../transcript/recogniser.js";
import type { Transcript } from "../transcript/transcript.js";
import { type FirstLook, findersOfRest, lookAgain, type SoundLook } from "./second-hearing.js";

/** What may leave: sound with its cuts, or words alone. */
export type VerifiedContent =
  | { readonly kind: "sound"; readonly samples: Float32Array; readonly cuts: CutList }
  | { readonly kind: "text"; readonly text: string };

export type RefusalReason = "verify-found" | "verify-unsure" | "nothing-left";

export type Verification =
  | { readonly kind: "verified"; readonly clip: VerifiedClip; readonly cuts: CutList }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

/**
 * Looks at the same clip: the first, and one after each widening. What a cut leaves of the word beside it may sound like
 * a name ("Dr." as "dock", then "ring" as "reap"); a second widening takes it where a refusal would take the clip.
 */
const LOOKS = 3;
/** Of text nothing is left over that could sound like something else. */
const TEXT_LOOKS = 2;

const TAIL_SAMPLES = toSamples(0.25);

/** What is overwritten where a convicted word stood; it has no letters, so no finder reads it. */
const BLANK = "—";

/** A clip in which a second look found nothing personal. Minted here only; the encoder is the only way on. */
export class VerifiedClip {
  readonly content: VerifiedContent;

  private constructor(content: VerifiedContent) {
    this.content = content;
  }

  /**
   * Recognises the redacted sound again and finds again. What is found widens the cuts, twice at most; found once more,
   * or another transcript that can't be trusted, refuses the clip and erases it.
   * @throws SottoError as the recogniser and the finders do.
   */
  static async ofSound(
    redacted: RedactedClip,
    recogniser: Recogniser,
    first: SoundLook,
  ): Promise<Verification> {
    let clip = redacted;
    for (let look = 1; look <= LOOKS; look++) {
      const longer = withTail(clip.samples);
      const hearing = await recogniser.hear(longer).finally(() => longer.fill(0));
      try {
        const second = await lookAgain(hearing, clip.cuts, first);
        if (second.kind === "clean") return VerifiedClip.#sound(clip);
        if (second.kind === "unsure") return refuse(clip, "verify-unsure");
        if (look === LOOKS) break;
        clip = clip.widened(planCuts(withoutTail(second.findings, clip.samples.length), clip.samples));
        if (clip.isEmpty) return refuse(clip, "nothing-left");
      } finally {
        hearing.release();
      }
    }
    return refuse(clip, "verify-found");
  }

  /**
   * The words that were not convicted, looked at again without the convicted ones beside them. What is
   * found then is cut too; found once more refuses.
   */
  static async ofText(first: FirstLook): Promise<Verification> {
    let convictions = first.convictions;
    for (let look = 1; look <= TEXT_LOOKS; look++) {
      const kept = withoutConvicted(first.transcript, convictions);
      const findings = await findAll(findersOfRest(first), kept);
      const decision = decide({ transcript: kept, findings, spotter: undefined, strictness: "redact" });
      if (decision.kind === "drop") return { kind: "refused", reason: "verify-unsure" };
      if (decision.kind === "clean") {
        const text = redactText(first.transcript, convictions);
        return {
          kind: "verified",
          clip: new VerifiedClip({ kind: "text", text }),
          cuts: { lengthSamples: 0, cuts: [] },
        };
      }
      convictions = [...convictions, ...decision.convictions];
    }
    return { kind: "refused", reason: "verify-found" };
  }

  /** Overwrites the sound, when it is encoded. */
  erase(): void {
    if (this.content.kind === "sound") this.content.samples.fill(0);
  }

  static #sound(clip: RedactedClip): Verification {
    const content: VerifiedContent = { kind: "sound", samples: clip.samples, cuts: clip.cuts };
    return { kind: "verified", clip: new VerifiedClip(content), cuts: clip.cuts };
  }
}

/**
 * The same sound with a quarter of a second of silence behind it. Of the very same samples the recogniser would say
 * the very same words; the tail moves what every frame attends to, so that a clip without cuts is really heard twice.
 */
function withTail(samples: Float32Array): Float32Array {
  const longer = new Float32Array(samples.length + TAIL_SAMPLES);
  longer.set(samples);
  return longer;
}

/** Word times in the longer sound, as times in the clip itself. */
function withoutTail(findings: readonly LocatedFinding[], length: number): readonly LocatedFinding[] {
  return findings.map((finding) => {
    const { start, end } = finding.time.span;
    const span = { start: Math.min(start, length - 1), end: Math.min(end, length) };
    return { ...finding, time: { ...finding.time, span } };
  });
}

function refuse(clip: RedactedClip, reason: RefusalReason): Verification {
  clip.erase();
  return { kind: "refused", reason };
}

function withoutConvicted(transcript: Transcript, convictions: readonly Conviction[]): Transcript {
  return {
    ...transcript,
    words: transcript.words.map((word, index) => {
      const cut = convictions.some((c) => index >= c.wordStart && index < c.wordEnd);
      return cut ? { ...word, text: BLANK } : word;
    }),
  };
}
