import { describe, expect, it } from "vitest";
import { RawAudio } from "../../src/capture/raw-audio.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SottoError } from "../../src/domain/errors.js";
import { Ear } from "../../src/pipeline/ear.js";
import type { EarEvent } from "../../src/pipeline/ear-event.js";
import { ToldListening } from "../support/told-listening.js";

const unmade = (): never => {
  throw new SottoError("INTERNAL", "nothing is made here");
};

function openEar() {
  const listening = new ToldListening();
  const events: EarEvent[] = [];
  let judge: (verdict: "accepted" | "rejected") => void = () => undefined;
  const ear = new Ear({
    ...{ listening, clock: systemClock, process: unmade, encode: unmade, details: unmade, seal: unmade },
    secondLook: () =>
      new Promise((resolve) => {
        judge = (verdict) => resolve({ verdict, score: 0.5 });
      }),
    observe: (event) => events.push(event),
  });
  const running = ear.run();
  return { ear, listening, events, running, judge: (verdict: "accepted" | "rejected") => judge(verdict) };
}

function looked(number: number) {
  const look = { number, word: "computer", score: 0.9, endSample: 40_000 } as const;
  return { kind: "looked", look, window: new Float32Array(24_000).fill(0.1), strict: 0.9 } as const;
}

function utterance(number: number) {
  const { look } = looked(number);
  const audio = RawAudio.of(new Float32Array(16_000).fill(0.1));
  const heard = {
    audio,
    span: { start: 40_000, end: 56_000 },
    speechEnd: 50_000,
    spotter: { highest: 0, convicted: [] },
  };
  const collectedMs = systemClock.monotonicMs();
  return {
    kind: "utterance",
    ...{ look, utterance: heard, draft: undefined, speechEndMs: collectedMs - 800, collectedMs },
  } as const;
}

describe("an ear of which a part of the sound was missed", () => {
  it("says that it takes nothing any more, and how much was missed", () => {
    const { listening, events } = openEar();
    listening.tell({ kind: "opened" }, { kind: "collecting", isCollecting: true });
    listening.tell({ kind: "gap", samples: 1_280 }, { kind: "gap", samples: 640 });
    expect(events.slice(1)).toEqual([
      { kind: "collecting", isCollecting: true },
      { kind: "collecting", isCollecting: false },
      { kind: "gap", samples: 1_280 },
      { kind: "gap", samples: 640 },
    ]);
  });
});

describe("an ear that judges a wake word", () => {
  it("overwrites the window when it is to drop what is under way", () => {
    const { ear, listening } = openEar();
    const look = looked(1);
    listening.tell({ kind: "collecting", isCollecting: true }, look);
    expect(ear.dropUnsealed()).toBe(1);
    expect(listening.orders).toEqual(["forget"]);
    expect(look.window.every((sample) => sample === 0)).toBe(true);
  });

  it("has the listening forget also what the ear knows nothing of yet", async () => {
    const { ear, listening, running } = openEar();
    expect(ear.dropUnsealed()).toBe(0);
    expect(listening.orders).toEqual(["forget"]);
    await ear.mute();
    await running;
  });

  it("rejects the very look, and makes nothing of its command", async () => {
    const { ear, listening, events, running, judge } = openEar();
    const command = utterance(7);
    listening.tell(looked(7), command);
    judge("rejected");
    await expect.poll(() => command.utterance.audio.samples.every((sample) => sample === 0)).toBe(true);
    expect(listening.orders).toEqual(["reject 7"]);
    await ear.mute();
    await running;
    expect(events.map(({ kind }) => kind)).toEqual(["looked", "rejected", "closed"]);
  });

  it("makes no clip of a command whose look it never saw", async () => {
    const { ear, listening, events, running } = openEar();
    const command = utterance(3);
    listening.tell(command);
    await Promise.resolve();
    await ear.mute();
    await running;
    expect(command.utterance.audio.samples.every((sample) => sample === 0)).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(["closed"]);
  });
});
