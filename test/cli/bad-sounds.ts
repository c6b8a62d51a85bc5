import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import type { ErrorCode } from "../../src/domain/errors.js";
import { evanOpus } from "../../src/encode/edge/evan-opus.js";
import { encodeSound } from "../../src/encode/encoded-clip.js";
import type { DropReason } from "../../src/pipeline/process-utterance.js";

const SPEECH = fileURLToPath(new URL("../../scripts/demo/recordings/2-door-code.flac", import.meta.url));
const THREE_HOURS_BYTES = 3 * 3600 * 16_000 * 2;

export interface BadSound {
  readonly file: string;
  /** What it is, for the name of a test. */
  readonly what: string;
  /** The code or reason that the row is dropped for; "judged" where the gate may also forward it, verified. */
  readonly reason: ErrorCode | DropReason | "judged";
  readonly start?: number;
  readonly end?: number;
}

interface Form {
  readonly rateHz?: number;
  readonly channels?: number;
  readonly bits?: 8 | 16;
}

/** The 44 bytes before the samples. */
function wavHeader(dataBytes: number, { rateHz = 16_000, channels = 1, bits = 16 }: Form = {}): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE((rateHz * channels * bits) / 8, 28);
  header.writeUInt16LE((channels * bits) / 8, 32);
  header.writeUInt16LE(bits, 34);
  header.write("data", 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

function wav(samples: Float32Array, form: Form = {}): Buffer {
  const bytes = (form.bits ?? 16) / 8;
  const data = Buffer.alloc(samples.length * bytes);
  for (const [i, x] of samples.entries()) {
    const clamped = Math.max(-1, Math.min(32_767 / 32_768, x));
    if (bytes === 1) data.writeUInt8(Math.round(clamped * 127) + 128, i);
    else data.writeInt16LE(Math.round(clamped * 32_768), i * 2);
  }
  return Buffer.concat([wavHeader(data.length, form), data]);
}

/** Three times as many samples in each of two channels. */
function stereoAt48kHz(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: samples.length * 6 }, (_, i) => {
    const at = Math.floor(i / 2) / 3;
    const here = samples[Math.floor(at)] ?? 0;
    return here + ((samples[Math.floor(at) + 1] ?? here) - here) * (at % 1);
  });
}

/** A real header, and silence that takes no room on the disk. */
function writeThreeHours(path: string): void {
  const file = openSync(path, "w");
  writeSync(file, wavHeader(THREE_HOURS_BYTES));
  ftruncateSync(file, 44 + THREE_HOURS_BYTES);
  closeSync(file);
}

/** Writes all of them into `folder`; the first is good and holds a door code. */
export async function makeBadSounds(folder: string): Promise<readonly BadSound[]> {
  const flac = readFileSync(SPEECH);
  const speech = (await readSoundFile(SPEECH)).audio.samples;
  const whole = wav(speech);
  const opus = Buffer.from(encodeSound(speech, evanOpus));
  const files: Readonly<Record<string, Uint8Array>> = {
    "good.flac": flac,
    "stereo-48k.wav": wav(stereoAt48kHz(speech), { rateHz: 48_000, channels: 2 }),
    "cut.wav": whole.subarray(0, whole.length - 20_001),
    "cut.flac": flac.subarray(0, Math.floor(flac.length * 0.6)),
    "cut.ogg": opus.subarray(0, Math.floor(opus.length * 0.6)),
    "eight-bit.wav": wav(speech, { bits: 8 }),
    "empty.wav": Buffer.alloc(0),
    "no-samples.wav": wavHeader(0),
    "silent.wav": wav(new Float32Array(32_000)),
    "clipped.wav": wav(speech.map((x) => x * 60)),
    "picture.wav": Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.alloc(9_000, 7),
    ]),
    "letter.wav": Buffer.from("Dear Sir, this is a letter and no sound at all.\n".repeat(50)),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  writeThreeHours(join(folder, "three-hours.wav"));
  return [
    { file: "good.flac", what: "a good one", reason: "judged" },
    { file: "stereo-48k.wav", what: "48 kHz stereo", reason: "judged" },
    { file: "cut.wav", what: "a truncated WAV", reason: "AUDIO_TRUNCATED" },
    { file: "cut.flac", what: "a truncated FLAC", reason: "AUDIO_TRUNCATED" },
    { file: "cut.ogg", what: "a truncated Ogg", reason: "AUDIO_TRUNCATED" },
    { file: "eight-bit.wav", what: "8 bits", reason: "judged" },
    { file: "empty.wav", what: "an empty file", reason: "AUDIO_EMPTY" },
    { file: "no-samples.wav", what: "a WAV without samples", reason: "AUDIO_EMPTY" },
    { file: "three-hours.wav", what: "three hours", reason: "AUDIO_TOO_LONG" },
    { file: "silent.wav", what: "silence", reason: "no-words" },
    { file: "clipped.wav", what: "clipped speech", reason: "judged" },
    { file: "picture.wav", what: "a picture", reason: "AUDIO_FORMAT_UNSUPPORTED" },
    { file: "letter.wav", what: "a letter", reason: "AUDIO_FORMAT_UNSUPPORTED" },
    { file: "missing.wav", what: "a missing file", reason: "FILE_UNREADABLE" },
    {
      file: "good.flac",
      what: "a start behind the end of the file",
      reason: "AUDIO_SPAN_INVALID",
      start: 60,
    },
    { file: "good.flac", what: "an end behind it", reason: "AUDIO_SPAN_INVALID", start: 0, end: 60 },
    { file: "good.flac", what: "an end before the start", reason: "AUDIO_SPAN_INVALID", start: 3, end: 1 },
    { file: "good.flac", what: "a span of nothing", reason: "AUDIO_EMPTY", start: 1, end: 1 },
  ];
}
