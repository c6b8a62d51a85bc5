import { describe, expect, it } from "vitest";
import type { Head } from "../../src/hotloop/dense-head.js";
import { EMBEDDING_SIZE } from "../../src/hotloop/embedding-engine.js";
import { calibrated, SPOTTER_POINTS, Spotter } from "../../src/hotloop/spotter.js";
import { STRICT_HOPS, StrictHead } from "../../src/hotloop/strict-head.js";

const embedding = (value: number) => new Float32Array(EMBEDDING_SIZE).fill(value);

/** Its scores are the first value of the newest embedding, and the sum over its last three. */
class Echo implements Head {
  readonly scores = new Float32Array(2);
  #seen: number[] = [];

  push(from: Float32Array): void {
    this.#seen.push(from[0] ?? 0);
    this.scores[0] = from[0] ?? 0;
    this.scores[1] = this.#seen.slice(-3).reduce((a, b) => a + b, 0);
  }

  reset(): void {
    this.#seen = [];
    this.scores.fill(0);
  }
}

describe("StrictHead", () => {
  const shape = { frames: 3, outputs: 2 };

  it("gives the highest score of the last hops, and of no older one", () => {
    const head = new StrictHead(new Echo(), shape);
    head.keep(embedding(0));
    head.keep(embedding(0.9));
    for (let hop = 0; hop < STRICT_HOPS; hop++) head.keep(embedding(0.125));
    expect(head.scores()[0]).toBe(0.125);
    head.keep(embedding(0.5));
    expect(head.scores()[0]).toBe(0.5);
  });

  it("knows for the oldest of them all that the head looks at", () => {
    const head = new StrictHead(new Echo(), shape);
    for (const value of [9, 1, 1, 0, 0, 0, 0, 0]) head.keep(embedding(value));
    // Of the eight kept the first two are the past of the third: 9 + 1 + 1.
    expect(head.scores()[1]).toBe(11);
  });

  it("says the same when it is asked again, and nothing of before a reset", () => {
    const head = new StrictHead(new Echo(), shape);
    for (let hop = 0; hop < 20; hop++) head.keep(embedding(hop));
    const once = [...head.scores()];
    expect(once).toHaveLength(2);
    expect([...head.scores()]).toEqual(once);
    head.reset();
    expect([...head.scores()]).toEqual([0, 0]);
  });

  it("asks for no hop before the head's window is full of what was heard", () => {
    const head = new StrictHead(new Echo(), shape);
    head.keep(embedding(0.9));
    head.keep(embedding(0.9));
    expect(head.isReady).toBe(false);
    expect([...head.scores()]).toEqual([0, 0]);
    head.keep(embedding(0.5));
    expect(head.scores()[0]).toBe(0.5);
  });
});

describe("Spotter", () => {
  const calibration = { suspects: 0.25, convicts: 0.5 };

  it("gives the likelier kind, smoothed, on the common scale", () => {
    const head: Head = { scores: new Float32Array(2), push: () => undefined, reset: () => undefined };
    const spotter = new Spotter(head, 3, calibration);
    const hop = (digits: number, spelled: number) => {
      head.scores.set([digits, spelled]);
      spotter.push(embedding(0));
      return spotter.scores[0];
    };
    // What is heard before the head's window is full counts for nothing.
    expect(hop(1, 1)).toBe(0);
    expect(hop(1, 1)).toBe(0);
    hop(0, 0);
    hop(0.375, 0);
    expect(hop(0.375, 0)).toBeCloseTo(SPOTTER_POINTS.suspects, 6);
    hop(0.5, 0);
    hop(0.5, 0);
    expect(hop(0.5, 0)).toBeCloseTo(SPOTTER_POINTS.convicts, 6);
    hop(0, 0.5);
    hop(0, 0.5);
    expect(hop(0, 0.5)).toBeCloseTo(SPOTTER_POINTS.convicts, 6);
  });

  it("keeps the order of scores, and 0 and 1", () => {
    const scores = Array.from({ length: 101 }, (_, i) => calibrated(i / 100, calibration));
    expect(scores[0]).toBe(0);
    expect(scores[100]).toBeCloseTo(1, 9);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(new Set(scores).size).toBe(101);
  });
});
