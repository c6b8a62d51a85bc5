import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backOffMs } from "../../src/deliver/back-off.js";
import { mayBeTheVersion, versionsToTry } from "../../src/deliver/protocol-choice.js";
import { clipTopic, STATES, statePayload, stateTopic } from "../../src/deliver/topics.js";
import { ClipQueue } from "../../src/pipeline/clip-queue.js";
import { VECTOR_INPUTS } from "../support/clip-vectors.js";
import { deviceFromSeed, ownerFromSeed } from "../support/fixed-keys.js";
import { sealedText, sealingKeysOf } from "../support/sealed-clips.js";
import { thrownCode } from "../support/thrown.js";

const keys = await sealingKeysOf(
  await ownerFromSeed(VECTOR_INPUTS.ownerSeed),
  deviceFromSeed(VECTOR_INPUTS.deviceSeed),
);
const sample = () => sealedText("lights on", keys);

describe("backOffMs", () => {
  it("stays between nothing and a limit that doubles up to its bound", () => {
    const bounds = { firstMs: 1_000, mostMs: 60_000 };
    const most = (attempt: number) => backOffMs(attempt, bounds, () => 0.999_999_9);
    expect([1, 2, 3, 6, 7, 1_000_000].map(most)).toEqual([999, 1_999, 3_999, 31_999, 59_999, 59_999]);
    fc.assert(
      fc.property(
        fc.nat(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const wait = backOffMs(attempt, bounds, () => random);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThan(60_000);
        },
      ),
    );
  });
});

describe("the choice of version", () => {
  it("begins with MQTT 5 and afterwards with what worked", () => {
    expect(
      [undefined, 5, 4].map((worked) => versionsToTry(worked === undefined ? worked : worked === 5 ? 5 : 4)),
    ).toEqual([
      [5, 4],
      [5, 4],
      [4, 5],
    ]);
  });

  it("changes on a refused version, a bare close and garbage, not on a wrong password or a dead line", () => {
    expect(mayBeTheVersion({ kind: "refused", reasonCode: 132 })).toBe(true);
    expect(mayBeTheVersion({ kind: "refused", reasonCode: 1 })).toBe(true);
    expect(mayBeTheVersion({ kind: "closed" })).toBe(true);
    expect(mayBeTheVersion({ kind: "garbled" })).toBe(true);
    expect(mayBeTheVersion({ kind: "refused", reasonCode: 134 })).toBe(false);
    expect(mayBeTheVersion({ kind: "other" })).toBe(false);
  });
});

describe("topics", () => {
  it("lie below the device's id", () => {
    const id = "0123456789abcdef0123456789abcdef";
    expect(clipTopic(id)).toBe(`sotto/1/${id}/clip`);
    expect(stateTopic(id)).toBe(`sotto/1/${id}/state`);
  });

  it("take nothing but an id, so no name and no wildcard", async () => {
    for (const id of ["", "kitchen", "+", "#", "0123456789abcdef0123456789abcde/", "0".repeat(33)]) {
      expect(await thrownCode(() => clipTopic(id))).toBe("INTERNAL");
    }
  });

  it("carry states that are constants", () => {
    expect(STATES.map((state) => new TextDecoder().decode(statePayload(state)))).toEqual([
      '{"version":1,"state":"online"}',
      '{"version":1,"state":"offline"}',
    ]);
  });
});

describe("ClipQueue", () => {
  it("gives the oldest back when there are too many", async () => {
    const queue = new ClipQueue({ maxClips: 2, maxBytes: 1_000_000 });
    const [a, b, c] = [await sample(), await sample(), await sample()];
    expect([queue.push(a), queue.push(b), queue.push(c)]).toEqual([[], [], [a]]);
    expect([queue.length, queue.bytes, queue.clips]).toEqual([2, 16_000, [b, c]]);
  });

  it("gives the oldest back when they are too large, and the new one when it alone is", async () => {
    const [a, b] = [await sample(), await sample()];
    const queue = new ClipQueue({ maxClips: 10, maxBytes: 15_999 });
    queue.push(a);
    expect(queue.push(b)).toEqual([a]);
    const tiny = new ClipQueue({ maxClips: 10, maxBytes: 7_999 });
    expect(tiny.push(a)).toEqual([a]);
    expect([tiny.length, tiny.bytes]).toEqual([0, 0]);
  });

  it("forgets a clip once, and its bytes with it", async () => {
    const queue = new ClipQueue();
    const [a, b] = [await sample(), await sample()];
    queue.push(a);
    queue.push(b);
    expect([queue.remove(a), queue.remove(a), queue.bytes]).toEqual([true, false, 8_000]);
    expect(queue.clips).toEqual([b]);
  });
});
