import { toSamples } from "../domain/audio.js";

/** Energy is looked at in frames of this length. */
const FRAME = toSamples(0.01);
/** How far an edge may move outward to find quiet. */
const REACH = toSamples(0.12);

function energy(samples: Float32Array, start: number): number {
  let sum = 0;
  const end = Math.min(samples.length, start + FRAME);
  for (let i = Math.max(0, start); i < end; i++) {
    const sample = samples[i] ?? 0;
    sum += sample * sample;
  }
  return sum;
}

/**
 * The quietest place within 120 ms outward of `edge`, in samples; the nearest one of equals.
 * `direction` is -1 for a cut's start and 1 for its end, so a cut never shrinks.
 */
export function quietEdge(samples: Float32Array, edge: number, direction: -1 | 1): number {
  let best = edge;
  let least = Number.POSITIVE_INFINITY;
  for (let moved = 0; moved <= REACH; moved += FRAME) {
    const at = edge + direction * moved;
    if (at < 0 || at > samples.length) break;
    const here = energy(samples, at - FRAME / 2);
    if (here < least) {
      least = here;
      best = at;
    }
  }
  return best;
}
