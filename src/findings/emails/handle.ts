import type { Lexeme } from "../lexeme.js";
import { ACRONYMS } from "../lexicon/letters.js";
import { NOBODY } from "../lexicon/names.js";
import { NUMBER_WORDS } from "../number-words.js";
import { pieceAt } from "../numbers/number-piece.js";
import { clauseEnd, type LexemeSpan, phraseLengthAt, sentenceEnd, textAt } from "../span.js";
import { connectorLength, underscoreLength } from "./connectors.js";
import { localStart } from "./local-part.js";

/** "underscore" inside a handle, with what it joins. */
function joinedHandle(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const length = underscoreLength(lexemes, index);
  if (length === 0) return undefined;
  let end = Math.min(lexemes.length, index + length + 1);
  for (;;) {
    const next = connectorLength(lexemes, end);
    if (next > 0) end = Math.min(lexemes.length, end + next + 1);
    else if (/^\d+$/.test(textAt(lexemes, end)) || NUMBER_WORDS.has(textAt(lexemes, end))) end += 1;
    else return { start: localStart(lexemes, index), end };
  }
}

/** After these, a name of an account follows. */
const LOGIN_CUES = ["log in as", "log me in as", "sign in as", "sign me in as", "logged in as", "login as"];
const NAMED = /^(username|usernames|handle|login|userid|gamertag|nickname)$/;
const SOCIAL =
  /^(instagram|insta|twitter|snapchat|tiktok|skype|discord|telegram|paypal|venmo|email|facebook|steam|twitch|youtube|reddit|whatsapp|threads|mastodon|playstation|xbox|psn)$/;
const OWNERS = /^(my|his|her|their|the|our|your)$/;
const SAID_OF_IT =
  /^(not|full|down|open|up|broken|wrong|hacked|the|a|slow|on|off|working|blocked|locked|taken)$/;

/** "my instagram is at blue fox", "username, blue fox". */
function cuedHandle(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const login = phraseLengthAt(lexemes, index, LOGIN_CUES);
  if (login > 0 && index + login < lexemes.length)
    return { start: index + login, end: clauseEnd(lexemes, index + login) };
  const named = NAMED.test(textAt(lexemes, index));
  const social = SOCIAL.test(textAt(lexemes, index)) && OWNERS.test(textAt(lexemes, index - 1));
  if (!named && !social) return undefined;
  let start = index + 1;
  while (/^(address|name|handle|username|account|id|tag)$/.test(textAt(lexemes, start))) start += 1;
  if (!/^(is|as)$/.test(textAt(lexemes, start))) return undefined;
  const next = textAt(lexemes, start + 1);
  const called = named && next === "the" && !/^(same|one|problem|issue)$/.test(textAt(lexemes, start + 2));
  if (next === "" || (SAID_OF_IT.test(next) && !called)) return undefined;
  return { start: start + 1, end: trimmedEnd(lexemes, start + 2, sentenceEnd(lexemes, start + 1)) };
}

/** A handle ends before what is asked next. */
function trimmedEnd(lexemes: readonly Lexeme[], from: number, limit: number): number {
  let end = from;
  while (end < limit && !/^(and|please|but|so|if|on|for|thanks)$/.test(textAt(lexemes, end))) end += 1;
  return end;
}

/** "follow isla ninety five": a name with a number behind it is an account's. */
function numberedName(lexemes: readonly Lexeme[], start: number): LexemeSpan | undefined {
  for (let at = start + 1; at <= start + 3; at++) {
    const number = pieceAt(lexemes, at);
    if (number !== undefined) return number.digits.length >= 2 ? { start, end: number.end } : undefined;
    if (lexemes[at]?.kind !== "word" || /^(up|on|in|for|at|to|the)$/.test(textAt(lexemes, at)))
      return undefined;
  }
  return undefined;
}

/** "follow the real ingrid on twitter". */
function followed(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (!/^(follow|unfollow|add|message|dm|find|tag|block)$/.test(textAt(lexemes, index))) return undefined;
  const limit = Math.min(sentenceEnd(lexemes, index), index + 8);
  const numbered = /^(follow|unfollow)$/.test(textAt(lexemes, index))
    ? numberedName(lexemes, index + 1)
    : undefined;
  if (numbered !== undefined) return numbered;
  for (let on = index + 2; on < limit; on++) {
    if (textAt(lexemes, on) !== "on" || !SOCIAL.test(textAt(lexemes, on + 1))) continue;
    const words = lexemes.slice(index + 1, on);
    const brand = words.some(
      (l) =>
        NOBODY.has(l.text) ||
        ACRONYMS.has(l.text) ||
        /^(news|me|him|her|them|it|this|that|us|more|people|someone)$/.test(l.text),
    );
    return brand ? undefined : { start: index + 1, end: on };
  }
  return undefined;
}

/** A name of an account that starts or is cued at `index`. */
export function handleAt(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  return joinedHandle(lexemes, index) ?? cuedHandle(lexemes, index) ?? followed(lexemes, index);
}
