import { SottoError } from "../domain/errors.js";

/** The recogniser's own marks; nothing of them is printed. */
export const START_TOKEN = 1;
export const END_TOKEN = 2;

const FIRST_SPECIAL = 32_000;
const WORD_MARK = "\u2581";
const OPENING_CAPITAL = /^ \p{Lu}/u;
const BYTE_PIECE = /^<0x([0-9A-Fa-f]{2})>$/;
/** One piece of the vocabulary is at most 48 bytes; a longer text than this is no wake word. */
const LONGEST_TEXT = 200;

/** One token as bytes on the page; `special` ones print nothing. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly special: boolean;
}

/**
 * Ids to text and back, from `tokenizer.bin`: for each id a length byte (128 and up: its low 7 bits
 * plus the next byte << 7) and that many bytes. U+2581 stands for the space before a word.
 */
export class Tokenizer {
  readonly #pieces: readonly Piece[];
  readonly #ids: ReadonlyMap<string, number>;

  private constructor(pieces: readonly Piece[], ids: ReadonlyMap<string, number>) {
    this.#pieces = pieces;
    this.#ids = ids;
  }

  /** @throws SottoError MODEL_FAILED when the bytes are no vocabulary. */
  static parse(file: Uint8Array): Tokenizer {
    const pieces: Piece[] = [];
    const ids = new Map<string, number>();
    let at = 0;
    while (at < file.length) {
      let length = file[at++] ?? 0;
      if (length >= 128) length = (length & 127) | ((file[at++] ?? 0) << 7);
      if (at + length > file.length) throw new SottoError("MODEL_FAILED", "the vocabulary ends in mid-piece");
      const bytes = file.subarray(at, at + length);
      at += length;
      const id = pieces.length;
      const text = utf8(bytes);
      // A single character stands in the table twice, as a byte and as itself; the later one is what
      // the recogniser was trained to write, so the later one wins.
      if (text !== undefined) ids.set(text, id);
      pieces.push({ bytes: printed(bytes, text), special: isSpecial(id, text) });
    }
    if (pieces.length <= END_TOKEN) throw new SottoError("MODEL_FAILED", "the vocabulary is empty");
    return new Tokenizer(pieces, ids);
  }

  /** A 1 for each id that begins a word with a capital letter. */
  get capitals(): Uint8Array {
    const decoder = new TextDecoder();
    return Uint8Array.from(this.#pieces, ({ bytes }) =>
      OPENING_CAPITAL.test(decoder.decode(bytes)) ? 1 : 0,
    );
  }

  /** How many ids there are. */
  get size(): number {
    return this.#pieces.length;
  }

  /**
   * What each id prints, a leading space marking the start of a word. A character spread over several
   * byte tokens is printed by the last of them; bytes that make no character print U+FFFD.
   */
  print(ids: readonly number[]): readonly string[] {
    const texts: string[] = ids.map(() => "");
    let open: number[] = [];
    ids.forEach((id, index) => {
      const piece = this.#pieces[id];
      if (piece === undefined) throw new SottoError("MODEL_FAILED", `no such token: ${id}`);
      if (piece.special) return;
      open.push(...piece.bytes);
      const whole = wholeCharacters(open);
      if (whole === 0 && index + 1 < ids.length) return;
      const end = index + 1 === ids.length ? open.length : whole;
      texts[index] = new TextDecoder().decode(Uint8Array.from(open.slice(0, end)));
      open = open.slice(end);
    });
    return texts;
  }

  /**
   * Text to ids as the recogniser would write it: pairs are joined in the order in which the
   * vocabulary was learned, which is the order of its ids (byte-pair encoding, as in Llama).
   * A leading space starts a word. A character that the vocabulary lacks becomes byte tokens.
   */
  encode(text: string): readonly number[] {
    if (text.length > LONGEST_TEXT) throw new SottoError("INTERNAL", "text too long to encode");
    const parts = [...text.replaceAll(" ", WORD_MARK)];
    for (;;) {
      const at = this.#firstMerge(parts);
      if (at === undefined) break;
      parts.splice(at, 2, `${parts[at]}${parts[at + 1]}`);
    }
    return parts.flatMap((part) => this.#idsOf(part));
  }

  #firstMerge(parts: readonly string[]): number | undefined {
    let best: number | undefined;
    let bestId = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < parts.length; i++) {
      const id = this.#ids.get(`${parts[i]}${parts[i + 1]}`);
      if (id !== undefined && id < bestId) {
        bestId = id;
        best = i;
      }
    }
    return best;
  }

  #idsOf(part: string): readonly number[] {
    const id = this.#ids.get(part);
    if (id !== undefined) return [id];
    return [...new TextEncoder().encode(part)].map(
      (byte) => this.#ids.get(byteName(byte)) ?? END_TOKEN + 1 + byte,
    );
  }
}

function isSpecial(id: number, text: string | undefined): boolean {
  return id <= END_TOKEN || (id >= FIRST_SPECIAL && text !== undefined && text.startsWith("<<"));
}

function printed(bytes: Uint8Array, text: string | undefined): Uint8Array {
  if (text === undefined) return bytes;
  const byte = BYTE_PIECE.exec(text)?.[1];
  if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
  return new TextEncoder().encode(text.replaceAll(WORD_MARK, " "));
}

function byteName(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}

/** Undefined for a piece that is only part of a character. */
function utf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder("utf-8", { fatal: false }).decode(bytes);
  return text.includes("\uFFFD") ? undefined : text;
}

/** How many of the bytes at the front end on the border of a character. */
function wholeCharacters(bytes: readonly number[]): number {
  // A character begins with any byte but 10xxxxxx, and says its own length.
  for (let start = bytes.length - 1; start >= Math.max(0, bytes.length - 4); start--) {
    const byte = bytes[start] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 1;
    return start + length <= bytes.length ? bytes.length : start;
  }
  return bytes.length;
}
