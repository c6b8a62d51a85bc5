/** A word of more pieces is no word; what follows is left out. */
const MOST_PIECES = 24;
const UNKNOWN = "[UNK]";

/**
 * Printed words to the word pieces of an uncased BERT vocabulary: small letters without accents, marks by themselves,
 * and the longest known piece first. Every digit reads as 0, since a number is as personal whatever its digits are.
 * Source of the method: WordPiece, as in BERT.
 */
export class WordPieces {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #unknown: number;

  /** @param vocabulary pieces by id; a leading "##" marks one that goes on a word */
  constructor(vocabulary: readonly string[]) {
    this.#ids = new Map(vocabulary.map((piece, id) => [piece, id]));
    this.#unknown = this.#ids.get(UNKNOWN) ?? 0;
  }

  /** Ids of the pieces of one printed word, at least one and at most 24. */
  of(word: string): readonly number[] {
    const ids = plainParts(word).flatMap((part) => this.#piecesOf(part));
    return ids.length === 0 ? [this.#unknown] : ids.slice(0, MOST_PIECES);
  }

  #piecesOf(part: string): readonly number[] {
    const ids: number[] = [];
    let at = 0;
    while (at < part.length) {
      const found = this.#longest(part, at);
      if (found === undefined) return [this.#unknown];
      ids.push(found.id);
      at = found.end;
    }
    return ids;
  }

  #longest(part: string, at: number): { readonly id: number; readonly end: number } | undefined {
    for (let end = part.length; end > at; end--) {
      const id = this.#ids.get(`${at === 0 ? "" : "##"}${part.slice(at, end)}`);
      if (id !== undefined) return { id, end };
    }
    return undefined;
  }
}

/** Runs of letters and digits, and marks one by one; what only ends or opens a word is left out. */
export function plainParts(word: string): readonly string[] {
  const plain = word
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/\d/g, "0")
    .replace(/[’‘`]/g, "'")
    .replace(/[–—]/g, "-")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  return plain.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}
