/**
 * Makes a wake word of its spelling: `sotto enroll --from spelling WORD` runs this. It speaks the word and what sounds
 * like it with made voices, trains a head, judges it with heads that never heard the voice, and installs it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UNUSABLE_STATUS } from "../../src/cli/enroll-status.js";
import { reportError } from "../../src/cli/terminal/report-error.js";
import { SottoError } from "../../src/domain/errors.js";
import { loadEngine } from "../../src/hotloop/edge/load-engine.js";
import { loadHotLoop } from "../../src/hotloop/edge/load-hot-loop.js";
import { saveWord } from "../../src/hotloop/edge/load-words.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import { readEmbeddingWeights } from "../../src/hotloop/onnx-weights.js";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import { Random } from "../voices/random.js";
import { figuresOf, figuresTable, type Judged, measuredOf } from "./figures.js";
import { type Ear, earFor } from "./hear.js";
import { measuredReasons, spellingReasons, UNUSABLE_FROM } from "./judgement.js";
import { makeMaterial } from "./material.js";
import { chooseThreshold, type Row, rowFeatures, SMOOTHING_HOPS, soundOf } from "./rows.js";
import { spellingLines, study } from "./spelling.js";
import { progress, tell } from "./tell.js";
import { trainingSets, trainWord } from "./training.js";
import { FOLDS } from "./voices.js";

const EPOCHS = 6;

async function enroll(
  word: string,
  options: { words: string; size: "whole" | "quick"; seed: number },
): Promise<void> {
  const { size, seed } = options;
  tell(`seed ${seed}`);
  const studied = await study(word, options.words);
  for (const line of spellingLines(studied.spelling)) tell(line);
  const fromSpelling = spellingReasons(studied.spelling);

  const material = await makeMaterial(studied, size, new Random(seed));
  const models = new FileModelStore();
  const engine = await loadEngine("simd", readEmbeddingWeights(await models.read("embedding.onnx")));
  const layOut = { word, engine, noisesOf: material.noisesOf, seed };
  const sets = [
    ...trainingSets(
      "words",
      material.training.words,
      ["clean", "augmented", "augmented", "augmented"],
      layOut,
    ),
    ...trainingSets("near", material.training.near, ["clean", "augmented"], layOut),
    ...trainingSets("talk", material.training.talk, ["augmented"], layOut),
  ];
  const hours = sets.reduce((sum, { features }) => sum + features.hops, 0) / 45_000;
  tell(`${hours.toFixed(1)} hours of sound laid out in rooms and noise`);

  const train = (fold: number | undefined) =>
    trainWord(sets, fold, { epochs: EPOCHS, seed, engine, say: tell });
  const heldBack = Array.from({ length: FOLDS }, (_, fold) => train(fold));
  const talk = material.rows.filter(({ kind }) => kind === "talk");
  const threshold = chooseThreshold(talk, rowFeatures(talk, material.noisesOf, engine), heldBack, word);
  tell(`threshold of the first look: ${threshold}`);

  const scratch = mkdtempSync(join(tmpdir(), "sotto-enroll-"));
  try {
    const recogniser = await loadMoonshine(models);
    const save = (folder: string, head: TrainedHead, about: unknown) =>
      saveWord(folder, { word, ...head, threshold, smoothingHops: SMOOTHING_HOPS, about });
    const earOf = async (words: readonly string[], wordsFolder: string): Promise<Ear> => {
      const hotLoop = await loadHotLoop({ models, engine: "auto", listen: { words, wordsFolder } });
      return earFor({ hotLoop, recogniser, finders: [] }, words);
    };
    const ears: Ear[] = [];
    for (const [fold, head] of heldBack.entries()) {
      const folder = join(scratch, String(fold));
      await save(folder, head, "judges voices that it never heard");
      ears.push(await earOf([word], folder));
    }
    const shipped = await earOf(WAKE_WORDS, scratch);
    const hear = async (
      what: string,
      rows: readonly Row[],
      earOfRow: (row: Row) => Ear,
      words: readonly string[],
    ) => {
      const judged = new Map(words.map((each): [string, Judged[]] => [each, []]));
      for (const [index, row] of rows.entries()) {
        const heard = await earOfRow(row)(soundOf(row, material.noisesOf));
        for (const each of words) judged.get(each)?.push({ row, ...heard(each) });
        progress(what, index + 1, rows.length);
      }
      return judged;
    };
    const own = await hear("heard", material.rows, ({ fold }) => ears[fold] ?? shipped, [word]);
    const common = await hear(
      "heard by the shipped words",
      [...talk, ...material.shippedRows],
      () => shipped,
      WAKE_WORDS,
    );
    const isOf =
      (each: string) =>
      ({ row }: Judged) =>
        row.kind === "talk" || row.clip.label === each;
    const figures = [
      figuresOf(word, own.get(word) ?? []),
      ...WAKE_WORDS.map((each) => figuresOf(each, (common.get(each) ?? []).filter(isOf(each)))),
    ];
    const [mine] = figures;
    if (mine === undefined) throw new SottoError("INTERNAL", "a word without figures");
    const measured = measuredOf(mine);
    const reasons = [...fromSpelling, ...measuredReasons(measured)];
    process.stdout.write(`\n${figuresTable(figures)}\n\n${material.proves}\n\n`);
    if (measured.missed > UNUSABLE_FROM) {
      process.stdout.write(`"${word}" is unusable, because ${reasons.join("; ")}.\n`);
      process.exitCode = UNUSABLE_STATUS;
      return;
    }
    const head = train(undefined);
    const about = {
      seed,
      size,
      spelling: spellingLines(studied.spelling),
      figures,
      reasons,
      proves: material.proves,
    };
    const place = await save(options.words, head, about);
    process.stdout.write(
      `${reasons.length === 0 ? `"${word}" is a good choice as far as made voices can tell.` : `"${word}" is a bad choice, because ${reasons.join("; ")}.`}\n` +
        `It is installed in ${place}. Listen for it with wake.words = ["${word}"] in the configuration.\n`,
    );
  } finally {
    engine.dispose();
    rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  const { values, positionals } = parseArgs({
    options: {
      words: { type: "string" },
      quick: { type: "boolean", default: false },
      seed: { type: "string", default: "1" },
    },
    allowPositionals: true,
  });
  const [word] = positionals;
  if (word === undefined || values.words === undefined)
    throw new SottoError("USAGE", "give the word and --words FOLDER");
  await enroll(word, {
    words: values.words,
    size: values.quick ? "quick" : "whole",
    seed: Number(values.seed),
  });
} catch (error) {
  process.exitCode = reportError(error, process.stderr);
}
