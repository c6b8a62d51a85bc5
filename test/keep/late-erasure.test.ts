import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clipTopic, tombstoneTopic } from "../../src/deliver/topics.js";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import { Keeper, type Verdict } from "../../src/keep/keeper.js";
import { loadUplinkKeys } from "../../src/keys/edge/uplink-keys.js";
import { inspectOutbox } from "../../src/outbox/edge/inspect-outbox.js";
import { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import { outboxFolder } from "../../src/outbox/outbox.js";
import { isKey } from "../support/is-key.js";
import { idBytes, type KeptHouse, keptHouse } from "../support/kept-house.js";
import { TurnedClock, WIDE_BOUNDS } from "../support/outbox-world.js";

const DAY_MS = 86_400_000;
const BOUNDS = { ...WIDE_BOUNDS, maxAgeMs: 7 * DAY_MS, historyMs: 30 * DAY_MS };

let root: string;
let house: KeptHouse;
let clock: TurnedClock;
let keep: SqliteKeep;
let outbox: SqliteOutbox;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "sotto-late-"));
  house = await keptHouse(root);
  clock = new TurnedClock();
  keep = new SqliteKeep(house.folders.keeper, { maxBytesPerDevice: 10_000_000 });
  outbox = openOutbox();
});
afterEach(async () => {
  outbox.close();
  await keep.close();
  rmSync(root, { recursive: true, force: true });
});

function openOutbox(): SqliteOutbox {
  return SqliteOutbox.open({
    folder: outboxFolder(house.folders.uplink),
    bounds: BOUNDS,
    expected: { device: loadUplinkKeys(house.folders.uplink).device, isOwner: isKey(house.owner.keyId) },
    ...{ clock, bootClock: clock },
    log: { write: (event) => expect.fail(event) },
  });
}

function keeper(): Keeper {
  return new Keeper({
    ...{ keep, clock, devices: house.keeper.devices, signer: house.keeper.signer },
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
}

function receiptOf(verdict: Verdict): Uint8Array {
  return "receipt" in verdict ? verdict.receipt.message : expect.fail(`no receipt: ${verdict.kind}`);
}

/** Parts of a sealed clip that lie in any file of the keeper's. */
function partsAtKeeper(message: Uint8Array): number {
  const files = readdirSync(house.folders.keeper, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  return [1_000, 4_000, 7_000].filter((at) =>
    files.some((file) => file.includes(Buffer.from(message.subarray(at, at + 32)))),
  ).length;
}

describe("An erasure whose device is offline for 200 days", () => {
  it("is confirmed by a keeper that has retired the clip since, and told of for its time", async () => {
    const clip = await house.clip();
    outbox.accept(clip);
    const stored = await keeper().receive(clipTopic(house.deviceId), clip.message);
    expect(outbox.receipted(clip.messageId, receiptOf(stored))).toBe(true);
    const request = randomBytes(16).toString("hex");
    const tombstone = house.tombstone({ scope: "listed", ids: [idBytes(clip.messageId)] });
    outbox.erase(request, [tombstone]);
    expect(partsAtKeeper(clip.message)).toBe(3);

    for (let day = 1; day <= 200; day += 1) {
      clock.pass(DAY_MS);
      outbox.expire();
      if (day % 40 !== 0) continue;
      outbox.close();
      if (day % 80 === 0) clock.restart();
      outbox = openOutbox();
    }
    expect(await keeper().retire(30)).toBe(1);
    expect(partsAtKeeper(clip.message)).toBe(0);

    const [waiting] = outbox.tombstones();
    expect(waiting?.request).toBe(request);
    // A keeper that was started anew meanwhile, as it would have been.
    await keep.close();
    keep = new SqliteKeep(house.folders.keeper, { maxBytesPerDevice: 10_000_000 });
    const obeyed = await keeper().receive(
      tombstoneTopic(house.deviceId),
      waiting?.message ?? new Uint8Array(),
    );
    expect(obeyed).toMatchObject({ kind: "obeyed", deleted: 0 });
    expect(outbox.confirmed(waiting?.id ?? "", receiptOf(obeyed))).toBe(request);
    expect(outbox.history(10)).toMatchObject([{ id: request, kind: "erasure", state: "confirmed" }]);
    // The clip that is played again is answered as erased, not as kept.
    expect(await keeper().receive(clipTopic(house.deviceId), clip.message)).toMatchObject({ kind: "erased" });
    expect(inspectOutbox(outboxFolder(house.folders.uplink))).toMatchObject({
      ledger: { accepted: 1, receipted: 1, pending: 0 },
      openTombstones: 0,
    });
  });
});
