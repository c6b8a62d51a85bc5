import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSoundFile } from "../../capture/edge/sound-file.js";
import { toSeconds } from "../../domain/audio.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { judgeRecording, parseRecordings, type Recording, type Verdict } from "../../evaluation/recording.js";
import type { OpenedClip, Reader } from "../../read/reader.js";
import { droppedReason, type SealedReport, sealedReport } from "../ear/ear-log.js";
import type { Crew } from "../household/crew.js";
import type { CrewFeed, FeedLine } from "../household/crew-feed.js";
import type { PlayedMicrophone } from "./played-microphone.js";

export interface DemonstrationParts {
  readonly crew: Pick<Crew, "button">;
  readonly feed: CrewFeed;
  readonly microphone: PlayedMicrophone;
  readonly reader: Pick<Reader, "list" | "open">;
  /** Folder of recordings.json and its files. */
  readonly recordings: string;
  /** The next step waits for it. */
  readonly observe: (step: DemonstrationStep) => Promise<void> | void;
}

export type DemonstrationStep =
  | { readonly kind: "playing"; readonly number: number; readonly of: number; readonly recording: Recording }
  | {
      readonly kind: "ended";
      readonly number: number;
      readonly recording: Recording;
      readonly result: RecordingResult;
    }
  | { readonly kind: "erasing"; readonly messageId: string };

export interface RecordingResult {
  readonly verdict: Verdict;
  /** Why no clip left, where none did. */
  readonly dropped: string | undefined;
  readonly clip: OpenedClip | undefined;
  readonly report: SealedReport | undefined;
  /** From the ear's word that it is sealed to the reader's disk, by way of outbox, broker and keeper. */
  readonly deliverMs: number | undefined;
}

/** How the erasure of the last clip went. */
export interface ErasureResult {
  readonly messageId: string;
  /** From the button's release to the log line that says that the keeper has signed for it. */
  readonly confirmedMs: number | undefined;
  /** The reader's own copy is gone too. */
  readonly isGone: boolean;
  /** Holding the button has muted: the lamp is out. */
  readonly isDark: boolean;
}

export interface DemonstrationResult {
  readonly recordings: readonly RecordingResult[];
  /** Undefined where no clip had arrived that could be erased. */
  readonly erasure: ErasureResult | undefined;
}

/** After the last sound so long for the wait, the stages, the broker and the keeper. */
const PATIENCE_MS = 15_000;
/** What a person holds the button for to erase what was just said; a little more than the light asks for. */
const HOLD_MS = 3_300;
const LOOK_MS = 10;

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = systemClock.monotonicMs() + PATIENCE_MS;
  while (systemClock.monotonicMs() < deadline) {
    if (await isSo()) return true;
    await systemClock.sleep(LOOK_MS);
  }
  return false;
}

/** What came of the sound from `startSample` on. On a busy machine the clip of the recording before may come this late. */
function isOutcomeFrom(startSample: number): (told: FeedLine) => boolean {
  return ({ from, line }) => {
    if (from !== "ear") return false;
    if (line.event === "clip-sealed") return sealedReport(line).span.end > startSample;
    return droppedReason(line.event) !== undefined;
  };
}

async function isListed({ reader }: DemonstrationParts, messageId: string): Promise<boolean> {
  return (await reader.list()).some((clip) => clip.messageId === messageId);
}

async function receive(
  parts: DemonstrationParts,
  messageId: string,
): Promise<{ readonly clip: OpenedClip; readonly deliverMs: number }> {
  const start = systemClock.monotonicMs();
  if (!(await until(() => isListed(parts, messageId)))) {
    throw new SottoError("CLIP_MISSING", "a clip was sealed, and the reader got nothing");
  }
  return { clip: await parts.reader.open(messageId), deliverMs: systemClock.monotonicMs() - start };
}

async function playOne(parts: DemonstrationParts, recording: Recording): Promise<RecordingResult> {
  const { audio } = await readSoundFile(join(parts.recordings, recording.file));
  const place = parts.feed.now;
  const { startSample } = await parts.microphone.play(audio.samples);
  const outcome = await parts.feed.after(place, isOutcomeFrom(startSample), PATIENCE_MS);
  if (outcome?.line.event !== "clip-sealed") {
    const dropped = outcome ? droppedReason(outcome.line.event) : "nothing was heard";
    const nothing = { clip: undefined, report: undefined, deliverMs: undefined };
    return { verdict: judgeRecording(recording, undefined), dropped, ...nothing };
  }
  const report = sealedReport(outcome.line);
  const { clip, deliverMs } = await receive(parts, report.messageId);
  const startSeconds = toSeconds(report.span.start - startSample);
  const verdict = judgeRecording(recording, {
    startSeconds,
    endSeconds: toSeconds(report.span.end - startSample),
    cuts: clip.removed.map((cut) => ({
      start: startSeconds + cut.startMs / 1000,
      end: startSeconds + cut.endMs / 1000,
      types: cut.types,
    })),
  });
  return { verdict, dropped: undefined, clip, report, deliverMs };
}

/** Holds the button as a person does who wants gone what was just said. */
async function eraseLast(parts: DemonstrationParts, messageId: string): Promise<ErasureResult> {
  await parts.observe({ kind: "erasing", messageId });
  const place = parts.feed.now;
  parts.crew.button("down");
  await systemClock.sleep(HOLD_MS);
  parts.crew.button("up");
  const start = systemClock.monotonicMs();
  const confirmed = await parts.feed.after(
    place,
    ({ line }) => line.event === "erasure-confirmed",
    PATIENCE_MS,
  );
  const confirmedMs = confirmed && systemClock.monotonicMs() - start;
  const isGone = await until(async () => !(await isListed(parts, messageId)));
  const dark = await parts.feed.after(place, ({ line }) => line.event === "led-off", PATIENCE_MS);
  return { messageId, confirmedMs, isGone, isDark: dark !== undefined };
}

/**
 * Plays every recording through microphone, ear, uplink, broker and keeper to the reader, judges what the reader
 * could open, and erases the last clip again by the button.
 */
export async function demonstrate(parts: DemonstrationParts): Promise<DemonstrationResult> {
  const recordings = parseRecordings(readFileSync(join(parts.recordings, "recordings.json"), "utf8"));
  const results: RecordingResult[] = [];
  for (const [index, recording] of recordings.entries()) {
    const number = index + 1;
    await parts.observe({ kind: "playing", number, of: recordings.length, recording });
    const result = await playOne(parts, recording);
    results.push(result);
    await parts.observe({ kind: "ended", number, recording, result });
  }
  const last = results.findLast(({ clip }) => clip !== undefined)?.clip;
  return { recordings: results, erasure: last && (await eraseLast(parts, last.messageId)) };
}
