import { createRequire } from "node:module";
import type { Rank, Tensor } from "@tensorflow/tfjs-core";
import { type HeadShape, headFloats } from "../../src/hotloop/dense-head.js";
import { EMBEDDING_SIZE } from "../../src/hotloop/embedding-engine.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import { Random } from "../voices/random.js";
import type { Features } from "./features.js";
import { gather, type Scale, scaleOf, type Windows, windowsOf } from "./windows.js";

process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
// The products are small: more threads would only wait for each other.
process.env["TF_NUM_INTRAOP_THREADS"] ??= "1";
process.env["TF_NUM_INTEROP_THREADS"] ??= "1";
const tf: typeof import("@tensorflow/tfjs-core") = createRequire(import.meta.url)("@tensorflow/tfjs-node");

export interface Recipe {
  readonly name: string;
  readonly shape: HeadShape;
  /** Which labels of the features are the outputs. */
  readonly labels: readonly number[];
  readonly epochs: number;
  /** Negatives in an epoch for each positive. */
  readonly negatives: number;
  /** How much a positive weighs in the loss. */
  readonly positiveWeight: number;
  readonly seed: number;
}

const BATCH = 256;
const LEARNING_RATE = 1.2e-3;
const DROPOUT = 0.25;
/** Added to the scaled inputs: stands for voices that nobody recorded. */
const INPUT_NOISE = 0.15;
const WEIGHT_DECAY = 2e-6;

type Variables = readonly ReturnType<typeof tf.variable>[];

/** Trains one head by Adam on the cross-entropy of what is known; seeded. */
export function trainHead(
  sets: readonly Features[],
  recipe: Recipe,
  say: (line: string) => void,
): TrainedHead {
  const scale = scaleOf(sets);
  const windows = windowsOf(sets, recipe.labels, recipe.shape.frames);
  const random = new Random(recipe.seed);
  const variables = initial(recipe.shape, recipe.seed);
  const optimizer = tf.train.adam(LEARNING_RATE);
  const perEpoch = epochOrder(windows, recipe.negatives, random).length;
  const steps = Math.ceil(perEpoch / BATCH) * recipe.epochs;
  let step = 0;
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const order = epochOrder(windows, recipe.negatives, random);
    let total = 0;
    for (let at = 0; at < order.length; at += BATCH) {
      const batch = gather(sets, windows, order.subarray(at, at + BATCH), {
        ...recipe,
        frames: recipe.shape.frames,
        scale,
      });
      disturb(batch.inputs, random);
      setRate(optimizer, LEARNING_RATE * (0.02 + 0.98 * 0.5 * (1 + Math.cos((Math.PI * step) / steps))));
      const loss = optimizer.minimize(() => lossOf(recipe, variables, batch, random), true, [...variables]);
      total += loss?.dataSync()[0] ?? 0;
      loss?.dispose();
      step++;
    }
    say(
      `${recipe.name}: epoch ${epoch + 1}/${recipe.epochs}, ${order.length} windows, loss ${(total / Math.ceil(order.length / BATCH)).toFixed(4)}`,
    );
  }
  const weights = folded(recipe.shape, variables, scale);
  optimizer.dispose();
  for (const variable of variables) variable.dispose();
  return { shape: recipe.shape, weights };
}

/** Adam keeps its rate in a field that its type does not show. */
function setRate(optimizer: object, rate: number): void {
  Reflect.set(optimizer, "learningRate", rate);
}

function lossOf(
  { shape, positiveWeight, labels }: Recipe,
  variables: Variables,
  batch: { inputs: Float32Array; targets: Float32Array; known: Float32Array },
  random: Random,
) {
  const rows = batch.inputs.length / (shape.frames * EMBEDDING_SIZE);
  const [w1, b1, w2, b2, w3, b3] = variables;
  if (!w1 || !b1 || !w2 || !b2 || !w3 || !b3) return tf.scalar(0);
  let x: Tensor = tf.tensor2d(batch.inputs, [rows * shape.frames, EMBEDDING_SIZE]);
  x = tf.relu(tf.add(tf.matMul(x, w1), b1));
  x = tf.reshape(x, [rows, shape.frames * shape.projection]);
  x = tf.mul(x, dropped([rows, shape.frames * shape.projection], random));
  x = tf.relu(tf.add(tf.matMul(x, w2), b2));
  x = tf.mul(x, dropped([rows, shape.hidden], random));
  const logits = tf.add(tf.matMul(x, w3), b3);
  const targets = tf.tensor2d(batch.targets, [rows, labels.length]);
  const known = tf.tensor2d(batch.known, [rows, labels.length]);
  // max(z, 0) - z * y + log(1 + exp(-|z|)), weighted.
  const entropy = tf.add(
    tf.sub(tf.relu(logits), tf.mul(logits, targets)),
    tf.log1p(tf.exp(tf.neg(tf.abs(logits)))),
  );
  const weight = tf.mul(known, tf.add(1, tf.mul(targets, positiveWeight - 1)));
  const decay = [w1, w2, w3].map((w) => tf.sum(tf.square(w))).reduce((a, b) => tf.add(a, b));
  const loss = tf.div(tf.sum(tf.mul(entropy, weight)), tf.add(tf.sum(known), 1e-6));
  return tf.reshape<Rank.R0>(tf.add(loss, tf.mul(decay, WEIGHT_DECAY)), []);
}

/** Noise with the deviation INPUT_NOISE; the sum of two uniform numbers is near enough to a bell. */
function disturb(inputs: Float32Array, random: Random): void {
  const scale = INPUT_NOISE * Math.sqrt(6);
  for (let i = 0; i < inputs.length; i++)
    inputs[i] = (inputs[i] ?? 0) + scale * (random.next() + random.next() - 1);
}

/** Zeros for a share of DROPOUT, the rest raised to keep the sum. TensorFlow.js draws such numbers far slower. */
function dropped(shape: [number, number], random: Random) {
  const mask = new Float32Array(shape[0] * shape[1]);
  for (let i = 0; i < mask.length; i++) mask[i] = random.next() < DROPOUT ? 0 : 1 / (1 - DROPOUT);
  return tf.tensor2d(mask, shape);
}

function initial({ frames, projection, hidden, outputs }: HeadShape, seed: number): Variables {
  const layer = (inputs: number, units: number, salt: number) => [
    tf.variable(tf.randomNormal([inputs, units], 0, Math.sqrt(2 / inputs), "float32", seed + salt)),
    tf.variable(tf.zeros([units])),
  ];
  return [
    ...layer(EMBEDDING_SIZE, projection, 1),
    ...layer(frames * projection, hidden, 2),
    ...layer(hidden, outputs, 3),
  ];
}

/** All positives and some negatives, shuffled. */
function epochOrder(windows: Windows, negatives: number, random: Random): Uint32Array {
  const chosen: number[] = [];
  let positives = 0;
  for (const value of windows.positive) positives += value;
  const share = Math.min(1, (positives * negatives) / Math.max(1, windows.positive.length - positives));
  windows.positive.forEach((value, index) => {
    if (value === 1 || random.next() < share) chosen.push(index);
  });
  return Uint32Array.from(random.shuffled(chosen));
}

/** The weights in the order of DenseHead, with the scale of the inputs in the first layer. */
function folded(shape: HeadShape, variables: Variables, { mean, inverse }: Scale): Float32Array {
  const [w1 = new Float32Array(0), b1 = new Float32Array(0), ...rest] = variables.map((v) =>
    Float32Array.from(v.dataSync()),
  );
  for (let i = 0; i < EMBEDDING_SIZE; i++) {
    for (let j = 0; j < shape.projection; j++) {
      const at = i * shape.projection + j;
      const weight = (w1[at] ?? 0) * (inverse[i] ?? 0);
      w1[at] = weight;
      b1[j] = (b1[j] ?? 0) - weight * (mean[i] ?? 0);
    }
  }
  const all = new Float32Array(headFloats(shape));
  let at = 0;
  for (const part of [w1, b1, ...rest]) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
