import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { assertNever } from "../../domain/assert-never.js";
import { SottoError } from "../../domain/errors.js";
import type { EngineName } from "../embedding-engine.js";
import type { HopEngine } from "../hop-engine.js";
import type { ConvolutionWeights } from "../onnx-weights.js";
import { createSimdEngine } from "./simd-engine.js";
import { TfjsEngine } from "./tfjs-engine.js";

const require = createRequire(import.meta.url);

/**
 * One engine by name. TensorFlow.js is loaded here on demand, so that a device that runs on the kernel
 * never holds it in memory.
 * @throws SottoError ENGINE_UNAVAILABLE
 */
export async function loadEngine(
  name: EngineName,
  weights: readonly ConvolutionWeights[],
): Promise<HopEngine> {
  switch (name) {
    case "simd":
      return createSimdEngine(weights);
    case "tfjs-wasm":
      return loadTfjsWasm(weights);
    case "tfjs-node":
      return loadTfjsNode(weights);
    default:
      return assertNever(name);
  }
}

async function loadTfjsWasm(weights: readonly ConvolutionWeights[]): Promise<HopEngine> {
  try {
    const tf = await import("@tensorflow/tfjs-core");
    const backend = await import("@tensorflow/tfjs-backend-wasm");
    backend.setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
    // The tensors of a hop are small: threads would only wait for each other.
    backend.setThreadsCount(1);
    if (!(await tf.setBackend("wasm"))) throw new SottoError("ENGINE_UNAVAILABLE", "tfjs-wasm: no backend");
    await tf.ready();
    return new TfjsEngine("tfjs-wasm", tf, "wasm", weights);
  } catch (error) {
    throw unavailable("tfjs-wasm", error);
  }
}

async function loadTfjsNode(weights: readonly ConvolutionWeights[]): Promise<HopEngine> {
  try {
    const tf = loadNativeTensorFlow();
    if (!(await tf.setBackend("tensorflow"))) {
      throw new SottoError("ENGINE_UNAVAILABLE", "tfjs-node: no backend");
    }
    await tf.ready();
    return new TfjsEngine("tfjs-node", tf, "tensorflow", weights);
  } catch (error) {
    throw unavailable("tfjs-node", error);
  }
}

/** The one place that names the optional package. @throws whatever its native part throws when it is absent. */
function loadNativeTensorFlow(): typeof import("@tensorflow/tfjs-core") {
  // TensorFlow greets on the error stream and takes every core, unless it is told before it loads.
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  process.env["TF_NUM_INTRAOP_THREADS"] ??= "1";
  process.env["TF_NUM_INTEROP_THREADS"] ??= "1";
  return require("@tensorflow/tfjs-node");
}

function unavailable(name: EngineName, cause: unknown): SottoError {
  return cause instanceof SottoError ? cause : new SottoError("ENGINE_UNAVAILABLE", name, cause);
}
