import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Arrival, ClipKeep, KeepBounds } from "../../src/keep/clip-keep.js";
import type { Tombstone } from "../../src/seal/notices.js";
import { KeepModel } from "./keep-model.js";
import { printedSeed } from "./outbox-world.js";

/** One store, empty at first, with as many keepers on it as a test opens. */
export interface SharedStore {
  open(bounds: KeepBounds): Promise<ClipKeep>;
  remove(): Promise<void>;
}

export const bytes16 = (number: number) =>
  Uint8Array.from({ length: 16 }, (_, at) => (at < 4 ? (number >> (8 * at)) & 255 : 7));

export function arrival(number: number, more: Partial<Arrival> = {}): Arrival {
  const message = new Uint8Array(8_000).fill(number % 251);
  return {
    ...{ messageId: bytes16(number), deviceId: bytes16(1), ownerKeyId: bytes16(2), message, atMs: 1_000 },
    ...more,
  };
}

export const listed = (...numbers: readonly number[]): Tombstone => ({
  scope: "listed",
  ids: numbers.map(bytes16),
});

/** Everything that a reader is given from the beginning, by number. */
export async function wholeFeed(keep: ClipKeep, owner = bytes16(2)): Promise<Map<number, Uint8Array>> {
  const feed = new Map<number, Uint8Array>();
  for (let at = await keep.next(owner, 0); at !== undefined; at = await keep.next(owner, at.seq)) {
    feed.set(at.seq, at.message);
  }
  return feed;
}

/** What every ClipKeep promises, also to several keepers at once. */
export function keepContract(name: string, newStore: () => Promise<SharedStore>): void {
  describe(`${name}, as any ClipKeep`, () => {
    const ROOM: KeepBounds = { maxBytesPerDevice: 10_000_000 };
    let store: SharedStore;
    let opened: ClipKeep[];

    async function open(bounds = ROOM): Promise<ClipKeep> {
      const keep = await store.open(bounds);
      opened.push(keep);
      return keep;
    }

    beforeEach(async () => {
      store = await newStore();
      opened = [];
    });
    afterEach(async () => {
      await Promise.all(opened.map((keep) => keep.close()));
      await store.remove();
    });

    it("stores a clip once, whichever keeper it comes to, and gives it its owner's next number", async () => {
      const [one, other] = [await open(), await open()];
      expect(await one.store(arrival(5))).toBe("stored");
      expect(await other.store(arrival(5))).toBe("known");
      expect(await other.store(arrival(6))).toBe("stored");
      const elsewhere = arrival(7, { deviceId: bytes16(8), ownerKeyId: bytes16(9) });
      expect(await one.store(elsewhere)).toBe("stored");
      expect([...(await wholeFeed(one))]).toEqual([
        [1, arrival(5).message],
        [2, arrival(6).message],
      ]);
      expect([
        await other.head(bytes16(2)),
        await other.head(bytes16(9)),
        await other.head(bytes16(3)),
      ]).toEqual([2, 1, 0]);
      expect(await other.totals()).toEqual({ clips: 3, bytes: 24_000 });
    });

    it("says that it can be written to, and is none the other for it", async () => {
      const keep = await open();
      await keep.check();
      await keep.store(arrival(5));
      await keep.check();
      expect((await open()).epoch).toEqual(keep.epoch);
      expect([...(await wholeFeed(keep)).keys()]).toEqual([1]);
    });

    it("keeps its epoch and its numbers when it is opened again", async () => {
      const first = await open();
      await first.store(arrival(5));
      const again = await open();
      expect(again.epoch).toEqual(first.epoch);
      expect(await again.store(arrival(6))).toBe("stored");
      expect([...(await wholeFeed(again)).keys()]).toEqual([1, 2]);
      const another = await newStore();
      const elsewhere = await another.open(ROOM);
      expect(elsewhere.epoch).not.toEqual(first.epoch);
      await elsewhere.close();
      await another.remove();
    });

    it("never gives again what was erased, before it came or after", async () => {
      const [one, other] = [await open(), await open()];
      for (const number of [5, 6]) await one.store(arrival(number));
      expect(await other.obey(arrival(50), listed(5, 7, 7))).toEqual({ kind: "obeyed", deleted: 1 });
      expect(await one.obey(arrival(50), listed(5, 7, 7))).toEqual({ kind: "known" });
      expect(await one.store(arrival(5))).toBe("erased");
      expect(await one.store(arrival(7))).toBe("erased");
      expect([...(await wholeFeed(one)).keys()]).toEqual([2, 3]);
      expect(await one.totals()).toEqual({ clips: 1, bytes: 16_000 });
    });

    it("erases all of one device once, and nothing of another", async () => {
      const keep = await open();
      const theirs = { deviceId: bytes16(8) };
      for (const number of [5, 6]) await keep.store(arrival(number));
      await keep.store(arrival(5, theirs));
      expect(await keep.obey(arrival(50), { scope: "all" })).toEqual({ kind: "obeyed", deleted: 2 });
      expect(await keep.store(arrival(6))).toBe("erased");
      expect(await keep.store(arrival(60))).toBe("stored");
      expect(await keep.obey(arrival(50), { scope: "all" })).toEqual({ kind: "known" });
      expect(await keep.obey(arrival(51, theirs), listed(60))).toEqual({ kind: "obeyed", deleted: 0 });
      expect([...(await wholeFeed(keep)).keys()]).toEqual([3, 4, 5, 6]);
    });

    it("is full for a device that has used up its room, until it erases", async () => {
      const keep = await open({ maxBytesPerDevice: 20_000 });
      const outcomes = [];
      for (const number of [5, 6, 7]) outcomes.push(await keep.store(arrival(number)));
      expect(outcomes).toEqual(["stored", "stored", "full"]);
      expect(await keep.store(arrival(7, { deviceId: bytes16(8) }))).toBe("stored");
      await keep.obey(arrival(50, { message: new Uint8Array(200) }), listed(5));
      expect(await keep.store(arrival(7))).toBe("stored");
    });

    it("crowds out tombstones whose ids are past already, and counts what it forgets", async () => {
      const keep = await open({ ...ROOM, maxTombstones: 1, maxPastIds: 3 });
      const obey = (number: number, ...named: readonly number[]) =>
        keep.obey(arrival(number, { message: new Uint8Array(9) }), listed(...named));
      // It names itself; the next one leaves no room for it.
      await obey(50, 5, 50);
      await obey(51);
      await obey(52);
      expect(keep.forgotten).toBe(2);
      expect([await obey(50), await obey(51)]).toEqual([{ kind: "known" }, { kind: "known" }]);
      expect(await keep.store(arrival(5))).toBe("erased");
      await obey(53);
      expect(keep.forgotten).toBe(4);
      expect(await keep.store(arrival(5))).toBe("stored");
    });

    it("retires what is old, knows it still, and calls it erased once its device erases all", async () => {
      const [one, other] = [await open(), await open()];
      await one.store(arrival(5, { atMs: 1_000 }));
      await one.store(arrival(6, { atMs: 2_000, deviceId: bytes16(8) }));
      await one.store(arrival(7, { atMs: 3_000 }));
      const retired = await Promise.all([one.retire(2_500), other.retire(2_500)]);
      expect(retired.reduce((sum, count) => sum + count, 0)).toBe(2);
      expect(await one.store(arrival(5))).toBe("known");
      expect([...(await wholeFeed(other)).keys()]).toEqual([3]);
      expect(await other.obey(arrival(50), { scope: "all" })).toEqual({ kind: "obeyed", deleted: 1 });
      expect(await one.store(arrival(5))).toBe("erased");
    });

    it("lets no reader's cursor pass a number that is still to come", async () => {
      const keeps = [await open(), await open(), await open(), await open()];
      const reader = await open();
      const clips = Array.from({ length: 120 }, (_, at) => arrival(at + 10, { deviceId: bytes16(at % 5) }));
      const writing = Promise.all(
        clips.flatMap((clip, at) => [keeps[at % 4]?.store(clip), keeps[(at + 1) % 4]?.store(clip)]),
      );
      const seen: number[] = [];
      let outcomes: readonly unknown[] | undefined;
      void writing.then((all) => {
        outcomes = all;
      });
      for (let after = 0; seen.length < clips.length; ) {
        const next = await reader.next(bytes16(2), after);
        if (next === undefined) {
          if (outcomes !== undefined && (await reader.next(bytes16(2), after)) === undefined) break;
          continue;
        }
        after = next.seq;
        seen.push(after);
      }
      await writing;
      expect(seen).toEqual(Array.from({ length: 120 }, (_, at) => at + 1));
      expect(outcomes?.filter((outcome) => outcome === "stored")).toHaveLength(120);
      expect(outcomes?.filter((outcome) => outcome === "known")).toHaveLength(120);
    });

    it("has a clip erased that meets its erasure on the way", async () => {
      const [one, other] = [await open(), await open()];
      for (let round = 0; round < 40; round += 1) {
        const clip = arrival(100 + round);
        const erasure = other.obey(arrival(500 + round, { message: new Uint8Array(9) }), listed(100 + round));
        const outcome = await one.store(clip);
        expect(["stored", "erased"]).toContain(outcome);
        const deleted = outcome === "stored" ? 1 : 0;
        expect(await erasure).toEqual({ kind: "obeyed", deleted });
        expect(await one.store(clip)).toBe("erased");
      }
      expect((await one.totals()).clips).toBe(0);
    });

    it("does what a model of it does, whatever comes in whichever order", async () => {
      const small = fc.nat({ max: 5 });
      const step = fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({ does: fc.constant("store" as const), clip: small, device: fc.nat(1) }),
        },
        fc.record({ does: fc.constant("erase" as const), clip: small, device: fc.nat(1), order: small }),
        fc.record({ does: fc.constant("erase-all" as const), device: fc.nat(1), order: small }),
        fc.record({ does: fc.constant("retire" as const), before: fc.nat(30) }),
      );
      const seed = printedSeed(`${name} against its model`);
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
          const fresh = await newStore();
          const keeps = [
            await fresh.open({ maxBytesPerDevice: 26_000 }),
            await fresh.open({ maxBytesPerDevice: 26_000 }),
          ];
          const model = new KeepModel(26_000);
          try {
            for (const [at, each] of steps.entries()) {
              const keep = keeps[at % 2];
              if (keep === undefined) continue;
              expect(await model.same(keep, each, at)).toEqual([]);
            }
          } finally {
            await Promise.all(keeps.map((keep) => keep.close()));
            await fresh.remove();
          }
        }),
        { seed, numRuns: 12 },
      );
    });
  });
}
