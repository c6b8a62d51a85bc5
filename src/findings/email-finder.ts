import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isFirstName } from "./lexicon/known-words.js";
import { NUMBER_WORDS } from "./number-words.js";
import { clauseEnd, findingOf, phraseLengthAt, textAt } from "./span.js";

const PROVIDERS: ReadonlySet<string> = new Set(
  (
    "gmail googlemail hotmail outlook yahoo icloud aol protonmail proton fastmail live msn gmx yandex zoho mail me " +
    "btinternet comcast verizon att sky virginmedia talktalk"
  ).split(" "),
);
const ENDINGS: ReadonlySet<string> = new Set(
  "com org net edu gov uk co us io de fr eu info biz me tv ca au nz ie in it es nl ch at be app dev ai mil".split(
    " ",
  ),
);
/** The local part of an address does not reach over these to the left. */
const STOPS: ReadonlySet<string> = new Set(
  (
    "to is it email mail send write for with as my the an address was use via cc copy add contact account at " +
    "that's it's and please of by be in on from under contact message reach me us him her them"
  ).split(" "),
);
const LONGEST_LOCAL = 10;

function isEnding(lexemes: readonly Lexeme[], dot: number): boolean {
  return /^(dot|point|period)$/.test(textAt(lexemes, dot)) && ENDINGS.has(textAt(lexemes, dot + 1));
}

/** The end of a domain that starts at `index`, or undefined: "gmail dot com", "mail dot co dot uk", "gmail". */
function domainEnd(lexemes: readonly Lexeme[], index: number): number | undefined {
  for (let dot = index + 1; dot <= index + 5; dot++) {
    if (!isEnding(lexemes, dot)) continue;
    let end = dot + 2;
    while (isEnding(lexemes, end)) end += 2;
    return end;
  }
  return PROVIDERS.has(textAt(lexemes, index)) && !/^(me|live|mail|sky|proton)$/.test(textAt(lexemes, index))
    ? index + 1
    : undefined;
}

function localStart(lexemes: readonly Lexeme[], at: number): number {
  let start = at;
  while (start > 0 && at - start < LONGEST_LOCAL) {
    const before = lexemes[start - 1];
    if (before === undefined || before.after === ".") break;
    const glued =
      lexemes[start]?.joined === true || /^(dot|underscore|dash|hyphen)$/.test(textAt(lexemes, start));
    const bound = STOPS.has(before.text) && !glued;
    if (bound) break;
    start -= 1;
  }
  return start;
}

/** "underscore" and "dot" inside a handle, with what they join. */
function handleAt(lexemes: readonly Lexeme[], index: number): { start: number; end: number } | undefined {
  if (textAt(lexemes, index) !== "underscore") return undefined;
  let end = Math.min(lexemes.length, index + 2);
  while (/^(underscore|dot|dash|hyphen)$/.test(textAt(lexemes, end))) end = Math.min(lexemes.length, end + 2);
  while (/^\d+$/.test(textAt(lexemes, end)) || NUMBER_WORDS.has(textAt(lexemes, end))) end += 1;
  return { start: localStart(lexemes, index), end };
}

/** After these, a name of an account follows. */
const LOGIN_CUES = ["log in as", "log me in as", "sign in as", "sign me in as", "logged in as"];
const HANDLE_CUES = [/^(username|handle|login|userid|gamertag|nickname)$/, /^(is|as|name|id)$/];

function cuedHandle(lexemes: readonly Lexeme[], index: number): { start: number; end: number } | undefined {
  const login = phraseLengthAt(lexemes, index, LOGIN_CUES);
  if (login > 0 && index + login < lexemes.length)
    return { start: index + login, end: clauseEnd(lexemes, index + login) };
  const named = HANDLE_CUES[0]?.test(textAt(lexemes, index)) === true;
  const social =
    /^(instagram|twitter|snapchat|tiktok|skype|discord|telegram|paypal|venmo|email|facebook|steam)$/.test(
      textAt(lexemes, index),
    ) && /^(my|his|her|their|the|our)$/.test(textAt(lexemes, index - 1));
  if (!named && !social) return undefined;
  let start = index + 1;
  while (/^(address|name|handle|username|account|id)$/.test(textAt(lexemes, start))) start += 1;
  if (!/^(is|as)$/.test(textAt(lexemes, start))) return undefined;
  const next = textAt(lexemes, start + 1);
  if (
    next === "" ||
    /^(not|full|down|open|up|broken|wrong|hacked|the|a|slow|on|off|working|down)$/.test(next)
  )
    return undefined;
  let end = start + 1;
  while (end < lexemes.length && lexemes[end]?.after === "") end += 1;
  return { start: start + 1, end: Math.min(lexemes.length, end + 1) };
}

/** E-mail addresses and names of accounts, printed or spoken. */
export const emailFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    lexemes.forEach((lexeme, i) => {
      const sign = lexeme.text === "at" && textAt(lexemes, i + 1) === "sign" ? i + 2 : i + 1;
      const end = lexeme.text === "at" ? domainEnd(lexemes, sign) : undefined;
      if (end !== undefined) {
        findings.push(findingOf(lexemes, { start: localStart(lexemes, i), end }, "EMAIL", "grammar", 1));
      } else if (lexeme.kind === "symbol" && lexeme.text === "at" && i + 1 < lexemes.length) {
        findings.push(findingOf(lexemes, { start: i, end: i + 2 }, "EMAIL", "grammar", 1));
      }
      const dotted =
        lexeme.text === "dot" && isFirstName(textAt(lexemes, i - 1)) && isFirstName(textAt(lexemes, i + 1));
      const handle = dotted ? { start: i - 1, end: i + 2 } : (handleAt(lexemes, i) ?? cuedHandle(lexemes, i));
      if (handle !== undefined) findings.push(findingOf(lexemes, handle, "EMAIL", "grammar", 1));
    });
    return findings;
  },
};
