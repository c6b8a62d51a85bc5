import { describe, expect, test } from "vitest";
import { average, bestChannel, ChannelMixer, LevelMeter } from "../../src/capture/channels.js";

const RATE_HZ = 16_000;

function wave(level: number, offset = 0): Float32Array {
  return Float32Array.from({ length: 1_600 }, (_, i) =>
    Math.max(-1, Math.min(1, level * Math.sin(i * 0.3) + offset)),
  );
}

function best(...channels: Float32Array[]): number {
  return bestChannel(
    channels.map((samples) => {
      const meter = new LevelMeter();
      meter.add(samples);
      return meter;
    }),
  );
}

describe("the choice of a channel", () => {
  test("takes the loudest that does not clip", () => {
    expect(best(wave(0.1), wave(0.3), wave(5), wave(0.2))).toBe(1);
  });

  test("passes over dead channels, a constant offset among them", () => {
    expect(best(wave(0), wave(0, 0.5), wave(0.001))).toBe(2);
  });

  test("takes the quietest where all clip, and the first where all are dead", () => {
    expect(best(wave(20), wave(3))).toBe(1);
    expect(best(wave(0), wave(0))).toBe(0);
  });

  test("hears the mean until it has listened for a second, then one channel for good", () => {
    const mixer = new ChannelMixer({ choice: "best", channels: 2, rateHz: RATE_HZ });
    const block = [wave(0.1), wave(0.3)];
    for (let i = 0; i < 10; i++) expect(mixer.mix(block)).toEqual(average(block));
    expect(mixer.chosen).toBe(1);
    expect(mixer.mix([wave(0.9), wave(0.01)])).toEqual(wave(0.01));
  });

  test("gives the channel that was asked for, and refuses one that is not there", () => {
    expect(new ChannelMixer({ choice: 1, channels: 2, rateHz: RATE_HZ }).mix([wave(0.1), wave(0.2)])).toEqual(
      wave(0.2),
    );
    expect(() => new ChannelMixer({ choice: 2, channels: 2, rateHz: RATE_HZ })).toThrow("CONFIG_INVALID");
  });
});
