import { InferenceSession, Tensor } from "onnxruntime-node";
import { SottoError } from "../../domain/errors.js";
import { MEL_BANDS } from "../embedding-engine.js";
import { WINDOW_FRAMES } from "../embedding-graph.js";

/**
 * The way of openWakeWord: the whole window of 76 mel frames through embedding.onnx at every hop, in
 * onnxruntime on one thread. The truth that the streaming engines are held to, and their peer in the bench.
 */
export class FullWindowEmbedding {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  static async load(model: Uint8Array): Promise<FullWindowEmbedding> {
    const session = await InferenceSession.create(model, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      enableCpuMemArena: false,
    });
    return new FullWindowEmbedding(session);
  }

  /**
   * `mel` is WINDOW_FRAMES x MEL_BANDS values, oldest first; gives 96 values.
   * @throws SottoError MODEL_FAILED
   */
  async embed(mel: Float32Array): Promise<Float32Array> {
    const [input = ""] = this.#session.inputNames;
    const [output = ""] = this.#session.outputNames;
    const answer = await this.#session.run({
      [input]: new Tensor("float32", mel, [1, WINDOW_FRAMES, MEL_BANDS, 1]),
    });
    const data = answer[output]?.data;
    if (!(data instanceof Float32Array))
      throw new SottoError("MODEL_FAILED", "embedding.onnx gave no numbers");
    return data;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}
