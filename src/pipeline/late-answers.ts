import type { SampleSpan } from "../domain/audio.js";
import { SPOTTER_POINTS } from "../hotloop/spotter.js";
import type { CutList } from "../plan/cut-list.js";
import { PAD_SAMPLES } from "../plan/plan-cuts.js";
import type { Spotted } from "../utterance/spotter-trace.js";
import type { Prepared } from "./prepare-clip.js";
import { LONE_SPOTTER_UNCERTAINTY, SPOTTER_UNCERTAINTY } from "./process-utterance.js";

/**
 * The spotter answers late, so a draft was made before it had said everything. Whether what was made may stand for what
 * would be made now: nothing was said that weighs on the decision, and all that is convicted now is overwritten already.
 */
export function stillHolds(prepared: Prepared, known: Spotted, now: Spotted): boolean {
  if (!Number.isFinite(now.highest) || isSuspected(known) !== isSuspected(now)) return false;
  if (areSame(known.convicted, now.convicted)) return true;
  // What was dropped without them, or has no sound, is looked at anew with them.
  if (prepared.kind === "drop" || prepared.encoded.media === "text/plain") return false;
  const { cuts } = prepared.outcome;
  return now.convicted.every((span) => isOverwritten(span, cuts));
}

function isSuspected({ highest }: Spotted): boolean {
  return highest >= SPOTTER_POINTS.suspects;
}

function areSame(a: readonly SampleSpan[], b: readonly SampleSpan[]): boolean {
  return a.length === b.length && a.every(({ start, end }, i) => start === b[i]?.start && end === b[i]?.end);
}

/** With the room that a plan would give it; cuts lie apart from each other, so that what is covered lies in one. */
function isOverwritten({ start, end }: SampleSpan, { cuts, lengthSamples }: CutList): boolean {
  return cuts.some(({ span, sources }) => {
    const isAlone = sources.every((source) => source === "spotter");
    const room = PAD_SAMPLES + (isAlone ? LONE_SPOTTER_UNCERTAINTY : SPOTTER_UNCERTAINTY);
    return span.start <= Math.max(0, start - room) && Math.min(lengthSamples, end + room) <= span.end;
  });
}
