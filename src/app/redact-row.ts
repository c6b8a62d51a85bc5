import type { RawAudio } from "../capture/raw-audio.js";
import { toSeconds } from "../domain/audio.js";
import { codeOf } from "../domain/errors.js";
import type { RedactRow } from "../evaluation/redact-report.js";
import type { UtteranceOutcome } from "../pipeline/process-utterance.js";
import type { Transcript } from "../transcript/transcript.js";
import { transcriptText } from "../transcript/words.js";

const NO_TIME = { recognise: 0, find: 0, align: 0, redact: 0, verify: 0, total: 0 };

/** Which row it is, and how much of it may be told. */
export interface RowPlace {
  readonly row: number;
  readonly path: string;
  readonly transcript: "shown" | "hidden";
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
