/**
 * Whether onnxruntime-node gives the exported tagger's probabilities as Python's onnxruntime does, and how fast.
 *
 * check-export.ts tagger.onnx check.json    check.json: rows with the probabilities that export.py saw
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { SottoError } from "../../src/domain/errors.js";
import { OnnxTagger } from "../../src/findings/edge/load-tagger.js";
import { heldFeatures } from "../../src/findings/tagger/tagger-input.js";
import { FEATURES } from "../../src/findings/tagger/word-features.js";
import { OnnxGraph } from "../../src/transcript/edge/onnx-runtime.js";

/** Rounding differs between versions and processors; a quantised activation may fall one step further. */
const LARGEST_DIFFERENCE = 0.05;
const TIMED_RUNS = 200;
const TIMED_PIECES = 20;

const checkSchema = z.object({
  features: z.literal(FEATURES.length),
  rows: z.array(
    z.object({
      ids: z.array(z.int()),
      /** Active features of each piece. */
      features: z.array(z.array(z.int())),
      /** [pieces][labels] */
      probabilities: z.array(z.array(z.number())),
    }),
  ),
});
type Row = z.infer<typeof checkSchema>["rows"][number];

const [modelPath, checkPath] = process.argv.slice(2);
if (modelPath === undefined || checkPath === undefined)
  throw new SottoError("USAGE", "check-export.ts tagger.onnx check.json");
const check = checkSchema.parse(JSON.parse(readFileSync(checkPath, "utf8")));
const tagger = new OnnxTagger(await OnnxGraph.load("the tagger", readFileSync(modelPath), 1));

function tagged({ ids, features }: Pick<Row, "ids" | "features">): Promise<Float32Array> {
  return tagger.probabilities(ids, heldFeatures(features));
}

let largest = 0;
for (const row of check.rows) {
  const expected = row.probabilities.flat();
  const got = await tagged(row);
  if (got.length !== expected.length)
    throw new SottoError("MODEL_FAILED", `${got.length} probabilities, not ${expected.length}`);
  for (const [at, value] of expected.entries()) largest = Math.max(largest, Math.abs(value - (got[at] ?? 0)));
}

const piece = {
  ids: Array.from({ length: TIMED_PIECES }, () => 5),
  features: Array.from({ length: TIMED_PIECES }, () => []),
};
const times: number[] = [];
for (let run = 0; run < TIMED_RUNS; run += 1) {
  const began = performance.now();
  await tagged(piece);
  times.push(performance.now() - began);
}
const median = times.sort((a, b) => a - b)[TIMED_RUNS / 2] ?? Number.NaN;
console.log(
  `${check.rows.length} rows, largest difference ${largest.toFixed(4)}; ${TIMED_PIECES} pieces in ${median.toFixed(1)} ms`,
);
if (largest > LARGEST_DIFFERENCE)
  throw new SottoError("MODEL_FAILED", "onnxruntime-node gives other probabilities");
