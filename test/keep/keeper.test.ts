import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clipTopic, tombstoneTopic } from "../../src/deliver/topics.js";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import { Keeper, type Verdict } from "../../src/keep/keeper.js";
import { loadUplinkKeys } from "../../src/keys/edge/uplink-keys.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { decodeReceipt } from "../../src/seal/notices.js";
import { verifyEnvelope } from "../../src/seal/open-clip.js";
import { idBytes, type KeptHouse, keptHouse } from "../support/kept-house.js";
import { thrownCode } from "../support/thrown.js";

const DAY_MS = 86_400_000;
const BOUNDS = { maxBytesPerDevice: 10_000_000 };

let root: string;
let home: KeptHouse;
let keep: SqliteKeep;
let nowMs: number;
let clips: string;
let tombstones: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "sotto-keep-"));
  home = await keptHouse(root);
  keep = new SqliteKeep(home.folders.keeper, BOUNDS);
  nowMs = 1_700_000_000_000;
  clips = clipTopic(home.deviceId);
  tombstones = tombstoneTopic(home.deviceId);
});

afterEach(async () => {
  await keep.close();
  rmSync(root, { recursive: true, force: true });
});

function keeperOn(store: SqliteKeep, house = home): Keeper {
  return new Keeper({
    keep: store,
    devices: house.keeper.devices,
    signer: house.keeper.signer,
    clock: { wallMs: () => nowMs },
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
}

/** Closes the store and opens it again, as a keeper that was started anew. */
async function reopened(bounds = BOUNDS): Promise<Keeper> {
  await keep.close();
  keep = new SqliteKeep(home.folders.keeper, bounds);
  return keeperOn(keep);
}

/** What the device makes of the answer, with the uplink's own pinned keys. */
function answer(verdict: Verdict): string {
  if (!("receipt" in verdict)) return verdict.kind === "refused" ? verdict.code : verdict.kind;
  const { keepers, device } = loadUplinkKeys(home.folders.uplink);
  const envelope = parseEnvelope(verdict.receipt.message);
  verifyEnvelope(envelope, keepers);
  expect(toHex(envelope.header.deviceId)).toBe(verdict.receipt.device);
  expect(envelope.header.recipientKeyId).toEqual(device.signingKeyId);
  const { of, outcome } = decodeReceipt(envelope.body);
  expect(toHex(of)).toBe(verdict.messageId);
  return outcome;
}

/** Files of the store in which these bytes lie. */
function filesWith(bytes: Buffer): string[] {
  return readdirSync(home.folders.keeper, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(bytes))
    .map(({ name }) => name);
}

const middleOf = (message: Uint8Array) => Buffer.from(message.subarray(3_000, 3_040));

describe("Keeper", () => {
  it("stores a clip once and signs for it each time it comes", async () => {
    const keeper = keeperOn(keep);
    const clip = await home.clip();
    const first = await keeper.receive(clips, clip.message);
    expect([first.kind, answer(first)]).toEqual(["stored", "stored"]);
    const second = await keeper.receive(clips, clip.message);
    expect([second.kind, answer(second)]).toEqual(["known", "stored"]);
    const later = await (await reopened()).receive(clips, clip.message);
    expect([later.kind, answer(later)]).toEqual(["known", "stored"]);
    expect(await keep.totals()).toEqual({ clips: 1, bytes: clip.message.length });
    expect(await keep.next(home.owner.keyId, 0)).toEqual({ seq: 1, message: clip.message });
  });

  it("gives no receipt for what is garbage, forged, altered, a stranger's, or on another device's topic", async () => {
    const keeper = keeperOn(keep);
    const stranger = await keptHouse(join(root, "stranger"));
    const { message } = await home.clip();
    const altered = Uint8Array.from(message);
    altered[4_000] = (altered[4_000] ?? 0) ^ 1;
    const theirs = (await stranger.clip()).message;
    const forgedTombstone = stranger.tombstone({ scope: "all" });
    const cases: [string, Uint8Array, string][] = [
      [clips, Uint8Array.from(randomBytes(8_000)), "ENVELOPE_INVALID"],
      [clips, new Uint8Array(0), "ENVELOPE_INVALID"],
      [clips, new Uint8Array(130_000), "ENVELOPE_TOO_LARGE"],
      [clips, altered, "ENVELOPE_SIGNATURE_WRONG"],
      [clips, theirs, "ENVELOPE_SIGNATURE_WRONG"],
      [clipTopic(stranger.deviceId), theirs, "ENVELOPE_SIGNATURE_WRONG"],
      [clipTopic(stranger.deviceId), message, "ENVELOPE_SIGNATURE_WRONG"],
      [tombstones, message, "ENVELOPE_INVALID"],
      [tombstones, forgedTombstone, "ENVELOPE_SIGNATURE_WRONG"],
      [clips, home.tombstone({ scope: "all" }), "ENVELOPE_INVALID"],
      ["sotto/1/x/clip", message, "ENVELOPE_SIGNATURE_WRONG"],
    ];
    for (const [topic, bytes, code] of cases) expect(answer(await keeper.receive(topic, bytes))).toBe(code);
    const { refused, received } = keeper.counts;
    expect(received).toBe(cases.length);
    expect(Object.values(refused).reduce((sum, count) => sum + count, 0)).toBe(cases.length);
    expect(await keep.totals()).toEqual({ clips: 0, bytes: 0 });
  });

  it("refuses a clip for another owner than the one its device seals to", async () => {
    const stranger = await keptHouse(join(root, "stranger"));
    const keeper = new Keeper({
      keep,
      devices: home.keeper.devices.map((device) => ({ ...device, ownerKeyIds: [stranger.owner.keyId] })),
      signer: home.keeper.signer,
      clock: { wallMs: () => nowMs },
      random: (length) => Uint8Array.from(randomBytes(length)),
    });
    expect(answer(await keeper.receive(clips, (await home.clip()).message))).toBe("ENVELOPE_NOT_FOR_US");
  });

  it("erases one: gone from every file of the store, and a redelivery never brings it back", async () => {
    const keeper = keeperOn(keep);
    const [kept, erased] = [await home.clip(), await home.clip()];
    for (const { message } of [kept, erased]) await keeper.receive(clips, message);
    expect(filesWith(middleOf(erased.message)).length).toBeGreaterThan(0);
    const tombstone = home.tombstone({ scope: "listed", ids: [idBytes(erased.messageId)] });
    const verdict = await keeper.receive(tombstones, tombstone);
    expect([verdict.kind, answer(verdict)]).toEqual(["obeyed", "erased"]);
    expect(filesWith(middleOf(erased.message))).toEqual([]);
    expect(filesWith(middleOf(kept.message)).length).toBeGreaterThan(0);
    for (const keeperNow of [() => keeper, reopened]) {
      const next = await keeperNow();
      expect(answer(await next.receive(clips, erased.message))).toBe("erased");
      expect(answer(await next.receive(tombstones, tombstone))).toBe("erased");
    }
    expect(filesWith(middleOf(erased.message))).toEqual([]);
    expect((await keep.totals()).clips).toBe(1);
  });

  it("never stores a clip that was erased while it was on its way", async () => {
    const keeper = keeperOn(keep);
    const clip = await home.clip();
    await keeper.receive(tombstones, home.tombstone({ scope: "listed", ids: [idBytes(clip.messageId)] }));
    const late = await keeper.receive(clips, clip.message);
    expect([late.kind, answer(late)]).toEqual(["erased", "erased"]);
    expect(filesWith(middleOf(clip.message))).toEqual([]);
  });

  it("erases all that came before, and the same tombstone again deletes nothing newer", async () => {
    const keeper = keeperOn(keep);
    const before = await Promise.all(Array.from({ length: 5 }, () => home.clip()));
    for (const { message } of before) await keeper.receive(clips, message);
    const tombstone = home.tombstone({ scope: "all" });
    expect(await keeper.receive(tombstones, tombstone)).toMatchObject({ kind: "obeyed", deleted: 5 });
    for (const { message } of before) expect(filesWith(middleOf(message))).toEqual([]);
    const newer = await home.clip();
    await keeper.receive(clips, newer.message);
    for (const keeperNow of [() => keeper, reopened]) {
      const next = await keeperNow();
      const again = await next.receive(tombstones, tombstone);
      expect([again.kind, answer(again)]).toEqual(["known", "erased"]);
      for (const { message } of before) expect(answer(await next.receive(clips, message))).toBe("erased");
    }
    expect(filesWith(middleOf(newer.message)).length).toBeGreaterThan(0);
    expect((await keep.totals()).clips).toBe(1);
  });

  it("lets no device erase, block or replace the clips of another", async () => {
    const other = await keptHouse(join(root, "other"));
    const devices = [...home.keeper.devices, ...other.keeper.devices];
    const keeper = new Keeper({
      keep,
      devices,
      signer: home.keeper.signer,
      clock: { wallMs: () => nowMs },
      random: (length) => Uint8Array.from(randomBytes(length)),
    });
    const clip = await home.clip();
    const id = idBytes(clip.messageId);
    const theirs = tombstoneTopic(other.deviceId);
    await keeper.receive(theirs, other.tombstone({ scope: "listed", ids: [id] }));
    expect((await keeper.receive(clips, clip.message)).kind).toBe("stored");
    await keeper.receive(theirs, other.tombstone({ scope: "listed", ids: [id] }));
    await keeper.receive(theirs, other.tombstone({ scope: "all" }));
    expect((await keep.next(home.owner.keyId, 0))?.message).toEqual(clip.message);
    await keeper.receive(tombstones, home.tombstone({ scope: "all" }, id));
    expect(await keep.next(home.owner.keyId, 0)).toBeDefined();
  });

  it("deletes what is too old by its own clock, counts it, and knows it still", async () => {
    const keeper = keeperOn(keep);
    const [old, young] = [await home.clip(), await home.clip()];
    await keeper.receive(clips, old.message);
    nowMs += 20 * DAY_MS;
    await keeper.receive(clips, young.message);
    nowMs += 11 * DAY_MS;
    expect(await keeper.retire(30)).toBe(1);
    expect(await keeper.retire(30)).toBe(0);
    expect(keeper.counts.retired).toBe(1);
    expect(filesWith(middleOf(old.message))).toEqual([]);
    expect((await keeper.receive(clips, old.message)).kind).toBe("known");
    expect(await keep.next(home.owner.keyId, 0)).toEqual({ seq: 2, message: young.message });
  });

  it("signs nothing for a device that has used up its room, and goes on when there is room again", async () => {
    const keeper = await reopened({ maxBytesPerDevice: 20_000 });
    const [a, b, c] = [await home.clip(), await home.clip(), await home.clip()];
    const verdicts = [];
    for (const { message } of [a, b, c]) verdicts.push((await keeper.receive(clips, message)).kind);
    expect(verdicts).toEqual(["stored", "stored", "full"]);
    await keeper.receive(tombstones, home.tombstone({ scope: "listed", ids: [idBytes(a.messageId)] }));
    expect((await keeper.receive(clips, c.message)).kind).toBe("stored");
  });
});

describe("SqliteKeep", () => {
  it("keeps its epoch and numbers across a restart, and another store has another epoch", async () => {
    const { epoch } = keep;
    await keeperOn(keep).receive(clips, (await home.clip()).message);
    await reopened();
    expect(keep.epoch).toEqual(epoch);
    expect(await keep.head(home.owner.keyId)).toBe(1);
    const elsewhere = new SqliteKeep(join(root, "elsewhere"), BOUNDS);
    expect(elsewhere.epoch).not.toEqual(epoch);
    await elsewhere.close();
  });

  it("says STORE_DAMAGED for a file that is none, is cut, or is another release's", async () => {
    const keeper = keeperOn(keep);
    for (let count = 0; count < 20; count += 1) await keeper.receive(clips, (await home.clip()).message);
    await keep.close();
    const path = join(home.folders.keeper, "keep.db");
    const whole = readFileSync(path);
    const open = () => new SqliteKeep(home.folders.keeper, BOUNDS);
    for (const name of ["keep.db-wal", "keep.db-shm"])
      rmSync(join(home.folders.keeper, name), { force: true });
    writeFileSync(path, randomBytes(50_000));
    expect(await thrownCode(open)).toBe("STORE_DAMAGED");
    writeFileSync(path, whole);
    truncateSync(path, 40_960);
    expect(() => open()).toThrow("STORE_DAMAGED");
    keep = new SqliteKeep(join(root, "new"), BOUNDS);
  });
});
