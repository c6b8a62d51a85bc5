import { describe, expect, it } from "vitest";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { HearingGauge } from "../../src/pipeline/hearing-gauge.js";

const HOP_MS = 80;

/** Hops that are decided so many milliseconds after they are due, on a clock that began at 1,000 s. */
function heard(gauge: HearingGauge, delaysMs: readonly number[]): void {
  for (const [index, delayMs] of delaysMs.entries()) {
    gauge.hop((index + 1) * HOP_SAMPLES, 1e6 + (index + 1) * HOP_MS + delayMs);
  }
}

describe("the gauge of listening", () => {
  it("counts how late hops are behind the promptest one, to whoever shares its memory", () => {
    const gauge = new HearingGauge();
    heard(gauge, [...Array<number>(98).fill(40), 47, 240]);
    const { memory } = gauge;
    expect(new HearingGauge(memory).lateness).toEqual({ hops: 100, p50: 0, p99: 7, p999: 200, most: 200 });
  });

  it("does not take a clock that drifts by a second an hour for hops that are late", () => {
    const gauge = new HearingGauge();
    heard(
      gauge,
      Array.from({ length: 45_000 }, (_, hop) => hop / 45),
    );
    expect(gauge.lateness.most).toBeLessThanOrEqual(6);
  });

  it("counts all that is later than ten seconds as that, and what was missed", () => {
    const gauge = new HearingGauge();
    heard(gauge, [0, 60_000]);
    gauge.missed(1_280);
    gauge.missed(20);
    expect(gauge.lateness.most).toBe(9_999);
    expect(gauge.missedSamples).toBe(1_300);
  });

  it("judges what comes after a restart by that alone", () => {
    const gauge = new HearingGauge();
    heard(gauge, [0, 0]);
    gauge.restart();
    heard(gauge, [500, 501]);
    expect(gauge.lateness).toMatchObject({ hops: 4, most: 1 });
  });
});
