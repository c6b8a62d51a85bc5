import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SoundFileReader } from "../../src/capture/edge/sound-file.js";
import { toSamples } from "../../src/domain/audio.js";
import { SottoError } from "../../src/domain/errors.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { Recogniser } from "../../src/transcript/recogniser.js";
import type { Clip, PersonalKind, PersonalSpan } from "./clip.js";
import { loudestSpan, spansOf, speechMask } from "./speech-mask.js";

const rowSchema = z.object({
  path: z.string(),
  start: z.number().optional(),
  end: z.number().optional(),
  label: z.string(),
  text: z.string().nullish(),
  pii: z.boolean().nullish(),
  speaker: z.union([z.string(), z.array(z.string()), z.null()]),
  entities: z.array(z.object({ type: z.string(), start: z.number(), end: z.number() })).optional(),
});
type Row = z.infer<typeof rowSchema>;

export const SPEECH_SETS = [
  "wake-picovoice",
  "wake-community",
  "misc-clips",
  "commands-picovoice",
  "digits-fsdd",
  "digits-gsc",
  "pii-an4",
  "pii-spoken-dev",
  "speech-libri",
  "speech-lj",
  "speech-meetings",
] as const;
export const NOISE_SETS = ["noise-esc10", "noise-gsc", "noise-speechbrain"] as const;

/** A wake word alone takes no longer: where a stretch of sound does, its end is not the word's. */
const LONGEST_WORD = toSamples(1.1);
/** What one takes, more or less. */
const USUAL_WORD = toSamples(0.62);

/** @param recogniser says where a wake word begins in a recording that is too noisy for its level to say it */
export async function realClips(
  data: string,
  set: string,
  recogniser: () => Promise<Recogniser>,
): Promise<Clip[]> {
  const reader = new SoundFileReader();
  const clips: Clip[] = [];
  const lines = (await readFile(join(data, "manifests", `${set}.jsonl`), "utf8"))
    .split("\n")
    .filter((l) => l !== "");
  for (const [index, line] of lines.entries()) {
    const row = rowSchema.parse(JSON.parse(line));
    const { audio } = await reader.read(join(data, row.path), {
      ...(row.start === undefined ? {} : { startSeconds: row.start }),
      ...(row.end === undefined ? {} : { endSeconds: row.end }),
    });
    const clip = clipOf(set, index, row, audio.samples);
    clips.push({ ...clip, wakes: await located(clip, recogniser) });
  }
  if (clips.length === 0) throw new SottoError("FILE_UNREADABLE", `no rows in ${set}`);
  return clips;
}

function clipOf(set: string, index: number, row: Row, samples: Float32Array): Clip {
  const noise = row.label.startsWith("noise:");
  const word = WAKE_WORDS.find((w) => new RegExp(`^wake:(hey_)?${w}$`).test(row.label));
  const span = word === undefined ? undefined : loudestSpan(samples);
  const isWake = word !== undefined && span !== undefined;
  return {
    id: `${set}:${index}`,
    speaker: speakerOf(set, index, row),
    source: set,
    label: row.label,
    kind: noise ? "noise" : isWake ? "wake" : "speech",
    samples,
    wakes: isWake ? [{ word, start: span.start, end: span.end, known: "well" }] : [],
    personal: noise ? [] : personalOf(set, row, samples),
    harmless: row.pii === false && ["command", "command_word", "harmless"].includes(row.label),
  };
}

async function located(
  { wakes, samples }: Clip,
  recogniser: () => Promise<Recogniser>,
): Promise<Clip["wakes"]> {
  const wake = wakes[0];
  if (wake === undefined || wake.end - wake.start <= LONGEST_WORD) return wakes;
  const hearing = await (await recogniser()).hear(samples);
  const at = hearing.transcript.words.findIndex(({ text }) => text.toLowerCase().includes(wake.word));
  const [time] = at < 0 ? [] : await hearing.locate([{ wordStart: at, wordEnd: at + 1 }]);
  hearing.release();
  const start = time?.span.start ?? wake.start;
  // Where the noise goes on, the recogniser takes it for the end of the word as well.
  return [{ word: wake.word, start, end: Math.min(wake.end, start + USUAL_WORD), known: "about" }];
}

/** A speaker nobody named counts as one of his own clip; the made voices of two sets are the same voices. */
function speakerOf(set: string, index: number, { speaker }: Row): string {
  if (set === "pii-spoken-dev") return `kokoro-${speaker}`;
  if (set === "noise-esc10" || speaker === null) return `${set}:${index}`;
  return [speaker].flat().join("/");
}

const SPELLED_TYPES: ReadonlySet<string> = new Set(["SPELLED"]);
const DIGIT_TYPES: ReadonlySet<string> = new Set([
  "PHONE",
  "NUMBER_ID",
  "SECRET",
  "DOB",
  "POSTCODE",
  "DIGITS",
]);

/** Of a marked entity: what is read out digit by digit or letter by letter. */
export function kindOfType(type: string): PersonalKind {
  if (SPELLED_TYPES.has(type)) return "spelled";
  return DIGIT_TYPES.has(type) ? "digits" : "other";
}

/** Digits are personal data once several follow each other; the streams join them. Read books are not marked. */
function personalOf(set: string, row: Row, samples: Float32Array): Clip["personal"] {
  if (row.entities !== undefined) {
    return row.entities.map(({ type, start, end }) => ({
      ...{ start: toSamples(start), end: toSamples(end) },
      kind: kindOfType(type),
    }));
  }
  if (row.label === "digit") return [{ ...wordOf(samples), kind: "digits" }];
  if (row.label === "digit_string") return spoken(samples, "digits");
  if (set === "pii-an4") return ofAn4(row, samples);
  return set === "misc-clips" || set.startsWith("speech-") ? "unknown" : [];
}

function ofAn4({ label, text }: Row, samples: Float32Array): Clip["personal"] {
  if (label === "command_word") return [];
  if (label.endsWith("_spelled") || label === "alnum_code") return spoken(samples, "spelled");
  // "enter fifty four" may be a temperature.
  const numbers = (text ?? "").split(" ").filter((word) => word !== "enter").length;
  return label === "number" && numbers < 3 ? "unknown" : spoken(samples, "digits");
}

function wordOf(samples: Float32Array) {
  return loudestSpan(samples) ?? { start: 0, end: samples.length };
}

/** Everything that is said, from its first to its last sound. */
function spoken(samples: Float32Array, kind: PersonalKind): PersonalSpan[] {
  const spans = spansOf(speechMask(samples));
  const start = spans[0]?.start ?? 0;
  return [{ start, end: spans.at(-1)?.end ?? samples.length, kind }];
}
