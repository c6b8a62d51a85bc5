import { toSamples } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";
import { answerFinder } from "../findings/answer-finder.js";
import { type Conviction, decide, type Strictness } from "../findings/decide.js";
import { type Finder, findAll } from "../findings/finding.js";
import type { CutList } from "../plan/cut-list.js";
import type { LocatedFinding } from "../plan/plan-cuts.js";
import type { Hearing, WordTime } from "../transcript/recogniser.js";
import type { Transcript } from "../transcript/transcript.js";
import { reappearances } from "./reappearance.js";
import { stillTold } from "./still-told.js";

/** What the second look at the redacted sound says. */
export type SecondLook =
  | { readonly kind: "clean" }
  | { readonly kind: "unsure" }
  | { readonly kind: "found"; readonly findings: readonly LocatedFinding[] };

export interface FirstLook {
  readonly transcript: Transcript;
  readonly convictions: readonly Conviction[];
  readonly finders: readonly Finder[];
  readonly strictness: Strictness;
}

/** A first look at sound, which knows where its words are. */
export interface SoundLook extends FirstLook {
  /** One for each conviction. */
  readonly times: readonly WordTime[];
}

/**
 * What is left of "pick her up at 3:15" may be "15": no answer to a question, since it was no utterance.
 * So every witness looks again but the one that judges utterances as a whole.
 */
export function findersOfRest(first: FirstLook): readonly Finder[] {
  return first.convictions.length === 0
    ? first.finders
    : first.finders.filter((finder) => finder !== answerFinder);
}

/** A word that reaches out of a cut by less than this is the cut's own echo: times are no finer. */
const EDGE = toSamples(0.1);

/** Samples of `time` that no cut covers. */
function uncovered(time: WordTime, cuts: CutList): number {
  let open = time.span.end - time.span.start;
  for (const { span } of cuts.cuts) {
    open -= Math.max(0, Math.min(span.end, time.span.end) - Math.max(span.start, time.span.start));
  }
  return open;
}

/** Tones change loudness and confidence, so of the second transcript only its breakdowns count as doubt. */
function withoutMildDoubts(transcript: Transcript): Transcript {
  return { ...transcript, doubts: transcript.doubts.filter((d) => d === "looping" || d === "too-fast") };
}

/**
 * Looks for personal data in what the recogniser now hears. Overwritten samples carry nothing, so what it
 * imagines inside a cut is harmless; anything that reaches out of the cuts is found. So is what it does not write down,
 * but would believe if it were told.
 */
export async function lookAgain(hearing: Hearing, cuts: CutList, first: SoundLook): Promise<SecondLook> {
  const transcript = withoutMildDoubts(hearing.transcript);
  const findings = await findAll(findersOfRest(first), transcript);
  const decision = decide({ transcript, findings, spotter: undefined, strictness: first.strictness });
  if (decision.kind === "drop" && decision.reason !== "no-words") return { kind: "unsure" };
  const kept = keptWords(first);
  const convicted = (decision.kind === "cut" ? decision.convictions : []).flatMap((conviction) =>
    withoutKept(conviction, transcript, kept),
  );
  const again = reappearances(first.transcript, first.convictions, transcript).map(
    (range): Conviction => ({ ...range, types: typesOf(first), sources: ["verify"] }),
  );
  const suspects = [...convicted, ...again];
  const times = await hearing.locate(suspects);
  if (times.length !== suspects.length) throw new SottoError("MODEL_FAILED", "a word has no time");
  const found: LocatedFinding[] = [...(await stillTold(hearing, cuts, first))];
  times.forEach((time, i) => {
    if (uncovered(time, cuts) <= EDGE) return;
    found.push({ time, types: suspects[i]?.types ?? [], sources: ["verify"] });
  });
  return found.length === 0 ? { kind: "clean" } : { kind: "found", findings: found };
}

/** Words that the first look let stand, without case and marks. */
function keptWords({ transcript, convictions }: FirstLook): ReadonlySet<string> {
  const isCut = (word: number) => convictions.some((c) => word >= c.wordStart && word < c.wordEnd);
  return new Set(transcript.words.filter((_, word) => !isCut(word)).map(({ text }) => plainWord(text)));
}

/**
 * The tagger judges words by those around them. Of a word that it let stand in the whole sentence it can't know better in
 * what is left of it; what is new it convicts. Rules and their words are not touched.
 */
function withoutKept(
  conviction: Conviction,
  transcript: Transcript,
  kept: ReadonlySet<string>,
): readonly Conviction[] {
  if (!conviction.sources.every((source) => source === "tagger")) return [conviction];
  const parts: Conviction[] = [];
  for (let word = conviction.wordStart; word < conviction.wordEnd; word++) {
    if (kept.has(plainWord(transcript.words[word]?.text ?? ""))) continue;
    const last = parts.at(-1);
    if (last?.wordEnd === word) parts[parts.length - 1] = { ...last, wordEnd: word + 1 };
    else parts.push({ ...conviction, wordStart: word, wordEnd: word + 1 });
  }
  return parts;
}

function plainWord(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}']/gu, "");
}

function typesOf(first: FirstLook): Conviction["types"] {
  return [...new Set(first.convictions.flatMap((conviction) => conviction.types))];
}
