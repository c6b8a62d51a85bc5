import { describe, expect, it } from "vitest";
import { type HeardLevels, judgeLevels } from "../../../src/app/doctor/judge-levels.js";
import type { ChannelFacts } from "../../../src/capture/channel-check.js";

const GOOD: ChannelFacts = {
  ...{ isDead: false, twinOf: undefined, clippedShare: 0, offset: 0 },
  ...{ peakDb: -12, loudDb: -25, floorDb: -65 },
};
const DEAD: ChannelFacts = { ...GOOD, isDead: true, peakDb: -120, loudDb: -120, floorDb: -120 };

function judge(channels: readonly ChannelFacts[], more: Partial<HeardLevels> = {}) {
  const findings = judgeLevels({
    channels,
    choice: "best",
    askedToSpeak: true,
    gain: "alsamixer -c Array",
    ...more,
  });
  return { findings, levels: findings.find(({ what }) => what === "levels") };
}

describe("levels", () => {
  it("are well where every channel hears speech", () => {
    const { findings, levels } = judge([GOOD, GOOD]);
    expect(findings.map(({ health, advice }) => [health, advice])).toEqual(
      Array.from({ length: 3 }, () => ["well", undefined]),
    );
    expect(levels?.seen).toBe("2 of 2 channel(s) alive, 2 of use, speech 40 dB above the noise");
  });

  it("name the channels to write where some are dead, twins, deaf or clip", () => {
    const channels = [
      { ...GOOD, clippedShare: 0.02 },
      GOOD,
      GOOD,
      { ...GOOD, twinOf: 2 },
      { ...GOOD, loudDb: -50 },
      DEAD,
    ];
    const { findings, levels } = judge(channels);
    expect(levels).toMatchObject({ health: "well", advice: "microphone.channel = [1, 2]" });
    expect(findings[0]).toMatchObject({ advice: "Lower the gain: alsamixer -c Array" });
    expect(findings.map(({ seen }) => seen)).toEqual([
      expect.stringContaining("clipped: the gain is too high (2.0 % of samples)"),
      expect.not.stringContaining("gain"),
      expect.not.stringContaining("gain"),
      expect.stringContaining("as channel 2"),
      expect.stringContaining("far below the best"),
      expect.stringContaining("digital silence"),
      expect.stringContaining("5 of 6 channel(s) alive, 2 of use"),
    ]);
  });

  it("are ill where the channel that is configured is not one to hear, and name another", () => {
    const { levels } = judge([DEAD, GOOD], { choice: 0 });
    expect(levels).toMatchObject({ health: "ill", advice: "microphone.channel = 1" });
    expect(judge([DEAD, GOOD], { choice: 1 }).levels).toMatchObject({ health: "well", advice: undefined });
    expect(judge([DEAD, GOOD, GOOD], { choice: [0] }).levels?.advice).toBe("microphone.channel = [1, 2]");
  });

  it("are ill of nothing but digital silence, with a mute switch as the first thing to look for", () => {
    const { findings } = judge([DEAD, DEAD]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ health: "ill", advice: expect.stringContaining("mute switch") });
  });

  it("ask for more gain where speech is faint, and to speak where none stands out", () => {
    const faint = { ...GOOD, loudDb: -55, floorDb: -85 };
    expect(judge([faint]).findings[0]?.advice).toBe("Raise the gain: alsamixer -c Array");
    const silent = { ...GOOD, loudDb: -60, floorDb: -65 };
    expect(judge([silent]).levels).toMatchObject({
      health: "ill",
      seen: expect.stringContaining("no speech"),
    });
    // Nobody was asked to speak, so nothing follows from silence.
    expect(judge([silent], { askedToSpeak: false }).levels?.health).toBe("well");
  });
});
