import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import {
  COMPLAINTS,
  CONDITION_ENDINGS,
  DRUG_ENDINGS,
  MEDICAL_CUES,
  MEDICAL_TERMS,
  NOT_CONDITIONS,
  NOT_DRUGS,
  REMEDIES,
} from "./lexicon/medical.js";
import { isMediaRequest } from "./media-request.js";
import { clauseEnd, findingOf, type LexemeSpan, phraseLengthAt, textAt } from "./span.js";

/** A term may be this many words. */
const LONGEST_TERM = 4;
/** These say nothing of a person when they stand in a search or a general wish. */
const LOOSE =
  /^(tablets|pills|medicine|surgery|infection|fever|rash|glucose|lump|hormones|prostate|anxiety|depressed|booster|xray)$/;

function termLengthAt(lexemes: readonly Lexeme[], index: number): number {
  for (let length = LONGEST_TERM; length > 0; length--) {
    const words = lexemes.slice(index, index + length);
    if (words.length === length && MEDICAL_TERMS.has(words.map((l) => l.text).join(" "))) return length;
  }
  const text = textAt(lexemes, index);
  const drug = DRUG_ENDINGS.test(text) && !NOT_DRUGS.has(text);
  const condition = CONDITION_ENDINGS.test(text) && !NOT_CONDITIONS.has(text);
  return drug || condition ? 1 : 0;
}

/** "my blood pressure tablets", "the eczema cream": with the words before it up to the article. */
function withRemedy(lexemes: readonly Lexeme[], span: LexemeSpan): LexemeSpan {
  let end = span.end;
  while (REMEDIES.test(textAt(lexemes, end))) end += 1;
  return { start: span.start, end };
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
      return { start: index - back + 1, end: index + 1 };
    }
  }
  return { start: index, end: index + 1 };
}

function cued(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const length = phraseLengthAt(lexemes, index, MEDICAL_CUES);
  if (length === 0 || lexemes[index + length] === undefined) return undefined;
  const start = index + length;
  let end = start;
  const limit = Math.min(clauseEnd(lexemes, start), start + 5);
  while (
    end < limit &&
    !/^(and|at|on|for|every|please|tomorrow|today|tonight|in|because|last|this|to|with|by|so)$/.test(
      textAt(lexemes, end),
    )
  ) {
    end += 1;
  }
  return end > start ? { start, end } : undefined;
}

/** "my knee hurts", "pain in my chest". */
function complaint(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (textAt(lexemes, index) !== "my") return undefined;
  for (let i = index + 2; i <= index + 4; i++) {
    if (/^(is|are|been|really|still|so|has)$/.test(textAt(lexemes, i))) continue;
    if (COMPLAINTS.test(textAt(lexemes, i))) return { start: index + 1, end: i + 1 };
  }
  return undefined;
}

/** Health: conditions, drugs, treatments by list, by ending, and by cue. */
export const medicalFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    if (isMediaRequest(lexemes)) return [];
    const findings: Finding[] = [];
    for (let i = 0; i < lexemes.length; i++) {
      const length = termLengthAt(lexemes, i);
      const term = length > 0 && !(length === 1 && LOOSE.test(textAt(lexemes, i)) && !isOwn(lexemes, i));
      const span = term
        ? withRemedy(lexemes, { start: i, end: i + length })
        : (cued(lexemes, i) ?? ownedRemedy(lexemes, i) ?? complaint(lexemes, i));
      if (span === undefined) continue;
      findings.push(findingOf(lexemes, span, "MEDICAL", "grammar", term ? 1 : 0.9));
      if (term) i = span.end - 1;
    }
    return findings;
  },
};

function isOwn(lexemes: readonly Lexeme[], index: number): boolean {
  return [1, 2, 3, 4].some((d) =>
    /^(my|his|her|i|i'm|i've|have|has|had|got|take|taking)$/.test(textAt(lexemes, index - d)),
  );
}
