import { describe, expect, it } from "vitest";
import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import type { HopScores, HotLoop } from "../../src/hotloop/hop-scores.js";
import { HopFramer } from "../../src/pipeline/hop-framer.js";
import { type ListenEvent, Listener } from "../../src/pipeline/listener.js";
import { FirstLookDetector } from "../../src/wake/first-look.js";

/** A script in place of the networks: which hops hold the end of "computer", and which hold speech. */
interface Script {
  readonly wake: readonly number[];
  readonly speech: (hop: number) => boolean;
}

class ScriptedHotLoop implements HotLoop {
  readonly words = ["computer", "alexa", "jarvis"];
  readonly #script: Script;
  readonly #scores: HopScores = { ready: true, speech: 0, wake: new Float32Array(3), spotter: 0 };
  #hop = 0;

  constructor(script: Script) {
    this.#script = script;
  }

  hop(): HopScores {
    this.#scores.speech = this.#script.speech(this.#hop) ? 0.9 : 0.1;
    this.#scores.wake[0] = this.#script.wake.includes(this.#hop) ? 0.95 : 0;
    this.#hop++;
    return this.#scores;
  }

  strictScore(word: string): number | undefined {
    return word === "computer" ? 0.9 : undefined;
  }

  reset(): void {
    this.#hop = 0;
  }
}

function listenerOf(script: Script): Listener {
  return new Listener({
    hotLoop: new ScriptedHotLoop(script),
    firstLook: new FirstLookDetector({
      thresholds: { computer: 0.5, alexa: 0.5, jarvis: 0.5 },
      smoothingHops: 1,
    }),
    collector: {
      speechThreshold: 0.5,
      endOfSpeechSamples: 0.8 * SAMPLE_RATE_HZ,
      settledSamples: 0.56 * SAMPLE_RATE_HZ,
      patienceSamples: 4 * SAMPLE_RATE_HZ,
    },
  });
}

function stream(listener: Listener, hops: number, onEvent: (event: ListenEvent) => void): void {
  for (let hop = 0; hop < hops; hop++) {
    const event = listener.hop(new Float32Array(HOP_SAMPLES).fill(0.01));
    if (event.kind !== "nothing") onEvent(event);
  }
}

function kindsOf(script: Script, hops: number): string[] {
  const kinds: string[] = [];
  stream(listenerOf(script), hops, (event) => kinds.push(event.kind));
  return kinds;
}

describe("Listener", () => {
  it("makes no event without a wake word, however much is said", () => {
    expect(kindsOf({ wake: [], speech: () => true }, 400)).toEqual([]);
  });

  it("gives the window for the second look, then the command", () => {
    expect(kindsOf({ wake: [30], speech: (hop) => hop >= 36 && hop < 60 }, 100)).toEqual([
      "looked",
      "draft",
      "utterance",
    ]);
  });

  it("forgets the command when the second look says no", () => {
    const listener = listenerOf({ wake: [30], speech: (hop) => hop >= 36 && hop < 60 });
    const kinds: string[] = [];
    stream(listener, 100, (event) => {
      kinds.push(event.kind);
      if (event.kind === "looked") listener.reject(event.look);
    });
    expect(kinds).toEqual(["looked"]);
  });

  it("drafts at a pause, lets go of it when speech goes on, and of the last one the utterance knows that it is the same", () => {
    const listener = listenerOf({
      wake: [30],
      speech: (hop) => (hop >= 36 && hop < 50) || (hop >= 56 && hop < 70),
    });
    const told: unknown[] = [];
    const open: (number | undefined)[] = [];
    stream(listener, 100, (event) => {
      if (event.kind === "draft") told.push([event.draft, event.utterance.span]);
      if (event.kind === "utterance") told.push([event.draft, event.utterance.span]);
      open.push(listener.openDraft);
    });
    const [first, second, utterance] = told;
    expect(told).toHaveLength(3);
    expect(first).not.toEqual(second);
    expect(utterance).toEqual(second);
    expect(open).toEqual([undefined, 1, 2, undefined]);
  });

  it("ends sooner when the draft is settled, and lets go of it when the wake word is said anew", () => {
    const settled = listenerOf({ wake: [30], speech: (hop) => hop >= 36 && hop < 60 });
    let ended = -1;
    stream(settled, 100, (event) => {
      if (event.kind === "draft") expect(settled.settle(event.draft)).toEqual({ kind: "nothing" });
      if (event.kind === "utterance") ended = settled.position / HOP_SAMPLES;
    });
    expect(ended).toBe(60 + 7);
    const again = listenerOf({ wake: [30, 49], speech: (hop) => hop === 36 || hop === 37 });
    const drafts: number[] = [];
    stream(again, 50, (event) => {
      if (event.kind === "draft") drafts.push(event.draft);
    });
    expect(drafts).toEqual([1]);
    expect(again.openDraft).toBeUndefined();
  });

  it("abandons when nothing follows", () => {
    expect(kindsOf({ wake: [30], speech: () => false }, 150)).toEqual(["looked", "abandoned"]);
  });

  it("begins anew when the wake word is said twice before the command", () => {
    const listener = listenerOf({
      wake: [30, 60],
      speech: (hop) => (hop >= 54 && hop <= 60) || (hop >= 66 && hop < 80),
    });
    const starts: number[] = [];
    stream(listener, 130, (event) => {
      if (event.kind === "utterance") starts.push(event.utterance.span.start / HOP_SAMPLES);
    });
    expect(starts).toHaveLength(1);
    expect(starts[0]).toBeGreaterThan(56);
  });

  it("leaves a wake word inside of a command in the command", () => {
    const listener = listenerOf({ wake: [30, 80], speech: (hop) => hop >= 36 && hop < 90 });
    const starts: number[] = [];
    stream(listener, 130, (event) => {
      if (event.kind === "utterance") starts.push(event.utterance.span.start / HOP_SAMPLES);
    });
    expect(starts).toHaveLength(1);
    expect(starts[0]).toBeLessThan(31);
  });

  it("forgets everything on erasure", () => {
    const listener = listenerOf({ wake: [30], speech: (hop) => hop >= 36 && hop < 60 });
    const kinds: string[] = [];
    stream(listener, 50, (event) => kinds.push(event.kind));
    listener.erase();
    expect(listener.position).toBe(0);
    stream(listener, 29, (event) => kinds.push(event.kind));
    expect(kinds).toEqual(["looked"]);
  });
});

describe("HopFramer", () => {
  it("gives every sample once, in order, whatever the blocks", async () => {
    const framer = new HopFramer();
    const heard: number[] = [];
    let next = 0;
    for (const length of [1, 2000, 5, 1280, 3000, 114]) {
      const block = Float32Array.from({ length }, () => next++);
      await framer.push(block, (hop) => {
        heard.push(...hop);
      });
    }
    expect(heard).toHaveLength(Math.floor(next / HOP_SAMPLES) * HOP_SAMPLES);
    expect(heard.every((sample, index) => sample === index)).toBe(true);
  });
});
