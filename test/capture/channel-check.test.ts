import { describe, expect, it } from "vitest";
import { ChannelCheck } from "../../src/capture/channel-check.js";

const RATE_HZ = 16_000;
const SECONDS = 3;

type Sound = (t: number) => number;

/** A tone of this amplitude in the middle second, and a thousandth of it around. */
const speech =
  (amplitude: number, hertz = 440): Sound =>
  (t) =>
    amplitude * (t >= 1 && t < 2 ? 1 : 0.001) * Math.sin(2 * Math.PI * hertz * t);

function check(...sounds: readonly Sound[]): ChannelCheck {
  const made = new ChannelCheck({ channels: sounds.length, rateHz: RATE_HZ });
  // In blocks that are no whole frames.
  for (let at = 0; at < SECONDS * RATE_HZ; at += 777) {
    const length = Math.min(777, SECONDS * RATE_HZ - at);
    made.add(sounds.map((sound) => Float32Array.from({ length }, (_, i) => sound((at + i) / RATE_HZ))));
  }
  return made;
}

describe("a check of channels", () => {
  it("tells the level of speech, of the pauses and of the peak", () => {
    const [facts] = check(speech(0.1)).facts();
    expect(facts?.peakDb).toBeCloseTo(-20, 0);
    expect(facts?.loudDb).toBeCloseTo(-23, 0);
    expect(facts?.floorDb).toBeCloseTo(-83, 0);
    expect(facts).toMatchObject({ isDead: false, twinOf: undefined, clippedShare: 0 });
  });

  it("calls a channel dead that says one value, whichever", () => {
    const facts = check(
      () => 0,
      () => 0.25,
      speech(0.1),
    ).facts();
    expect(facts.map(({ isDead }) => isDead)).toEqual([true, true, false]);
  });

  it("finds the twin of a channel, and none in a channel that differs once", () => {
    const first = speech(0.1);
    const almost: Sound = (t) => (t === 2.5 ? 0.5 : first(t));
    const facts = check(first, speech(0.1, 300), first, almost).facts();
    expect(facts.map(({ twinOf }) => twinOf)).toEqual([undefined, undefined, 0, undefined]);
  });

  it("counts what clips, and sees a constant part beside the sound without counting it as sound", () => {
    const [loud, offset] = check(
      (t) => Math.max(-1, Math.min(1, speech(3)(t))),
      (t) => 0.1 + speech(0.01)(t),
    ).facts();
    expect(loud?.clippedShare).toBeGreaterThan(0.2);
    expect(offset?.offset).toBeCloseTo(0.1, 3);
    expect(offset?.peakDb).toBeCloseTo(-40, 0);
    expect(offset?.floorDb).toBeLessThan(-90);
  });
});
