import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/domain/clock.js";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import {
  decodeFeed,
  decodeWant,
  encodeWant,
  type FeedMessage,
  MAX_PAGE,
  signFeed,
  type Want,
} from "../../src/keep/feed.js";
import { feedPage } from "../../src/keep/feed-page.js";
import { describeKeeper } from "../../src/keys/edge/pinned-keepers.js";
import { type OpenedReceiver, openReceiver } from "../../src/read/edge/open-reader.js";
import { FeedCursor } from "../../src/read/feed-cursor.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { keyFromSeed } from "../support/fixed-keys.js";
import { idBytes, type KeptHouse, keptHouse } from "../support/kept-house.js";
import { seeded } from "../support/seeded.js";
import { thrownCode } from "../support/thrown.js";

const clock: Clock = {
  monotonicMs: () => 0,
  wallMs: () => 1_700_000_000_000,
  sleep: () => Promise.resolve(),
};
const random = (length: number) => Uint8Array.from(randomBytes(length));

let root: string;
let house: KeptHouse;
let keep: SqliteKeep;
let receiver: OpenedReceiver;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "sotto-feed-"));
  house = await keptHouse(root);
  keep = new SqliteKeep(house.folders.keeper, { maxBytesPerDevice: 1_000_000_000 });
  receiver = await openReceiver({ folder: house.folders.owner, clock });
});

afterEach(async () => {
  receiver.lock.release();
  await keep.close();
  rmSync(root, { recursive: true, force: true });
});

const arrival = (message: Uint8Array, messageId: Uint8Array) => ({
  ...{ message, messageId, atMs: 0, ownerKeyId: house.owner.keyId },
  deviceId: house.device.signer.deviceId,
});

async function storeClip(): Promise<string> {
  const { message, messageId } = await house.clip();
  await keep.store(arrival(message, idBytes(messageId)));
  return messageId;
}

async function storeTombstone(ids: readonly string[]): Promise<Uint8Array> {
  const messageId = random(16);
  const target =
    ids.length === 0 ? ({ scope: "all" } as const) : ({ scope: "listed", ids: ids.map(idBytes) } as const);
  const message = house.tombstone(target, messageId);
  await keep.obey(arrival(message, messageId), target);
  return message;
}

/** Of the one feed of this house. */
function cursorNow(): FeedCursor {
  return receiver.feeds[0]?.cursor ?? expect.fail("no feed is followed");
}

async function pageFor(want: Want): Promise<FeedMessage[]> {
  const page: FeedMessage[] = [];
  for await (const one of feedPage(keep, house.owner.keyId, decodeWant(encodeWant(want)))) page.push(one);
  return page;
}

/** Hears messages as a subscription does. @returns whether it has to ask again */
async function hear(messages: readonly FeedMessage[]): Promise<boolean> {
  let mustAsk = true;
  for (const feed of messages) {
    const step = cursorNow().hear(feed);
    if (step.kind === "take") {
      await receiver.reader.receive(step.message);
      cursorNow().took(step.seq);
    }
    if (step.kind === "caught-up") mustAsk = false;
  }
  receiver.memory.saveCursor(toHex(house.owner.keyId), cursorNow().state);
  return mustAsk;
}

/** Asks until nothing is missing, with a line between that does what `line` does to each page. */
async function fetchAll(
  line: (page: FeedMessage[]) => readonly FeedMessage[] = (page) => page,
): Promise<number> {
  for (let wants = 1; wants < 500; wants += 1) {
    if (!(await hear(line(await pageFor(cursorNow().want()))))) return wants;
  }
  return expect.fail("it never caught up");
}

const listed = async () => (await receiver.reader.list()).map(({ messageId }) => messageId);

async function reopen(): Promise<void> {
  receiver.lock.release();
  receiver = await openReceiver({ folder: house.folders.owner, clock });
}

describe("The feed", () => {
  it("brings every clip once, in order, over a line that loses, repeats and shuffles", async () => {
    const sent: string[] = [];
    for (let count = 0; count < 150; count += 1) sent.push(await storeClip());
    const seed = randomBytes(4).readUInt32LE();
    process.stdout.write(`line with seed ${seed}\n`);
    const roll = seeded(seed);
    const old: FeedMessage[] = [];
    const wants = await fetchAll((page) => {
      const heard = page
        .filter(() => roll() > 0.05)
        .flatMap((feed) => (roll() < 0.1 ? [feed, feed] : [feed]));
      if (roll() < 0.3 && heard.length > 3) heard.splice(1, 0, ...heard.splice(3, 1));
      // Also what was said in earlier answers, at any place.
      if (old.length > 0) heard.splice(Math.floor(roll() * heard.length), 0, ...old.slice(0, 3));
      old.unshift(...page.slice(0, 3));
      return heard;
    });
    expect(await listed()).toEqual(sent);
    expect(receiver.reader.counts).toMatchObject({ received: 150, stored: 150, duplicates: 0, refused: 0 });
    expect(wants).toBeGreaterThan(150 / MAX_PAGE);
  });

  it("has gaps where clips were retired or erased, and goes on over them", async () => {
    const [first = "", second = "", third = ""] = [await storeClip(), await storeClip(), await storeClip()];
    await fetchAll();
    const late = await storeClip();
    await storeTombstone([first, late]);
    const last = await storeClip();
    await fetchAll();
    expect(await listed()).toEqual([second, third, last]);
    await keep.retire(1);
    await storeClip();
    await fetchAll();
    expect(await listed()).toHaveLength(4);
  });

  it("obeys `all` once: read again from the beginning it deletes nothing that came later", async () => {
    const before = [await storeClip(), await storeClip()];
    await fetchAll();
    await storeTombstone([]);
    const after = await storeClip();
    await fetchAll();
    expect(await listed()).toEqual([after]);
    rmSync(join(house.folders.owner, "clips", "feed-cursor"));
    await reopen();
    await fetchAll();
    expect(await listed()).toEqual([after]);
    expect(receiver.reader.counts).toMatchObject({ stored: 0, duplicates: 2, erased: 0 });
    expect(before).not.toContain(after);
  });

  it("never shows again what was erased, and leaves no byte of it in the folder", async () => {
    const { message, messageId } = await house.clip();
    await keep.store(arrival(message, idBytes(messageId)));
    await fetchAll();
    await storeTombstone([messageId]);
    await fetchAll();
    expect((await receiver.reader.receive(message)).kind).toBe("duplicate");
    await reopen();
    expect((await receiver.reader.receive(message)).kind).toBe("duplicate");
    const folder = join(house.folders.owner, "clips");
    const part = Buffer.from(message.subarray(4_000, 4_030));
    expect(readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(part))).toEqual([]);
  });

  it("remembers an erasure whose clip comes late", async () => {
    const { message, messageId } = await house.clip();
    await receiver.reader.receive(house.tombstone({ scope: "listed", ids: [idBytes(messageId)] }));
    expect((await receiver.reader.receive(message)).kind).toBe("duplicate");
    expect(await listed()).toEqual([]);
  });

  it("takes no tombstone of a stranger, nor of one trusted device for the clips of another", async () => {
    const id = await storeClip();
    await fetchAll();
    const stranger = await keptHouse(join(root, "stranger"));
    const forged = stranger.tombstone({ scope: "listed", ids: [idBytes(id)] });
    expect(await receiver.reader.receive(forged)).toMatchObject({ kind: "refused" });
    const own = house.tombstone({ scope: "all" });
    const altered = Uint8Array.from(own);
    altered[own.length - 3] = (own.at(-3) ?? 0) ^ 1;
    expect(await receiver.reader.receive(altered)).toMatchObject({ code: "ENVELOPE_SIGNATURE_WRONG" });
    expect(await listed()).toEqual([id]);
  });

  it("starts anew for a store that was exchanged or set back", async () => {
    const ids = [await storeClip(), await storeClip(), await storeClip()];
    await fetchAll();
    const early = new SqliteKeep(join(root, "early"), { maxBytesPerDevice: 1_000_000 });
    await keep.close();
    keep = early;
    const late = await storeClip();
    await fetchAll();
    expect(await listed()).toEqual([...ids, late]);
    const { state } = cursorNow();
    const ahead = new FeedCursor({ ...state, after: 40 }, house.owner.keyId, random);
    const [end] = await pageFor(ahead.want());
    expect(end === undefined ? end : ahead.hear(end)).toEqual({ kind: "ask", why: "anew" });
    expect(ahead.state.after).toBe(0);
  });

  it("is believed when the pinned keeper signed it for this owner, else not", async () => {
    const feed: FeedMessage = { kind: "news", epoch: keep.epoch, head: 7 };
    const { signer } = house.keeper;
    const owner = house.owner.keyId;
    const signed = signFeed(feed, owner, signer);
    const keepers = receiver.keepers();
    expect(decodeFeed(signed, keepers, owner)).toEqual(feed);
    const other = describeKeeper(keyFromSeed("ed25519", new Uint8Array(32).fill(9)));
    expect(await thrownCode(() => decodeFeed(signed, [other], owner))).toBe("ENVELOPE_SIGNATURE_WRONG");
    expect(decodeFeed(signed, [other, ...keepers], owner)).toEqual(feed);
    const theirs = signFeed(feed, new Uint8Array(16), signer);
    expect(await thrownCode(() => decodeFeed(theirs, keepers, owner))).toBe("ENVELOPE_NOT_FOR_US");
    for (let at = 0; at < signed.length; at += 1) {
      const flipped = Uint8Array.from(signed);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      expect(await thrownCode(() => decodeFeed(flipped, keepers, owner))).toMatch(
        /^ENVELOPE_(INVALID|SIGNATURE_WRONG)$/,
      );
    }
  });

  it("reads no want but a well-formed one, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(() => decodeWant(bytes)).toThrow(/^ENVELOPE_(INVALID|TOO_LARGE)/);
      }),
    );
    const want = { epoch: undefined, after: 0, limit: 1, reader: random(16), nonce: random(16) };
    expect(decodeWant(encodeWant(want))).toEqual(want);
    for (const limit of [0, MAX_PAGE + 1]) {
      expect(() => decodeWant(encodeWant({ ...want, limit }))).toThrow("ENVELOPE_INVALID");
    }
  });
});
