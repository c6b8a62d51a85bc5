import type { Token } from "../../src/transcript/transcript.js";

/** Tokens as printed; the same text gets the same id. */
export function tokensOf(texts: readonly string[], probability = 0.95): readonly Token[] {
  const ids = new Map<string, number>();
  return texts.map((text) => {
    const id = ids.get(text) ?? 100 + ids.size;
    ids.set(text, id);
    return { id, text, probability, capital: 0 };
  });
}

/** A vocabulary file: for each piece its length (two bytes from 128 on) and its bytes. */
export function vocabularyOf(pieces: readonly (string | Uint8Array)[]): Uint8Array {
  const bytes: number[] = [];
  for (const piece of pieces) {
    const content = typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
    if (content.length < 128) bytes.push(content.length);
    else bytes.push(128 | (content.length & 127), content.length >> 7);
    bytes.push(...content);
  }
  return Uint8Array.from(bytes);
}
