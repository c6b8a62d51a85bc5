import type { Transcript } from "../../transcript/transcript.js";
import type { Finding, RuleFinder } from "../finding.js";
import { type Lexeme, lexemesFrom } from "../lexeme.js";
import { ID_CUES, POST_CUES, SECRET_CUES, UNITS } from "../lexicon/number-contexts.js";
import { NUMBER_WORDS } from "../number-words.js";
import { findingOf, textAt } from "../span.js";

/** A run of letters and digits in one, as codes and postcodes are said and printed. */
interface Code {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Printed short words that end a code are letters of it in capitals: "BT", "SW". */
function codeText(lexemes: readonly Lexeme[], index: number): string | undefined {
  const lexeme = lexemes[index];
  if (lexeme === undefined) return undefined;
  if (lexeme.kind === "digits" || lexeme.kind === "letter") return lexeme.text;
  const beside = lexemes[index - 1]?.word === lexeme.word || lexemes[index + 1]?.word === lexeme.word;
  const digitsBeside = /^\d/.test(textAt(lexemes, index - 1)) || /^\d/.test(textAt(lexemes, index + 1));
  if (lexeme.kind === "word" && lexeme.text.length <= 4) {
    if (/^(am|pm|th|st|nd|rd|ml|km|kg|mm|cm|gb|mb|mph|bpm|oz)$/.test(lexeme.text)) return undefined;
    if (lexeme.shouted && (beside || digitsBeside)) return lexeme.text;
    if (beside && digitsBeside && lexeme.text.length <= 3) return lexeme.text;
  }
  const word = NUMBER_WORDS.get(lexeme.text);
  if (word?.kind === "digit" || word?.kind === "teen" || word?.kind === "tens") return word.digits;
  return undefined;
}

function codesIn(lexemes: readonly Lexeme[]): readonly Code[] {
  const codes: Code[] = [];
  for (let i = 0; i < lexemes.length; i++) {
    let text = "";
    let end = i;
    for (; end < lexemes.length; end++) {
      const part = codeText(lexemes, end);
      const bridge = /^(dash|hyphen|space|um|uh)$/.test(textAt(lexemes, end)) && text.length > 0;
      if (part === undefined && !bridge) break;
      // "a" and "I" begin and end many ordinary phrases; alone at the edge of a code they are words.
      text += part ?? "";
    }
    if (end > i) {
      codes.push(trimmed(lexemes, { start: i, end, text }));
      i = end;
    }
  }
  return codes;
}

/** "a" and "I" at the edges of a code are words when a plain word stands beyond them. */
function trimmed(lexemes: readonly Lexeme[], code: Code): Code {
  const first = lexemes[code.start];
  const isArticle =
    first?.kind === "letter" && /^[ai]$/.test(first.text) && !first.joined && code.text.length <= 6;
  const next = lexemes[code.start + 1];
  if (isArticle && code.start > 0 && next?.kind !== "letter") {
    return { ...code, start: code.start + 1, text: code.text.slice(1) };
  }
  return code;
}

/** UK postcodes, with the letters and digits that sound or look alike taken for each other. */
const UK_POSTCODE = /^[a-z0][a-z0]?[\dio][\da-zio]?[\dio][a-z0][a-z0]$/;
const CANADIAN_POSTCODE = /^[a-z]\d[a-z]\d[a-z]\d$/;

function cuedBy(cues: ReadonlySet<string>, lexemes: readonly Lexeme[], code: Code): boolean {
  return lexemes.slice(Math.max(0, code.start - 8), code.start).some((l) => cues.has(l.text));
}

/** Postcodes, number plates, references, codes: letters and digits mixed. */
export const alphanumericFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    for (const code of codesIn(lexemes)) {
      const mixed = /[a-z]/.test(code.text) && /\d/.test(code.text);
      if (code.end <= code.start) continue;
      const isPost = cuedBy(POST_CUES, lexemes, code) && code.text.length >= 3;
      const add = (type: Finding["type"]) => findings.push(findingOf(lexemes, code, type, "grammar", 1));
      if (isPost && (mixed || /^\d{4,}$/.test(code.text))) add("POSTCODE");
      else if (!mixed || UNITS.has(textAt(lexemes, code.end))) continue;
      else if (UK_POSTCODE.test(code.text) || CANADIAN_POSTCODE.test(code.text)) add("POSTCODE");
      else if (cuedBy(SECRET_CUES, lexemes, code) && code.text.length >= 3) add("SECRET");
      else if (cuedBy(ID_CUES, lexemes, code) && code.text.length >= 4) add("NUMBER_ID");
      else if (code.text.length >= 5) add("DIGITS");
    }
    return findings;
  },
};
