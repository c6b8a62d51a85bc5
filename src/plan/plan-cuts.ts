import { toSamples } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";
import type { FindingSource, PersonalType } from "../domain/personal-type.js";
import type { WordTime } from "../transcript/recogniser.js";
import { type Cut, type CutList, union } from "./cut-list.js";
import { quietEdge } from "./quiet-edge.js";

/** A finding that knows where it is. */
export interface LocatedFinding {
  readonly time: WordTime;
  readonly types: readonly PersonalType[];
  readonly sources: readonly FindingSource[];
}

/** Others saw a stray digit survive 150 ms of padding and none survive 250 ms. */
const PAD = toSamples(0.25);
/** What lies between two cuts nearer than this is a sliver of a word. */
const SLIVER = toSamples(0.3);
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
  const pad = PAD + Math.ceil(uncertaintySamples);
  return {
    start: quietEdge(samples, Math.max(0, span.start - pad), -1),
    end: quietEdge(samples, Math.min(samples.length, span.end + pad), 1),
    types: finding.types,
    sources: finding.sources,
  };
}

/**
 * Rounds the length up to whole steps, outward at the end first, and leaves no sliver at the clip's ends. A cut that
 * reaches an end of the clip is as long as the clip, which tells no more when it is rounded.
 */
function quantised(cut: Edges, length: number): Edges {
  const reachesEnd = cut.start === 0 || cut.end === length;
  const wanted = reachesEnd ? cut.end - cut.start : Math.ceil((cut.end - cut.start) / STEP) * STEP;
  let end = Math.min(length, cut.start + wanted);
  let start = Math.max(0, end - wanted);
  if (start < SLIVER) start = 0;
  if (length - end < SLIVER) end = length;
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
 * Where to overwrite: each finding padded by 250 ms and its own uncertainty, snapped outward to quiet,
 * rounded up in length, merged with neighbours nearer than 300 ms.
 * @throws SottoError AUDIO_SPAN_INVALID for a finding outside of `samples`: rejected, never repaired.
 */
export function planCuts(findings: readonly LocatedFinding[], samples: Float32Array): CutList {
  let cuts = merged(findings.map((finding) => edgesOf(finding, samples)));
  for (;;) {
    const wider = merged(cuts.map((cut) => quantised(cut, samples.length)));
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
