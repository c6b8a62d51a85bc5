import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { writeFlac } from "../../src/encode/edge/flac.js";

const folder = mkdtempSync(join(tmpdir(), "sotto-flac-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads back with libFLAC, which compares every CRC; our reader compares the MD5 and the sample count. */
async function roundTrip(samples: Float32Array): Promise<Float32Array> {
  const path = join(folder, "x.flac");
  writeFileSync(path, writeFlac(samples));
  return (await readSoundFile(path)).audio.samples;
}

/** As bytes, which are quick to compare and have no minus zero. */
function integers(samples: Float32Array): Buffer {
  return Buffer.from(Int16Array.from(samples, (x) => x * 32_768).buffer);
}

function quantised(length: number, at: (i: number) => number): Float32Array {
  return Float32Array.from(
    { length },
    (_, i) => Math.max(-32_768, Math.min(32_767, Math.round(at(i)))) / 32_768,
  );
}

describe("FLAC writing", () => {
  test.each([
    ["a tone", quantised(50_000, (i) => 30_000 * Math.sin(i * 0.05))],
    ["silence", quantised(20_000, () => 0)],
    ["full-scale square waves", quantised(9_000, (i) => (i % 2 === 0 ? 32_767 : -32_768))],
    ["hash noise", quantised(12_345, (i) => ((Math.imul(i, 2_654_435_761) >>> 8) & 0xffff) - 32_768)],
    [
      "speech-like bursts",
      quantised(70_001, (i) => (i % 8_000 < 3_000 ? 9_000 * Math.sin(i * i * 1e-5) : i % 3)),
    ],
    ["more than 128 frames", quantised(4_096 * 130 + 7, (i) => 500 * Math.sin(i * 0.3))],
    ["one sample", quantised(1, () => -5)],
    ["one sample more than a frame", quantised(4_097, (i) => i % 100)],
  ])("gives back %s bit for bit", async (_, samples) => {
    expect(integers(await roundTrip(samples))).toEqual(integers(samples));
  });

  test("gives back any short sound bit for bit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.int16Array({ minLength: 1, maxLength: 200 }), async (values) => {
        const samples = Float32Array.from(values, (x) => x / 32_768);
        expect(await roundTrip(samples)).toEqual(samples);
      }),
      { numRuns: 50 },
    );
  });

  test("bounds samples outside of [-1, 1] instead of wrapping them around", async () => {
    const back = await roundTrip(Float32Array.of(1.5, -1.5, 0.5));
    expect([...back]).toEqual([32_767 / 32_768, -1, 0.5]);
  });

  test("makes a smooth sound smaller than half of its plain size", () => {
    const samples = quantised(48_000, (i) => 8_000 * Math.sin(i * 0.02));
    expect(writeFlac(samples).length).toBeLessThan(48_000);
  });
});
