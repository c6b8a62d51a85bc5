import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isKnownProper, isOrdinaryWord } from "./lexicon/known-words.js";
import { MEDICAL_CUES, REMEDIES, TAKING_CUES } from "./lexicon/medical.js";
import { NOBODY } from "./lexicon/names.js";
import { isMediaRequest } from "./media-request.js";
import { complaintAt } from "./medical/complaints.js";
import { termLengthAt } from "./medical/medical-terms.js";
import { pieceAt } from "./numbers/number-piece.js";
import { clauseEnd, findingOf, type LexemeSpan, phraseLengthAt, textAt } from "./span.js";

/** These say nothing of a person when they stand in a search or a general wish. */
const LOOSE =
  /^(tablets|pills|medicine|surgery|infection|fever|rash|glucose|lump|hormones|prostate|anxiety|depressed|booster|xray|stroke|vaccine|vaccination|appendix|thrush|deaf|manic|alcoholic|flu|cold|stammer)$/;
/** In a sentence with one of these, a term is a title. */
const TITLED = /^(songs?|albums?|bands?|movies?|films?|podcasts?|playlists?|music|lyrics|soundtrack)$/;
const UNIT = /^(milligrams?|mg|micrograms?|mcg|units|millilitres?|milliliters?|ml)$/;

function isOwn(lexemes: readonly Lexeme[], index: number): boolean {
  return [1, 2, 3, 4].some((d) =>
    /^(my|his|her|i|i'm|i've|have|has|had|got|take|taking|took|need|gave|our|their)$/.test(
      textAt(lexemes, index - d),
    ),
  );
}

/** "twenty milligrams of lisinopril", "lisinopril 20 mg": the dose belongs to the drug. */
function withDose(lexemes: readonly Lexeme[], span: LexemeSpan): LexemeSpan {
  const dose = pieceAt(lexemes, span.end);
  const end = dose !== undefined && UNIT.test(textAt(lexemes, dose.end)) ? dose.end + 1 : span.end;
  const of = textAt(lexemes, span.start - 1) === "of" ? span.start - 1 : span.start;
  if (!UNIT.test(textAt(lexemes, of - 1))) return { start: span.start, end };
  let start = of - 1;
  while (pieceAt(lexemes, start - 1) !== undefined) start -= 1;
  return { start, end };
}

/** "ulcerative colitis", "type two diabetes": what kind it is. */
const QUALIFIERS =
  /^(ulcerative|chronic|acute|severe|mild|juvenile|gestational|rheumatoid|postnatal|perinatal|seasonal|recurrent|congenital|stage|type|clinical|early|onset|late|viral|bacterial|bad|terrible|awful|hereditary|familial|allergic|atopic|psoriatic|gastric|cluster|stress|full|repeat)$/;

function qualified(lexemes: readonly Lexeme[], start: number): number {
  let from = start;
  while (QUALIFIERS.test(textAt(lexemes, from - 1)) || isStage(lexemes, from - 1)) from -= 1;
  return from;
}

/** The two of "type two", the four of "stage four". */
function isStage(lexemes: readonly Lexeme[], index: number): boolean {
  return /^(type|stage)$/.test(textAt(lexemes, index - 1)) && pieceAt(lexemes, index) !== undefined;
}

/** "the eczema cream", "my thyroid test": the remedy after it and whose it is before it belong to it. */
function whole(lexemes: readonly Lexeme[], span: LexemeSpan): LexemeSpan {
  const dosed = withDose(lexemes, span);
  let last = dosed.end;
  while (REMEDIES.test(textAt(lexemes, last))) last += 1;
  const start = qualified(lexemes, dosed.start);
  const owner = /^(my|his|her|their|our|your|the|a|an|some)$/.test(textAt(lexemes, start - 1));
  return { start: owner && lexemes[start - 1]?.after === "" ? start - 1 : start, end: last };
}

/** "my water tablets": whose remedy it is makes it personal. */
function ownedRemedy(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (
    !/^(tablets?|pills?|medications?|medicines?|meds|inhalers?|injections?|prescriptions?|ointment|dose)$/.test(
      textAt(lexemes, index),
    )
  ) {
    return undefined;
  }
  for (let back = 1; back <= 4; back++) {
    if (/^(my|his|her|their|the|mum's|dad's)$/.test(textAt(lexemes, index - back))) {
      return { start: index - back, end: index + 1 };
    }
  }
  return { start: index, end: index + 1 };
}

const PHRASE_ENDS =
  /^(and|at|on|for|every|please|tomorrow|today|tonight|in|because|last|this|to|with|by|so|twice|once|daily|before|after|when|while|three|four)$/;

function cued(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const length = phraseLengthAt(lexemes, index, MEDICAL_CUES);
  if (length === 0 || lexemes[index + length] === undefined) return undefined;
  const start = index + length;
  let end = start;
  const limit = Math.min(clauseEnd(lexemes, start), start + 5);
  while (
    end < limit &&
    !PHRASE_ENDS.test(textAt(lexemes, end)) &&
    !(end > start && textAt(lexemes, end) === "a")
  )
    end += 1;
  return end > start ? { start, end } : undefined;
}

/** "remind me to take my flurbizone": what is taken or ordered again and stands in no dictionary is a drug. */
function taken(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const length = phraseLengthAt(lexemes, index, TAKING_CUES);
  const next = lexemes[index + length];
  if (length === 0 || next?.kind !== "word") return undefined;
  const joined = lexemes[index + length + 1]?.joined === true;
  const known = isOrdinaryWord(next.text) || isKnownProper(next.text) || NOBODY.has(next.text);
  if (known && !joined) return undefined;
  let end = index + length + 1;
  while (lexemes[end]?.joined === true) end += 1;
  return { start: index + length, end };
}

function spanAt(lexemes: readonly Lexeme[], index: number): { span: LexemeSpan; sure: boolean } | undefined {
  const remedy = ownedRemedy(lexemes, index);
  if (remedy !== undefined) return { span: remedy, sure: false };
  const length = termLengthAt(lexemes, index);
  const loose = length === 1 && LOOSE.test(textAt(lexemes, index)) && !isOwn(lexemes, index);
  if (length > 0 && !loose)
    return { span: whole(lexemes, { start: index, end: index + length }), sure: true };
  const complaint = complaintAt(lexemes, index);
  if (complaint !== undefined) return { span: whole(lexemes, complaint), sure: false };
  const span = cued(lexemes, index) ?? taken(lexemes, index);
  return span === undefined ? undefined : { span, sure: false };
}

/** Health: conditions, drugs, treatments by list, by ending, and by cue. */
export const medicalFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    if (isMediaRequest(lexemes)) return [];
    const media = lexemes.some((lexeme) => TITLED.test(lexeme.text));
    const findings: Finding[] = [];
    for (let i = 0; i < lexemes.length; i++) {
      const found = spanAt(lexemes, i);
      if (found === undefined || (media && !isOwn(lexemes, i))) continue;
      findings.push(findingOf(lexemes, found.span, "MEDICAL", "grammar", found.sure ? 1 : 0.9));
      if (found.sure) i = Math.max(i, found.span.end - 1);
    }
    return findings;
  },
};
