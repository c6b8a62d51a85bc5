import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Resampler } from "../../src/capture/resample.js";

function tone(hertz: number, rateHz: number, seconds: number): Float32Array {
  return Float32Array.from({ length: Math.round(rateHz * seconds) }, (_, i) =>
    Math.sin((2 * Math.PI * hertz * i) / rateHz),
  );
}

function resample(
  input: Float32Array,
  rateHz: number,
  blocks: readonly number[] = [input.length],
): Float32Array {
  const resampler = new Resampler(rateHz);
  const out: Float32Array[] = [];
  let at = 0;
  for (const length of blocks) {
    out.push(resampler.push(input.subarray(at, at + length)));
    at += length;
  }
  out.push(resampler.push(input.subarray(at)), resampler.finish());
  return Float32Array.from(out.flatMap((block) => [...block]));
}

/** RMS of the middle in dB, away from the edges, where the sound begins out of nothing. */
function middleDb(samples: Float32Array): number {
  const middle = samples.subarray(samples.length >> 2, (samples.length * 3) >> 2);
  return 10 * Math.log10(middle.reduce((sum, x) => sum + x * x, 0) / middle.length + 1e-20);
}

const RATES = [8_000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000, 44_056];

describe("the resampler", () => {
  test.each(RATES)("passes tones from %i Hz unchanged: error below -60 dB", (rateHz) => {
    for (const hertz of [100, 1_000, 0.44 * Math.min(rateHz, 16_000)]) {
      const out = resample(tone(hertz, rateHz, 0.4), rateHz);
      const ideal = tone(hertz, 16_000, 0.4);
      expect(middleDb(out.map((x, i) => x - (ideal[i] ?? 0)))).toBeLessThan(-60);
    }
  });

  test.each([22_050, 32_000, 44_100, 48_000, 96_000, 192_000])(
    "lets nothing above 8 kHz through from %i Hz: below -60 dB",
    (rateHz) => {
      for (const hertz of [8_100, 9_000, 10_500, rateHz * 0.49]) {
        if (hertz >= rateHz / 2) continue;
        expect(middleDb(resample(tone(hertz, rateHz, 0.3), rateHz))).toBeLessThan(-60);
      }
    },
  );

  test("makes no images when it goes up from 8 kHz", () => {
    const out = resample(tone(3_000, 8_000, 0.5), 8_000);
    const ideal = tone(3_000, 16_000, 0.5);
    expect(middleDb(out.map((x, i) => x - (ideal[i] ?? 0)))).toBeLessThan(-60);
  });

  test("gives the same samples however the input is cut, as many as the input lasts", () => {
    const rate = fc.constantFrom(8_000, 22_050, 44_100, 48_000, 44_056);
    fc.assert(
      fc.property(rate, fc.array(fc.nat(700), { maxLength: 8 }), fc.nat(3_000), (rateHz, blocks, length) => {
        const input = tone(700, rateHz, length / rateHz);
        const whole = resample(input, rateHz);
        expect(whole.length).toBe(Math.ceil((input.length * 16_000) / rateHz));
        expect(resample(input, rateHz, blocks)).toEqual(whole);
      }),
      { verbose: 1, numRuns: 40 },
    );
  });

  test("leaves 16 kHz untouched", () => {
    const input = tone(1_234, 16_000, 0.1);
    expect(resample(input, 16_000)).toEqual(input);
  });

  test.each([0, 7_999, 192_001, 16_000.5, Number.NaN])("refuses a rate of %d Hz", (rateHz) => {
    expect(() => new Resampler(rateHz)).toThrow("AUDIO_FORMAT_UNSUPPORTED");
  });
});
