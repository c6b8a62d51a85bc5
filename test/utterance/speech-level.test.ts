import { describe, expect, it } from "vitest";
import { SpeechLevel } from "../../src/utterance/speech-level.js";

/** Mean square of a sound at this level below full scale. */
const at = (decibels: number) => 10 ** (decibels / 10);

function levelOf(...decibels: readonly number[]): SpeechLevel {
  const level = new SpeechLevel(16);
  for (const each of decibels) level.speech(at(each));
  return level;
}

describe("the level of speech", () => {
  it("calls still what lies far below the speech that was heard, and nothing before any", () => {
    expect(levelOf().isStill(0)).toBe(false);
    const level = levelOf(-20, -22, -24);
    expect(level.isStill(at(-48))).toBe(false);
    expect(level.isStill(at(-52))).toBe(true);
    expect(level.isStill(0)).toBe(true);
  });

  it("is not led astray by one loud noise, nor by soft ends of words", () => {
    const level = levelOf(-30, -2, -30, -31, -45, -29, -50);
    expect(level.isStill(at(-55))).toBe(false);
    expect(level.isStill(at(-60))).toBe(true);
  });

  it("never calls a room still whose noise is within reach of the speech", () => {
    expect(levelOf(-20, -21, -20).isStill(at(-35))).toBe(false);
  });

  it("keeps to its memory, and forgets at a reset", () => {
    const level = new SpeechLevel(2);
    for (const each of [-20, -20, -60, -60, -60, -60]) level.speech(at(each));
    expect(level.isStill(at(-60))).toBe(true);
    level.reset();
    level.speech(at(-60));
    expect(level.isStill(at(-60))).toBe(false);
  });
});
