import type { Transcript } from "../../transcript/transcript.js";
import type { Finding, RuleFinder } from "../finding.js";
import { type Lexeme, lexemesFrom } from "../lexeme.js";
import { isOrdinaryWord } from "../lexicon/known-words.js";
import { ACRONYMS } from "../lexicon/letters.js";
import { BANK_CUES, CARD_CUES, ID_CUES, POST_CUES, SECRET_CUES, UNITS } from "../lexicon/number-contexts.js";
import { findingOf, textAt } from "../span.js";
import { type CodeRun, codeRuns, widenings } from "./code-run.js";
import { isExactPostcode, isIban, isNationalInsurance, isPostcode, isUkOutward } from "./code-shapes.js";

/** How far back a cue reaches, in lexemes. */
const REACH = 8;
/** Words before a code that only sound like letters of it. */
const LINKS = /^(is|it's|to|in|for|and|are|or|see|an|to)$/;
/** A mixed code this long is personal without a cue. */
const ALWAYS = 5;

function cuedBy(cues: ReadonlySet<string>, lexemes: readonly Lexeme[], code: CodeRun): boolean {
  return lexemes.slice(Math.max(0, code.start - REACH), code.start).some((l) => cues.has(l.text));
}

/** "reference is", "plate", "numbers": the code begins right behind. */
function isAnnounced(lexemes: readonly Lexeme[], start: number): boolean {
  const before = lexemes[start - 1];
  if (before === undefined) return false;
  return /^(is|it's|number|numbers|code|reference|ref|plate|registration|reg|id|under)$/.test(before.text);
}

function endsSentence(lexemes: readonly Lexeme[], end: number): boolean {
  return end >= lexemes.length || lexemes[end - 1]?.after === ".";
}

const ALL_CUES: ReadonlySet<string> = new Set([
  ...ID_CUES,
  ...POST_CUES,
  ...SECRET_CUES,
  ...BANK_CUES,
  ...CARD_CUES,
]);

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /\d/.test(text);
}

/** As far as what is announced reaches: sound-alikes up to the cue, and to the end of the sentence. */
function announced(lexemes: readonly Lexeme[], code: CodeRun): CodeRun {
  const ways = widenings(lexemes, code);
  const cued = cuedBy(ALL_CUES, lexemes, code);
  const long = isMixed(code.text) && code.text.length >= ALWAYS;
  let best = code;
  for (const way of ways) {
    const link = /^(is|it's)$/.test(textAt(lexemes, way.start));
    const back = way.start === code.start || (cued && !link && isAnnounced(lexemes, way.start));
    const on = way.end === code.end || ((cued || long) && endsSentence(lexemes, way.end));
    if (back && on && way.end - way.start > best.end - best.start) best = way;
  }
  return best;
}

/** A postcode among the ways to read the run, the longest first. */
function postcodeIn(lexemes: readonly Lexeme[], code: CodeRun): CodeRun | undefined {
  return widenings(lexemes, code)
    .filter((way) => isExactPostcode(way.text) || (way.text === code.text && isPostcode(way.text)))
    .filter((way) => way.start === code.start || !LINKS.test(textAt(lexemes, way.start)))
    .sort((a, b) => b.end - b.start - (a.end - a.start))[0];
}

/** "weather in LS7": half a postcode where a place is asked for. */
function isHalfPostcode(lexemes: readonly Lexeme[], code: CodeRun): boolean {
  return /^(in|near|around|for|postcode)$/.test(textAt(lexemes, code.start - 1)) && isUkOutward(code.text);
}

/** Names with a number behind them. */
const KNOWN_MAKES = new Set(
  "covid windows iphone ipad galaxy android xbox playstation boeing airbus formula".split(" "),
);

/** "flight BA287", "covid19": letters and digits that everybody knows. */
function isPublic(lexemes: readonly Lexeme[], code: CodeRun): boolean {
  if (textAt(lexemes, code.start - 1) === "flight" && /^[a-z]{2}\d{2,4}$/.test(code.text)) return true;
  const letters = code.text.replace(/[^a-z]/g, "");
  const named = /^[a-z]+\d+$/.test(code.text) && !cuedBy(ALL_CUES, lexemes, code);
  if (named && (ACRONYMS.has(letters) || KNOWN_MAKES.has(letters))) return true;
  const printedOnce = lexemes[code.start]?.word === lexemes[code.end - 1]?.word;
  return printedOnce && letters.length >= 3 && isOrdinaryWord(letters);
}

function typeOf(lexemes: readonly Lexeme[], code: CodeRun): Finding["type"] | undefined {
  const { text } = code;
  const mixed = isMixed(text);
  if (cuedBy(POST_CUES, lexemes, code) && text.length >= 3 && (mixed || /^\d{4,}$/.test(text)))
    return "POSTCODE";
  if (!mixed || UNITS.has(textAt(lexemes, code.end)) || isPublic(lexemes, code)) return undefined;
  if (isHalfPostcode(lexemes, code)) return "POSTCODE";
  if (isIban(text) || isNationalInsurance(text)) return "NUMBER_ID";
  if (cuedBy(SECRET_CUES, lexemes, code) && text.length >= 3) return "SECRET";
  if (cuedBy(ALL_CUES, lexemes, code) && text.length >= (isAnnounced(lexemes, code.start) ? 3 : 4))
    return "NUMBER_ID";
  return text.length >= ALWAYS ? "DIGITS" : undefined;
}

/** Postcodes, number plates, references, codes: letters and digits mixed. */
export const alphanumericFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    for (const run of codeRuns(lexemes)) {
      const postcode = postcodeIn(lexemes, run);
      const code = postcode ?? announced(lexemes, run);
      const type = postcode === undefined ? typeOf(lexemes, code) : "POSTCODE";
      if (type !== undefined) findings.push(findingOf(lexemes, code, type, "grammar", 1));
    }
    return findings;
  },
};
