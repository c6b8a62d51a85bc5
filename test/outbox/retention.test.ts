import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectOutbox } from "../../src/outbox/edge/inspect-outbox.js";
import { RecordStore } from "../../src/outbox/edge/record-store.js";
import { type OutboxWorld, outboxWorld, WIDE_BOUNDS } from "../support/outbox-world.js";

const DAY_MS = 86_400_000;
const BOUNDS = { ...WIDE_BOUNDS, maxAgeMs: 7 * DAY_MS, historyMs: 30 * DAY_MS };

let world: OutboxWorld;
beforeAll(async () => {
  world = await outboxWorld();
});
afterAll(() => world.end());

const opened = (folder: string) => world.open(folder, { bounds: BOUNDS });

/** Whether any file of the outbox holds these bytes. */
function isOnDisk(folder: string, bytes: Buffer): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(bytes));
}

/** A time as the records hold it: a whole number of 8 bytes. */
function timeBytes(wallMs: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(wallMs));
  return bytes;
}

/** So many days, with the uplink's look at ages every half day. */
function live(outbox: ReturnType<typeof opened>, days: number): void {
  for (let half = 0; half < 2 * days; half += 1) {
    world.clock.pass(DAY_MS / 2);
    outbox.expire();
  }
}

describe("the history on the device", () => {
  it("is forgotten 30 days after a clip left: no file holds its time, its id is still known, and the sum is the same", async () => {
    const folder = world.folder();
    const outbox = opened(folder);
    const [receipted, evicted, later] = await world.clips(3);
    if (!receipted || !evicted || !later) throw new RangeError("three clips");
    // A time that no other record can hold by chance.
    const spokenMs = world.clock.wall + 123_457;
    world.clock.wall = spokenMs;
    outbox.accept(receipted);
    outbox.accept(evicted);
    outbox.receipted(receipted.messageId, world.receipt(receipted.messageId));
    live(outbox, 29);
    expect(outbox.history(10).map(({ state }) => state)).toEqual(["expired", "receipted"]);
    expect(isOnDisk(folder, timeBytes(spokenMs))).toBe(true);
    outbox.accept(later);
    live(outbox, 2);
    expect(outbox.history(10).map(({ id, state }) => [id, state])).toEqual([
      [later.messageId, "pending"],
      // It waited for a week before it left.
      [evicted.messageId, "expired"],
    ]);
    live(outbox, 7);
    expect(outbox.history(10).map(({ state }) => state)).toEqual(["expired"]);
    expect(isOnDisk(folder, timeBytes(spokenMs))).toBe(false);
    expect(outbox.accept(receipted)).toEqual({ kind: "known" });
    expect(outbox.accept(evicted)).toEqual({ kind: "known" });
    expect(outbox.ledger).toMatchObject({ accepted: 3, receipted: 1, expired: 2, pending: 0 });
    expect(inspectOutbox(folder)).toMatchObject({ ledger: outbox.ledger, openTombstones: 0 });
    outbox.close();
    const again = opened(folder);
    expect(again.accept(receipted)).toEqual({ kind: "known" });
    expect(again.history(10)).toHaveLength(1);
    again.close();
    expect(world.told).toEqual([]);
  });

  it("is kept by the time that the device ran, wherever the wall clock jumps", async () => {
    const folder = world.folder();
    let outbox = opened(folder);
    const clip = await world.clip();
    outbox.accept(clip);
    outbox.receipted(clip.messageId, world.receipt(clip.messageId));
    world.clock.wall += 4_000 * DAY_MS;
    outbox.expire();
    live(outbox, 10);
    world.clock.wall = 0;
    outbox.close();
    world.clock.restart();
    outbox = opened(folder);
    live(outbox, 19);
    expect(outbox.history(10)).toHaveLength(1);
    live(outbox, 2);
    expect(outbox.history(10)).toEqual([]);
    outbox.close();
    world.clock.wall = 1_800_000_000_000;
  });

  it("keeps an erasure until 30 days after its keeper confirmed it", async () => {
    const folder = world.folder();
    let outbox = opened(folder);
    const clip = await world.clip();
    outbox.accept(clip);
    const request = world.request();
    const tombstone = world.tombstone([clip.messageId]);
    outbox.erase(request, [tombstone.message]);
    for (let month = 0; month < 7; month += 1) {
      live(outbox, 29);
      outbox.close();
      if (month % 2 === 0) world.clock.restart();
      outbox = opened(folder);
    }
    // The clip itself left long ago; what asks for its end waits for as long as it takes.
    expect(outbox.history(10).map(({ id, state }) => [id, state])).toEqual([[request, "pending"]]);
    expect(outbox.tombstones().map(({ message }) => Buffer.from(message))).toEqual([
      Buffer.from(tombstone.message),
    ]);
    expect(outbox.confirmed(tombstone.id, world.receipt(tombstone.id, "erased"))).toBe(request);
    live(outbox, 29);
    expect(outbox.history(10)).toMatchObject([{ id: request, state: "confirmed" }]);
    live(outbox, 2);
    expect(outbox.history(10)).toEqual([]);
    outbox.close();
  });

  it("goes with what was kept aside: a clip in quarantine, and records that were damaged", async () => {
    const folder = world.folder();
    const outbox = opened(folder);
    const clip = await world.clip();
    outbox.accept(clip);
    for (let time = 0; time < 3; time += 1) outbox.refused(clip.messageId, 135);
    const aside = () => readdirSync(join(folder, "quarantine"));
    expect(aside()).toHaveLength(1);
    for (const [name, days] of [
      ["damaged-outbox-1.db", 31],
      ["damaged-outbox-2.db", 1],
    ] as const) {
      const path = join(folder, "quarantine", name);
      writeFileSync(path, "");
      const at = (world.clock.wall + (31 - days) * DAY_MS) / 1_000;
      utimesSync(path, at, at);
    }
    live(outbox, 31);
    expect(outbox.history(10)).toEqual([]);
    expect(aside()).toEqual(["damaged-outbox-2.db"]);
    outbox.close();
  });

  it("takes one row of remembered ids for each half day, not one for each clip", async () => {
    const folder = world.folder();
    const outbox = opened(folder);
    const clips = await world.clips(24);
    for (const clip of clips) {
      outbox.accept(clip);
      outbox.receipted(clip.messageId, world.receipt(clip.messageId));
      world.clock.pass(DAY_MS / 24);
    }
    for (let minutes = 0; minutes < 32 * 24 * 60; minutes += 30) {
      world.clock.pass(30 * 60_000);
      outbox.expire();
    }
    expect(outbox.history(10)).toEqual([]);
    outbox.close();
    const records = RecordStore.open(join(folder, "outbox-1.db"), "read");
    expect(records.read().seen.length).toBeLessThanOrEqual(3);
    records.close();
    const again = opened(folder);
    expect(clips.map((clip) => again.accept(clip).kind)).toEqual(clips.map(() => "known"));
    again.close();
  });
});
