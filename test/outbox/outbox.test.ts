import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { storePath } from "../../src/outbox/edge/open-records.js";
import { RecordStore } from "../../src/outbox/edge/record-store.js";
import type { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import { isBalanced } from "../../src/outbox/ledger.js";
import { type OutboxWorld, outboxWorld, WIDE_BOUNDS } from "../support/outbox-world.js";
import { thrownCode } from "../support/thrown.js";

const NONE: ReadonlySet<string> = new Set();
let world: OutboxWorld;
let folder: string;
let outbox: SqliteOutbox;

function open(more: Parameters<OutboxWorld["open"]>[1] = {}): SqliteOutbox {
  folder = world.folder();
  outbox = world.open(folder, more);
  return outbox;
}

function reopen(): SqliteOutbox {
  outbox.close();
  outbox = world.open(folder);
  return outbox;
}

const waitingIds = () => outbox.waiting(100, NONE).map(({ id }) => id);
const stateOf = (id: string) => outbox.history(100).find((entry) => entry.id === id)?.state;

beforeAll(async () => {
  world = await outboxWorld();
});

afterEach(() => {
  expect(isBalanced(outbox.ledger)).toBe(true);
  expect(outbox.waiting(10_000, NONE)).toHaveLength(
    outbox.tombstones().some(({ isBarrier }) => isBarrier) ? 0 : outbox.ledger.pending,
  );
  outbox.close();
  // A store that comes to no harm is never reported as damaged.
  expect(world.told).toEqual([]);
});

afterAll(() => world.end());

describe("a clip in the outbox", () => {
  it("waits, oldest first, byte for byte, through a restart", async () => {
    open();
    const clips = await world.clips(3);
    for (const clip of clips) expect(outbox.accept(clip)).toEqual({ kind: "accepted", evicted: [] });
    reopen();
    const waiting = outbox.waiting(10, NONE);
    expect(waiting.map(({ clip }) => clip.message)).toEqual(clips.map(({ message }) => message));
    expect(outbox.waiting(1, new Set([clips[0]?.messageId ?? ""]))[0]?.id).toBe(clips[1]?.messageId);
    expect(outbox.ledger).toMatchObject({ accepted: 3, pending: 3 });
  });

  it("that comes again is known, while it waits and after it has left", async () => {
    open();
    const clip = await world.clip();
    outbox.accept(clip);
    expect(outbox.accept(clip)).toEqual({ kind: "known" });
    outbox.receipted(clip.messageId, world.receipt(clip.messageId));
    expect(outbox.accept(clip)).toEqual({ kind: "known" });
    expect(reopen().accept(clip)).toEqual({ kind: "known" });
    expect(outbox.ledger).toMatchObject({ accepted: 1, receipted: 1, pending: 0 });
  });

  it("leaves by a receipt, once, and its history keeps who signed", async () => {
    open();
    const clip = await world.clip();
    outbox.accept(clip);
    expect(outbox.receipted(clip.messageId, world.receipt(clip.messageId))).toBe(true);
    expect(outbox.receipted(clip.messageId, world.receipt(clip.messageId))).toBe(false);
    expect(readdirSync(join(folder, "clips"))).toEqual([]);
    expect(reopen().history(10)).toMatchObject([
      {
        id: clip.messageId,
        kind: "clip",
        state: "receipted",
        signedBy: world.keeperKeyId,
        bytes: clip.bucket,
      },
    ]);
  });

  it("evicts the oldest at the bound of count and at the bound of bytes, counted", async () => {
    const [a, b, c, d] = await world.clips(4);
    if (!a || !b || !c || !d) throw new RangeError("four clips");
    open({ bounds: { ...WIDE_BOUNDS, maxClips: 2 } });
    outbox.accept(a);
    outbox.accept(b);
    expect(outbox.accept(c)).toEqual({ kind: "accepted", evicted: [a.messageId] });
    expect(waitingIds()).toEqual([b.messageId, c.messageId]);
    expect(outbox.ledger).toMatchObject({ accepted: 3, evicted: 1, pending: 2 });
    outbox.close();
    outbox = world.open(folder, { bounds: { ...WIDE_BOUNDS, maxBytes: d.bucket * 2 } });
    expect(outbox.accept(d)).toEqual({ kind: "accepted", evicted: [b.messageId] });
    expect(outbox.pendingBytes).toBe(2 * d.bucket);
  });

  it("that alone is over the bound is refused, and evicts nobody", async () => {
    const [small, large] = [await world.clip(), await world.clip(100_000)];
    open({ bounds: { ...WIDE_BOUNDS, maxBytes: small.bucket } });
    outbox.accept(small);
    expect(await thrownCode(() => outbox.accept(large))).toBe("ENVELOPE_TOO_LARGE");
    expect(waitingIds()).toEqual([small.messageId]);
  });

  it("that the broker refuses three times is put aside with the broker's word; the others wait on", async () => {
    open();
    const [bad, good] = await world.clips(2);
    if (!bad || !good) throw new RangeError("two clips");
    outbox.accept(bad);
    outbox.accept(good);
    expect(outbox.refused(bad.messageId, 135)).toBe("waits");
    expect(reopen().refused(bad.messageId, 135)).toBe("waits");
    expect(outbox.refused(bad.messageId, 135)).toBe("quarantined");
    expect(waitingIds()).toEqual([good.messageId]);
    expect(outbox.history(10).find(({ id }) => id === bad.messageId)?.reason).toBe("refused with 135");
    expect(readdirSync(join(folder, "quarantine"))).toHaveLength(1);
  });

  it("lies in a folder that nobody else enters", async () => {
    open();
    outbox.accept(await world.clip());
    for (const name of ["", "clips", "tombstones", "quarantine"]) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o700);
    }
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const open_ = files.filter((entry) => (statSync(join(entry.parentPath, entry.name)).mode & 0o077) !== 0);
    expect(open_.map(({ name }) => name)).toEqual([]);
  });

  it("is written by one uplink at a time", async () => {
    open();
    expect(await thrownCode(() => world.open(folder))).toBe("ALREADY_RUNNING");
  });
});

describe("a clip whose commit failed", () => {
  it("keeps its file, so that it is here when it is offered again, though the records were locked", {
    timeout: 30_000,
  }, async () => {
    open();
    const clip = await world.clip();
    const other = new Database(storePath(folder) ?? "");
    other.exec("BEGIN IMMEDIATE");
    expect(await thrownCode(() => outbox.accept(clip))).toBe("OUTBOX_UNWRITABLE");
    expect(readdirSync(join(folder, "clips"))).toHaveLength(1);
    other.exec("ROLLBACK");
    other.close();
    expect(outbox.accept(clip)).toEqual({ kind: "known" });
    expect(waitingIds()).toEqual([clip.messageId]);
    expect(outbox.ledger).toMatchObject({ accepted: 1, pending: 1 });
  });
});

describe("an erasure", () => {
  it("takes a clip out of the outbox, waits for its confirmation and tells who signed", async () => {
    open();
    const clip = await world.clip();
    outbox.accept(clip);
    expect(outbox.resolve({ kind: "last" })).toEqual({ all: false, ids: [clip.messageId] });
    const request = world.request();
    const tombstone = world.tombstone([clip.messageId]);
    outbox.erase(request, [tombstone.message]);
    expect(waitingIds()).toEqual([]);
    expect(outbox.receipted(clip.messageId, world.receipt(clip.messageId))).toBe(false);
    reopen();
    expect(outbox.tombstones()).toEqual([
      { id: tombstone.id, request, message: Uint8Array.from(tombstone.message), isBarrier: false },
    ]);
    expect(stateOf(request)).toBe("pending");
    expect(outbox.confirmed(tombstone.id, world.receipt(tombstone.id, "erased"))).toBe(request);
    expect(outbox.confirmed(tombstone.id, world.receipt(tombstone.id, "erased"))).toBeUndefined();
    reopen();
    expect(outbox.tombstones()).toEqual([]);
    expect(outbox.ledger).toMatchObject({ accepted: 1, erased: 1, receipted: 0 });
    expect(outbox.history(10)).toMatchObject([
      { id: request, kind: "erasure", state: "confirmed", signedBy: world.keeperKeyId },
      { id: clip.messageId, kind: "clip", state: "erased", isErasedAtKeeper: false },
    ]);
  });

  it("told twice is one erasure", async () => {
    open();
    const request = world.request();
    outbox.erase(request, [world.tombstone([world.request()]).message]);
    outbox.erase(request, [world.tombstone([world.request()]).message]);
    expect(reopen().tombstones()).toHaveLength(1);
  });

  it("of a clip that the keeper has is shown when the keeper has confirmed, after the last tombstone of several", async () => {
    open();
    const clip = await world.clip();
    outbox.accept(clip);
    outbox.receipted(clip.messageId, world.receipt(clip.messageId));
    const request = world.request();
    const tombstones = [world.tombstone([clip.messageId]), world.tombstone([world.request()])];
    outbox.erase(
      request,
      tombstones.map(({ message }) => message),
    );
    const [first, second] = tombstones.map(({ id }) => outbox.confirmed(id, world.receipt(id, "erased")));
    expect([first, second]).toEqual([undefined, request]);
    expect(outbox.history(10).find(({ id }) => id === clip.messageId)).toMatchObject({
      state: "receipted",
      isErasedAtKeeper: true,
    });
  });

  it("of nothing is over at once, and its history does not say that anybody signed", () => {
    open();
    expect(outbox.resolve({ kind: "last" })).toEqual({ all: false, ids: [] });
    const request = world.request();
    outbox.erase(request, []);
    expect(stateOf(request)).toBe("nothing");
    reopen();
    expect(stateOf(request)).toBe("nothing");
  });

  it("of everything is a barrier: what came after it waits for the confirmation", async () => {
    open();
    const [before, sent, after] = await world.clips(3);
    if (!before || !sent || !after) throw new RangeError("three clips");
    outbox.accept(sent);
    outbox.receipted(sent.messageId, world.receipt(sent.messageId));
    outbox.accept(before);
    expect(outbox.resolve({ kind: "all" })).toEqual({ all: true, ids: [before.messageId] });
    const all = world.tombstone("all");
    const request = world.request();
    outbox.erase(request, [all.message, world.tombstone([before.messageId]).message]);
    outbox.accept(after);
    expect(waitingIds()).toEqual([]);
    reopen();
    expect(waitingIds()).toEqual([]);
    expect(outbox.tombstones().map(({ isBarrier }) => isBarrier)).toEqual([true, false]);
    for (const { id } of outbox.tombstones()) outbox.confirmed(id, world.receipt(id, "erased"));
    expect(waitingIds()).toEqual([after.messageId]);
    expect(outbox.history(10).find(({ id }) => id === sent.messageId)?.isErasedAtKeeper).toBe(true);
  });

  it("of the last does not reach for an older clip when it is asked again", async () => {
    open();
    const [older, newer] = await world.clips(2);
    if (!older || !newer) throw new RangeError("two clips");
    outbox.accept(older);
    outbox.accept(newer);
    outbox.erase(world.request(), [world.tombstone([newer.messageId]).message]);
    expect(outbox.resolve({ kind: "last" })).toEqual({ all: false, ids: [] });
  });

  it.each([
    ["is meant five minutes after it came", 5 * 60_000, 1],
    ["is not what was just said any more after that", 5 * 60_000 + 1, 0],
  ])("of the last: a clip %s, whatever the wall clock says, and through a restart", async (_, ms, count) => {
    open();
    const clip = await world.clip();
    outbox.accept(clip);
    world.clock.pass(ms);
    world.clock.wall += 86_400_000;
    const ids = [clip.messageId].slice(0, count);
    expect(outbox.resolve({ kind: "last" })).toEqual({ all: false, ids });
    expect(reopen().resolve({ kind: "last" })).toEqual({ all: false, ids });
    expect(outbox.resolve({ kind: "all" })).toEqual({ all: true, ids: [clip.messageId] });
  });

  it("of a range means the wall time of acceptance, both ends included", async () => {
    open();
    const clips = await world.clips(4);
    const times: number[] = [];
    for (const clip of clips) {
      outbox.accept(clip);
      times.push(world.clock.wall);
      world.clock.pass(1_000);
    }
    const [, from = 0, to = 0] = times;
    const ids = clips.slice(1, 3).map(({ messageId }) => messageId);
    expect(outbox.resolve({ kind: "range", fromMs: from, toMs: to })).toEqual({ all: false, ids });
    expect(outbox.resolve({ kind: "listed", ids: ["ab".repeat(16), "ab".repeat(16)] }).ids).toHaveLength(1);
  });

  it("that names a clip still on its way to the outbox makes it known, so that it never waits", async () => {
    open();
    const clip = await world.clip();
    outbox.erase(world.request(), [world.tombstone([clip.messageId]).message]);
    expect(outbox.accept(clip)).toEqual({ kind: "known" });
    expect(reopen().accept(clip)).toEqual({ kind: "known" });
  });

  it("is believed of this device alone", async () => {
    open();
    const clip = await world.clip();
    outbox.accept(clip);
    const forged = world.tombstone([clip.messageId]).message;
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(await thrownCode(() => outbox.erase(world.request(), [forged]))).toBe("ENVELOPE_SIGNATURE_WRONG");
    expect(await thrownCode(() => outbox.erase(world.request(), [clip.message]))).toBe("ENVELOPE_INVALID");
    expect(waitingIds()).toEqual([clip.messageId]);
  });
});

describe("the outbox's memory", () => {
  it("knows ids for longer than it tells of them, and stays within its bounds", async () => {
    open();
    const clips = await world.clips(3);
    const first = clips[0];
    if (!first) throw new RangeError("a clip");
    outbox.accept(first);
    outbox.receipted(first.messageId, world.receipt(first.messageId));
    outbox.close();
    // 4,100 erasures of nothing, written as one: what a device of years has behind it.
    const path = join(folder, "outbox-1.db");
    const store = RecordStore.open(path, "write");
    const { books, entries } = store.read();
    const [book] = books;
    const [model] = entries;
    if (!book || !model) throw new RangeError("a book and an entry");
    const puts = Array.from({ length: 4_100 }, (_, index) => ({
      ...model,
      seq: book.nextSeq + index,
      id: world.request(),
      kind: "erasure" as const,
      state: "confirmed" as const,
    }));
    const nothing = { drops: [], seen: [], seenDrops: [], tombstones: [], tombstoneDrops: [], left: [] };
    store.commit({
      book: { ...book, revision: book.revision + 1, nextSeq: book.nextSeq + 4_100 },
      puts,
      ...nothing,
    });
    store.close();
    outbox = world.open(folder);
    for (const clip of clips.slice(1)) outbox.accept(clip);
    expect(outbox.history(10_000).length).toBeLessThanOrEqual(4_000);
    expect(stateOf(first.messageId)).toBeUndefined();
    expect(reopen().accept(first)).toEqual({ kind: "known" });
  });
});
