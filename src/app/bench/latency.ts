import { roomTone } from "../../capture/room-tone.js";
import { parseConfig } from "../../config/config.js";
import { SAMPLE_RATE_HZ, toPcm16, toSeconds } from "../../domain/audio.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import type { ClipMs, DraftFate, EarEvent } from "../../pipeline/ear-event.js";
import type { SealingKeys } from "../../seal/sealed-clip.js";
import { startListening } from "../ear/start-listening.js";
import { residentMb } from "../resident-memory.js";
import { wireEar, wireJudgement } from "../wire.js";
import type { LatencyUtterance } from "./latency-utterances.js";
import { PaceDevice } from "./pace-device.js";

/** Of an utterance that became a clip; milliseconds from the last sample of speech, as it was played. */
export interface LatencyRow {
  /** From the end of the wake word to the last sample of speech. */
  readonly seconds: number;
  readonly total: number;
  /** Until it was decided that the speech has ended; the lateness of device and speech head is inside. */
  readonly wait: number;
  readonly stages: ClipMs;
  readonly isDraftKept: boolean;
}

export interface LatencyReport {
  readonly rows: readonly LatencyRow[];
  /** Utterances that became none, by reason; `unheard` are those whose wake word was missed. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly drafts: Readonly<Record<DraftFate, number>>;
  readonly memoryMb: number;
}

/** Behind each utterance: the longest wait, and the slowest clip. */
const QUIET_SAMPLES = 2.5 * SAMPLE_RATE_HZ;
const PATIENCE_MS = 5_000;
const LOOK_MS = 10;
/** The shipped words alone are listened for. */
const NO_WORDS = "no-words-enrolled";

interface Ended {
  readonly event: Extract<EarEvent, { kind: "sealed" | "dropped" | "abandoned" }>;
  readonly atMs: number;
  readonly isDraftKept: boolean;
}

/**
 * Plays each utterance through a real recorder, at the pace of real time, to a whole ear: thread that listens, second
 * look, recogniser, gate, seal. The first one is played once more before, and not counted.
 * @throws SottoError as a start of the ear does
 */
export async function measureLatency(
  utterances: readonly LatencyUtterance[],
  keys: SealingKeys,
  onProgress: (done: number) => void,
): Promise<LatencyReport> {
  const device = await PaceDevice.open([]);
  const config = parseConfig({});
  const { listening, rule } = await startListening({
    ...{ config, wordsFolder: NO_WORDS },
    source: {
      ...{ microphone: config.microphone, ...device.played },
      ...{ recorderName: "arecord", input: undefined },
    },
  });
  const senses = await wireJudgement();
  const drafts: Record<DraftFate, number> = { kept: 0, "called-off": 0, outdated: 0, skipped: 0 };
  let ended: Ended | undefined;
  let isDraftKept = false;
  const observe = (event: EarEvent) => {
    if (event.kind === "drafted") {
      drafts[event.fate]++;
      isDraftKept = event.fate === "kept";
    } else if (isEnding(event)) ended = { event, atMs: systemClock.monotonicMs(), isDraftKept };
  };
  const ear = wireEar({ config, listening, rule, senses, keys: async () => keys, observe });
  const running = ear.run();
  const rows: LatencyRow[] = [];
  const dropped: Record<string, number> = {};
  try {
    for (const [index, utterance] of [...utterances.slice(0, 1), ...utterances].entries()) {
      ended = undefined;
      isDraftKept = false;
      const { startMs } = await device.play(withQuiet(utterance.sound));
      const deadline = systemClock.monotonicMs() + PATIENCE_MS;
      while (ended === undefined && systemClock.monotonicMs() < deadline) await systemClock.sleep(LOOK_MS);
      onProgress(index);
      if (index === 0) {
        for (const fate of ["kept", "called-off", "outdated", "skipped"] as const) drafts[fate] = 0;
        continue;
      }
      const told = rowOf(ended, utterance, startMs);
      if (typeof told === "string") dropped[told] = (dropped[told] ?? 0) + 1;
      else rows.push(told);
    }
  } finally {
    await ear.mute();
    await running;
    await device.close();
  }
  return { rows, dropped, drafts, memoryMb: residentMb() };
}

function isEnding(event: EarEvent): event is Ended["event"] {
  return ["sealed", "dropped", "abandoned"].includes(event.kind);
}

function withQuiet(samples: Float32Array): Int16Array {
  const sound = new Int16Array(samples.length + QUIET_SAMPLES);
  sound.set(Int16Array.from(samples, toPcm16));
  sound.set(Int16Array.from(roomTone(QUIET_SAMPLES), toPcm16), samples.length);
  return sound;
}

/** A reason where there is no clip. */
function rowOf(ended: Ended | undefined, utterance: LatencyUtterance, startMs: number): LatencyRow | string {
  if (ended === undefined) return "unheard";
  if (ended.event.kind === "abandoned") return ended.event.why;
  if (ended.event.kind === "dropped") return ended.event.reason;
  const { ms } = ended.event.report;
  const lastMs = startMs + (utterance.speechEnd * 1000) / SAMPLE_RATE_HZ;
  const sealedMs = ended.atMs;
  // The rest of it is lost.
  if (sealedMs < lastMs) return "ended-too-early";
  return {
    seconds: toSeconds(utterance.speechEnd - utterance.wordEnd),
    total: sealedMs - lastMs,
    wait: sealedMs - ms.fromSpeechEnd + ms.wait - lastMs,
    stages: ms,
    isDraftKept: ended.isDraftKept,
  };
}
