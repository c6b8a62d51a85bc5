/**
 * Turns hearings and texts into rows for the tagger's trainer:
 * npx tsx scripts/tagger/rows.ts --out DIR --vocabulary BERT_VOCAB --heard FILE[,FILE…] [--texts FILE] [--size 7200]
 * `--keep tagger.json` takes the vocabulary of a tagger that is to be trained on. Writes DIR/tagger-input.json (labels, features, vocabulary) and DIR/rows.jsonl. `--texts` holds marked texts as JSON
 * lines {marked, source}, which are printed as if every word had been heard.
 */
import { createWriteStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { PERSONAL_TYPES } from "../../src/domain/personal-type.js";
import { taggerInputs } from "../../src/findings/tagger/tagger-input.js";
import { FEATURES, LISTED_FEATURES } from "../../src/findings/tagger/word-features.js";
import { WordPieces } from "../../src/findings/tagger/word-pieces.js";
import { Random } from "../voices/random.js";
import { alignLabels, OUTSIDE } from "./align-labels.js";
import { asPrinted } from "./as-printed.js";
import { type Heard, readHeard, transcriptOf } from "./heard.js";
import { renditionsOf } from "./renditions.js";
import { prunedVocabulary } from "./vocabulary.js";

const textSchema = z.object({ marked: z.string(), source: z.string() });

interface Labelled {
  readonly heard: Heard;
  readonly labels: readonly string[];
  readonly source: string;
  readonly weight: number;
}

/** One sentence in so many is not trained on: thresholds are chosen on it. All hearings of a sentence stay together. */
const TUNED_ONE_IN = 12;
/** What was printed by rule weighs less than what was heard. */
const TEXT_WEIGHT = 0.5;
/** In the hardest noise a hearing may be of nothing that was said; it teaches little. */
const UNHEARD_WEIGHT = 0.5;

function isTuned(marked: string): boolean {
  let hash = 17;
  for (const sign of marked) hash = (Math.imul(hash, 31) + sign.charCodeAt(0)) >>> 0;
  return hash % TUNED_ONE_IN === 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: "." },
      vocabulary: { type: "string", default: "vocab.txt" },
      heard: { type: "string", default: "" },
      texts: { type: "string" },
      size: { type: "string", default: "7200" },
      keep: { type: "string" },
    },
  });
  const all: Labelled[] = [];
  for (const path of values.heard.split(",").filter((part) => part !== "")) {
    for (const heard of await readHeard(path)) {
      if (heard.words.length === 0 || heard.doubts.includes("looping")) continue;
      const labels = alignLabels(
        heard.marked,
        heard.words.map(([text]) => text),
      );
      const source = heard.snr === null ? "heard" : "heard-in-noise";
      all.push({
        heard,
        labels,
        source,
        weight: heard.doubts.includes("low-probability") ? UNHEARD_WEIGHT : 1,
      });
    }
  }
  const random = new Random(5);
  const renditions = renditionsOf(all.filter(({ heard }) => !isTuned(heard.marked)));
  if (values.texts !== undefined) {
    for (const line of (await readFile(values.texts, "utf8")).trim().split("\n")) {
      const { marked, source } = textSchema.parse(JSON.parse(line));
      all.push({ ...asPrinted(marked, renditions, random), source: `text-${source}`, weight: TEXT_WEIGHT });
    }
  }
  const printed = all.flatMap(({ heard }) => heard.words.map(([text]) => text));
  const pruned = async () =>
    prunedVocabulary(
      (await readFile(values.vocabulary, "utf8")).trimEnd().split("\n"),
      printed,
      Number(values.size),
    );
  const vocabulary = values.keep === undefined ? await pruned() : await keptVocabulary(values.keep);
  await mkdir(values.out, { recursive: true });
  const labels = [OUTSIDE, ...PERSONAL_TYPES];
  const droppable = LISTED_FEATURES.map((name) => FEATURES.indexOf(name));
  await writeFile(
    join(values.out, "tagger-input.json"),
    JSON.stringify({ labels, features: FEATURES, droppable, vocabulary }),
  );
  const counts = await writeRows(join(values.out, "rows.jsonl"), all, new WordPieces(vocabulary), labels);
  console.error(JSON.stringify(counts));
}

async function keptVocabulary(path: string): Promise<readonly string[]> {
  return z.object({ vocabulary: z.array(z.string()) }).parse(JSON.parse(await readFile(path, "utf8")))
    .vocabulary;
}

async function writeRows(
  path: string,
  all: readonly Labelled[],
  pieces: WordPieces,
  labels: readonly string[],
): Promise<Record<string, number>> {
  const file = createWriteStream(path);
  const counts: Record<string, number> = {};
  for (const { heard, labels: own, source, weight } of all) {
    for (const { ids, features, judged } of taggerInputs(transcriptOf(heard), pieces)) {
      const targets = ids.map(() => -1);
      for (const { word, piece } of judged)
        targets[piece] = Math.max(0, labels.indexOf(own[word] ?? OUTSIDE));
      const split = isTuned(heard.marked) ? "tune" : "train";
      file.write(`${JSON.stringify({ ids, features, labels: targets, split, weight, source })}\n`);
      counts[`${split} ${source}`] = (counts[`${split} ${source}`] ?? 0) + 1;
    }
  }
  file.end();
  await finished(file);
  return counts;
}

await main();
