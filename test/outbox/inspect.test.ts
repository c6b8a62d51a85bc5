import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectOutbox } from "../../src/outbox/edge/inspect-outbox.js";
import { RecordStore } from "../../src/outbox/edge/record-store.js";
import { compileChild } from "../support/compiled-child.js";
import { type OutboxWorld, outboxWorld } from "../support/outbox-world.js";
import { thrownCode } from "../support/thrown.js";

let world: OutboxWorld;
beforeAll(async () => {
  world = await outboxWorld();
});
afterAll(() => world.end());

const CLIPS = 300;
const WAIT = 60;

describe("a look into the outbox from beside it", () => {
  it(`finds it sound, again and again while ${CLIPS} clips come and leave`, {
    timeout: 240_000,
  }, async () => {
    const child = compileChild(fileURLToPath(new URL("./accepting-child.ts", import.meta.url)));
    const folder = world.folder();
    const clipsFile = join(folder, "..", "clips");
    const clips = await world.clips(CLIPS);
    writeFileSync(clipsFile, Buffer.concat(clips.map(({ message }) => message)));
    const args = [child.program, "step", folder, clipsFile, String(clips[0]?.bucket)];
    const uplink = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    try {
      await once(uplink.stdout, "data");
      uplink.stdout.resume();
      const turns = Array.from({ length: CLIPS }, (_, at) => (at < WAIT ? "accept" : "accept\nreceipt"));
      await new Promise((written) => uplink.stdin.write(`${turns.join("\n")}\n`, written));
      let looks = 0;
      for (let left = 0; left < CLIPS - WAIT; looks += 1) {
        left = inspectOutbox(folder)?.ledger.receipted ?? 0;
        // Its lines have to be read, or it waits for that.
        await setImmediate();
      }
      process.stdout.write(`${looks} looks while ${CLIPS} clips came and left\n`);
      expect(looks).toBeGreaterThan(20);
    } finally {
      uplink.kill("SIGKILL");
      child.remove();
    }
  });

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
