import { EMBEDDING_SIZE } from "../../src/hotloop/embedding-engine.js";
import { WARM_UP_HOPS } from "../../src/hotloop/embedding-graph.js";
import type { Features } from "./features.js";

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
    for (let hop = WARM_UP_HOPS; hop < hops; hop += 7) {
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

/** The same features with scaled embeddings. */
export function scaled(features: Features, { mean, inverse }: Scale): Features {
  const embeddings = new Float32Array(features.embeddings.length);
  for (let at = 0; at < embeddings.length; at += EMBEDDING_SIZE) {
    for (let i = 0; i < EMBEDDING_SIZE; i++) {
      embeddings[at + i] = ((features.embeddings[at + i] ?? 0) - (mean[i] ?? 0)) * (inverse[i] ?? 0);
    }
  }
  return { ...features, embeddings };
}

/** Places of windows that can be learned from: the set, and the newest hop. */
export interface Windows {
  readonly set: Uint16Array;
  readonly hop: Uint32Array;
  /** 1 where one of the labels is. */
  readonly positive: Uint8Array;
}

export function windowsOf(sets: readonly Features[], labels: readonly number[], frames: number): Windows {
  const most = sets.reduce((sum, { hops }) => sum + hops, 0);
  const windows = { set: new Uint16Array(most), hop: new Uint32Array(most), positive: new Uint8Array(most) };
  let count = 0;
  sets.forEach((features, index) => {
    features.starts.slice(0, -1).forEach((start, stream) => {
      const end = features.starts[stream + 1] ?? features.hops;
      for (let at = start + WARM_UP_HOPS + frames - 1; at < end; at++) {
        let isKnown = false;
        let isPositive = false;
        for (const label of labels) {
          const value = features.labels[at * features.width + label] ?? -1;
          isKnown ||= value >= 0;
          isPositive ||= value === 1;
        }
        if (!isKnown) continue;
        windows.set[count] = index;
        windows.hop[count] = at;
        windows.positive[count++] = isPositive ? 1 : 0;
      }
    });
  });
  return {
    set: windows.set.subarray(0, count),
    hop: windows.hop.subarray(0, count),
    positive: windows.positive.subarray(0, count),
  };
}

export interface Batch {
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  /** 0 for labels that are not known. */
  readonly known: Float32Array;
}

/** Windows of scaled features with their labels. */
export function gather(
  sets: readonly Features[],
  windows: Windows,
  order: Uint32Array,
  { labels, frames }: { readonly labels: readonly number[]; readonly frames: number },
): Batch {
  const width = frames * EMBEDDING_SIZE;
  const inputs = new Float32Array(order.length * width);
  const targets = new Float32Array(order.length * labels.length);
  const known = new Float32Array(order.length * labels.length);
  order.forEach((window, row) => {
    const features = sets[windows.set[window] ?? 0];
    if (features === undefined) return;
    const hop = windows.hop[window] ?? 0;
    const end = (hop + 1) * EMBEDDING_SIZE;
    inputs.set(features.embeddings.subarray(end - width, end), row * width);
    labels.forEach((label, column) => {
      const value = features.labels[hop * features.width + label] ?? -1;
      targets[row * labels.length + column] = Math.max(0, value);
      known[row * labels.length + column] = value < 0 ? 0 : 1;
    });
  });
  return { inputs, targets, known };
}
