import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readSoundFile } from "../../../src/capture/edge/sound-file.js";
import { louderHalfRms, rms } from "../../../src/evaluation/louder-half.js";
import { madeNoises } from "../../../src/evaluation/noise/made-noise.js";
import { mixNoise } from "../../../src/evaluation/noise/mix-noise.js";
import { noisePiece } from "../../../src/evaluation/noise/noise-piece.js";
import { heardUnder } from "../../../src/evaluation/noise/row-noise.js";
import { Random } from "../../../src/evaluation/random.js";

let speech: Float32Array;
const noises = madeNoises(7);

beforeAll(async () => {
  const file = fileURLToPath(new URL("../../made-set/pii-00.flac", import.meta.url));
  speech = (await readSoundFile(file)).audio.samples;
});

function decibels(ratio: number): number {
  return 20 * Math.log10(ratio);
}

/** What was added to the speech, where the sum was not made quieter. */
function addedTo(clean: Float32Array, mixed: Float32Array): Float32Array {
  return mixed.map((sample, i) => sample - (clean[i] ?? 0));
}

describe("mixNoise", () => {
  it.each([20, 10, 5])("lays the noise %i dB below the louder half of the speech", (snrDb) => {
    for (const noise of noises) {
      const piece = noisePiece(noise, speech.length, new Random(3));
      const quiet = speech.map((sample) => sample * 0.25);
      const added = addedTo(quiet, mixNoise(quiet, piece, snrDb));
      expect(decibels(louderHalfRms(quiet) / rms(added)), noise.name).toBeCloseTo(snrDb, 2);
    }
  });

  it("is the same mix, quieter, where the sum would clip", () => {
    const piece = noisePiece(
      { name: "a", samples: noises[1]?.samples ?? speech },
      speech.length,
      new Random(5),
    );
    const loud = speech.map((sample) => sample * 8);
    const mixed = mixNoise(loud, piece, 5);
    const reference = mixNoise(speech, piece, 5);
    const peak = Math.max(...mixed.map(Math.abs));
    expect(peak).toBeCloseTo(0.999, 3);
    const scale = rms(mixed) / rms(reference);
    expect(rms(mixed.map((sample, i) => sample - scale * (reference[i] ?? 0))) / rms(mixed)).toBeLessThan(
      1e-4,
    );
  });

  it("leaves speech alone where there is nothing to mix", () => {
    expect(mixNoise(speech, new Float32Array(speech.length), 10)).toEqual(speech);
  });
});

describe("noisePiece", () => {
  it("passes over the pauses of a recording", () => {
    const samples = new Float32Array(100_000);
    samples.fill(0.1, 90_000, 94_000);
    for (let seed = 0; seed < 20; seed++) {
      const piece = noisePiece({ name: "one bark", samples }, 8_000, new Random(seed));
      expect(rms(piece), `seed ${seed}`).toBeGreaterThan(0.001);
    }
  });

  it("goes on from the end of a short recording at its beginning", () => {
    const samples = Float32Array.of(0.1, 0.2, 0.3);
    const piece = noisePiece({ name: "short", samples }, 7, new Random(1));
    expect(piece).toHaveLength(7);
    expect(piece[3]).toBe(piece[0]);
    expect(piece[6]).toBe(piece[0]);
  });
});

describe("heardUnder", () => {
  it("gives a row the same noise at every SNR, and in every run", () => {
    const quiet = speech.map((sample) => sample * 0.1);
    const at = (snrDb: number) => heardUnder({ kind: "noisy", snrDb }, quiet, { noises, seed: 1, row: 4 });
    expect(at(10)).toEqual(at(10));
    const louder = addedTo(quiet, at(10));
    const softer = addedTo(quiet, at(20));
    const scale = rms(louder) / rms(softer);
    expect(decibels(scale)).toBeCloseTo(10, 2);
    expect(rms(louder.map((sample, i) => sample - scale * (softer[i] ?? 0))) / rms(louder)).toBeLessThan(
      1e-3,
    );
  });

  it("gives other rows other noise", () => {
    const mixes = [0, 1, 2, 3].map((row) =>
      heardUnder({ kind: "noisy", snrDb: 10 }, speech, { noises, seed: 1, row }),
    );
    for (const [i, mix] of mixes.entries()) {
      for (const other of mixes.slice(i + 1)) expect(rms(addedTo(mix, other))).toBeGreaterThan(1e-3);
    }
  });

  it("leaves clean rows as they are, in an array of their own", () => {
    const heard = heardUnder({ kind: "clean" }, speech, { noises: [], seed: 1, row: 0 });
    expect(heard).toEqual(speech);
    expect(heard).not.toBe(speech);
  });
});

describe("madeNoises", () => {
  it("are the same for the same seed, and none is silent or clips by itself", () => {
    expect(madeNoises(7).map(({ samples }) => rms(samples))).toEqual(
      noises.map(({ samples }) => rms(samples)),
    );
    for (const { name, samples } of noises) {
      expect(rms(samples), name).toBeGreaterThan(0);
      expect(samples.every(Number.isFinite), name).toBe(true);
    }
  });
});
