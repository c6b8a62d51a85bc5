/**
 * Whether onnxruntime-node gives the exported tagger's probabilities as Python's onnxruntime does, and how fast.
 *
 * check-export.ts tagger.onnx check.json    check.json: rows with the probabilities that export.py saw
 */
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { z } from "zod";

/** Rounding differs between versions and processors; a quantised activation may fall one step further. */
const LARGEST_DIFFERENCE = 0.05;
const TIMED_RUNS = 200;
const TIMED_PIECES = 20;

const checkSchema = z.object({
  features: z.int().positive(),
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
  throw new Error("check-export.ts tagger.onnx check.json");
const check = checkSchema.parse(JSON.parse(readFileSync(checkPath, "utf8")));
const session = await InferenceSession.create(modelPath, { intraOpNumThreads: 1, interOpNumThreads: 1 });

async function tagged({ ids, features }: Pick<Row, "ids" | "features">): Promise<Float32Array> {
  const marks = new Float32Array(ids.length * check.features);
  for (const [piece, active] of features.entries()) {
    for (const feature of active) marks[piece * check.features + feature] = 1;
  }
  const { probabilities } = await session.run({
    ids: new Tensor("int64", BigInt64Array.from(ids, BigInt), [1, ids.length]),
    features: new Tensor("float32", marks, [1, ids.length, check.features]),
  });
  const data = probabilities?.data;
  if (!(data instanceof Float32Array)) throw new Error("the model has no probabilities in float32");
  return data;
}

let largest = 0;
for (const row of check.rows) {
  const expected = row.probabilities.flat();
  const got = await tagged(row);
  if (got.length !== expected.length) throw new Error(`${got.length} probabilities, not ${expected.length}`);
  for (const [at, value] of expected.entries()) largest = Math.max(largest, Math.abs(value - (got[at] ?? 0)));
}

const piece = { ids: Array.from({ length: TIMED_PIECES }, () => 5), features: [] };
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
if (largest > LARGEST_DIFFERENCE) throw new Error("onnxruntime-node gives other probabilities");
