import { EMBEDDING_SIZE, MEL_BANDS, MEL_FRAMES_PER_HOP } from "./embedding-engine.js";

/**
 * One convolution of the speech embedding, as it runs on one hop: `rows` x `columns` positions
 * (time x frequency), no padding in time (two rows of the hop before stand in for it), one column of
 * zeros on either side where the kernel is three columns wide.
 */
export interface EmbeddingLayer {
  readonly kernelRows: 1 | 3;
  readonly kernelColumns: 1 | 3;
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: number;
  readonly columns: number;
  /** max(leaky(x, 0.2), -0.4) for all but the last, which is linear. */
  readonly activation: "leaky-floor" | "linear";
  /** Largest value of each block of this many rows and columns, after the activation. */
  readonly pool: { readonly rows: 1 | 2; readonly columns: 1 | 2 };
}

export const LEAK = 0.2;
export const ACTIVATION_FLOOR = -0.4;
/** Rows of the past that a kernel of three rows needs. */
export const HISTORY_ROWS = 2;
/** Mel frames that one embedding hears: 775 ms of sound. */
export const WINDOW_FRAMES = 76;
/** Hops after a reset whose window still reaches back before the reset. */
export const WARM_UP_HOPS = 9;

const NONE = { rows: 1, columns: 1 } as const;

interface Block {
  readonly kernels: readonly (readonly [1 | 3, 1 | 3])[];
  readonly channels: number;
  readonly pool: EmbeddingLayer["pool"];
}

const PAIR = [
  [1, 3],
  [3, 1],
] as const;

const BLOCKS: readonly Block[] = [
  { kernels: [[3, 3], ...PAIR], channels: 24, pool: { rows: 2, columns: 2 } },
  { kernels: [...PAIR, ...PAIR], channels: 48, pool: { rows: 1, columns: 2 } },
  { kernels: [...PAIR, ...PAIR], channels: 72, pool: { rows: 2, columns: 2 } },
  { kernels: [...PAIR, ...PAIR], channels: 96, pool: { rows: 1, columns: 2 } },
  { kernels: [...PAIR, ...PAIR], channels: 96, pool: { rows: 2, columns: 2 } },
];

/** The 20 convolutions in order: 328,128 weights, 5.61 million products a hop. */
export const EMBEDDING_LAYERS: readonly EmbeddingLayer[] = layers();

function layers(): EmbeddingLayer[] {
  const all: EmbeddingLayer[] = [];
  let rows = MEL_FRAMES_PER_HOP;
  let columns = MEL_BANDS;
  let inputs = 1;
  for (const block of BLOCKS) {
    block.kernels.forEach(([kernelRows, kernelColumns], index) => {
      const pool = index === block.kernels.length - 1 ? block.pool : NONE;
      const outputs = block.channels;
      all.push({
        kernelRows,
        kernelColumns,
        inputs,
        outputs,
        rows,
        columns,
        activation: "leaky-floor",
        pool,
      });
      inputs = outputs;
    });
    rows /= block.pool.rows;
    columns /= block.pool.columns;
  }
  all.push({
    kernelRows: 3,
    kernelColumns: 1,
    inputs,
    outputs: EMBEDDING_SIZE,
    rows,
    columns,
    activation: "linear",
    pool: NONE,
  });
  return all;
}
