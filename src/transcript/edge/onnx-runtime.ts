import "./no-telemetry.js";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { SottoError } from "../../domain/errors.js";

export type Tensors = Readonly<Record<string, Tensor>>;

/**
 * One graph of onnxruntime. `run` computes on the calling thread and blocks it.
 * @throws SottoError MODEL_FAILED when the bytes are no graph, or a run fails.
 */
export class OnnxGraph {
  readonly #session: InferenceSession;
  readonly #name: string;

  private constructor(session: InferenceSession, name: string) {
    this.#session = session;
    this.#name = name;
  }

  static async load(name: string, bytes: Uint8Array, threads: number): Promise<OnnxGraph> {
    try {
      const session = await InferenceSession.create(bytes, {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        graphOptimizationLevel: "all",
        // An arena would keep what was heard in memory for as long as the process lives. Without one a run takes as
        // long (differences drown in those between runs) and the process is 15 MB smaller.
        enableCpuMemArena: false,
        // Only fatal lines: what fails is thrown, and the native log would go to the terminal unasked.
        logSeverityLevel: 4,
      });
      return new OnnxGraph(session, name);
    } catch (cause) {
      throw new SottoError("MODEL_FAILED", `${name} could not be loaded`, cause);
    }
  }

  async run(feeds: Tensors): Promise<Tensors> {
    try {
      return await this.#session.run(feeds);
    } catch (cause) {
      throw new SottoError("MODEL_FAILED", `${this.#name} could not be run`, cause);
    }
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

export function floats(data: Float32Array, dims: readonly number[]): Tensor {
  return new Tensor("float32", data, dims);
}

export function integers(data: BigInt64Array, dims: readonly number[]): Tensor {
  return new Tensor("int64", data, dims);
}

export function flag(value: 0 | 1): Tensor {
  return new Tensor("bool", Uint8Array.of(value), [1]);
}

/** @throws SottoError MODEL_FAILED when the graph has no such output, or not of floats. */
export function output(tensors: Tensors, name: string): Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) throw new SottoError("MODEL_FAILED", `the graph has no output ${name}`);
  return tensor;
}

export function floatData(tensor: Tensor): Float32Array {
  const data = tensor.data;
  if (!(data instanceof Float32Array)) throw new SottoError("MODEL_FAILED", "an output is not of floats");
  return data;
}
