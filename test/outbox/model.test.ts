import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isBalanced } from "../../src/outbox/ledger.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import { type OutboxWorld, outboxWorld, printedSeed, WIDE_BOUNDS } from "../support/outbox-world.js";
import { seeded } from "../support/seeded.js";

const RUNS = 12;
const STEPS = 60;
const BOUNDS = { ...WIDE_BOUNDS, maxClips: 6, maxAgeMs: 3_600_000 };

let world: OutboxWorld;
let pool: readonly SealedClip[];
beforeAll(async () => {
  world = await outboxWorld();
  pool = await world.clips(40);
});
afterAll(() => world.end());

/** What the outbox should be, in a dozen lines: who waits since when, who has left how, what stands in the way. */
class Model {
  readonly waits = new Map<string, number>();
  readonly left = new Map<string, string>();
  readonly refusals = new Map<string, number>();
  readonly tombstones: { id: string; request: string; isBarrier: boolean; after: ReadonlySet<string> }[] = [];
  newest: string | undefined;

  leave(id: string, how: string): void {
    this.waits.delete(id);
    this.left.set(id, how);
  }

  sendable(): readonly string[] {
    const barriers = this.tombstones.filter(({ isBarrier }) => isBarrier);
    return [...this.waits.keys()].filter((id) => barriers.every(({ after }) => after.has(id)));
  }
}

function play(seed: number): void {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const folder = world.folder();
  const { clock } = world;
  const model = new Model();
  let outbox = world.open(folder, { bounds: BOUNDS });
  let accepted = 0;

  const steps: Readonly<Record<string, () => void>> = {
    accept() {
      const clip = pick(pool);
      if (!clip) return;
      const id = clip.messageId;
      const isKnown = model.waits.has(id) || model.left.has(id);
      const answer = outbox.accept(clip);
      expect(answer.kind).toBe(isKnown ? "known" : "accepted");
      if (isKnown) return;
      accepted += 1;
      const [oldest] = model.waits.keys();
      const isFull = model.waits.size === BOUNDS.maxClips;
      if (isFull && oldest) model.leave(oldest, "evicted");
      expect(answer).toEqual({ kind: "accepted", evicted: isFull ? [oldest] : [] });
      model.waits.set(id, clock.uptime);
      model.newest = id;
    },
    receipt() {
      const id = pick(pool)?.messageId ?? "";
      expect(outbox.receipted(id, world.receipt(id))).toBe(model.waits.has(id));
      if (model.waits.has(id)) model.leave(id, "receipted");
    },
    refuse() {
      const id = pick([...model.waits.keys()]);
      if (id === undefined) return;
      const times = (model.refusals.get(id) ?? 0) + 1;
      model.refusals.set(id, times);
      expect(outbox.refused(id, 131)).toBe(times === 3 ? "quarantined" : "waits");
      if (times === 3) model.leave(id, "quarantined");
    },
    eraseLast() {
      const { ids } = outbox.resolve({ kind: "last" });
      if (ids.length > 0) expect(ids).toEqual([model.newest]);
      const request = world.request();
      const { id, message } = world.tombstone(ids);
      if (ids.length === 0) return outbox.erase(request, []);
      outbox.erase(request, [message]);
      model.tombstones.push({ id, request, isBarrier: false, after: new Set() });
      for (const one of ids) if (model.waits.has(one)) model.leave(one, "erased");
    },
    eraseAll() {
      const request = world.request();
      const { id, message } = world.tombstone("all");
      outbox.erase(request, [message]);
      for (const one of [...model.waits.keys()]) model.leave(one, "erased");
      model.tombstones.push({ id, request, isBarrier: true, after: new Set() });
    },
    confirm() {
      const tombstone = pick(model.tombstones);
      if (!tombstone) return;
      expect(outbox.confirmed(tombstone.id, world.receipt(tombstone.id, "erased"))).toBe(tombstone.request);
      model.tombstones.splice(model.tombstones.indexOf(tombstone), 1);
    },
    expire() {
      clock.pass(Math.floor(random() * 2_000_000));
      const old = [...model.waits]
        .filter(([, since]) => clock.uptime - since > BOUNDS.maxAgeMs)
        .map(([id]) => id);
      expect(outbox.expire()).toEqual(old);
      for (const id of old) model.leave(id, "expired");
    },
    restart() {
      outbox.close();
      clock.wall = Math.floor(random() * 4e12);
      outbox = world.open(folder, { bounds: BOUNDS });
    },
  };

  const names = ["accept", "accept", "accept", "accept", "receipt", "refuse", "confirm", "expire", "restart"];
  for (let step = 0; step < STEPS; step += 1) {
    const rare = random();
    steps[rare < 0.04 ? "eraseAll" : rare < 0.1 ? "eraseLast" : (pick(names) ?? "accept")]?.();
    expect(outbox.waiting(100, new Set()).map(({ id }) => id)).toEqual(model.sendable());
    expect(isBalanced(outbox.ledger)).toBe(true);
    expect(outbox.ledger).toMatchObject({ accepted, pending: model.waits.size });
    for (const exit of ["receipted", "erased", "expired", "evicted", "quarantined"] as const) {
      expect(outbox.ledger[exit]).toBe([...model.left.values()].filter((how) => how === exit).length);
    }
    expect(outbox.tombstones().map(({ id }) => id)).toEqual(model.tombstones.map(({ id }) => id));
  }
  outbox.close();
  expect(world.told).toEqual([]);
}

describe("the outbox, through any order of events and restarts", () => {
  it(`does what a dozen lines say it should, ${RUNS} x ${STEPS} steps`, { timeout: 300_000 }, () => {
    const seed = printedSeed("outbox model");
    for (let run = 0; run < RUNS; run += 1) {
      play(seed + run);
    }
  });
});
