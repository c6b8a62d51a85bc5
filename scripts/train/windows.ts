import { EMBEDDING_SIZE } from "../../src/hotloop/embedding-engine.js";
import { WARM_UP_HOPS } from "../../src/hotloop/embedding-graph.js";
import { type Features, LABELS } from "./features.js";

/** Mean and 1 / deviation of each value of the embedding; folded into the first layer after training. */
export interface Scale {
  readonly mean: Float32Array;
  readonly inverse: Float32Array;
}

export function scaleOf(sets: readonly Features[]): Scale {
  const mean = new Float32Array(EMBEDDING_SIZE);
  const square = new Float64Array(EMBEDDING_SIZE);
  const sum = new Float64Array(EMBEDDING_SIZE);
  let count = 0;
  for (const { embeddings, hops } of sets) {
    for (let hop = WARM_UP_HOPS; hop < hops; hop += 3) {
      count++;
      for (let i = 0; i < EMBEDDING_SIZE; i++) {
        const value = embeddings[hop * EMBEDDING_SIZE + i] ?? 0;
        sum[i] = (sum[i] ?? 0) + value;
        square[i] = (square[i] ?? 0) + value * value;
      }
    }
  }
  const inverse = new Float32Array(EMBEDDING_SIZE);
  for (let i = 0; i < EMBEDDING_SIZE; i++) {
    const average = (sum[i] ?? 0) / count;
    mean[i] = average;
    inverse[i] = 1 / Math.sqrt((square[i] ?? 0) / count - average * average + 1e-3);
  }
  return { mean, inverse };
}

/** Places of windows that can be learned from: the set, and the newest hop. */
export interface Windows {
  readonly set: Uint16Array;
  readonly hop: Uint32Array;
  /** 1 where one of the labels is. */
  readonly positive: Uint8Array;
}

export function windowsOf(sets: readonly Features[], labels: readonly number[], frames: number): Windows {
  const set: number[] = [];
  const hop: number[] = [];
  const positive: number[] = [];
  sets.forEach((features, index) => {
    features.starts.slice(0, -1).forEach((start, stream) => {
      const end = features.starts[stream + 1] ?? features.hops;
      for (let at = start + WARM_UP_HOPS + frames - 1; at < end; at++) {
        const values = labels.map((label) => features.labels[at * LABELS + label] ?? -1);
        if (values.every((value) => value < 0)) continue;
        set.push(index);
        hop.push(at);
        positive.push(values.includes(1) ? 1 : 0);
      }
    });
  });
  return { set: Uint16Array.from(set), hop: Uint32Array.from(hop), positive: Uint8Array.from(positive) };
}

export interface Batch {
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  /** 0 for labels that are not known. */
  readonly known: Float32Array;
}

/** Scaled windows with their labels. */
export function gather(
  sets: readonly Features[],
  windows: Windows,
  order: Uint32Array,
  {
    labels,
    frames,
    scale,
  }: { readonly labels: readonly number[]; readonly frames: number; readonly scale: Scale },
): Batch {
  const width = frames * EMBEDDING_SIZE;
  const inputs = new Float32Array(order.length * width);
  const targets = new Float32Array(order.length * labels.length);
  const known = new Float32Array(order.length * labels.length);
  order.forEach((window, row) => {
    const features = sets[windows.set[window] ?? 0];
    if (features === undefined) return;
    const hop = windows.hop[window] ?? 0;
    const from = (hop - frames + 1) * EMBEDDING_SIZE;
    for (let i = 0; i < width; i++) {
      const value = i % EMBEDDING_SIZE;
      inputs[row * width + i] =
        ((features.embeddings[from + i] ?? 0) - (scale.mean[value] ?? 0)) * (scale.inverse[value] ?? 0);
    }
    labels.forEach((label, column) => {
      const value = features.labels[hop * LABELS + label] ?? -1;
      targets[row * labels.length + column] = Math.max(0, value);
      known[row * labels.length + column] = value < 0 ? 0 : 1;
    });
  });
  return { inputs, targets, known };
}
