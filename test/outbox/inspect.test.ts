import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectOutbox } from "../../src/outbox/edge/inspect-outbox.js";
import { RecordStore } from "../../src/outbox/edge/record-store.js";
import { type OutboxWorld, outboxWorld } from "../support/outbox-world.js";
import { thrownCode } from "../support/thrown.js";

let world: OutboxWorld;
beforeAll(async () => {
  world = await outboxWorld();
});
afterAll(() => world.end());

describe("a look into the outbox from beside it", () => {
  it("sees what the uplink sees, while it is at work", async () => {
    const folder = world.folder();
    const outbox = world.open(folder);
    for (const clip of await world.clips(5)) {
      outbox.accept(clip);
      const view = inspectOutbox(folder);
      expect(view?.ledger).toEqual(outbox.ledger);
      expect(view?.history).toEqual(outbox.history(100));
    }
    outbox.erase(world.request(), [world.tombstone("all").message]);
    expect(inspectOutbox(folder)).toMatchObject({ openTombstones: 1, ledger: { erased: 5, pending: 0 } });
    outbox.close();
  });

  it("is nothing where nothing was ever accepted, and makes nothing there", () => {
    const folder = world.folder();
    expect(inspectOutbox(folder)).toBeUndefined();
    expect(() => readdirSync(folder)).toThrow();
  });

  it("says that it is damaged, and leaves the mending to the uplink", async () => {
    const folder = world.folder();
    const outbox = world.open(folder);
    outbox.accept(await world.clip());
    outbox.close();
    const [name = ""] = readdirSync(join(folder, "clips"));
    rmSync(join(folder, "clips", name));
    expect(await thrownCode(() => inspectOutbox(folder))).toBe("OUTBOX_DAMAGED");
    writeFileSync(join(folder, "outbox-1.db"), "garbage");
    expect(await thrownCode(() => inspectOutbox(folder))).toBe("OUTBOX_DAMAGED");
    expect(readdirSync(join(folder, "quarantine"))).toEqual([]);
  });

  it("finds a sum that does not hold, though each record is whole; the next start counts the difference", async () => {
    const folder = world.folder();
    const outbox = world.open(folder);
    outbox.accept(await world.clip());
    outbox.close();
    const store = RecordStore.open(join(folder, "outbox-1.db"), "write");
    const [book] = store.read().books;
    if (book === undefined) throw new RangeError("a book");
    const nothing = {
      puts: [],
      drops: [],
      seen: [],
      seenDrops: [],
      tombstones: [],
      tombstoneDrops: [],
      left: [],
    };
    const ledger = { ...book.ledger, accepted: 3 };
    store.commit({ ...nothing, book: { ...book, revision: book.revision + 1, ledger } });
    store.close();
    expect(await thrownCode(() => inspectOutbox(folder))).toBe("LEDGER_WRONG");
    const mended = world.open(folder);
    expect(mended.ledger).toMatchObject({ accepted: 3, pending: 1, quarantined: 2 });
    mended.close();
  });
});
