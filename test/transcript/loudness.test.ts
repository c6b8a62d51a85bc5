import { describe, expect, it } from "vitest";
import { extentOfSpeech, speechToNoiseDb } from "../../src/transcript/loudness.js";

const SECOND = 16_000;

/** A second of tone in the middle of three, over a floor of the other level. */
function tone(level: number, floor: number): Float32Array {
  return Float32Array.from({ length: 3 * SECOND }, (_, i) => {
    const loud = i >= SECOND && i < 2 * SECOND ? level : floor;
    return loud * Math.sin(i / 3);
  });
}

describe("the extent of speech", () => {
  it("is where the sound rises above the room, to 20 ms", () => {
    const { start, end } = extentOfSpeech(tone(0.3, 0.0001));
    expect(Math.abs(start - SECOND)).toBeLessThanOrEqual(320);
    expect(Math.abs(end - 2 * SECOND)).toBeLessThanOrEqual(320);
  });

  it("is all of it where the room is as loud", () => {
    const samples = tone(0.3, 0.3);
    expect(extentOfSpeech(samples)).toEqual({ start: 0, end: samples.length });
    expect(speechToNoiseDb(samples)).toBeLessThan(3);
  });

  it("keeps a soft ending: 30 dB below the rest is still speech", () => {
    const samples = tone(0.3, 0.000_01);
    for (let i = 2 * SECOND; i < 2.3 * SECOND; i++) samples[i] = 0.01 * Math.sin(i / 3);
    expect(extentOfSpeech(samples).end).toBeGreaterThanOrEqual(2.28 * SECOND);
  });

  it("is all of what is shorter than a window", () => {
    expect(extentOfSpeech(Float32Array.of(0.1, 0.2))).toEqual({ start: 0, end: 2 });
  });
});
