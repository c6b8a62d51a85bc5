import { expect, it } from "vitest";
import { endure } from "../../src/app/bench/endurance.js";
import { NoisySound } from "../../src/app/bench/noisy-sound.js";
import type { HopScores, HotLoop } from "../../src/hotloop/hop-scores.js";

const SOUND = Float32Array.from({ length: 3_000 }, (_, i) => Math.sin(i / 10) / 2);

/** A hot loop with a leak, or without. */
class Vessel implements HotLoop {
  readonly words = ["computer", "alexa", "jarvis"];

  readonly leak: Float64Array[] = [];
  readonly #bytes: number;
  hops = 0;
  readonly #scores: HopScores = { ready: false, speech: 0, wake: new Float32Array(3), spotter: 0 };

  constructor(bytesPerHop: number) {
    this.#bytes = bytesPerHop;
  }

  hop(): HopScores {
    this.hops++;
    if (this.#bytes > 0) this.leak.push(new Float64Array(this.#bytes / 8));
    return this.#scores;
  }

  strictScore(): undefined {
    return undefined;
  }

  reset(): void {
    this.leak.length = 0;
  }
}

it("finds a loop that keeps 80 bytes of each hop, and counts every hop", async () => {
  const leaking = new Vessel(80);
  const report = await endure({ loop: leaking, sound: SOUND, hours: 0.25, settlingRounds: 4 });
  expect(report.hops).toBeGreaterThanOrEqual(0.25 * 45_000);
  expect(leaking.hops).toBe(report.hops + 4 * 500);
  expect(report.heapGrowth).toBeGreaterThan(report.hops * 80);
  expect(report.curve.heapUsed).toHaveLength(97);
  const { heapUsed } = report.curve;
  expect(heapUsed.at(48)).toBeLessThan(heapUsed.at(-1) ?? 0);
});

it("finds none in a loop that keeps nothing", async () => {
  const report = await endure({ loop: new Vessel(0), sound: SOUND, hours: 0.25, settlingRounds: 40 });
  expect(report.heapGrowth).toBeLessThan(report.hops * 8);
});

it("plays the sound without end under noise that is never twice the same", () => {
  const playback = new NoisySound(SOUND);
  const first = playback.next().slice();
  let sum = 0;
  for (let i = 0; i < first.length; i++) sum += Math.abs((first[i] ?? 0) - (SOUND[i] ?? 0));
  expect(sum / first.length).toBeGreaterThan(0.001);
  expect(sum / first.length).toBeLessThan(0.01);
  // 75 hops of 1,280 samples are 32 times the sound.
  for (let hop = 1; hop < 75; hop++) playback.next();
  const later = playback.next();
  expect(later[100]).toBeCloseTo(SOUND[100] ?? 0, 1);
  expect(later[100]).not.toBe(first[100]);
});
