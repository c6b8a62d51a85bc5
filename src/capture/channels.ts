import { SottoError } from "../domain/errors.js";
import type { PcmBlock } from "./sound-decoder.js";

/**
 * Which channel is heard: one by its index from 0, the mean of all, the one with the best signal-to-noise ratio, or the
 * best of those that are listed.
 */
export type ChannelChoice = number | "average" | "best" | readonly number[];

/** @throws SottoError CONFIG_INVALID when the sound has no such channel, and for an empty list */
export function checkChoice(choice: ChannelChoice, channels: number): void {
  if (typeof choice === "string") return;
  const wanted = typeof choice === "number" ? [choice] : choice;
  if (wanted.length === 0) throw new SottoError("CONFIG_INVALID", "no channel is listed");
  for (const channel of wanted) {
    if (Number.isInteger(channel) && channel >= 0 && channel < channels) continue;
    throw new SottoError("CONFIG_INVALID", `channel ${channel} of ${channels} (the first is 0)`);
  }
}

/** The mean of all channels, or of these. */
export function average(block: PcmBlock, channels?: readonly number[]): Float32Array {
  const out = new Float32Array(block[0]?.length ?? 0);
  const sources = channels?.flatMap((channel) => block[channel] ?? []) ?? block;
  for (const source of sources) {
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + (source[i] ?? 0) / sources.length;
  }
  return out;
}
