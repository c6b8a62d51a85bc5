import { createRequire } from "node:module";
import { dirname, sep } from "node:path";

const require = createRequire(import.meta.url);

/** The part of TensorFlow.js that trains, on whatever backend there is. */
export type TensorFlow = typeof import("@tensorflow/tfjs-core");

/**
 * Native TensorFlow where it is installed (scripts/tfjs-node, Node 20 and 22), else the one in WebAssembly, which trains
 * the same small networks in twice the time. SOTTO_TRAIN_ON=wasm asks for the latter.
 */
export async function loadTensorFlow(): Promise<TensorFlow> {
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  // The products are small: more threads would only wait for each other.
  process.env["TF_NUM_INTRAOP_THREADS"] ??= "1";
  process.env["TF_NUM_INTEROP_THREADS"] ??= "1";
  const native = process.env["SOTTO_TRAIN_ON"] === "wasm" ? undefined : nativeTensorFlow();
  if (native !== undefined) return native;
  const tf = await import("@tensorflow/tfjs-core");
  // The gradients lie beside the package's main file; both share one registry.
  require("@tensorflow/tfjs-core/dist/register_all_gradients.js");
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  wasm.setThreadsCount(1);
  await tf.setBackend("wasm");
  await tf.ready();
  return tf;
}

function nativeTensorFlow(): TensorFlow | undefined {
  try {
    return require("@tensorflow/tfjs-node");
  } catch {
    // It is not installed, or not for this Node: both are ordinary.
    return undefined;
  }
}
