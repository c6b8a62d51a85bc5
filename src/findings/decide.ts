import { SottoError } from "../domain/errors.js";
import type { FindingSource, PersonalType } from "../domain/personal-type.js";
import { SPOTTER_POINTS } from "../hotloop/spotter.js";
import type { Doubt, Transcript, WordRange } from "../transcript/transcript.js";
import type { Finding } from "./finding.js";
import { strictFindings } from "./strict.js";

/** What is cut in one piece of the sentence. */
export interface Conviction extends WordRange {
  readonly types: readonly PersonalType[];
  readonly sources: readonly FindingSource[];
}

export type Decision =
  | { readonly kind: "clean" }
  | { readonly kind: "cut"; readonly convictions: readonly Conviction[] }
  | { readonly kind: "drop"; readonly reason: "no-words" | "unsure-transcript" };

/** How freely words are let through: `redact` cuts what was found, `strict` keeps only known commands. */
export type Strictness = "redact" | "strict";

export interface Evidence {
  readonly transcript: Transcript;
  readonly findings: readonly Finding[];
  /** Highest calibrated score of the hot loop's spotter, 0 to 1; undefined without one. */
  readonly spotter: number | undefined;
  readonly strictness: Strictness;
}

/** A witness this sure convicts. */
const SURE = 0.6;
/** Enough when a second, independent reason for doubt exists: the spotter's ear, or a poor transcript. */
const SUSPECTED = 0.45;

/** What is written then is not what was said. */
const BREAKDOWNS: readonly Doubt[] = ["looping", "too-fast", "guessing"];

function threshold(evidence: Evidence): number {
  const poor = evidence.transcript.doubts.length > 0;
  const spotted = evidence.spotter !== undefined && evidence.spotter >= SPOTTER_POINTS.suspects;
  return poor || spotted ? SUSPECTED : SURE;
}

function assertInside(finding: Finding, words: number): void {
  const inside =
    Number.isInteger(finding.wordStart) &&
    Number.isInteger(finding.wordEnd) &&
    finding.wordStart >= 0 &&
    finding.wordEnd > finding.wordStart &&
    finding.wordEnd <= words &&
    Number.isFinite(finding.score);
  if (!inside) throw new SottoError("INTERNAL", "a finder named words that are not there");
}

/** Overlapping and touching findings as one, with all their types and sources. */
function joined(findings: readonly Finding[]): readonly Conviction[] {
  const out: Array<{
    wordStart: number;
    wordEnd: number;
    types: Set<PersonalType>;
    sources: Set<FindingSource>;
  }> = [];
  for (const finding of [...findings].sort((a, b) => a.wordStart - b.wordStart)) {
    const last = out.at(-1);
    if (last !== undefined && finding.wordStart <= last.wordEnd) {
      last.wordEnd = Math.max(last.wordEnd, finding.wordEnd);
      last.types.add(finding.type);
      last.sources.add(finding.source);
    } else {
      out.push({
        wordStart: finding.wordStart,
        wordEnd: finding.wordEnd,
        types: new Set([finding.type]),
        sources: new Set([finding.source]),
      });
    }
  }
  return out.map((cut) => ({ ...cut, types: [...cut.types], sources: [...cut.sources] }));
}

/**
 * The one place that decides. A transcript that can't be trusted as a whole (looping, faster than people
 * speak, guessed, without words) is dropped; one that is merely poor, or that the spotter suspects, is cut at a
 * lower threshold; else every finding that is sure enough is cut.
 * @throws SottoError INTERNAL for a finding outside of the transcript or a score that is no number.
 */
export function decide(evidence: Evidence): Decision {
  const { transcript, findings } = evidence;
  if (transcript.words.length === 0 || transcript.doubts.includes("no-words")) {
    return { kind: "drop", reason: "no-words" };
  }
  if (BREAKDOWNS.some((doubt) => transcript.doubts.includes(doubt))) {
    return { kind: "drop", reason: "unsure-transcript" };
  }
  for (const finding of findings) assertInside(finding, transcript.words.length);
  if (evidence.spotter !== undefined && !Number.isFinite(evidence.spotter)) {
    throw new SottoError("INTERNAL", "the spotter's score is no number");
  }
  const enough = threshold(evidence);
  const convicting = findings.filter((finding) => finding.score >= enough);
  const strict = evidence.strictness === "strict" ? strictFindings(transcript) : [];
  const convictions = joined([...convicting, ...strict]);
  return convictions.length === 0 ? { kind: "clean" } : { kind: "cut", convictions };
}
