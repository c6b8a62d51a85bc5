import { describe, expect, it } from "vitest";
import { drawWaveform } from "../../src/cli/terminal/waveform.js";

describe("drawWaveform", () => {
  it("shows loud, quiet and overwritten stretches apart", () => {
    const samples = new Float32Array(400);
    samples.fill(0.5, 0, 100);
    samples.fill(0.5, 200, 300);
    expect(drawWaveform(samples, [{ start: 200, end: 300 }], 4)).toBe("█▁░▁");
  });

  it("draws silence without dividing by nothing", () => {
    expect(drawWaveform(new Float32Array(100), [], 5)).toBe("▁▁▁▁▁");
  });

  it("draws a sound shorter than the line", () => {
    expect(drawWaveform(new Float32Array([0.1, 0.1]), [], 6)).toHaveLength(6);
  });
});
