import type { SoundFileReader } from "../capture/edge/sound-file.js";
import type { RawAudio } from "../capture/raw-audio.js";
import { toSeconds } from "../domain/audio.js";
import { codeOf, SottoError } from "../domain/errors.js";
import type { ManifestRow } from "../evaluation/manifest.js";
import type { RedactRow } from "../evaluation/redact-report.js";
import type { UtteranceOutcome } from "../pipeline/process-utterance.js";
import type { Transcript } from "../transcript/transcript.js";
import { transcriptText } from "../transcript/words.js";
import type { Gate } from "./wire.js";

/** An utterance of the service ends after 12 s; files get the benefit of the doubt. */
const MAX_SECONDS = 60;

const NO_TIME = { recognise: 0, find: 0, align: 0, redact: 0, verify: 0, total: 0 };

/** Which row it is, and how much of it may be told. */
export interface RowPlace {
  readonly row: number;
  readonly path: string;
  readonly transcript: "shown" | "hidden";
}

/** The stages for an utterance of a file. */
export type LoneGate = Pick<Gate, "processAlone">;

export interface RowResult {
  readonly row: RedactRow;
  /** The redacted sound, 16 kHz mono, or the redacted words. */
  readonly left: Float32Array | string | undefined;
}

/** The sound of a row. @throws SottoError as SoundFileReader.read does */
export async function readRow(row: ManifestRow, file: string, reader: SoundFileReader): Promise<RawAudio> {
  const { audio } = await reader.read(file, {
    maxSeconds: MAX_SECONDS,
    ...(row.start === undefined ? {} : { startSeconds: row.start }),
    ...(row.end === undefined ? {} : { endSeconds: row.end }),
  });
  return audio;
}

/** The whole way of one row's sound, which is erased. */
export async function redactSound(audio: RawAudio, place: RowPlace, gate: LoneGate): Promise<RowResult> {
  const seconds = secondsOf(audio);
  const outcome = await gate.processAlone(audio);
  const content = outcome.kind === "forward" ? outcome.clip.content : undefined;
  const left = content?.kind === "sound" ? content.samples : content?.text;
  return { row: rowOfOutcome(place, seconds, outcome), left };
}

/** The same for the row's file; one that can't be read is dropped, with the error's code as reason. */
export async function redactRow(
  row: ManifestRow,
  file: string,
  place: RowPlace,
  parts: { readonly gate: LoneGate; readonly reader: SoundFileReader },
): Promise<RowResult> {
  try {
    return await redactSound(await readRow(row, file, parts.reader), place, parts.gate);
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    return { row: rowOfError(place, error), left: undefined };
  }
}

function shown(place: RowPlace, transcript: Transcript | undefined): { transcript?: string } {
  return place.transcript === "shown" && transcript ? { transcript: transcriptText(transcript) } : {};
}

function rounded(ms: RedactRow["ms"]): RedactRow["ms"] {
  const round = (x: number) => Math.round(x * 10) / 10;
  return {
    recognise: round(ms.recognise),
    find: round(ms.find),
    align: round(ms.align),
    redact: round(ms.redact),
    verify: round(ms.verify),
    total: round(ms.total),
  };
}

/** The report's line for a row that was walked through the stages. */
export function rowOfOutcome(place: RowPlace, durationSeconds: number, outcome: UtteranceOutcome): RedactRow {
  const isForwarded = outcome.kind === "forward";
  return {
    row: place.row,
    path: place.path,
    decision: outcome.kind,
    reason: isForwarded ? null : outcome.reason,
    duration: durationSeconds,
    spans: isForwarded
      ? outcome.cuts.cuts.map(({ span, types, sources }) => ({
          start: toSeconds(span.start),
          end: toSeconds(span.end),
          types: [...types],
          sources: [...sources],
        }))
      : [],
    ...shown(place, outcome.transcript),
    ms: rounded(outcome.ms),
  };
}

/** The report's line for a row whose sound could not be read: it is dropped, with the error's code as reason. */
export function rowOfError(place: RowPlace, error: unknown): RedactRow {
  const reason = codeOf(error) ?? "INTERNAL";
  return { row: place.row, path: place.path, decision: "drop", reason, duration: 0, spans: [], ms: NO_TIME };
}

/** Seconds of a sound, taken before the stages erase it. */
export function secondsOf(audio: RawAudio): number {
  return Math.round(audio.seconds * 1000) / 1000;
}
