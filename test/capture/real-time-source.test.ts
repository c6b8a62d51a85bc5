import { describe, expect, it } from "vitest";
import type { AudioEvent, AudioSource } from "../../src/capture/audio-source.js";
import { RealTimeSource } from "../../src/capture/real-time-source.js";

/** Time that passes only in sleep. */
function steppedClock() {
  let nowMs = 5000;
  return {
    monotonicMs: () => nowMs,
    wallMs: () => nowMs,
    sleep: (ms: number, signal?: AbortSignal) => {
      if (signal?.aborted) return Promise.reject(signal.reason);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

function recording(blocks: readonly Float32Array[]): AudioSource {
  let isClosed = false;
  return {
    async *events(): AsyncGenerator<AudioEvent> {
      yield { kind: "opened" };
      for (const samples of blocks) if (!isClosed) yield { kind: "samples", samples };
      yield { kind: "closed", why: isClosed ? "muted" : "ended" };
    },
    close: async () => {
      isClosed = true;
    },
  };
}

describe("RealTimeSource", () => {
  it("gives the same sound at the pace of real time, then a quiet room", async () => {
    const clock = steppedClock();
    const blocks = [new Float32Array(10_000).fill(0.5), new Float32Array(6000).fill(0.25)];
    let loud = 0;
    let all = 0;
    const kinds: string[] = [];
    for await (const event of new RealTimeSource(recording(blocks), clock).events()) {
      if (event.kind !== "samples") {
        kinds.push(event.kind);
        continue;
      }
      loud += event.samples.filter((sample) => sample > 0.2).length;
      all += event.samples.length;
      expect(clock.monotonicMs() - 5000).toBeCloseTo((all * 1000) / 16_000, 3);
    }
    expect(loud).toBe(16_000);
    expect(all).toBe(16_000 + 48_000);
    expect(kinds).toEqual(["opened", "closed"]);
  });

  it("stops in the middle when closed", async () => {
    const source = new RealTimeSource(recording([new Float32Array(16_000)]), steppedClock());
    let all = 0;
    let last: AudioEvent | undefined;
    for await (const event of source.events()) {
      last = event;
      if (event.kind === "samples") all += event.samples.length;
      if (all >= 3200) await source.close();
    }
    expect(all).toBe(3200);
    expect(last).toEqual({ kind: "closed", why: "muted" });
  });
});
