import { z } from "zod";
import { SottoError } from "../domain/errors.js";
import { PERSONAL_TYPES, type PersonalType } from "../domain/personal-type.js";
import { isCovered } from "./coverage.js";

const timedWord = z.tuple([z.string(), z.number(), z.number()]);

const recordingSchema = z.object({
  file: z.string().min(1),
  /** The wake word it begins with. */
  wake: z.string().min(1),
  kinds: z.array(z.enum(PERSONAL_TYPES)),
  harmless: z.boolean(),
  words: z.array(timedWord),
  /** What must be gone; times in seconds of the file. */
  entities: z.array(z.object({ type: z.enum(PERSONAL_TYPES), start: z.number(), end: z.number() })),
});

/** A made recording and what is true of it. */
export type Recording = z.infer<typeof recordingSchema>;

/** Reads `recordings.json`. @throws SottoError MANIFEST_INVALID */
export function parseRecordings(text: string): Recording[] {
  const parsed = z.array(recordingSchema).safeParse(JSON.parse(text));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((i) => `${i.path.join(".")} ${i.message}`);
    throw new SottoError("MANIFEST_INVALID", `recordings.json: ${problems.join("; ")}`);
  }
  return parsed.data;
}

/** What came out at the reader, times in seconds of the recording. */
export interface OpenedRecording {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly cuts: readonly {
    readonly start: number;
    readonly end: number;
    readonly types: readonly PersonalType[];
  }[];
}

export type Verdict = { readonly kind: "passed" } | { readonly kind: "failed"; readonly why: string };

function failed(why: string): Verdict {
  return { kind: "failed", why };
}

/**
 * Whether a recording came out as promised: a clip arrived, every word of every entity is overwritten or outside of
 * the clip, and a harmless command is whole, its last word included. Says what is wrong by kinds and counts, never by value.
 */
export function judgeRecording(recording: Recording, opened: OpenedRecording | undefined): Verdict {
  if (!opened) return failed("no clip arrived");
  const outside = [
    { start: Number.NEGATIVE_INFINITY, end: opened.startSeconds },
    { start: opened.endSeconds, end: Number.POSITIVE_INFINITY },
  ];
  if (recording.harmless) {
    if (opened.cuts.length > 0) return failed(`a harmless command was cut ${opened.cuts.length} time(s)`);
    const last = recording.words.at(-1);
    if (last && opened.endSeconds < last[2]) return failed("the end of the command is missing");
    return { kind: "passed" };
  }
  for (const entity of recording.entities) {
    const words = recording.words.filter(
      ([, start, end]) => (start + end) / 2 >= entity.start && (start + end) / 2 <= entity.end,
    );
    const heard = words.filter(([, start, end]) => !isCovered({ start, end }, [...outside, ...opened.cuts]));
    if (heard.length > 0) return failed(`${heard.length} of ${words.length} word(s) of ${entity.type} left`);
  }
  if (opened.cuts.length === 0) return failed("nothing was cut");
  return { kind: "passed" };
}
