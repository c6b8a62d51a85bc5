import type { Lexeme } from "./lexeme.js";
import { textAt } from "./span.js";

const OPENERS = /^(play|listen|shuffle|queue|stream|watch|hear|rewatch|replay|resume|sing|skip|pause)$/;
const PREAMBLE =
  /^(please|can|could|would|will|you|i|i'd|want|to|wanna|like|hey|ok|okay|alexa|siri|google|computer|jarvis|cortana|olly|ollie|oli|the|me|us|let's|lets|now|just|start|go|ahead|and|some|love|need|us|put|on|turn|open|begin|continue)$/;
const MEDIA_NOUNS =
  /^(song|songs|music|album|albums|track|tracks|playlist|playlists|podcast|podcasts|audiobook|audiobooks|audio|movie|movies|film|films|lyrics|singer|band|artist|soundtrack|symphony|concerto|opera|radio|novel|episode|episodes|season|show|series|trailer|tune|tunes|remix|cover|concert|jazz|rock|pop|rap|book|game|genre|trivia|recipe|recipes|chapter|chapters|audible)$/;

/**
 * True when the sentence asks for music, films or books, so that its names are artists' and titles'.
 * Only the words that open the request count: "remind Ada to play chess" is none.
 */
export function isMediaRequest(lexemes: readonly Lexeme[], from = 0, to = lexemes.length): boolean {
  for (let i = from; i < to; i++) {
    const text = textAt(lexemes, i);
    if (OPENERS.test(text)) return textAt(lexemes, i + 1) !== "with";
    if (!PREAMBLE.test(text)) break;
  }
  return false;
}

const TRADE_NOUNS =
  /^(stock|stocks|share|shares|shareholder|exchange|currency|trading|nasdaq|complaint|complain|tweet|tweets|retweet|headline|headlines|newspaper|timezone)$/;

/** True when the sentence asks for prices, markets, newspapers or a firm's ear: its names are firms'. */
export function mentionsTrade(lexemes: readonly Lexeme[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (TRADE_NOUNS.test(textAt(lexemes, i))) return true;
  return false;
}

/** True when a word of music, films or books stands in the sentence, so that a capital may be a title's. */
export function mentionsMedia(lexemes: readonly Lexeme[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (MEDIA_NOUNS.test(textAt(lexemes, i))) return true;
    if (textAt(lexemes, i) === "left" && textAt(lexemes, i + 1) === "off") return true;
  }
  return false;
}
