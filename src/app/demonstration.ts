import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AudioSource } from "../capture/audio-source.js";
import { readSoundFile } from "../capture/edge/sound-file.js";
import type { Config } from "../config/config.js";
import type { Transport } from "../deliver/transport.js";
import { toSeconds } from "../domain/audio.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { SottoError } from "../domain/errors.js";
import { judgeRecording, parseRecordings, type Recording, type Verdict } from "../evaluation/recording.js";
import type { ClipReport, EarEvent } from "../pipeline/ear.js";
import type { OpenedClip, Reader } from "../read/reader.js";
import type { SealingKeys } from "../seal/sealed-clip.js";
import { type Senses, wireEar } from "./wire.js";

/** A microphone whose sound is made: it plays room tone until it is given something. */
export interface PlayedMicrophone {
  readonly source: AudioSource;
  /** Plays mono 16 kHz sound; gives the position in the stream at which it began, when it has ended. */
  play(samples: Float32Array): Promise<{ readonly startSample: number }>;
}

export interface DemonstrationParts {
  readonly config: Config;
  readonly senses: Senses;
  readonly keys: SealingKeys;
  readonly microphone: PlayedMicrophone;
  readonly transport: Transport;
  readonly reader: Reader;
  /** Folder of recordings.json and its files. */
  readonly recordings: string;
  /** The next recording waits for it. */
  readonly observe: (step: DemonstrationStep) => Promise<void> | void;
}

export type DemonstrationStep =
  | { readonly kind: "playing"; readonly number: number; readonly of: number; readonly recording: Recording }
  | {
      readonly kind: "ended";
      readonly number: number;
      readonly recording: Recording;
      readonly result: RecordingResult;
    };

export interface RecordingResult {
  readonly verdict: Verdict;
  /** Why no clip left, where none did. */
  readonly dropped: string | undefined;
  readonly clip: OpenedClip | undefined;
  readonly report: ClipReport | undefined;
  /** From the sealed clip to the reader's disk. */
  readonly deliverMs: number | undefined;
  readonly sealedBytes: number | undefined;
}

/** After the last sound so long for the wait, the stages and the broker. */
const PATIENCE_MS = 15_000;

type Outcome = Extract<EarEvent, { kind: "sealed" | "dropped" | "abandoned" }>;

/** Hands each outcome to whoever waits for it next. */
class OutcomeDesk {
  #take: ((outcome: Outcome) => void) | undefined;

  next(): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#take = resolve;
    });
  }

  tell(event: EarEvent): void {
    switch (event.kind) {
      case "sealed":
      case "dropped":
      case "abandoned":
        this.#take?.(event);
        this.#take = undefined;
    }
  }
}

async function deliver(
  parts: DemonstrationParts,
  sealed: Extract<Outcome, { kind: "sealed" }>,
): Promise<{ clip: OpenedClip; deliverMs: number }> {
  const start = systemClock.monotonicMs();
  await parts.transport.ready(AbortSignal.timeout(PATIENCE_MS));
  const published = await parts.transport.publish(sealed.clip);
  if (published.outcome !== "accepted") throw new SottoError("PUBLISH_FAILED", published.outcome);
  const { messageId } = sealed.clip;
  while (!(await parts.reader.list()).some((clip) => clip.messageId === messageId)) {
    if (systemClock.monotonicMs() - start > PATIENCE_MS)
      throw new SottoError("PUBLISH_FAILED", "the reader got nothing");
    await systemClock.sleep(5);
  }
  return { clip: await parts.reader.open(messageId), deliverMs: systemClock.monotonicMs() - start };
}

function whyNothing(outcome: Exclude<Outcome, { kind: "sealed" }> | undefined): string {
  if (!outcome) return "nothing was heard";
  return outcome.kind === "dropped" ? outcome.reason : outcome.why;
}

async function playOne(
  parts: DemonstrationParts,
  recording: Recording,
  desk: OutcomeDesk,
): Promise<RecordingResult> {
  const { audio } = await readSoundFile(join(parts.recordings, recording.file));
  const next = desk.next();
  const { startSample } = await parts.microphone.play(audio.samples);
  const outcome = await Promise.race([next, systemClock.sleep(PATIENCE_MS).then(() => undefined)]);
  if (outcome?.kind !== "sealed") {
    const nothing = { clip: undefined, report: undefined, deliverMs: undefined, sealedBytes: undefined };
    return { verdict: judgeRecording(recording, undefined), dropped: whyNothing(outcome), ...nothing };
  }
  const { clip, deliverMs } = await deliver(parts, outcome);
  const startSeconds = toSeconds(outcome.report.span.start - startSample);
  const verdict = judgeRecording(recording, {
    startSeconds,
    endSeconds: toSeconds(outcome.report.span.end - startSample),
    cuts: clip.removed.map((cut) => ({
      start: startSeconds + cut.startMs / 1000,
      end: startSeconds + cut.endMs / 1000,
      types: cut.types,
    })),
  });
  const sealedBytes = outcome.clip.message.length;
  return { verdict, dropped: undefined, clip, report: outcome.report, deliverMs, sealedBytes };
}

/** Plays every recording through microphone, ear, broker and reader, and judges what the reader could open. */
export async function demonstrate(parts: DemonstrationParts): Promise<readonly RecordingResult[]> {
  const recordings = parseRecordings(readFileSync(join(parts.recordings, "recordings.json"), "utf8"));
  const desk = new OutcomeDesk();
  const { config, senses, keys, microphone } = parts;
  const ear = wireEar({
    config,
    senses,
    keys,
    source: microphone.source,
    observe: (event) => desk.tell(event),
  });
  const listening = ear.run();
  const results: RecordingResult[] = [];
  for (const [index, recording] of recordings.entries()) {
    const number = index + 1;
    await parts.observe({ kind: "playing", number, of: recordings.length, recording });
    const result = await playOne(parts, recording, desk);
    results.push(result);
    await parts.observe({ kind: "ended", number, recording, result });
  }
  await ear.mute();
  await listening;
  return results;
}
