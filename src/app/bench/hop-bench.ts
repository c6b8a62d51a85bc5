import { cpus, totalmem } from "node:os";
import { performance } from "node:perf_hooks";
import { codeOf } from "../../domain/errors.js";
import { loadEngine } from "../../hotloop/edge/load-engine.js";
import { loadHeads } from "../../hotloop/edge/load-heads.js";
import { loadHotLoop } from "../../hotloop/edge/load-hot-loop.js";
import { ENGINE_NAMES, type EngineName } from "../../hotloop/embedding-engine.js";
import {
  type HopTimes,
  type Measurement,
  measureHotLoop,
  measureParts,
  measurePeer,
  type PartTimes,
} from "../../hotloop/measure-hops.js";
import { readEmbeddingWeights } from "../../hotloop/onnx-weights.js";
import { FileModelStore } from "../../models/edge/file-model-store.js";

const HOPS = 5000;
/** A run of their own, so that no clock stands between the parts of the whole. */
const PART_HOPS = 1000;
const WARM_UP_HOPS = 300;

export const PEER = "openWakeWord's way";

export interface HopLine {
  readonly engine: EngineName | typeof PEER;
  readonly whole: HopTimes;
  readonly parts: PartTimes;
}

export interface HopReport {
  readonly machine: string;
  readonly node: string;
  readonly lines: readonly HopLine[];
  /** Engines that are not installed here. */
  readonly absent: readonly EngineName[];
}

/**
 * A hop of 80 ms on every engine that loads here, and on openWakeWord's way, on this machine and now.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE
 */
export async function benchHops(sound: Float32Array): Promise<HopReport> {
  const measurement: Measurement = {
    sound,
    hops: HOPS,
    warmUpHops: WARM_UP_HOPS,
    nowMs: () => performance.now(),
  };
  const lines: HopLine[] = [];
  const absent: EngineName[] = [];
  for (const engine of ENGINE_NAMES) {
    const line = await hopLine(engine, measurement);
    if (line) lines.push(line);
    else absent.push(engine);
  }
  lines.push(await peerLine(measurement));
  return {
    machine: `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB`,
    node: process.versions.node,
    ...{ lines, absent },
  };
}

/** How much of the peer's time each takes; NaN without a peer. */
export function shareOfPeer({ whole }: HopLine, lines: readonly HopLine[]): number {
  return whole.p50 / (lines.find(({ engine }) => engine === PEER)?.whole.p50 ?? Number.NaN);
}

async function hopLine(name: EngineName, measurement: Measurement): Promise<HopLine | undefined> {
  const models = new FileModelStore();
  try {
    const loaded = await loadHotLoop({ models, engine: name });
    const whole = measureHotLoop(loaded.hotLoop, measurement);
    loaded.dispose();
    const engine = await loadEngine(name, readEmbeddingWeights(await models.read("embedding.onnx")));
    const { speech, wake, spotter } = (await loadHeads()).heads;
    const heads = [speech, wake, spotter].map(({ shape, weights }) => engine.head(shape, weights));
    const parts = measureParts(engine, heads, { ...measurement, hops: PART_HOPS });
    engine.dispose();
    return { engine: name, whole, parts };
  } catch (error) {
    if (codeOf(error) === "ENGINE_UNAVAILABLE") return undefined;
    throw error;
  }
}

/** With our own fastest log-mel, which costs less than openWakeWord's: what is left unfair is unfair to us. */
async function peerLine(measurement: Measurement): Promise<HopLine> {
  const { OpenWakeWordPeer } = await import("./open-wake-word.js");
  const model = await new FileModelStore().read("embedding.onnx");
  const engine = await loadEngine("simd", readEmbeddingWeights(model));
  const peer = await OpenWakeWordPeer.load(model);
  const times = await measurePeer(peer, engine.logMel(), measurement);
  await peer.dispose();
  engine.dispose();
  return { engine: PEER, ...times };
}
