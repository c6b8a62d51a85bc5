import { ChannelMixer } from "../../src/capture/channel-mixer.js";
import type { ChannelChoice } from "../../src/capture/channels.js";
import { bandSample, RATE_HZ, type Scene } from "./array-scene.js";

const BLOCK = 1_280;

export interface Turn {
  /** Samples from the beginning of the scene to the end of the block in which the channel changed. */
  readonly at: number;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface HeardScene {
  readonly output: Float32Array;
  /** By block of 80 ms, at its end; undefined for the mean. */
  readonly chosen: readonly (number | undefined)[];
  readonly turns: readonly Turn[];
}

/** A scene through the mixer, in blocks of 80 ms. */
export function hearScene(scene: Pick<Scene, "channels">, choice: ChannelChoice = "best"): HeardScene {
  const mixer = new ChannelMixer({ choice, channels: scene.channels.length, rateHz: RATE_HZ });
  const length = scene.channels[0]?.length ?? 0;
  const output = new Float32Array(length);
  const chosen: (number | undefined)[] = [];
  const turns: Turn[] = [];
  for (let at = 0; at < length; at += BLOCK) {
    const before = mixer.chosen;
    output.set(mixer.mix(scene.channels.map((channel) => channel.slice(at, at + BLOCK))), at);
    if (mixer.chosen !== before)
      turns.push({ at: Math.min(length, at + BLOCK), from: before, to: mixer.chosen });
    chosen.push(mixer.chosen);
  }
  return { output, chosen, turns };
}

export interface Ratios {
  /** By channel, dB; negative infinity for one that hears no speech. */
  readonly channels: readonly number[];
  readonly output: number;
}

/** Speech to all else in the band of the voice, while the person speaks, from `fromSeconds` on; every 5th sample. */
export function ratios(scene: Scene, heard: HeardScene, fromSeconds: number): Ratios {
  const { channels, clean, spans } = scene;
  const sums = Array.from({ length: channels.length + 1 }, () => ({ signal: 0, rest: 0 }));
  for (const { start, end } of spans) {
    for (let i = Math.max(start, fromSeconds * RATE_HZ); i < end; i += 5) {
      const signals = clean.map((sound) => bandSample(sound, i));
      const rests = channels.map((sound, c) => bandSample(sound, i) - (signals[c] ?? 0));
      const chosen = heard.chosen[Math.floor(i / BLOCK)];
      signals.push(chosen === undefined ? mean(signals) : (signals[chosen] ?? 0));
      rests.push(chosen === undefined ? mean(rests) : (rests[chosen] ?? 0));
      for (const [c, sum] of sums.entries()) {
        sum.signal += (signals[c] ?? 0) ** 2;
        sum.rest += (rests[c] ?? 0) ** 2;
      }
    }
  }
  const decibels = sums.map(({ signal, rest }) =>
    signal === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(signal / (rest + 1e-15)),
  );
  return { channels: decibels.slice(0, -1), output: decibels.at(-1) ?? Number.NEGATIVE_INFINITY };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
