import { appendFile, readFile } from "node:fs/promises";
import { z } from "zod";
import type { Doubt, Transcript } from "../../src/transcript/transcript.js";

const DOUBTS = ["guessing", "looping", "too-fast", "low-probability", "low-snr", "no-words"] as const;

const heardSchema = z.object({
  name: z.string(),
  /** What was said, marked as `readMarked` reads it. */
  marked: z.string(),
  speaker: z.string(),
  /** The louder half of the speech over the noise, in dB; null for none. */
  snr: z.number().nullable(),
  doubts: z.array(z.enum(DOUBTS)),
  /** Printed word, lowest token probability, how far it was held for one with a capital letter. */
  words: z.array(z.tuple([z.string(), z.number(), z.number()])),
});

/** One hearing of one made utterance: what the recogniser printed of what was said. */
export type Heard = z.infer<typeof heardSchema>;

/** @throws ZodError for a line that is none */
export async function readHeard(path: string): Promise<Heard[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => heardSchema.parse(JSON.parse(line)));
}

export async function appendHeard(path: string, heard: Heard): Promise<void> {
  await appendFile(path, `${JSON.stringify(heard)}\n`);
}

export function heardOf(said: Pick<Heard, "name" | "marked" | "speaker" | "snr">, t: Transcript): Heard {
  const rounded = (x: number) => Math.round(x * 1000) / 1000;
  return {
    ...said,
    doubts: [...t.doubts],
    words: t.words.map(({ text, probability, capital }) => [text, rounded(probability), rounded(capital)]),
  };
}

/** As the tagger reads it; the tokens are not kept. */
export function transcriptOf({ words, doubts }: Pick<Heard, "words" | "doubts">): Transcript {
  const known: readonly Doubt[] = doubts;
  return {
    words: words.map(([text, probability, capital], i) => ({
      ...{ text, probability, capital },
      ...{ tokenStart: i, tokenEnd: i + 1 },
    })),
    tokens: [],
    doubts: known,
  };
}
