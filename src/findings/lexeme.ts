import type { Transcript, Word } from "../transcript/transcript.js";

/**
 * The smallest thing a rule looks at. One printed word may hold several ("P-a-u-l-a", "bt96af", "3:15");
 * each knows its printed word, because times and cuts belong to printed words.
 */
export interface Lexeme {
  readonly kind: "word" | "letter" | "digits" | "time" | "amount" | "symbol";
  /** Lower case, without punctuation and possessive; digits without separators; `at`, `dot`… for symbols. */
  readonly text: string;
  /** Index of the printed word in the transcript. */
  readonly word: number;
  /** Printed with a capital first letter. */
  readonly capital: boolean;
  /** Printed in capitals throughout, two letters or more: "BBC". */
  readonly shouted: boolean;
  /** "'s" was cut off. */
  readonly possessive: boolean;
  /** A sentence starts here: nothing before, or an end of sentence. */
  readonly opens: boolean;
  /** What the recogniser printed right after. */
  readonly after: "" | "," | ".";
  /** Part of a hyphenated or dotted printed word with the one before. */
  readonly joined: boolean;
  readonly probability: number;
}

const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["@", "at"],
  [".", "dot"],
  ["_", "underscore"],
  ["#", "hash"],
  ["+", "plus"],
  ["%", "percent"],
  ["$", "dollars"],
  ["£", "pounds"],
  ["€", "euros"],
  ["&", "and"],
  ["/", "slash"],
  ["*", "star"],
  ["=", "equals"],
  ["°", "degrees"],
]);

/** Printed in one word by the recogniser, one word to us. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ["e-mail", "email"],
  ["e-mails", "emails"],
  ["wi-fi", "wifi"],
  ["a.m", "am"],
  ["p.m", "pm"],
  ["tv", "tv"],
  ["t.v", "tv"],
  ["u.s", "us"],
  ["u.k", "uk"],
  ["u.s.a", "usa"],
  ["x-ray", "xray"],
  ["to-do", "todo"],
  ["t-shirt", "tshirt"],
  ["facetime", "facetime"],
]);

interface Piece {
  readonly kind: Lexeme["kind"];
  readonly text: string;
  readonly printed: string;
  readonly possessive: boolean;
}

const PIECE =
  /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+:\d{2}|\d+(?:st|nd|rd|th)\b|\d+\.\d{1,2}(?![.\d])|\d+|[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|[@._#+%$£€&/*=°]/gu;

/** The lists of names carry no accents, so what is looked up carries none. */
function withoutAccents(text: string): string {
  return text
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .replace(/[đð]/g, "d")
    .replace(/ß/g, "ss")
    .replace(/æ/g, "ae")
    .replace(/þ/g, "th")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
}

function wordPiece(printed: string): Piece {
  const lower = withoutAccents(printed.toLowerCase());
  const possessive =
    /'s?$/.test(lower) && !/^(?:it|that|what|where|who|how|let|there|here|he|she|when)'s$/.test(lower);
  const text = possessive ? lower.replace(/'s?$/, "") : lower;
  return { kind: text.length === 1 ? "letter" : "word", text, printed, possessive };
}

function pieceOf(match: string): Piece {
  const base = { text: match, printed: match, possessive: false };
  if (/^\d{1,3}(,\d{3})+|^\d+\.\d+$/.test(match))
    return { ...base, kind: "amount", text: match.replace(/,/g, "") };
  if (/^\d+:\d{2}$/.test(match)) return { ...base, kind: "time", text: match.replace(":", "") };
  if (/^\d+[a-z]+$/.test(match)) return { ...base, kind: "word" };
  if (/^\d+$/.test(match)) return { ...base, kind: "digits" };
  const symbol = SYMBOLS.get(match);
  if (symbol !== undefined) return { ...base, kind: "symbol", text: symbol };
  return wordPiece(match);
}

function piecesOf(core: string): readonly Piece[] {
  const whole = WHOLE.get(core.toLowerCase());
  if (whole !== undefined) return [{ kind: "word", text: whole, printed: core, possessive: false }];
  if (/^(?:\p{L}\.)+\p{L}?$/u.test(core))
    return [...core.replace(/\./g, "")].map((letter) => wordPiece(letter));
  return (core.match(PIECE) ?? []).map(pieceOf);
}

/** An ending full stop after a single letter ("J. o. n.") or a title is no end of a sentence. */
function endsSentence(printed: string): boolean {
  if (/[?!;:]["']?$/.test(printed)) return true;
  return (
    /\.["']?$/.test(printed) &&
    !/^(?:\p{L}|dr|mr|mrs|ms|st|jr|sr|ave|rd)\.$/iu.test(printed) &&
    !/^[ap]\.m\.$/i.test(printed)
  );
}

function lexemesOf(word: Word, index: number, opens: boolean): Lexeme[] {
  const straight = word.text.replace(/[’‘`]/g, "'").replace(/[–—]/g, "-").trim();
  const after = endsSentence(straight) ? "." : /[,-]["']?$/.test(straight) ? "," : "";
  const core = straight.replace(/^["'([-]+|["')\]\-.,?!;:…]+$/gu, "");
  const pieces = piecesOf(core.length > 0 ? core : straight);
  return pieces.map((piece, i) => ({
    kind: piece.kind,
    text: piece.text,
    word: index,
    capital: /^\p{Lu}/u.test(piece.printed),
    shouted: /^\p{Lu}{2,}$/u.test(piece.printed),
    possessive: piece.possessive,
    opens: opens && i === 0,
    after: i === pieces.length - 1 ? after : "",
    joined: i > 0,
    probability: word.probability,
  }));
}

/** The transcript as lexemes, in order. A printed word without letters and digits gives none. */
export function lexemesFrom(transcript: Transcript): readonly Lexeme[] {
  const out: Lexeme[] = [];
  let opens = true;
  transcript.words.forEach((word, index) => {
    const lexemes = lexemesOf(word, index, opens);
    out.push(...lexemes);
    const last = lexemes.at(-1);
    if (last !== undefined) opens = last.after === ".";
  });
  return out;
}
