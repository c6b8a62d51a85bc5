import { describe, expect, test } from "vitest";
import { ChannelMixer } from "../../src/capture/channel-mixer.js";
import { ChannelVote } from "../../src/capture/channel-vote.js";
import { average } from "../../src/capture/channels.js";
import { MonoStream } from "../../src/capture/mono-stream.js";
import { arrayScene, RATE_HZ } from "../support/array-scene.js";
import { ARRAY_SCENES, shuffledChannels } from "../support/array-scenes.js";
import { hearScene, ratios } from "../support/heard-scene.js";
import { seeded } from "../support/seeded.js";

const SETTLED_SECONDS = 18;
const SEEDS = [1, 2];

function wave(level: number, offset = 0): Float32Array {
  const random = seeded(level * 1_000);
  return Float32Array.from({ length: 1_600 }, (_, i) =>
    Math.max(-1, Math.min(1, level * Math.sin(i * 0.3) + offset + level * 0.01 * random())),
  );
}

function winner(...channels: Float32Array[]): number {
  const vote = new ChannelVote({ channels: channels.length, rateHz: RATE_HZ });
  vote.add(channels);
  return vote.winner();
}

describe("an array in a room", () => {
  for (const { name, isQuiet, ...scene } of ARRAY_SCENES) {
    test.each(SEEDS)(
      `never chooses the dead and the played channel: ${name}, seed %i`,
      { timeout: 60_000 },
      async (seed) => {
        const channels = shuffledChannels(seed);
        const made = await arrayScene({ seed, seconds: 30, channels, ...scene });
        const heard = hearScene(made);
        const chosen = new Set(heard.chosen.flatMap((channel) => channel ?? []));
        // Where the loudspeaker leaves no pause, the mean may be heard for half a minute.
        if (isQuiet) expect(chosen.size).toBeGreaterThan(0);
        for (const channel of chosen) expect(typeof channels[channel], `channel ${channel}`).toBe("number");
        for (const { at } of heard.turns) {
          // Reported at the end of its block of 80 ms.
          const isInSpeech = made.spans.some(({ start, end }) => at - 1_280 > start && at < end);
          expect(isInSpeech, `changed at ${at / RATE_HZ} s`).toBe(false);
        }
        if (!isQuiet) return;
        const got = ratios(made, heard, SETTLED_SECONDS);
        const best = Math.max(...got.channels);
        expect(got.output).toBeGreaterThan(best - 0.5);
        if (best > (got.channels[0] ?? 0) + 3.5)
          expect(got.output).toBeGreaterThan((got.channels[0] ?? 0) + 3);
      },
    );
  }

  test("leaves a capsule that dies at once, for the next best", {
    timeout: 60_000,
  }, async () => {
    const made = await arrayScene({ seed: 5, seconds: 30, channels: [4, 16, "dead", 9] });
    made.channels[1]?.fill(0, 20 * RATE_HZ);
    const { turns, chosen } = hearScene(made);
    expect(chosen[Math.floor(19.9 / 0.08)]).toBe(1);
    const away = turns.find(({ at }) => at > 20 * RATE_HZ);
    expect(away?.to).toBe(3);
    expect(away?.at).toBeLessThan(20.2 * RATE_HZ);
    expect(chosen.at(-1)).toBe(3);
  });

  test("is heard by the listed capsules alone, and the same however the stream is cut", {
    timeout: 60_000,
  }, async () => {
    const made = await arrayScene({ seed: 6, seconds: 15, channels: [20, 6, 12, "playback"], speechFrom: 4 });
    const listed = hearScene(made, [1, 2]);
    expect(new Set(listed.chosen)).toEqual(new Set([undefined, 2]));
    const mixer = new ChannelMixer({ choice: [1, 2], channels: 4, rateHz: RATE_HZ });
    const pieces = new Float32Array(listed.output.length);
    for (let at = 0, size = 1; at < pieces.length; at += size, size = (size * 7 + 3) % 5_003) {
      pieces.set(mixer.mix(made.channels.map((channel) => channel.slice(at, at + size))), at);
    }
    expect(Buffer.from(pieces.buffer).equals(Buffer.from(listed.output.buffer))).toBe(true);
  });
});

describe("the choice of a channel", () => {
  test("passes over dead channels, a constant offset among them, and clipped ones", () => {
    expect(winner(wave(0), wave(0, 0.5), wave(0.1))).toBe(2);
    expect(winner(wave(5), wave(0.1))).toBe(1);
    expect(winner(wave(0), wave(0))).toBe(0);
  });

  test("hears the mean until it has listened, and one channel bit for bit where there is no choice", () => {
    const block = [wave(0.1), wave(0.3)];
    expect(new ChannelMixer({ choice: "best", channels: 2, rateHz: RATE_HZ }).mix(block)).toEqual(
      average(block),
    );
    const mono = new ChannelMixer({ choice: "best", channels: 1, rateHz: RATE_HZ });
    for (let i = 0; i < 5; i++) expect(mono.mix([wave(0.1)])).toEqual(wave(0.1));
  });

  test("gives the channel that was asked for, and refuses one that is not there", () => {
    const options = { channels: 2, rateHz: RATE_HZ };
    expect(new ChannelMixer({ choice: 1, ...options }).mix([wave(0.1), wave(0.2)])).toEqual(wave(0.2));
    for (const choice of [2, [0, 2], []]) {
      expect(() => new ChannelMixer({ choice, ...options })).toThrow("CONFIG_INVALID");
    }
  });

  test.each([8_000, 44_100, 192_000])("overwrites every channel of what it took, at %i Hz", (rateHz) => {
    const stream = new MonoStream({ choice: "best", channels: 16, rateHz });
    const block = Array.from({ length: 16 }, (_, c) => wave(0.1 + c / 100));
    expect(stream.push(block).some((x) => x !== 0)).toBe(true);
    for (const channel of block) expect(channel.every((x) => x === 0)).toBe(true);
  });
});
