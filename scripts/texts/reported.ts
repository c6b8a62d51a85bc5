import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readMarked } from "../voices/marked-text.js";

const rowSchema = z.object({
  text: z.string(),
  text_source: z.string().optional(),
  entities: z.array(z.object({ word_start: z.number(), word_end: z.number() })),
});

/** From so many words outside of its values on, a sentence is one of its own and not a way to speak. */
const OWN_SENTENCE = 6;

/** The sentences that figures are reported on, so that no text to train on is one of them. */
export interface Reported {
  /** Whether the text itself is spoken there, or its sentence with other values. */
  holds(marked: string): boolean;
  /** Whether a source ("slurp:17082") is. */
  holdsSource(source: string): boolean;
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[^a-z']/g, "");
}

/** Words with each value as one sign; and how many words are outside of values. */
function frameOf(
  words: readonly string[],
  spans: ReadonlyArray<readonly [start: number, end: number]>,
): { readonly key: string; readonly outside: number } {
  const parts: string[] = [];
  let outside = 0;
  words.forEach((word, index) => {
    const span = spans.find(([start, end]) => index >= start && index < end);
    if (span === undefined) {
      parts.push(bare(word));
      outside++;
    } else if (span[0] === index) parts.push("*");
  });
  return { key: parts.join(" "), outside };
}

/** Nothing is reported where the manifest is not. */
export function reportedTexts(data: string): Reported {
  const texts = new Set<string>();
  const frames = new Set<string>();
  const sources = new Set<string>();
  const manifest = join(data, "manifests", "pii-spoken-dev.jsonl");
  const rows = existsSync(manifest) ? readFileSync(manifest, "utf8").split("\n") : [];
  for (const row of rows.filter((line) => line !== "")) {
    const { text, text_source, entities } = rowSchema.parse(JSON.parse(row));
    const words = text.split(/\s+/);
    texts.add(words.map(bare).join(" "));
    if (text_source !== undefined) sources.add(text_source);
    const { key, outside } = frameOf(
      words,
      entities.map(({ word_start, word_end }) => [word_start, word_end]),
    );
    if (outside >= OWN_SENTENCE) frames.add(key);
  }
  return {
    holds(marked) {
      const { spoken, entities } = readMarked(marked);
      const words = spoken.split(/\s+/);
      if (texts.has(words.map(bare).join(" "))) return true;
      const spans = entities.map(({ wordStart, wordEnd }): [number, number] => [wordStart, wordEnd]);
      return frames.has(frameOf(words, spans).key);
    },
    holdsSource: (source) => sources.has(source),
  };
}
