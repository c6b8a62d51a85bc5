import { EMBEDDING_SIZE, type EmbeddingEngine, MEL_BANDS, MEL_FRAMES_PER_HOP } from "../embedding-engine.js";
import { EMBEDDING_LAYERS, type EmbeddingLayer, HISTORY_ROWS } from "../embedding-graph.js";
import type { ConvolutionWeights } from "../onnx-weights.js";
import { type Kernel, loadKernel } from "./kernel.js";

const FLOAT = 4;
/** Channels of one tile of the kernel. */
const TILE = 12;

/** Where a layer reads: rows of the past, then those of this hop, each with a column of zeros on either side. */
interface InputBuffer {
  readonly at: number;
  readonly rowBytes: number;
  readonly historyBytes: number;
  /** Where this hop's first row begins, past the column of zeros. */
  readonly fresh: number;
  readonly rows: number;
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

/** Streaming embedding on the project's own WASM SIMD kernel: 37 KB of state, no allocation a hop. */
export async function createSimdEngine(weights: readonly ConvolutionWeights[]): Promise<EmbeddingEngine> {
  const size = measure();
  const { kernel, base } = await loadKernel(size);
  return new SimdEngine(kernel, plan(kernel, base, weights));
}

class SimdEngine implements EmbeddingEngine {
  readonly name = "simd";
  readonly #kernel: Kernel;
  readonly #steps: readonly Step[];
  readonly #input: Float32Array;
  readonly #output: Float32Array;
  readonly #inputRow: number;
  readonly #scratch: { readonly at: number; readonly bytes: number };

  constructor(kernel: Kernel, { steps, scratch, input, output }: Plan) {
    this.#kernel = kernel;
    this.#steps = steps;
    this.#scratch = scratch;
    this.#inputRow = input.rowBytes / FLOAT;
    const rows = (MEL_FRAMES_PER_HOP - 1) * this.#inputRow + MEL_BANDS;
    this.#input = new Float32Array(kernel.memory.buffer, input.fresh, rows);
    this.#output = new Float32Array(kernel.memory.buffer, output, EMBEDDING_SIZE);
  }

  embed(mel: Float32Array, out: Float32Array): void {
    const input = this.#input;
    for (let row = 0; row < MEL_FRAMES_PER_HOP; row++) {
      const to = row * this.#inputRow;
      for (let band = 0; band < MEL_BANDS; band++) input[to + band] = mel[row * MEL_BANDS + band] ?? 0;
    }
    for (const step of this.#steps) this.#run(step);
    out.set(this.#output);
  }

  reset(): void {
    for (const { input } of this.#steps) this.#kernel.erase(input.at, input.bytes);
    this.#kernel.erase(this.#scratch.at, this.#scratch.bytes);
    this.#output.fill(0);
  }

  dispose(): void {
    this.reset();
  }

  #run({ layer, input, weights, bias, output, outputRowBytes, pooled, pooledRowBytes }: Step): void {
    const { rows, columns, inputs, outputs, kernelRows, kernelColumns, pool } = layer;
    this.#kernel.convolve(
      input.at,
      input.rowBytes,
      inputs * FLOAT,
      rows,
      columns,
      kernelRows,
      kernelColumns * inputs,
      weights,
      bias,
      outputs,
      output,
      outputRowBytes,
      layer.activation === "linear" ? 0 : 1,
    );
    if (pooled !== output) {
      this.#kernel.pool(output, rows, columns, outputs, pool.rows, pool.columns, pooled, pooledRowBytes);
    }
    if (input.historyBytes > 0) {
      this.#kernel.carry(input.at, input.at + rows * input.rowBytes, input.historyBytes);
    }
  }
}

interface Plan {
  readonly steps: readonly Step[];
  readonly input: InputBuffer;
  readonly scratch: { readonly at: number; readonly bytes: number };
  readonly output: number;
}

function inputBytes({ kernelRows, kernelColumns, rows, columns, inputs }: EmbeddingLayer): number {
  const history = kernelRows === 3 ? HISTORY_ROWS : 0;
  return (history + rows) * (columns + kernelColumns - 1) * inputs * FLOAT;
}

function scratchBytes(): number {
  return Math.max(...EMBEDDING_LAYERS.map(({ rows, columns, outputs }) => rows * columns * outputs * FLOAT));
}

function weightBytes({ kernelRows, kernelColumns, inputs, outputs }: EmbeddingLayer): number {
  return kernelRows * kernelColumns * inputs * outputs * FLOAT;
}

function measure(): number {
  let bytes = scratchBytes() + EMBEDDING_SIZE * FLOAT;
  for (const layer of EMBEDDING_LAYERS)
    bytes += align(inputBytes(layer)) + weightBytes(layer) + layer.outputs * FLOAT;
  return bytes;
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

function plan(kernel: Kernel, base: number, weights: readonly ConvolutionWeights[]): Plan {
  let free = base;
  const take = (bytes: number): number => {
    const at = free;
    free += align(bytes);
    return at;
  };
  const buffers = EMBEDDING_LAYERS.map((layer) => inputBuffer(layer, take(inputBytes(layer))));
  const scratch = { bytes: scratchBytes(), at: take(scratchBytes()) };
  const output = take(EMBEDDING_SIZE * FLOAT);
  const steps = EMBEDDING_LAYERS.map((layer, index): Step => {
    const input = buffers[index] ?? inputBuffer(layer, 0);
    const next = buffers[index + 1];
    const pools = layer.pool.rows * layer.pool.columns > 1;
    const { fresh, rowBytes } = next ?? { fresh: output, rowBytes: EMBEDDING_SIZE * FLOAT };
    const { weights: w, bias: b } = weights[index] ?? {
      weights: new Float32Array(0),
      bias: new Float32Array(0),
    };
    const step: Step = {
      layer,
      input,
      weights: take(w.byteLength),
      bias: take(b.byteLength),
      output: pools ? scratch.at : fresh,
      outputRowBytes: pools ? layer.columns * layer.outputs * FLOAT : rowBytes,
      pooled: fresh,
      pooledRowBytes: rowBytes,
    };
    new Float32Array(kernel.memory.buffer, step.weights, w.length).set(tiled(layer, w));
    new Float32Array(kernel.memory.buffer, step.bias, b.length).set(b);
    return step;
  });
  const input = buffers[0] ?? { at: base, rowBytes: 0, historyBytes: 0, fresh: base, rows: 0, bytes: 0 };
  return { steps, input, scratch, output };
}

function inputBuffer(layer: EmbeddingLayer, at: number): InputBuffer {
  const history = layer.kernelRows === 3 ? HISTORY_ROWS : 0;
  const rowBytes = (layer.columns + layer.kernelColumns - 1) * layer.inputs * FLOAT;
  const margin = layer.kernelColumns === 3 ? layer.inputs * FLOAT : 0;
  return {
    at,
    rowBytes,
    historyBytes: history * rowBytes,
    fresh: at + history * rowBytes + margin,
    rows: layer.rows,
    bytes: inputBytes(layer),
  };
}

/** [outputs][inputs][rows][columns] to [outputs / 12][rows][columns x inputs][12]: the order in which the kernel reads. */
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
