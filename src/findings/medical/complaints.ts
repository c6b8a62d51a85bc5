import type { Lexeme } from "../lexeme.js";
import { AILMENTS, BODY, DISEASES, NOT_DISEASES, SIGNS, UNWELL } from "../lexicon/body.js";
import { COMPLAINTS } from "../lexicon/medical.js";
import { isOrdinal, NUMBER_WORDS } from "../number-words.js";
import { type LexemeSpan, readsAt, textAt } from "../span.js";

/** "a swollen ankle", "blurred vision", "chest pain", "my left knee is sore", "pain in my chest". */
export function complaintAt(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  return (
    unwellPart(lexemes, index) ?? sign(lexemes, index) ?? hurting(lexemes, index) ?? disease(lexemes, index)
  );
}

function unwellPart(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const text = textAt(lexemes, index);
  const next = textAt(lexemes, index + 1);
  if (UNWELL.test(text) && (BODY.test(next) || /^(vision|eyesight|breathing)$/.test(next)))
    return { start: index, end: index + 2 };
  if (
    readsAt(lexemes, index, "high temperature") &&
    /^(have|has|had|got|running)$/.test(textAt(lexemes, index - 2))
  )
    return { start: index, end: index + 2 };
  if (readsAt(lexemes, index, "short of breath")) return { start: index, end: index + 3 };
  return BODY.test(text) && AILMENTS.test(next) ? { start: index, end: index + 2 } : undefined;
}

/** "a lump in my left breast". */
function sign(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (
    !SIGNS.test(textAt(lexemes, index)) ||
    !/^(in|on|under|around|behind)$/.test(textAt(lexemes, index + 1))
  )
    return undefined;
  for (let at = index + 3; at <= index + 5; at++) {
    if (BODY.test(textAt(lexemes, at))) return { start: index, end: at + 1 };
  }
  return undefined;
}

/** "my knee hurts", "my eyes are really itchy". */
function hurting(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (textAt(lexemes, index) !== "my") return undefined;
  for (let i = index + 2; i <= index + 5; i++) {
    if (/^(is|are|been|really|still|so|has|always|feels?|very|left|right)$/.test(textAt(lexemes, i)))
      continue;
    const part = lexemes.slice(index + 1, i).some((l) => BODY.test(l.text));
    // Phones are infected and tyres burn; bodies alone are sore.
    if (/^(infected|bleeding|numb|burns|throbbing)$/.test(textAt(lexemes, i)) && !part) continue;
    if (COMPLAINTS.test(textAt(lexemes, i))) return { start: index + 1, end: i + 1 };
  }
  return undefined;
}

/** "crunch disease": what is before it may be misheard. */
function disease(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const text = textAt(lexemes, index);
  const before = textAt(lexemes, index - 1);
  if (!DISEASES.test(text) || text === "temperature" || index === 0) return undefined;
  if (NOT_DISEASES.test(before) || NUMBER_WORDS.has(before) || isOrdinal(before)) return undefined;
  return { start: index - 1, end: index + 1 };
}
