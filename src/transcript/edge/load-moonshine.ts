import type { ModelStore } from "../../models/model-store.js";
import type { Recogniser } from "../recogniser.js";
import { Tokenizer } from "../tokenizer.js";
import { Moonshine } from "./moonshine.js";
import { MoonshineDecoder } from "./moonshine-decoder.js";
import { MoonshineEncoder } from "./moonshine-encoder.js";
import { OnnxGraph } from "./onnx-runtime.js";

export interface MoonshineOptions {
  /** Threads of the arithmetic, 1 unless given: more heat a small board for little gain. */
  readonly threads?: number;
}

/** @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED */
export async function loadMoonshine(store: ModelStore, options: MoonshineOptions = {}): Promise<Recogniser> {
  const threads = options.threads ?? 1;
  const tokenizer = Tokenizer.parse(await store.read("moonshine-tiny-en/tokenizer.bin"));
  const encoder = await OnnxGraph.load(
    "the recogniser's encoder",
    await store.read("moonshine-tiny-en/encoder.ort"),
    threads,
  );
  const decoder = await OnnxGraph.load(
    "the recogniser's decoder",
    await store.read("moonshine-tiny-en/decoder.ort"),
    threads,
  );
  return new Moonshine({
    encoder: new MoonshineEncoder(encoder),
    decoder: new MoonshineDecoder(decoder),
    tokenizer,
  });
}
