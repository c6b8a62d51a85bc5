import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { OggPageReader } from "../../src/capture/ogg-page-reader.js";
import { evanOpus } from "../../src/encode/edge/evan-opus.js";
import { encodeSound } from "../../src/encode/encoded-clip.js";
import { muxOggOpus } from "../../src/encode/ogg.js";

const folder = mkdtempSync(join(tmpdir(), "sotto-opus-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A gliding tone with a speech-like rise and fall, so that a shift in time lowers the correlation. */
function glide(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    const seconds = i / 16_000;
    return (
      0.4 * (0.6 + 0.4 * Math.sin(9 * seconds)) * Math.sin(2 * Math.PI * (300 + 400 * seconds) * seconds)
    );
  });
}

function noise(length: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

async function decode(bytes: Uint8Array): Promise<Float32Array> {
  const path = join(folder, "clip.ogg");
  writeFileSync(path, bytes);
  return (await readSoundFile(path)).audio.samples;
}

function correlation(a: Float32Array, b: Float32Array, lag = 0): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = Math.max(0, -lag); i < Math.min(a.length, b.length - lag); i++) {
    const x = a[i] ?? 0;
    const y = b[i + lag] ?? 0;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

describe("Opus in Ogg", () => {
  test.each([1, 319, 320, 321, 16_000, 40_123])("plays %i samples back as many, in place", async (length) => {
    const sound = glide(length);
    const back = await decode(encodeSound(sound, evanOpus));
    expect(back.length).toBe(length);
    if (length < 1_000) return;
    const lags = Array.from({ length: 81 }, (_, i) => i - 40);
    const best = lags.reduce((a, b) => (correlation(sound, back, b) > correlation(sound, back, a) ? b : a));
    expect(Math.abs(best)).toBeLessThanOrEqual(2);
    expect(correlation(sound, back, best)).toBeGreaterThan(0.97);
  });

  test("has a size that depends on the length alone", () => {
    const sizes = [glide(32_000), noise(32_000), new Float32Array(32_000)].map(
      (sound) => encodeSound(sound, evanOpus).length,
    );
    expect(new Set(sizes).size).toBe(1);
  });

  test("keeps 12 s below 40 KB", () => {
    expect(encodeSound(noise(192_000), evanOpus).length).toBeLessThan(40_000);
  });

  test("gives the same bytes for the same sound, whatever was encoded before", () => {
    const first = encodeSound(glide(8_000), evanOpus);
    encodeSound(noise(8_000), evanOpus);
    expect(encodeSound(glide(8_000), evanOpus)).toEqual(first);
  });

  test("is one unbroken stream whose pages all carry a right checksum and whose last one ends it", () => {
    const reader = new OggPageReader();
    const pages = reader.push(encodeSound(glide(40_000), evanOpus));
    reader.finish();
    expect(pages.map((page) => page.isFirst)).toEqual([true, ...pages.slice(1).map(() => false)]);
    expect(pages.filter((page) => page.isLast).length).toBe(1);
  });

  test("names nobody: the comment header holds the word sotto and nothing else", () => {
    const tags = new OggPageReader().push(encodeSound(glide(400), evanOpus))[1];
    const expected = "OpusTags\x05\0\0\0sotto\0\0\0\0";
    expect(String.fromCharCode(...(tags?.body ?? []))).toBe(expected);
  });

  test("refuses sound of no samples", () => {
    expect(() => encodeSound(new Float32Array(0), evanOpus)).toThrow("AUDIO_EMPTY");
  });

  test("drops a clip whose packets are not all of the one size", () => {
    const uneven = {
      open: () => ({
        lookaheadSamples: 104,
        encode: () => new Uint8Array(61),
        release: () => undefined,
      }),
    };
    expect(() => encodeSound(glide(400), uneven)).toThrow("ENCODE_FAILED");
  });
});

describe("the Ogg muxer", () => {
  test("counts positions in 48 kHz samples, the last one cut to the sound's own end", () => {
    const packets = Array.from({ length: 60 }, () => new Uint8Array(60));
    const file = muxOggOpus({ packets, packetSamples: 320, skipSamples: 104, samples: 19_000 });
    const positions = new OggPageReader()
      .push(file)
      .map(({ bytes }) => new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(6, true));
    expect(positions).toEqual([0n, 0n, 48_000n, 57_312n]);
  });

  test("splits packets of 255 bytes and more by the lacing rule", () => {
    const packets = [255, 256, 510].map((size) => new Uint8Array(size).fill(7));
    const file = muxOggOpus({ packets, packetSamples: 320, skipSamples: 0, samples: 960 });
    const [, , sound] = new OggPageReader().push(file);
    expect([...(sound?.bytes.subarray(26, 34) ?? [])]).toEqual([7, 255, 0, 255, 1, 255, 255, 0]);
    expect(sound?.body.length).toBe(1_021);
  });
});
