import { roomTone } from "../capture/room-tone.js";
import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../domain/audio.js";
import type { HotLoop } from "../hotloop/hop-scores.js";

const LEAD_SAMPLES = 2 * SAMPLE_RATE_HZ;
const TAIL_SAMPLES = SAMPLE_RATE_HZ;

/**
 * Highest probability of spoken personal data in an utterance that did not come through the listener, in [0, 1].
 * Resets the hot loop before and after.
 */
export function spotterScore(hotLoop: HotLoop, samples: Float32Array): number {
  const padded = new Float32Array(LEAD_SAMPLES + samples.length + TAIL_SAMPLES);
  padded.set(roomTone(padded.length));
  padded.set(samples, LEAD_SAMPLES);
  hotLoop.reset();
  let highest = 0;
  for (let start = 0; start + HOP_SAMPLES <= padded.length; start += HOP_SAMPLES) {
    const scores = hotLoop.hop(padded.subarray(start, start + HOP_SAMPLES));
    if (scores.ready && start >= LEAD_SAMPLES) highest = Math.max(highest, scores.spotter);
  }
  hotLoop.reset();
  padded.fill(0);
  return highest;
}
