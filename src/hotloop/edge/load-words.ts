import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
import { type HeadShape, headFloats } from "../dense-head.js";
import { WAKE_WORDS } from "../hop-scores.js";
import type { WakeHead } from "../hot-loop.js";
import { canBeWord, folderOfWord, isShipped } from "../wake-words.js";

const CARD = "word.json";

const cardSchema = z.object({
  format: z.literal(1),
  word: z.string().refine(canBeWord),
  weights: z.literal("word.bin"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  shape: z.object({
    frames: z.int().min(1).max(32),
    projection: z.int().min(1).max(256),
    hidden: z.int().min(1).max(256),
  }),
  /** Of the mean over `smoothingHops`, for the first look. */
  threshold: z.number().min(0).max(1),
  smoothingHops: z.int().min(1).max(8),
});

/** The part of an enrolled word's card that the program reads; what was measured of it is for people. */
export type WordCard = z.infer<typeof cardSchema>;

export interface EnrolledWord {
  readonly card: WordCard;
  readonly head: WakeHead;
}

/** The words that have a card in this folder, which may be absent. */
export async function enrolledWords(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new SottoError("FILE_UNREADABLE", folder, error);
  });
  const words: string[] = [];
  for (const name of names.sort()) {
    const card = await readFile(join(folder, name, CARD)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw new SottoError("FILE_UNREADABLE", join(folder, name, CARD), error);
    });
    if (card !== undefined) words.push(name.replaceAll("-", " ").replaceAll("_", "'"));
  }
  return words.filter((word) => canBeWord(word) && !isShipped(word));
}

/**
 * Refuses what is neither shipped nor enrolled.
 * @throws SottoError WORD_UNKNOWN, which names the words there are and how to make one; FILE_UNREADABLE
 */
export async function requireWords(words: readonly string[], folder: string): Promise<void> {
  const wanted = words.filter((word) => !isShipped(word));
  if (wanted.length === 0) return;
  const enrolled = await enrolledWords(folder);
  const unknown = wanted.filter((word) => !enrolled.includes(word));
  if (unknown.length === 0) return;
  const there = [...WAKE_WORDS, ...enrolled].join(", ");
  throw new SottoError(
    "WORD_UNKNOWN",
    `${unknown.map((word) => JSON.stringify(word)).join(", ")}: there are ${there} (enrolled ones lie in ${folder}); ` +
      `to make it: sotto enroll --from spelling ${JSON.stringify(unknown[0])}`,
  );
}

/** @throws SottoError WORD_DAMAGED */
export async function loadWord(folder: string, word: string): Promise<EnrolledWord> {
  const place = join(folder, folderOfWord(word));
  const card = readCard(await read(join(place, CARD)), place);
  const bytes = await read(join(place, card.weights));
  const shape = { ...card.shape, outputs: 1 };
  const isWhole =
    createHash("sha256").update(bytes).digest("hex") === card.sha256 &&
    bytes.length === 4 * headFloats(shape) &&
    card.word === word;
  if (!isWhole) throw new SottoError("WORD_DAMAGED", `${place}: the weights are not those of its card`);
  const weights = new Float32Array(new Uint8Array(bytes).buffer);
  if (!weights.every(Number.isFinite))
    throw new SottoError("WORD_DAMAGED", `${place}: a weight is no number`);
  return { card, head: { shape, weights, words: [word] } };
}

export interface NewWord extends Pick<WordCard, "word" | "threshold" | "smoothingHops"> {
  /** Of one output. */
  readonly shape: HeadShape;
  readonly weights: Float32Array;
  /** What was measured of it, for people. */
  readonly about: unknown;
}

/**
 * Puts a word into the folder, in place of an older one of the same name. A crash leaves the older one or none.
 * @returns the word's own folder
 * @throws SottoError INTERNAL for what can be no enrolled word, and for weights that do not fit
 */
export async function saveWord(folder: string, word: NewWord): Promise<string> {
  const fits = word.weights.length === headFloats(word.shape) && word.weights.every(Number.isFinite);
  if (!fits || !canBeWord(word.word) || isShipped(word.word)) {
    throw new SottoError("INTERNAL", `${JSON.stringify(word.word)} can't be saved as a wake word`);
  }
  await mkdir(folder, { recursive: true });
  const place = join(folder, folderOfWord(word.word));
  const made = await mkdtemp(join(folder, ".new-"));
  const bytes = new Uint8Array(word.weights.slice().buffer);
  const { frames, projection, hidden } = word.shape;
  const card: WordCard & { readonly about: unknown } = {
    format: 1,
    word: word.word,
    weights: "word.bin",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    shape: { frames, projection, hidden },
    threshold: word.threshold,
    smoothingHops: word.smoothingHops,
    about: word.about,
  };
  await writeFile(join(made, card.weights), bytes, { mode: 0o644 });
  await writeFile(join(made, CARD), `${JSON.stringify(card, undefined, 2)}\n`, { mode: 0o644 });
  await rm(place, { recursive: true, force: true });
  await rename(made, place);
  await chmod(place, 0o755);
  return place;
}

function readCard(bytes: Uint8Array, place: string): WordCard {
  try {
    return cardSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new SottoError("WORD_DAMAGED", `${place}: ${CARD} is not the card of a word`, error);
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new SottoError("WORD_DAMAGED", path, error);
  }
}
