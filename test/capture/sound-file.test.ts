import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type { AudioSource } from "../../src/capture/audio-source.js";
import { FileSource } from "../../src/capture/edge/file-source.js";
import { type ReadOptions, readSoundFile, SoundFileReader } from "../../src/capture/edge/sound-file.js";
import { StdinSource } from "../../src/capture/edge/stdin-source.js";
import { evanOpus } from "../../src/encode/edge/evan-opus.js";
import { writeFlac } from "../../src/encode/edge/flac.js";
import { encodeSound } from "../../src/encode/encoded-clip.js";
import { sharedData } from "../support/shared-data.js";
import { bytesOf, wavFile } from "./wav-file.js";

const folder = mkdtempSync(join(tmpdir(), "sotto-sound-"));
afterAll(() => rmSync(folder, { recursive: true }));

const VORBIS = readFileSync(fileURLToPath(new URL("./files/tone-440-22050-stereo.ogg", import.meta.url)));

function tone(seconds: number, rateHz = 16_000): Float32Array {
  return Float32Array.from(
    { length: seconds * rateHz },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / rateHz),
  );
}

function int16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (x) => Math.round(x * 32_768));
}

const SECOND = tone(1);
const FILES = {
  wav: wavFile({ bits: 16, data: bytesOf(int16(SECOND)) }),
  flac: writeFlac(SECOND),
  opus: encodeSound(SECOND, evanOpus),
  vorbis: VORBIS,
};

function read(bytes: Uint8Array, options: ReadOptions = {}) {
  const path = join(folder, "sound.mp3"); // the name must not matter
  writeFileSync(path, bytes);
  return readSoundFile(path, options);
}

async function all(source: AudioSource): Promise<{ samples: number[]; kinds: string[] }> {
  const samples: number[] = [];
  const kinds: string[] = [];
  for await (const event of source.events()) {
    if (event.kind === "samples") samples.push(...event.samples);
    else kinds.push(event.kind === "closed" ? event.why : event.kind);
  }
  return { samples, kinds };
}

describe("reading a sound file", () => {
  test.each([
    ["WAV", FILES.wav, 16_000, 1, 1],
    ["FLAC", FILES.flac, 16_000, 1, 1],
    ["Ogg Opus", FILES.opus, 48_000, 1, 1],
    ["Ogg Vorbis", FILES.vorbis, 22_050, 2, 0.5],
  ])("knows %s by its content and gives mono 16 kHz", async (_, bytes, rateHz, channels, seconds) => {
    const sound = await read(bytes);
    expect([sound.sourceRateHz, sound.channels]).toEqual([rateHz, channels]);
    expect(sound.durationSeconds).toBeCloseTo(seconds, 3);
    const rms = Math.sqrt(
      sound.audio.samples.reduce((sum, x) => sum + x * x, 0) / sound.audio.samples.length,
    );
    expect(rms).toBeCloseTo(0.354, 1);
  });

  test("brings 48 kHz stereo to 16 kHz and hears the channel that is alive", async () => {
    const left = tone(0.5, 48_000);
    const stereo = Int16Array.from({ length: left.length * 2 }, (_, i) =>
      i % 2 === 0 ? 0 : (left[i >> 1] ?? 0) * 32_768,
    );
    const bytes = wavFile({ bits: 16, channels: 2, rateHz: 48_000, data: bytesOf(stereo) });
    const heard = (await read(bytes)).audio.samples;
    const ideal = tone(0.5);
    expect(heard.length).toBe(8_000);
    for (let i = 1_000; i < 7_000; i++)
      expect(Math.abs((heard[i] ?? 9) - (ideal[i] ?? 0))).toBeLessThan(0.001);
    expect((await read(bytes, { channel: 0 })).audio.samples.every((x) => x === 0)).toBe(true);
    await expect(read(bytes, { channel: 2 })).rejects.toThrow("CONFIG_INVALID");
  });

  test("gives a part of a file, to the sample", async () => {
    const part = await read(FILES.wav, { startSeconds: 0.25, endSeconds: 0.75 });
    expect(Buffer.from(int16(part.audio.samples).buffer)).toEqual(
      Buffer.from(int16(SECOND.slice(4_000, 12_000)).buffer),
    );
  });

  test.each([
    ["an end behind the sound", { startSeconds: 0.5, endSeconds: 1.5 }, "AUDIO_SPAN_INVALID"],
    ["a start behind the sound", { startSeconds: 2 }, "AUDIO_SPAN_INVALID"],
    ["a start behind the end", { startSeconds: 0.5, endSeconds: 0.2 }, "AUDIO_SPAN_INVALID"],
    ["a negative start", { startSeconds: -1 }, "AUDIO_SPAN_INVALID"],
    ["no length", { startSeconds: 0.5, endSeconds: 0.5 }, "AUDIO_EMPTY"],
    ["more than is allowed", { maxSeconds: 0.5 }, "AUDIO_TOO_LONG"],
  ])("refuses %s", async (_, options, code) => {
    await expect(read(FILES.wav, options)).rejects.toThrow(code);
  });

  test.each(Object.entries(FILES))("refuses a %s file that was cut short", async (_, bytes) => {
    for (const share of [0.3, 0.6, 0.95]) {
      await expect(read(bytes.slice(0, bytes.length * share))).rejects.toThrow("AUDIO_TRUNCATED");
    }
    await expect(read(bytes.slice(0, -1))).rejects.toThrow("AUDIO_TRUNCATED");
  });

  test.each(["flac", "opus", "vorbis"] as const)(
    "refuses a %s file with one wrong bit in its sound",
    async (name) => {
      const damaged = Uint8Array.from(FILES[name]);
      const at = Math.floor(damaged.length * 0.8);
      damaged[at] = (damaged[at] ?? 0) ^ 4;
      await expect(read(damaged)).rejects.toThrow(/AUDIO_(DAMAGED|TRUNCATED)/);
    },
  );

  test("refuses what is not sound at all, and what is empty", async () => {
    const text = new TextEncoder().encode("The quick brown fox jumps over the lazy dog. ".repeat(50));
    await expect(read(text)).rejects.toThrow("AUDIO_FORMAT_UNSUPPORTED");
    await expect(read(new Uint8Array(0))).rejects.toThrow("AUDIO_EMPTY");
    await expect(read(wavFile({ bits: 16, data: new Uint8Array(0) }))).rejects.toThrow("AUDIO_EMPTY");
    await expect(readSoundFile(join(folder, "absent"))).rejects.toThrow("FILE_UNREADABLE");
    await expect(readSoundFile(folder)).rejects.toThrow("FILE_UNREADABLE");
  });

  test("takes silence and clipped sound as they are", async () => {
    const silence = await read(wavFile({ bits: 16, data: new Uint8Array(3_200) }));
    expect(silence.audio.samples.every((x) => x === 0)).toBe(true);
    const loud = Float32Array.from({ length: 1_600 }, (_, i) => (i % 40 < 20 ? 3 : -3));
    const clipped = await read(wavFile({ tag: 3, bits: 32, data: bytesOf(loud) }));
    expect([Math.max(...clipped.audio.samples), Math.min(...clipped.audio.samples)]).toEqual([1, -1]);
  });

  test("refuses a float file with a sample that is no number", async () => {
    const bytes = wavFile({ tag: 3, bits: 32, data: bytesOf(Float32Array.of(0, Number.NaN, 0)) });
    await expect(read(bytes)).rejects.toThrow("AUDIO_FORMAT_UNSUPPORTED");
  });

  test("refuses 3 hours as an utterance without decoding them, and streams them in little memory", async () => {
    const seconds = 3 * 3_600;
    const path = join(folder, "long.wav");
    const minute = new Uint8Array(60 * 16_000);
    const header = wavFile({ bits: 8, data: new Uint8Array(0), dataBytes: seconds * 16_000 }).subarray(0, 44);
    writeFileSync(path, header);
    for (let i = 0; i < seconds / 60; i++) writeFileSync(path, minute, { flag: "a" });
    await expect(readSoundFile(path, { maxSeconds: 30 })).rejects.toThrow("AUDIO_TOO_LONG");
    let samples = 0;
    let longest = 0;
    for await (const event of new FileSource(path).events()) {
      if (event.kind !== "samples") continue;
      samples += event.samples.length;
      longest = Math.max(longest, event.samples.length);
    }
    rmSync(path);
    expect(samples).toBe(seconds * 16_000);
    expect(longest).toBeLessThanOrEqual(65_536);
  });
});

describe("reading many rows of one file", () => {
  test("gives the same samples from the cache as without it, and forgets a file that changed", async () => {
    const path = join(folder, "rows.flac");
    writeFileSync(path, FILES.flac);
    const reader = new SoundFileReader({ cacheBytes: 100_000 });
    const span = { startSeconds: 0.1, endSeconds: 0.3 };
    const first = await reader.read(path, span);
    first.audio.erase(); // a row's erasure must not reach the cache
    const alone = await readSoundFile(path, span);
    expect((await reader.read(path, span)).audio.samples).toEqual(alone.audio.samples);
    writeFileSync(path, writeFlac(new Float32Array(16_001)));
    expect((await reader.read(path, span)).audio.samples.every((x) => x === 0)).toBe(true);
  });
});

describe("sources that end", () => {
  test("a file as a source gives the same samples as the file read whole", async () => {
    const path = join(folder, "source.flac");
    writeFileSync(path, FILES.flac);
    const { samples, kinds } = await all(new FileSource(path));
    expect(kinds).toEqual(["opened", "ended"]);
    expect(Float32Array.from(samples)).toEqual((await readSoundFile(path)).audio.samples);
  });

  test("standard input takes WAV, and raw samples without a header, however they are cut", async () => {
    const raw = bytesOf(int16(SECOND));
    for (const bytes of [FILES.wav, raw]) {
      const cut = Readable.from(
        [1, 3, 7, 1_001]
          .map((end, i, ends) => Buffer.from(bytes.subarray(ends[i - 1] ?? 0, end)))
          .concat(Buffer.from(bytes.subarray(1_001))),
      );
      const { samples, kinds } = await all(new StdinSource(cut));
      expect(kinds).toEqual(["opened", "ended"]);
      expect(Buffer.from(int16(Float32Array.from(samples)).buffer)).toEqual(Buffer.from(raw));
    }
  });

  test("standard input refuses nothing at all, half a sample and a cut WAV", async () => {
    const from = (bytes: Uint8Array) => all(new StdinSource(Readable.from([Buffer.from(bytes)])));
    await expect(all(new StdinSource(Readable.from([])))).rejects.toThrow("AUDIO_EMPTY");
    await expect(from(new Uint8Array(7))).rejects.toThrow("AUDIO_TRUNCATED");
    await expect(from(FILES.wav.subarray(0, 999))).rejects.toThrow("AUDIO_TRUNCATED");
  });

  test("standard input that is closed in the middle ends as muted", async () => {
    const path = join(folder, "long.raw");
    writeFileSync(path, new Uint8Array(1_000_000));
    const source = new StdinSource(createReadStream(path));
    const kinds: string[] = [];
    for await (const event of source.events()) {
      kinds.push(event.kind === "closed" ? event.why : event.kind);
      if (event.kind === "samples") await source.close();
    }
    expect(kinds).toEqual(["opened", "samples", "muted"]);
  });
});

const shared = sharedData();
describe.skipIf(shared === undefined)("the recordings for development", () => {
  test("are all read: a file of every folder, whole", async () => {
    const root = join(shared ?? "", "audio");
    for (const set of readdirSync(root)) {
      const files = readdirSync(join(root, set), { recursive: true, encoding: "utf8" }).filter((f) =>
        /\.(flac|ogg)$/.test(f),
      );
      const file = files.sort()[0];
      expect(file).toBeDefined();
      const sound = await readSoundFile(join(root, set, file ?? ""));
      expect(sound.sourceRateHz).toBe(16_000);
      expect(sound.durationSeconds).toBeGreaterThan(0.1);
    }
  });
});
