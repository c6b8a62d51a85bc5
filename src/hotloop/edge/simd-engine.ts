import type { Head, HeadShape } from "../dense-head.js";
import { EMBEDDING_SIZE, MEL_BANDS, MEL_FRAMES_PER_HOP } from "../embedding-engine.js";
import { EMBEDDING_LAYERS, type EmbeddingLayer, HISTORY_ROWS } from "../embedding-graph.js";
import type { HopEngine } from "../hop-engine.js";
import type { MelFrontEnd } from "../mel.js";
import type { ConvolutionWeights } from "../onnx-weights.js";
import { type KernelName, loadKernel } from "./kernel.js";
import { KernelHead } from "./kernel-head.js";
import { KernelMel } from "./kernel-mel.js";
import { FLOAT_BYTES, KernelMemory } from "./kernel-memory.js";

/** Channels of one tile of the kernel. */
const TILE = 8;

/** Where a layer reads: rows of the past, then those of this hop, each with a column of zeros on either side. */
interface InputBuffer {
  readonly at: number;
  readonly rowBytes: number;
  readonly historyBytes: number;
  /** Where this hop's first row begins, past the column of zeros. */
  readonly fresh: number;
  readonly bytes: number;
}

interface Step {
  readonly layer: EmbeddingLayer;
  readonly input: InputBuffer;
  readonly weights: number;
  readonly bias: number;
  readonly output: number;
  readonly outputRowBytes: number;
  /** Where the pooled rows go; a layer without pooling writes straight on. */
  readonly pooled: number;
  readonly pooledRowBytes: number;
}

/**
 * Streaming embedding on the project's own WASM SIMD kernel: 37 KB of state, no allocation a hop.
 * @param kernel that one, rather than the fastest that runs here
 */
export async function createSimdEngine(
  weights: readonly ConvolutionWeights[],
  kernel?: KernelName,
): Promise<HopEngine> {
  const memory = new KernelMemory(await loadKernel(kernel));
  return new SimdEngine(memory, plan(memory, weights));
}

class SimdEngine implements HopEngine {
  readonly name = "simd";
  readonly #memory: KernelMemory;
  readonly #plan: Plan;

  constructor(memory: KernelMemory, planned: Plan) {
    this.#memory = memory;
    this.#plan = planned;
  }

  embed(mel: Float32Array, out: Float32Array): void {
    const floats = this.#memory.floats;
    const { steps, input, output } = this.#plan;
    for (let row = 0; row < MEL_FRAMES_PER_HOP; row++) {
      const to = (input.fresh + row * input.rowBytes) / FLOAT_BYTES;
      for (let band = 0; band < MEL_BANDS; band++) floats[to + band] = mel[row * MEL_BANDS + band] ?? 0;
    }
    for (const step of steps) this.#run(step);
    const from = output / FLOAT_BYTES;
    for (let i = 0; i < EMBEDDING_SIZE; i++) out[i] = floats[from + i] ?? 0;
  }

  logMel(): MelFrontEnd {
    return new KernelMel(this.#memory);
  }

  head(shape: HeadShape, weights: Float32Array): Head {
    return new KernelHead(this.#memory, shape, weights);
  }

  reset(): void {
    const { kernel } = this.#memory;
    const { steps, scratch, output } = this.#plan;
    for (const { input } of steps) kernel.erase(input.at, input.bytes);
    kernel.erase(scratch, scratchBytes());
    kernel.erase(output, EMBEDDING_SIZE * FLOAT_BYTES);
  }

  dispose(): void {
    this.reset();
  }

  #run({ layer, input, weights, bias, output, outputRowBytes, pooled, pooledRowBytes }: Step): void {
    const { kernel } = this.#memory;
    const { rows, columns, inputs, outputs, kernelRows, kernelColumns, pool } = layer;
    if (isDense(layer)) {
      kernel.dense(input.at, kernelRows * inputs, weights, bias, outputs, output, 0);
    } else {
      kernel.convolve(
        input.at,
        input.rowBytes,
        inputs * FLOAT_BYTES,
        rows,
        columns,
        kernelRows,
        kernelColumns * inputs,
        weights,
        bias,
        outputs,
        output,
        outputRowBytes,
      );
    }
    if (pooled !== output)
      kernel.pool(output, rows, columns, outputs, pool.rows, pool.columns, pooled, pooledRowBytes);
    if (input.historyBytes > 0) kernel.carry(input.at, input.at + rows * input.rowBytes, input.historyBytes);
  }
}

interface Plan {
  readonly steps: readonly Step[];
  readonly input: InputBuffer;
  readonly scratch: number;
  readonly output: number;
}

/** The last layer has one position a hop, whose rows lie one after the other. */
function isDense({ activation }: EmbeddingLayer): boolean {
  return activation === "linear";
}

function scratchBytes(): number {
  return Math.max(
    ...EMBEDDING_LAYERS.map(({ rows, columns, outputs }) => rows * columns * outputs * FLOAT_BYTES),
  );
}

function plan(memory: KernelMemory, weights: readonly ConvolutionWeights[]): Plan {
  const buffers = EMBEDDING_LAYERS.map((layer) => inputBuffer(memory, layer));
  const scratch = memory.take(scratchBytes());
  const output = memory.take(EMBEDDING_SIZE * FLOAT_BYTES);
  const last = { fresh: output, rowBytes: EMBEDDING_SIZE * FLOAT_BYTES };
  const none = { weights: new Float32Array(0), bias: new Float32Array(0) };
  const steps = EMBEDDING_LAYERS.map((layer, index): Step => {
    const pools = layer.pool.rows * layer.pool.columns > 1;
    const { fresh, rowBytes } = buffers[index + 1] ?? last;
    const stored = weights[index] ?? none;
    return {
      layer,
      input: buffers[index] ?? inputBuffer(memory, layer),
      weights: memory.put(tiled(layer, stored.weights)),
      bias: memory.put(stored.bias),
      output: pools ? scratch : fresh,
      outputRowBytes: pools ? layer.columns * layer.outputs * FLOAT_BYTES : rowBytes,
      pooled: fresh,
      pooledRowBytes: rowBytes,
    };
  });
  const [input = { at: 0, rowBytes: 0, historyBytes: 0, fresh: 0, bytes: 0 }] = buffers;
  return { steps, input, scratch, output };
}

function inputBuffer(memory: KernelMemory, layer: EmbeddingLayer): InputBuffer {
  const history = layer.kernelRows === 3 ? HISTORY_ROWS : 0;
  const rowBytes = (layer.columns + layer.kernelColumns - 1) * layer.inputs * FLOAT_BYTES;
  const margin = layer.kernelColumns === 3 ? layer.inputs * FLOAT_BYTES : 0;
  const bytes = (history + layer.rows) * rowBytes;
  const at = memory.take(bytes);
  return {
    at,
    rowBytes,
    historyBytes: history * rowBytes,
    fresh: at + history * rowBytes + margin,
    bytes,
  };
}

/** [outputs][inputs][rows][columns] to [outputs / 8][rows][columns x inputs][8]: the order in which the kernel reads. */
function tiled(
  { kernelRows, kernelColumns, inputs, outputs }: EmbeddingLayer,
  weights: Float32Array,
): Float32Array {
  const order = new Float32Array(weights.length);
  let at = 0;
  for (let tile = 0; tile < outputs; tile += TILE) {
    for (let row = 0; row < kernelRows; row++) {
      for (let column = 0; column < kernelColumns; column++) {
        for (let input = 0; input < inputs; input++) {
          for (let lane = 0; lane < TILE; lane++) {
            const from = (((tile + lane) * inputs + input) * kernelRows + row) * kernelColumns + column;
            order[at++] = weights[from] ?? 0;
          }
        }
      }
    }
  }
  return order;
}
