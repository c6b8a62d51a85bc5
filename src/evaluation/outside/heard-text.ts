import { soundKey } from "./sound-key.js";
import { spokenNumberAt } from "./spoken-number.js";

/** A text as a listener who looks for something in it takes it apart. */
export interface HeardText {
  /** Lower case, without the numbers. */
  readonly words: readonly string[];
  /** Sound keys of the words, and of each two neighbours as one word. */
  readonly keys: ReadonlySet<string>;
  /** Each number by itself. */
  readonly numbers: readonly string[];
  /** All digits one after the other, whatever stands between. */
  readonly digits: string;
  /** Spelled letters and digits in a row, a space where a word stands between. */
  readonly spelled: string;
}

/** Letters that were written without points or hyphens. */
const CAPITALS = /^[A-Z]{2,6}$/;

/** Words, numbers and single letters, in the order in which they stand. "BT96AF" is two letters, a number, two letters. */
function piecesOf(text: string): readonly string[] {
  const marks = text.replace(/(?<=\d),(?=\d{3}\b)/g, "").replace(/['’](s\b)?/g, "");
  const rough = marks.match(/\d+(?:st|nd|rd|th)\b|\d+|\p{L}+/gu) ?? [];
  return rough.flatMap((piece) =>
    CAPITALS.test(piece) ? [...piece.toLowerCase()] : [piece.toLowerCase().normalize("NFC")],
  );
}

/** "double u" is w, "double l" is two of them; "m as in mike" is m. As letters, and where they end. */
function lettersAt(
  pieces: readonly string[],
  at: number,
): { readonly letters: string; readonly next: number } | undefined {
  const piece = pieces[at] ?? "";
  const after = pieces[at + 1] ?? "";
  if ((piece === "double" || piece === "dubble") && /^[a-z]$/.test(after)) {
    return { letters: after === "u" ? "w" : after.repeat(2), next: at + 2 };
  }
  if (!/^[a-z]$/.test(piece)) return undefined;
  if (after === "as" && pieces[at + 2] === "in") return { letters: piece, next: at + 4 };
  if (after === "for" && pieces[at + 2]?.startsWith(piece)) return { letters: piece, next: at + 3 };
  return { letters: piece, next: at + 1 };
}

export function heardText(text: string): HeardText {
  const pieces = piecesOf(text);
  const words: string[] = [];
  const numbers: string[] = [];
  let spelled = "";
  for (let at = 0; at < pieces.length; ) {
    const piece = pieces[at] ?? "";
    const number = spokenNumberAt(pieces, at);
    // An o between digits is a nought.
    const isNought = piece === "o" && /\d$/.test(spelled);
    const letters = number || isNought ? undefined : lettersAt(pieces, at);
    if (number) numbers.push(number.digits);
    else if (isNought) numbers.push("0");
    else if (!letters) words.push(piece);
    spelled += number?.digits ?? (isNought ? "0" : (letters?.letters ?? " "));
    at = number?.next ?? letters?.next ?? at + 1;
  }
  const joined = words.map((word, i) => word + (words[i + 1] ?? ""));
  return {
    words,
    keys: new Set([...words, ...joined].map(soundKey)),
    numbers,
    digits: numbers.join(""),
    spelled: spelled.replace(/ +/g, " ").trim(),
  };
}
