import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { roomTone } from "../../capture/room-tone.js";
import { type Config, parseConfig } from "../../config/config.js";
import { HOP_SAMPLES, SAMPLE_RATE_HZ, toPcm16 } from "../../domain/audio.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { loadHotLoop } from "../../hotloop/edge/load-hot-loop.js";
import { FileModelStore } from "../../models/edge/file-model-store.js";
import type { EarEvent } from "../../pipeline/ear-event.js";
import { HearingGauge, type Lateness } from "../../pipeline/hearing-gauge.js";
import type { Listening } from "../../pipeline/listening.js";
import { SourceListening } from "../../pipeline/source-listening.js";
import type { SealingKeys } from "../../seal/sealed-clip.js";
import type { SecondLookRule } from "../../wake/second-look.js";
import { type EarSourceOptions, earSource } from "../ear/ear-source.js";
import { startListening } from "../ear/start-listening.js";
import { wireListener } from "../ear/wire-listener.js";
import { residentMb } from "../resident-memory.js";
import { wireEar, wireJudgement } from "../wire.js";
import { PaceDevice } from "./pace-device.js";

/** Where the hot loop runs: as in the ear, or in the recogniser's thread, to see what a thread of its own is good for. */
export type PacePlace = "a thread of its own" | "the recogniser's thread";

export interface PaceReport {
  readonly place: PacePlace;
  readonly minutes: number;
  /** Of every sample that the recorder was given. */
  readonly hopsDue: number;
  readonly hopsHeard: number;
  /** Samples that were dropped and counted. */
  readonly missedSamples: number;
  readonly lateMs: Lateness;
  readonly sealed: number;
  /** The longest time for which the main thread did nothing else. */
  readonly longestStallMs: number;
  /** Resident with the hot loop and without the recogniser, and with both at the end. */
  readonly memoryMb: { readonly listening: number; readonly all: number };
}

/** The main thread is stalled for so long, so often, beside the recognitions. */
const STALL_MS = 500;
const STALL_EVERY_MS = 2_000;
/** What was given to the recorder is heard within this time, or never. */
const DRAIN_MS = 3_000;
const LOOK_MS = 20;
/** The shipped words alone are listened for. */
const NO_WORDS = "no-words-enrolled";
/** Behind each recording, so that its end is heard as one. */
const QUIET_SAMPLES = 2 * SAMPLE_RATE_HZ;

interface Heard {
  readonly listening: Listening;
  readonly rule: SecondLookRule;
  readonly gauge: HearingGauge;
}

async function listen(place: PacePlace, config: Config, source: EarSourceOptions): Promise<Heard> {
  if (place === "a thread of its own") {
    const { listening, rule } = await startListening({ config, source, wordsFolder: NO_WORDS });
    return { listening, rule, gauge: listening.gauge };
  }
  const hotLoop = await loadHotLoop({ models: new FileModelStore(), engine: config.wake.engine });
  const parts = { listener: wireListener(hotLoop, config), clock: systemClock, gauge: new HearingGauge() };
  return {
    listening: new SourceListening({ ...parts, source: await earSource(source) }),
    rule: hotLoop.card.secondLook,
    gauge: parts.gauge,
  };
}

/** Does nothing else, as a recogniser that computes. */
function standStill(ms: number): void {
  const until = systemClock.monotonicMs() + ms;
  while (systemClock.monotonicMs() < until);
}

async function stallUntil(endMs: number): Promise<void> {
  while (systemClock.monotonicMs() < endMs) {
    standStill(STALL_MS);
    await systemClock.sleep(
      Math.max(0, Math.min(STALL_EVERY_MS - STALL_MS, endMs - systemClock.monotonicMs())),
    );
  }
}

async function drained(gauge: HearingGauge, hops: number): Promise<void> {
  const endMs = systemClock.monotonicMs() + DRAIN_MS;
  while (gauge.hops < hops && systemClock.monotonicMs() < endMs) await systemClock.sleep(LOOK_MS);
}

function withQuiet(samples: Float32Array): Int16Array {
  const sound = new Int16Array(samples.length + QUIET_SAMPLES);
  sound.set(Int16Array.from(samples, toPcm16));
  sound.set(Int16Array.from(roomTone(QUIET_SAMPLES), toPcm16), samples.length);
  return sound;
}

/**
 * A whole ear at the pace of real time: commands are played through a real recorder and recognised, the main thread is
 * stalled again and again, and a thread beside it keeps another core busy.
 */
export async function pace(options: {
  readonly place: PacePlace;
  readonly minutes: number;
  readonly recordings: readonly Float32Array[];
  readonly keys: SealingKeys;
}): Promise<PaceReport> {
  const { place, minutes, recordings, keys } = options;
  const device = await PaceDevice.open(recordings.map(withQuiet));
  // While the last samples are counted the device gives nothing, which is no stall of its own.
  const config = parseConfig({ microphone: { silenceMs: 60_000 } });
  const { listening, rule, gauge } = await listen(place, config, {
    ...{ microphone: config.microphone, ...device.played },
    ...{ recorderName: "arecord", input: undefined },
  });
  const memoryMb = residentMb();
  const senses = await wireJudgement();
  let sealed = 0;
  const observe = (event: EarEvent) => {
    if (event.kind === "sealed") sealed++;
  };
  const ear = wireEar({ config, listening, rule, senses, keys: async () => keys, observe });
  const busy = new Worker(new URL("./busy-core.js", import.meta.url));
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const running = ear.run();
  await Promise.race([running, stallUntil(systemClock.monotonicMs() + minutes * 60_000)]);
  const hopsDue = Math.floor((await device.hold()) / HOP_SAMPLES);
  await drained(gauge, hopsDue);
  const hopsHeard = gauge.hops;
  delay.disable();
  await busy.terminate();
  await ear.mute();
  await running;
  await device.close();
  return {
    ...{ place, minutes, hopsDue, hopsHeard, sealed },
    missedSamples: gauge.missedSamples,
    lateMs: gauge.lateness,
    longestStallMs: Math.round(delay.max / 1e6),
    memoryMb: { listening: memoryMb, all: residentMb() },
  };
}
