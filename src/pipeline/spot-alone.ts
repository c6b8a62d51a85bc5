import { roomTone } from "../capture/room-tone.js";
import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../domain/audio.js";
import type { HotLoop } from "../hotloop/hop-scores.js";
import { type Spotted, SpotterTrace } from "../utterance/spotter-trace.js";

const LEAD_SAMPLES = 2 * SAMPLE_RATE_HZ;
const TAIL_SAMPLES = SAMPLE_RATE_HZ;

/** What the spotter says of an utterance that did not come through the listener. Resets the hot loop before and after. */
export function spotAlone(hotLoop: HotLoop, samples: Float32Array): Spotted {
  const padded = new Float32Array(LEAD_SAMPLES + samples.length + TAIL_SAMPLES);
  padded.set(roomTone(padded.length));
  padded.set(samples, LEAD_SAMPLES);
  hotLoop.reset();
  const trace = new SpotterTrace();
  for (let start = 0; start + HOP_SAMPLES <= padded.length; start += HOP_SAMPLES) {
    const scores = hotLoop.hop(padded.subarray(start, start + HOP_SAMPLES));
    if (scores.ready && start >= LEAD_SAMPLES) trace.hop(start + HOP_SAMPLES, scores.spotter);
  }
  hotLoop.reset();
  padded.fill(0);
  return trace.over({ start: LEAD_SAMPLES, end: LEAD_SAMPLES + samples.length });
}
