import { toSamples } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";
import type { FindingSource, PersonalType } from "../domain/personal-type.js";
import type { WordTime } from "../transcript/recogniser.js";
import { type Cut, type CutList, union } from "./cut-list.js";
import { growIntoQuiet } from "./grow-into-quiet.js";

/** A finding that knows where it is. */
export interface LocatedFinding {
  readonly time: WordTime;
  readonly types: readonly PersonalType[];
  readonly sources: readonly FindingSource[];
}

/**
 * Beyond the uncertainty of the times, which is 100 ms at least. Others saw a stray digit survive 150 ms around times
 * of unknown worth; around these, 160 ms covered every one of the words it was measured on (`scripts/eval-word-times.ts`).
 */
export const PAD_SAMPLES = toSamples(0.06);
/** What lies between two cuts nearer than this is a sliver of a word. */
const SLIVER = toSamples(0.3);
/** What is left at an end of the clip is no word. */
const END_SLIVER = toSamples(0.2);
/** Lengths come in these steps, so that a cut does not tell how long the name was. */
const STEP = toSamples(0.25);

interface Edges {
  start: number;
  end: number;
  types: readonly PersonalType[];
  sources: readonly FindingSource[];
}

function edgesOf(finding: LocatedFinding, samples: Float32Array): Edges {
  const { span, uncertaintySamples } = finding.time;
  const known =
    Number.isInteger(span.start) &&
    Number.isInteger(span.end) &&
    Number.isFinite(uncertaintySamples) &&
    uncertaintySamples >= 0 &&
    span.start >= 0 &&
    span.end > span.start &&
    span.end <= samples.length;
  if (!known) throw new SottoError("AUDIO_SPAN_INVALID", "a finding lies outside of its clip");
  const pad = PAD_SAMPLES + Math.ceil(uncertaintySamples);
  return {
    start: Math.max(0, span.start - pad),
    end: Math.min(samples.length, span.end + pad),
    types: finding.types,
    sources: finding.sources,
  };
}

/**
 * Rounds the length up to whole steps, outward, and leaves no sliver at the clip's ends. A cut that reaches an end of
 * the clip is as long as the clip, which tells no more when it is rounded.
 */
function quantised(cut: Edges, samples: Float32Array): Edges {
  const { length } = samples;
  const whole = withoutSlivers(cut, length);
  if (whole.start === 0 || whole.end === length) return whole;
  const extra = Math.ceil((cut.end - cut.start) / STEP) * STEP - (cut.end - cut.start);
  return withoutSlivers({ ...cut, ...growIntoQuiet(samples, cut, extra) }, length);
}

function withoutSlivers(cut: Edges, length: number): Edges {
  const start = cut.start < END_SLIVER ? 0 : cut.start;
  const end = length - cut.end < END_SLIVER ? length : cut.end;
  return { ...cut, start, end };
}

function merged(cuts: readonly Edges[]): Edges[] {
  const out: Edges[] = [];
  for (const cut of [...cuts].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && cut.start - last.end < SLIVER) {
      last.end = Math.max(last.end, cut.end);
      last.types = union(last.types, cut.types);
      last.sources = union(last.sources, cut.sources);
    } else {
      out.push({ ...cut });
    }
  }
  return out;
}

/**
 * Where to overwrite: each finding padded by its own uncertainty and 60 ms, rounded up in length into what is quiet
 * beside it, merged with neighbours nearer than 300 ms.
 * @throws SottoError AUDIO_SPAN_INVALID for a finding outside of `samples`: rejected, never repaired.
 */
export function planCuts(findings: readonly LocatedFinding[], samples: Float32Array): CutList {
  let cuts = merged(findings.map((finding) => edgesOf(finding, samples)));
  for (;;) {
    const wider = merged(cuts.map((cut) => quantised(cut, samples)));
    if (wider.length === cuts.length) return listOf(wider, samples.length);
    cuts = wider;
  }
}

function listOf(cuts: readonly Edges[], lengthSamples: number): CutList {
  return {
    lengthSamples,
    cuts: cuts.map(
      (cut): Cut => ({
        span: { start: cut.start, end: cut.end },
        types: cut.types,
        sources: cut.sources,
      }),
    ),
  };
}

/** Both lists as one, for a clip that is cut a second time. */
export function joinCuts(a: CutList, b: CutList): CutList {
  const edges = [...a.cuts, ...b.cuts].map((cut) => ({
    start: cut.span.start,
    end: cut.span.end,
    types: cut.types,
    sources: cut.sources,
  }));
  return listOf(merged(edges), a.lengthSamples);
}
