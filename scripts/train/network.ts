import type { Rank, Tensor } from "@tensorflow/tfjs-core";
import { type Head, type HeadShape, headFloats } from "../../src/hotloop/dense-head.js";
import { EMBEDDING_SIZE } from "../../src/hotloop/embedding-engine.js";
import type { HopEngine } from "../../src/hotloop/hop-engine.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import { Random } from "../voices/random.js";
import type { Features } from "./features.js";
import { NoiseBank } from "./noise-bank.js";
import { loadTensorFlow } from "./tensorflow.js";
import { type Batch, gather, type Scale, type Windows, windowsOf } from "./windows.js";

const tf = await loadTensorFlow();

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

const BATCH = 512;
const LEARNING_RATE = 1.5e-3;
const DROPOUT = 0.25;
/** Added to the scaled inputs: stands for voices that nobody recorded. */
const INPUT_NOISE = 0.2;
const WEIGHT_DECAY = 3e-6;
/** A negative with this score or more is hard, and comes in every later epoch; at most so many for each positive. */
const HARD = { from: 0.03, perPositive: 4 };

type Variables = readonly ReturnType<typeof tf.variable>[];

/**
 * Trains one head by Adam on the cross-entropy of what is known; seeded. After half of the epochs the negatives that
 * are taken for positives are looked up and come in every later epoch.
 * @param sets features whose embeddings are scaled
 * @param scale is folded into the weights, so that the head takes embeddings as they are
 * @param tools the engine runs the head on negatives, far faster than the trainer would
 */
export function trainHead(
  sets: readonly Features[],
  scale: Scale,
  recipe: Recipe,
  tools: { readonly engine: HopEngine; readonly say: (line: string) => void },
): TrainedHead {
  const windows = windowsOf(sets, recipe.labels, recipe.shape.frames);
  const random = new Random(recipe.seed);
  const bank = new NoiseBank(random, DROPOUT);
  const variables = initial(recipe.shape, recipe.seed);
  const optimizer = tf.train.adam(LEARNING_RATE);
  let hard: Uint32Array = new Uint32Array(0);
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    if (epoch === recipe.epochs >> 1)
      hard = hardNegatives(
        sets,
        windows,
        recipe,
        tools.engine.head(recipe.shape, inOrder(recipe.shape, valuesOf(variables))),
      );
    const order = epochOrder(windows, recipe.negatives, hard, random);
    const batches = Math.ceil(order.length / BATCH);
    let total = 0;
    for (let at = 0; at < order.length; at += BATCH) {
      const batch = gather(sets, windows, order.subarray(at, at + BATCH), {
        labels: recipe.labels,
        frames: recipe.shape.frames,
      });
      bank.disturb(batch.inputs, INPUT_NOISE);
      const done = (epoch + at / order.length) / recipe.epochs;
      setRate(optimizer, LEARNING_RATE * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * done))));
      const loss = optimizer.minimize(() => lossOf(recipe, variables, batch, bank), true, [...variables]);
      total += loss?.dataSync()[0] ?? 0;
      loss?.dispose();
    }
    tools.say(
      `${recipe.name}: epoch ${epoch + 1}/${recipe.epochs}, ${order.length} windows, ${hard.length} hard, loss ${(total / batches).toFixed(4)}`,
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
  batch: Batch,
  bank: NoiseBank,
) {
  const rows = batch.inputs.length / (shape.frames * EMBEDDING_SIZE);
  const [w1, b1, w2, b2, w3, b3] = variables;
  if (!w1 || !b1 || !w2 || !b2 || !w3 || !b3) return tf.scalar(0);
  const dropped = (units: number) => tf.tensor2d(bank.mask(rows * units), [rows, units]);
  let x: Tensor = tf.tensor2d(batch.inputs, [rows * shape.frames, EMBEDDING_SIZE]);
  x = tf.relu(tf.add(tf.matMul(x, w1), b1));
  x = tf.reshape(x, [rows, shape.frames * shape.projection]);
  x = tf.mul(x, dropped(shape.frames * shape.projection));
  x = tf.relu(tf.add(tf.matMul(x, w2), b2));
  x = tf.mul(x, dropped(shape.hidden));
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

/** All positives, the hard negatives and some of the others, shuffled. */
function epochOrder(windows: Windows, negatives: number, hard: Uint32Array, random: Random): Uint32Array {
  let positives = 0;
  for (const value of windows.positive) positives += value;
  const share = Math.min(1, (positives * negatives) / Math.max(1, windows.positive.length - positives));
  const chosen = new Uint32Array(windows.positive.length + hard.length);
  chosen.set(hard);
  let count = hard.length;
  windows.positive.forEach((value, index) => {
    if (value === 1 || random.next() < share) chosen[count++] = index;
  });
  for (let i = count - 1; i > 0; i--) {
    const other = random.whole(0, i);
    const value = chosen[i] ?? 0;
    chosen[i] = chosen[other] ?? 0;
    chosen[other] = value;
  }
  return chosen.subarray(0, count);
}

/** Negatives that the head so far takes for a positive, the worst first where there are too many. */
function hardNegatives(
  sets: readonly Features[],
  windows: Windows,
  { shape, labels }: Recipe,
  head: Head,
): Uint32Array {
  const found: { window: number; score: number }[] = [];
  let positives = 0;
  let lastSet = -1;
  let lastHop = -1;
  for (let window = 0; window < windows.hop.length; window++) {
    positives += windows.positive[window] ?? 0;
    const set = windows.set[window] ?? 0;
    const hop = windows.hop[window] ?? 0;
    const features = sets[set];
    if (features === undefined) continue;
    const from = set === lastSet && hop === lastHop + 1 ? hop : hop - shape.frames + 1;
    for (let at = from; at <= hop; at++) {
      head.push(features.embeddings.subarray(at * EMBEDDING_SIZE, (at + 1) * EMBEDDING_SIZE));
    }
    lastSet = set;
    lastHop = hop;
    let score = 0;
    labels.forEach((label, output) => {
      const isNegative = features.labels[hop * features.width + label] === 0;
      if (isNegative) score = Math.max(score, head.scores[output] ?? 0);
    });
    if (score >= HARD.from && windows.positive[window] === 0) found.push({ window, score });
  }
  found.sort((a, b) => b.score - a.score);
  return Uint32Array.from(found.slice(0, positives * HARD.perPositive), ({ window }) => window);
}

function valuesOf(variables: Variables): Float32Array[] {
  return variables.map((variable) => Float32Array.from(variable.dataSync()));
}

/** The weights in the order of DenseHead, with the scale of the inputs in the first layer. */
function folded(shape: HeadShape, variables: Variables, { mean, inverse }: Scale): Float32Array {
  const [w1 = new Float32Array(0), b1 = new Float32Array(0), ...rest] = valuesOf(variables);
  for (let i = 0; i < EMBEDDING_SIZE; i++) {
    for (let j = 0; j < shape.projection; j++) {
      const at = i * shape.projection + j;
      const weight = (w1[at] ?? 0) * (inverse[i] ?? 0);
      w1[at] = weight;
      b1[j] = (b1[j] ?? 0) - weight * (mean[i] ?? 0);
    }
  }
  return inOrder(shape, [w1, b1, ...rest]);
}

function inOrder(shape: HeadShape, parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(headFloats(shape));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
