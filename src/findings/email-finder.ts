import type { Transcript } from "../transcript/transcript.js";
import { isDot } from "./emails/connectors.js";
import { domainEnd, isMailHouse } from "./emails/domain.js";
import { handleAt } from "./emails/handle.js";
import { localStart } from "./emails/local-part.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isFirstName } from "./lexicon/known-words.js";
import { findingOf, type LexemeSpan, textAt } from "./span.js";

/** "maria lopez at gmail dot com", and the bare sign: "@bluefox". */
function addressAt(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const lexeme = lexemes[index];
  if (lexeme?.text !== "at") return undefined;
  const domain = textAt(lexemes, index + 1) === "sign" ? index + 2 : index + 1;
  const end = domainEnd(lexemes, domain);
  const start = localStart(lexemes, index);
  // "look at apple dot com" is a place of the web, nobody's address.
  if (end !== undefined && (start < index || lexeme.kind === "symbol")) return { start, end };
  const sign = lexeme.kind === "symbol" && index + 1 < lexemes.length;
  return sign ? { start: index, end: index + 2 } : undefined;
}

/** "maria dot lopez and gmail dot com": the at misheard or lost, the house of mail known. */
function withoutAt(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (!isMailHouse(lexemes, index) || !isDot(lexemes, index + 1)) return undefined;
  const lost = /^(and|that|it|but|had|app|ad|add)$/.test(textAt(lexemes, index - 1)) ? index - 1 : index;
  const start = localStart(lexemes, lost);
  const visits = /^(open|go|visit|load|check|launch|close|www|show|browse)$/.test(textAt(lexemes, lost - 1));
  const end = domainEnd(lexemes, index);
  return start < lost && !visits && end !== undefined ? { start, end } : undefined;
}

/** "maria dot lopez": two first names with a dot between them. */
function dottedName(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (textAt(lexemes, index) !== "dot") return undefined;
  const names = isFirstName(textAt(lexemes, index - 1)) && isFirstName(textAt(lexemes, index + 1));
  return names ? { start: index - 1, end: index + 2 } : undefined;
}

/** E-mail addresses and names of accounts, printed or spoken. */
export const emailFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    lexemes.forEach((_, i) => {
      const spans = [
        addressAt(lexemes, i) ?? withoutAt(lexemes, i),
        dottedName(lexemes, i) ?? handleAt(lexemes, i),
      ];
      for (const span of spans) {
        if (span !== undefined) findings.push(findingOf(lexemes, span, "EMAIL", "grammar", 1));
      }
    });
    return findings;
  },
};
