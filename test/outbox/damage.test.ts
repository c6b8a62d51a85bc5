import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isBalanced } from "../../src/outbox/ledger.js";
import type { Ledger } from "../../src/outbox/outbox.js";
import { equalBytes } from "../../src/seal/canonical-cbor.js";
import { type OutboxWorld, outboxWorld, printedSeed } from "../support/outbox-world.js";
import { seeded } from "../support/seeded.js";

const PENDING = 60;

let world: OutboxWorld;
/** A store with a past: clips of all sizes that wait, clips that left, an erasure that is not confirmed yet. */
let original: string;
let ledger: Ledger;
const waiting = new Map<string, Uint8Array>();
const erased: string[] = [];

beforeAll(async () => {
  world = await outboxWorld();
  const live = world.folder();
  const outbox = world.open(live);
  for (let index = 0; index < PENDING + 25; index += 1) {
    const clip = await world.clip([1, 12_000, 28_000, 60_000, 110_000][index % 5]);
    outbox.accept(clip);
    waiting.set(clip.messageId, clip.message);
    const [oldest = ""] = waiting.keys();
    if (index % 4 === 3) {
      outbox.receipted(oldest, world.receipt(oldest));
      waiting.delete(oldest);
    }
    if (index % 20 === 19) {
      const { id, message } = world.tombstone([clip.messageId]);
      outbox.erase(world.request(), [message]);
      waiting.delete(clip.messageId);
      erased.push(clip.messageId);
      if (index < 40) outbox.confirmed(id, world.receipt(id, "erased"));
    }
  }
  ledger = outbox.ledger;
  expect(ledger.pending).toBe(waiting.size);
  // Copied while it is open, as a power cut would leave it: part of the records is in the database's log.
  original = world.folder();
  cpSync(live, original, { recursive: true });
  outbox.close();
});

afterAll(() => world.end());

function filesOf(folder: string): readonly { readonly path: string; readonly size: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^lock|^reserve$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, size: statSync(path).size }));
}

function isRecord(path: string): boolean {
  return !path.endsWith(".clip");
}

function database(folder: string): string {
  return join(folder, "outbox-1.db");
}

/** Other bytes than before at one place in the files, each byte of them as likely as any other. */
function corrupt(folder: string, random: () => number, where: (path: string) => boolean): void {
  const files = filesOf(folder).filter(({ path, size }) => size > 0 && where(path));
  let at = Math.floor(random() * files.reduce((sum, { size }) => sum + size, 0));
  for (const { path, size } of files) {
    if (at >= size) {
      at -= size;
      continue;
    }
    const bytes = readFileSync(path);
    const length = 1 + Math.floor(random() * 32);
    for (let index = at; index < Math.min(at + length, size); index += 1) {
      bytes[index] = (bytes[index] ?? 0) ^ (1 + Math.floor(random() * 255));
    }
    writeFileSync(path, bytes);
    return;
  }
}

interface Survival {
  readonly waits: number;
  readonly events: number;
}

/** Damages a copy of the store, opens it and holds it to its promise. */
async function survives(damage: (folder: string) => void): Promise<Survival> {
  const folder = world.folder();
  cpSync(original, folder, { recursive: true });
  damage(folder);
  world.told.length = 0;
  const outbox = world.open(folder);
  const events = world.told.length;
  expect(events).toBeLessThanOrEqual(1);
  if (events === 1) expect(world.told[0]?.fields["code"]).toBe("OUTBOX_DAMAGED");
  const now = outbox.waiting(1_000, new Set());
  // Nothing altered, nothing invented, nothing erased comes out.
  const altered = now.filter(
    ({ id, clip }) => !equalBytes(clip.message, waiting.get(id) ?? new Uint8Array(0)),
  );
  expect(altered).toEqual([]);
  for (const id of erased) expect(now.map((one) => one.id)).not.toContain(id);
  // Each accepted clip waits or is counted.
  expect(isBalanced(outbox.ledger)).toBe(true);
  expect(outbox.ledger.accepted).toBe(ledger.accepted);
  expect(outbox.ledger.pending).toBe(now.length);
  expect(outbox.ledger.quarantined - ledger.quarantined).toBe(waiting.size - now.length);
  // It works on, and what was mended stays mended.
  const clip = await world.clip();
  expect(outbox.accept(clip).kind).toBe("accepted");
  expect(outbox.receipted(clip.messageId, world.receipt(clip.messageId))).toBe(true);
  outbox.close();
  world.told.length = 0;
  const again = world.open(folder);
  expect(world.told).toEqual([]);
  expect(again.ledger.pending).toBe(now.length);
  again.close();
  rmSync(folder, { recursive: true });
  return { waits: now.length, events };
}

/** The same again and again, with what came of it in a line. */
async function manyTimes(
  what: string,
  times: number,
  damage: (folder: string, random: () => number) => void,
) {
  const first = printedSeed(what);
  const lost: number[] = [];
  let told = 0;
  for (let turn = 0; turn < times; turn += 1) {
    const random = seeded(first + turn);
    const { waits, events } = await survives((folder) => damage(folder, random));
    lost.push(waiting.size - waits);
    told += events;
  }
  const sum = lost.reduce((total, one) => total + one, 0);
  process.stdout.write(
    `${what}: ${times} stores of ${waiting.size} clips; ${sum} clips quarantined, at most ${Math.max(...lost)} in one; ${told} mended at the start\n`,
  );
  return lost;
}

describe("a damaged outbox opens, sends nothing that was altered and counts what is lost", {
  timeout: 300_000,
}, () => {
  it("when one place anywhere is corrupted: at most one clip is lost", async () => {
    const lost = await manyTimes("one place anywhere", 50, (folder, random) =>
      corrupt(folder, random, () => true),
    );
    expect(Math.max(...lost)).toBeLessThanOrEqual(1);
  });

  it("when one place in the records is corrupted: no clip is lost", async () => {
    const lost = await manyTimes("one place in the records", 50, (folder, random) =>
      corrupt(folder, random, isRecord),
    );
    expect(Math.max(...lost)).toBe(0);
  });

  it("when 100 places anywhere are corrupted at once", async () => {
    await manyTimes("100 places anywhere", 3, (folder, random) => {
      for (let place = 0; place < 100; place += 1) corrupt(folder, random, () => true);
    });
  });

  it("when 100 places in the database are corrupted at once: no clip is lost", async () => {
    const lost = await manyTimes("100 places in the database", 5, (folder, random) => {
      for (let place = 0; place < 100; place += 1)
        corrupt(folder, random, (path) => /outbox-1\.db/.test(path));
    });
    expect(Math.max(...lost)).toBe(0);
  });

  it("when a file is cut at any length", async () => {
    await manyTimes("a file cut", 30, (folder, random) => {
      const files = filesOf(folder);
      const { path = "", size = 0 } = files[Math.floor(random() * files.length)] ?? {};
      truncateSync(path, Math.floor(random() * size));
    });
    const lost = await manyTimes("the database cut", 20, (folder, random) => {
      const path = database(folder);
      truncateSync(path, Math.floor(random() * statSync(path).size));
    });
    expect(Math.max(...lost)).toBe(0);
  });

  it("when pages are zeros", async () => {
    const lost = await manyTimes("zeroed pages", 20, (folder, random) => {
      const path = random() < 0.5 ? database(folder) : `${database(folder)}-wal`;
      const bytes = readFileSync(path);
      for (let page = 0; page < 4; page += 1) {
        const at = 1_024 * Math.floor((random() * bytes.length) / 1_024);
        bytes.fill(0, at, at + 1_024);
      }
      writeFileSync(path, bytes);
    });
    expect(Math.max(...lost)).toBe(0);
  });

  it.each([
    [
      "the database is garbage",
      (folder: string) => writeFileSync(database(folder), Buffer.alloc(90_000, 0x5a)),
    ],
    ["the database is empty", (folder: string) => truncateSync(database(folder), 0)],
    ["the database is gone", (folder: string) => rmSync(database(folder))],
    ["the log of the database is gone", (folder: string) => rmSync(`${database(folder)}-wal`)],
    [
      "the log is garbage",
      (folder: string) => writeFileSync(`${database(folder)}-wal`, Buffer.alloc(90_000, 0x5a)),
    ],
    ["the copy of the ledger is gone", (folder: string) => rmSync(join(folder, "ledger-copy"))],
    [
      "the copy of the ledger is garbage",
      (folder: string) => writeFileSync(join(folder, "ledger-copy"), "garbage"),
    ],
  ])("when %s: no clip is lost", async (_what, damage) => {
    expect((await survives(damage)).waits).toBe(waiting.size);
  });

  it("when two clips have changed places", async () => {
    const { waits } = await survives((folder) => {
      const [a = "", b = ""] = readdirSync(join(folder, "clips")).map((name) => join(folder, "clips", name));
      const [first, second] = [readFileSync(a), readFileSync(b)];
      writeFileSync(a, second);
      writeFileSync(b, first);
    });
    expect(waits).toBe(waiting.size - 2);
  });

  it("and keeps for inspection what it could not believe", async () => {
    const folder = world.folder();
    cpSync(original, folder, { recursive: true });
    writeFileSync(database(folder), Buffer.alloc(90_000, 0x5a));
    const [name = ""] = readdirSync(join(folder, "clips"));
    truncateSync(join(folder, "clips", name), 100);
    const outbox = world.open(folder);
    expect(outbox.waiting(1_000, new Set())).toHaveLength(waiting.size - 1);
    const aside = readdirSync(join(folder, "quarantine"));
    expect(aside).toContain("damaged-outbox-1.db");
    expect(aside).toContain(`${name}.altered`);
    expect(outbox.ledger.quarantined).toBe(ledger.quarantined + 1);
    outbox.close();
  });

  it("and does not forget an erasure that is not confirmed", async () => {
    const folder = world.folder();
    cpSync(original, folder, { recursive: true });
    const before = world.open(folder);
    const open = before.tombstones();
    before.close();
    expect(open.length).toBeGreaterThan(0);
    for (const damage of [
      () => writeFileSync(database(folder), Buffer.alloc(90_000, 0x5a)),
      () => rmSync(join(folder, "tombstones"), { recursive: true }),
    ]) {
      damage();
      const outbox = world.open(folder);
      expect(outbox.tombstones()).toEqual(open);
      const [{ id, request } = { id: "", request: "" }] = open;
      expect(outbox.history(10_000).find((entry) => entry.id === request)?.state).toBe("pending");
      expect(id).not.toBe("");
      outbox.close();
    }
  });
});
