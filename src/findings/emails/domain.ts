import type { Lexeme } from "../lexeme.js";
import { textAt } from "../span.js";
import { isDot } from "./connectors.js";

/** Houses that carry people's mail. */
const MAIL_HOUSES: ReadonlySet<string> = new Set(
  (
    "gmail googlemail hotmail outlook yahoo icloud aol protonmail proton fastmail live msn gmx yandex zoho mail me " +
    "btinternet comcast verizon att sky virginmedia talktalk ymail rocketmail tutanota hushmail"
  ).split(" "),
);
/** Of those, the ones that are words too: alone they prove nothing. */
const WORDS_TOO = /^(me|live|mail|sky|proton|outlook)$/;
/** Endings, with what the recogniser makes of "com" and "co". */
const ENDINGS: ReadonlySet<string> = new Set(
  (
    "com org net edu gov uk co us io de fr eu info biz me tv ca au nz ie in it es nl ch at be app dev ai mil " +
    "come calm cop coe code comm con column comb complies"
  ).split(" "),
);
/** Words of a domain before its dot. */
const LONGEST_NAME = 5;
const SOON = 3;

export function isMailHouse(lexemes: readonly Lexeme[], index: number): boolean {
  const text = textAt(lexemes, index);
  return MAIL_HOUSES.has(text) && !WORDS_TOO.test(text);
}

function isEnding(lexemes: readonly Lexeme[], dot: number): boolean {
  return isDot(lexemes, dot) && ENDINGS.has(textAt(lexemes, dot + 1));
}

/** On over every further "dot something": "dot co dot u k", "dot code dot yuke". */
function tailEnd(lexemes: readonly Lexeme[], from: number): number {
  let end = from;
  while (isDot(lexemes, end) && lexemes[end + 1] !== undefined) end += 2;
  const spelled = textAt(lexemes, end - 1) === "u" && textAt(lexemes, end) === "k";
  return spelled ? end + 1 : end;
}

/** The end of a domain that starts at `index`, or undefined: "gmail dot com", "mail dot co dot uk", "gmail". */
export function domainEnd(lexemes: readonly Lexeme[], index: number): number | undefined {
  for (let dot = index + 1; dot <= index + LONGEST_NAME; dot++) {
    if (lexemes[dot - 1]?.after === ".") break;
    // Behind a house that is known, whatever follows its dot is its ending.
    const known =
      isDot(lexemes, dot) && MAIL_HOUSES.has(textAt(lexemes, dot - 1)) && lexemes[dot + 1] !== undefined;
    if (/^dot(com|net|org|co)$/.test(textAt(lexemes, dot))) return dot + 1;
    // A dot so soon behind an at is an address's, whatever its ending was misheard for.
    const soon = dot <= index + SOON && textAt(lexemes, dot) === "dot" && lexemes[dot + 1] !== undefined;
    if (known || soon || isEnding(lexemes, dot)) return tailEnd(lexemes, dot);
  }
  return isMailHouse(lexemes, index) ? index + 1 : undefined;
}
