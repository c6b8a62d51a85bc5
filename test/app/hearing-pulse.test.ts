import { expect, it } from "vitest";
import { HearingPulse } from "../../src/app/ear/hearing-pulse.js";

const SILENCE_MS = 2_000;
const LONG_MS = 60_000;

function pulse() {
  const hearing = new HearingPulse({ silenceMs: SILENCE_MS });
  hearing.lives({ isOpen: false, hops: 0, nowMs: 0 });
  return hearing;
}

it("an ear lives while nothing is to be heard, however long", () => {
  const hearing = pulse();
  for (let nowMs = 0; nowMs < LONG_MS; nowMs += 1_000) {
    expect(hearing.lives({ isOpen: false, hops: 0, nowMs })).toBe(true);
  }
});

it("an ear lives while sound is decided, also when its main thread comes late", () => {
  const hearing = pulse();
  expect(hearing.lives({ isOpen: true, hops: 12, nowMs: 1_000 })).toBe(true);
  expect(hearing.lives({ isOpen: true, hops: 700, nowMs: 1_000 + LONG_MS })).toBe(true);
});

it("an ear whose microphone is open and that decides nothing lives as long as a device may be silent, and no longer", () => {
  const hearing = pulse();
  const lives = (nowMs: number) => hearing.lives({ isOpen: true, hops: 12, nowMs });
  expect(lives(1_000)).toBe(true);
  expect(lives(1_000 + SILENCE_MS)).toBe(true);
  expect(lives(1_000 + SILENCE_MS + 10_001)).toBe(false);
  expect(hearing.lives({ isOpen: true, hops: 13, nowMs: LONG_MS })).toBe(true);
});
