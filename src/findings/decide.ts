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

/** From these scores on a witness convicts: by itself, or where a second, independent reason for doubt exists. */
const RULES_CONVICT = { sure: 0.6, suspected: 0.45 };
/**
 * Names give themselves away by little; of numbers, codes and illnesses rules speak too. Tuned by recall on hearings
 * that were kept out of its training and on every second clip of the development set.
 */
const TAGGER_CONVICTS = {
  names: { sure: 0.1, suspected: 0.05 },
  others: { sure: 0.5, suspected: 0.15 },
};
/** From here on the tagger lets a rule for names have its way. */
const TAGGER_WONDERS = 0.02;
/** From here on a convicted word takes its neighbours along. */
const TAGGER_GOES_ALONG = 0.05;
/** Rules for names know lists and sentences; the tagger has learned both, so alone they cut mostly harmless words. */
const NAMES: readonly PersonalType[] = ["PERSON", "PLACE"];

/** A second reason: the spotter's ear, or a poor transcript. */
function isSuspect({ transcript, spotter }: Evidence): boolean {
  return transcript.doubts.length > 0 || (spotter !== undefined && spotter >= SPOTTER_POINTS.suspects);
}

/** What the tagger said of each word; undefined for words that it was not asked about. */
function taggedWords(findings: readonly Finding[]): readonly (Finding | undefined)[] {
  const words: (Finding | undefined)[] = [];
  for (const finding of findings) if (finding.source === "tagger") words[finding.wordStart] = finding;
  return words;
}

/** Findings that are sure enough to cut what they name. */
function convicting(evidence: Evidence): readonly Finding[] {
  const { findings } = evidence;
  const tagged = taggedWords(findings);
  const degree = isSuspect(evidence) ? "suspected" : "sure";
  const isContradicted = ({ type, source, wordStart, wordEnd }: Finding): boolean => {
    if (source === "tagger" || !NAMES.includes(type)) return false;
    const said = tagged.slice(wordStart, wordEnd);
    return said.length > 0 && said.every((word) => word !== undefined && word.score < TAGGER_WONDERS);
  };
  const sure = findings.filter((finding) => {
    const told = NAMES.includes(finding.type) ? TAGGER_CONVICTS.names : TAGGER_CONVICTS.others;
    const enough = finding.source === "tagger" ? told : RULES_CONVICT;
    return finding.score >= enough[degree] && !isContradicted(finding);
  });
  return [...sure, ...neighbours(sure, tagged)];
}

/** Words beside a convicted one of which the tagger is not without doubt: names and addresses have weak ends. */
function neighbours(sure: readonly Finding[], tagged: readonly (Finding | undefined)[]): readonly Finding[] {
  const isWeak = (word: number) => (tagged[word]?.score ?? 0) >= TAGGER_GOES_ALONG;
  return sure.flatMap(({ wordStart, wordEnd, type }): readonly Finding[] => {
    let start = wordStart;
    let end = wordEnd;
    while (start > 0 && isWeak(start - 1)) start -= 1;
    while (isWeak(end)) end += 1;
    return start === wordStart && end === wordEnd
      ? []
      : [{ wordStart: start, wordEnd: end, type, source: "tagger", score: TAGGER_GOES_ALONG }];
  });
}

/** What is written then is not what was said. */
const BREAKDOWNS: readonly Doubt[] = ["looping", "too-fast", "guessing"];

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
  const strict = evidence.strictness === "strict" ? strictFindings(transcript, findings) : [];
  const convictions = joined([...convicting(evidence), ...strict]);
  return convictions.length === 0 ? { kind: "clean" } : { kind: "cut", convictions };
}
