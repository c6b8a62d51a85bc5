import { describe, expect, it } from "vitest";
import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { SpotterTrace } from "../../src/utterance/spotter-trace.js";

const START = 10 * HOP_SAMPLES;
const HOPS = 60;
const SPAN = { start: START, end: START + HOPS * HOP_SAMPLES };

/** One score a hop, from the utterance's start on. */
function spotted(scores: readonly number[]) {
  const trace = new SpotterTrace();
  for (const [hop, score] of scores.entries()) trace.hop(START + (hop + 1) * HOP_SAMPLES, score);
  return trace.over(SPAN);
}

const quiet = (hops: number) => new Array<number>(hops).fill(0.1);

describe("SpotterTrace", () => {
  it("convicts nothing where the spotter only suspects", () => {
    expect(spotted([...quiet(20), 0.85, 0.94, 0.9, ...quiet(20)])).toEqual({ highest: 0.94, convicted: [] });
  });

  it("convicts what was said before the scores, with room on either side, as far as it suspects", () => {
    const { highest, convicted } = spotted([...quiet(20), 0.85, 0.97, 0.9, ...quiet(20)]);
    expect(highest).toBe(0.97);
    // The answer comes 0.4 s and a hop late; 0.3 s of room.
    const late = 0.4 * SAMPLE_RATE_HZ + HOP_SAMPLES;
    const room = 0.3 * SAMPLE_RATE_HZ;
    expect(convicted).toEqual([
      { start: 21 * HOP_SAMPLES - late - room, end: 23 * HOP_SAMPLES - late + room },
    ]);
  });

  it("keeps apart what lies apart, stays inside the utterance, and leaves out what was said before it", () => {
    const { convicted } = spotted([0.96, ...quiet(20), 0.96, ...quiet(30), 0.96, ...quiet(6), 0.99]);
    expect(convicted).toHaveLength(3);
    for (const { start, end } of convicted) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(SPAN.end - SPAN.start);
    }
  });

  it("forgets what it was told at a reset, and takes no more than it has room for", () => {
    const trace = new SpotterTrace();
    for (let hop = 0; hop < 10_000; hop++) trace.hop(START + hop * HOP_SAMPLES, 0.99);
    expect(trace.over(SPAN).highest).toBe(0.99);
    trace.reset();
    expect(trace.over(SPAN)).toEqual({ highest: 0, convicted: [] });
  });
});
