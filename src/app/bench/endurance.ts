import { constants, PerformanceObserver, performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { HotLoop } from "../../hotloop/hop-scores.js";
import { NoisySound } from "./noisy-sound.js";

/** 80 ms each. */
const HOPS_PER_HOUR = 45_000;
const SAMPLES = 96;
/** Rounds of hops and a look before the first moment: compilers have settled by then, for what looks as well. */
const SETTLING_ROUNDS = 200;
const SETTLING_HOPS = 500;
const FIELDS = ["heapUsed", "external", "arrayBuffers", "rss"] as const;

/** Memory in bytes at evenly spaced moments, each right after a full collection. */
export type MemoryCurve = Readonly<Record<(typeof FIELDS)[number], readonly number[]>>;

export interface EnduranceReport {
  readonly hops: number;
  readonly curve: MemoryCurve;
  /** Bytes on the heap at the end, less those at the first moment. */
  readonly heapGrowth: number;
  /** Collections that V8 found necessary while hops ran: of new objects, and of all. */
  readonly collections: { readonly minor: number; readonly major: number };
  readonly seconds: number;
}

export interface EnduranceOptions {
  readonly loop: HotLoop;
  readonly sound: Float32Array;
  /** Of sound. */
  readonly hours: number;
  /** Rounds before the first moment; fewer than the usual ones show the compilers at work. */
  readonly settlingRounds?: number;
}

/** As many hours of sound through the hot loop as fast as it goes, with the memory of this process. */
export async function endure({
  loop,
  sound,
  hours,
  settlingRounds = SETTLING_ROUNDS,
}: EnduranceOptions): Promise<EnduranceReport> {
  const playback = new NoisySound(sound);
  const collect = exposeCollector();
  const collections = new CollectionCount();
  const hops = Math.ceil((hours * HOPS_PER_HOUR) / SAMPLES) * SAMPLES;
  const memory = FIELDS.map(() => new Float64Array(SAMPLES + 1));
  loop.reset();
  collections.start();
  for (let round = 0; round < settlingRounds; round++) {
    run(loop, playback, SETTLING_HOPS);
    await setImmediate();
    look(memory, 0, collect);
  }
  collections.reset();
  const start = performance.now();
  for (let moment = 1; moment <= SAMPLES; moment++) {
    run(loop, playback, hops / SAMPLES);
    // The observer is told between two turns of the event loop.
    await setImmediate();
    look(memory, moment, collect);
  }
  const seconds = (performance.now() - start) / 1000;
  await setImmediate();
  const [heapUsed = [], external = [], arrayBuffers = [], rss = []] = memory.map((values) => [...values]);
  return {
    hops,
    curve: { heapUsed, external, arrayBuffers, rss },
    heapGrowth: (heapUsed.at(-1) ?? 0) - (heapUsed[0] ?? 0),
    collections: collections.stop(),
    seconds,
  };
}

function run(loop: HotLoop, playback: NoisySound, hops: number): void {
  for (let hop = 0; hop < hops; hop++) loop.hop(playback.next());
}

function look(memory: readonly Float64Array[], moment: number, collect: () => void): void {
  collect();
  const now = process.memoryUsage();
  FIELDS.forEach((field, index) => {
    const values = memory[index];
    if (values) values[moment] = now[field];
  });
}

/** V8's full collection, which Node shows to nobody who does not ask for it. */
export function exposeCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  return collect;
}

/** Counts what V8 collects by itself; a collection that was asked for carries a flag. */
class CollectionCount {
  #minor = 0;
  #major = 0;
  readonly #observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) this.#note(entry);
  });

  start(): void {
    this.#observer.observe({ entryTypes: ["gc"] });
  }

  reset(): void {
    this.#minor = 0;
    this.#major = 0;
  }

  stop(): EnduranceReport["collections"] {
    this.#observer.disconnect();
    return { minor: this.#minor, major: this.#major };
  }

  #note(entry: object): void {
    // Node has it; the type library for Node does not say so.
    const detail: unknown = Reflect.get(entry, "detail");
    if (typeof detail !== "object" || detail === null || !("kind" in detail) || !("flags" in detail)) return;
    if (Number(detail.flags) & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) return;
    if (detail.kind === constants.NODE_PERFORMANCE_GC_MINOR) this.#minor++;
    else this.#major++;
  }
}
