import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clipTopic, feedTopic, tombstoneTopic, wantTopic } from "../../src/deliver/topics.js";
import { signFeed } from "../../src/keep/feed.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { encodeReceipt, signNotice } from "../../src/seal/notices.js";
import { buildWhereStale } from "../cli/built-program.js";
import { idBytes } from "../support/kept-house.js";
import { thrownCode } from "../support/thrown.js";
import {
  forStranger,
  listedTombstone,
  swappedBodies,
  tamperedHeaders,
  tooLarge,
  truncated,
} from "./hostile-messages.js";
import { hostileWorld } from "./hostile-world.js";

const PATIENCE = { timeout: 60_000, interval: 20 };
const MINUTES = 60_000;
const TIMES = 10;

let world: Awaited<ReturnType<typeof hostileWorld>>;
let clips: string;
let tombstones: string;

beforeAll(async () => {
  buildWhereStale();
  world = await hostileWorld();
  clips = clipTopic(world.house.deviceId);
  tombstones = tombstoneTopic(world.house.deviceId);
}, 5 * MINUTES);
afterAll(() => world.end());

const times = <T>(make: (number: number) => Promise<T>) =>
  Promise.all(Array.from({ length: TIMES }, (_, n) => make(n)));

/** Says on standard output what was tried, so that the count is seen. */
function tell(what: string, count: number): void {
  process.stdout.write(`${count} tries: ${what}; 0 stored, 0 opened, 0 deleted\n`);
}

describe("A keeper stores nothing, opens nothing and deletes nothing for", () => {
  it("a wrong recipient", async () => {
    const wrong = await times(() => forStranger(world.house, world.foreign));
    tell(
      "wrong recipient",
      await world.refusedByKeeper(wrong.map((each) => [clips, each, "ENVELOPE_NOT_FOR_US"])),
    );
  });

  it("a tampered header, field by field", async () => {
    const made = (await times(() => tamperedHeaders(world.house, world.foreign))).flat();
    tell(
      "tampered header",
      await world.refusedByKeeper(made.map(([, message, code]) => [clips, message, code])),
    );
  });

  it("the body of another clip", async () => {
    const made = (await times(() => swappedBodies(world.house))).flat();
    tell(
      "swapped bodies",
      await world.refusedByKeeper(made.map((each) => [clips, each, "ENVELOPE_SIGNATURE_WRONG"])),
    );
  });

  it("a truncated clip", async () => {
    const made = truncated((await world.house.clip()).message);
    tell("truncated", await world.refusedByKeeper(made.map((each) => [clips, each, "ENVELOPE_INVALID"])));
  });

  it("120,001 bytes", async () => {
    const made = tooLarge();
    expect(made.map(({ length }) => length)).toEqual([120_001, 120_001]);
    tell("too large", await world.refusedByKeeper(made.map((each) => [clips, each, "ENVELOPE_TOO_LARGE"])));
  });

  it("the topic of another device, known or not", async () => {
    const { second, foreign, house } = world;
    const made = await times(() => house.clip());
    const on = (topic: string) =>
      made.map(({ message }) => [topic, message, "ENVELOPE_SIGNATURE_WRONG"] as const);
    const all = [...on(clipTopic(second.deviceId)), ...on(clipTopic(foreign.deviceId))];
    tell("another device's topic", await world.refusedByKeeper(all));
  });

  it("a tombstone of a stranger, or of another device of the same owner", async () => {
    const { house, second, foreign } = world;
    const kept = await world.pass();
    const made = [house, second, foreign].flatMap((from) => [
      [tombstones, listedTombstone(from, [kept])] as const,
      [tombstones, from.tombstone({ scope: "all" })] as const,
      [tombstoneTopic(foreign.deviceId), from.tombstone({ scope: "all" })] as const,
    ]);
    const wrong = made.filter(([topic], at) => at >= 3 || topic !== tombstones);
    const all = wrong.map(([topic, message]) => [topic, message, "ENVELOPE_SIGNATURE_WRONG"] as const);
    tell("foreign tombstone", await world.refusedByKeeper(all));
    // On its own topic another device's is obeyed, and finds nothing of its own.
    await world.say(tombstoneTopic(second.deviceId), listedTombstone(second, [kept]));
    await world.say(tombstoneTopic(second.deviceId), second.tombstone({ scope: "all" }));
    await world.pass();
    expect((await world.reader.open(kept)).deviceId).toBe(house.deviceId);
  });

  it("a message of another kind than its topic's, and garbage", async () => {
    const { house } = world;
    const { message } = await house.clip();
    const garbage = await times(async () => Uint8Array.from(randomBytes(8_000)));
    const all = [
      [tombstones, message],
      [clips, house.tombstone({ scope: "all" })],
      [clips, receiptOf("stored", "00".repeat(16))],
      ...garbage.map((each) => [clips, each] as const),
    ] as const;
    const expected = all.map(([topic, each]) => [topic, each, "ENVELOPE_INVALID"] as const);
    tell("another kind, garbage", await world.refusedByKeeper(expected));
  });

  it("a replay: a clip is stored once, what was erased stays erased, an old erasure meets nothing new", async () => {
    const { house, reader, device } = world;
    const { message, messageId } = await house.clip();
    for (let count = 0; count < TIMES; count += 1) await world.say(clips, message);
    await world.pass();
    expect((await reader.list()).filter((each) => each.messageId === messageId)).toHaveLength(1);
    const all = house.tombstone({ scope: "all" });
    const before = reader.counts.erased;
    device.send(all);
    await expect.poll(() => reader.counts.erased, PATIENCE).toBeGreaterThan(before);
    const erased = reader.counts.erased;
    const newer = await world.pass();
    for (let count = 0; count < TIMES; count += 1) {
      await world.say(clips, message);
      await world.say(tombstones, all);
    }
    const last = await world.pass();
    expect((await reader.list()).map((each) => each.messageId)).toEqual([newer, last]);
    expect(reader.counts.erased).toBe(erased);
    tell("replay", 3 * TIMES);
  });
});

describe("A reader opens nothing and deletes nothing for", () => {
  it("a malicious keeper, which can hand over and hold back what it likes", async () => {
    const { house, second, foreign, reader } = world;
    const kept = await world.pass();
    const before = await reader.list();
    const { refusals } = reader.counts;
    const headers = await tamperedHeaders(house, foreign);
    const tries = [
      [await forStranger(house, foreign), "ENVELOPE_NOT_FOR_US"],
      ...headers.map(([, message, code]) => [message, code] as const),
      ...(await swappedBodies(house)).map((each) => [each, "ENVELOPE_SIGNATURE_WRONG"] as const),
      ...truncated((await house.clip()).message).map((each) => [each, "ENVELOPE_INVALID"] as const),
      ...tooLarge().map((each) => [each, "ENVELOPE_TOO_LARGE"] as const),
      [(await foreign.clip()).message, "ENVELOPE_SIGNATURE_WRONG"],
      [(await second.clip()).message, "ENVELOPE_SIGNATURE_WRONG"],
      [listedTombstone(second, [kept]), "ENVELOPE_SIGNATURE_WRONG"],
      [foreign.tombstone({ scope: "all" }), "ENVELOPE_SIGNATURE_WRONG"],
      [receiptOf("erased", kept), "ENVELOPE_INVALID"],
    ] as const;
    for (const [message, code] of tries)
      expect(await reader.receive(message)).toEqual({ kind: "refused", code });
    expect(await reader.list()).toEqual(before);
    expect((await reader.open(kept)).messageId).toBe(kept);
    const expected: Record<string, number> = { ...refusals };
    for (const [, code] of tries) expected[code] = (expected[code] ?? 0) + 1;
    expect(reader.counts.refusals).toEqual(expected);
    tell("malicious keeper", tries.length);
  });

  it("a stranger on its feed, or another keeper's word", async () => {
    const { house, foreign, subscription } = world;
    const { keyId } = house.owner;
    const feed = feedTopic(toHex(keyId));
    const news = { kind: "news", epoch: new Uint8Array(16), head: 1_000_000 } as const;
    const before = subscription.counts.refusals;
    await world.say(feed, signFeed(news, keyId, foreign.keeper.signer));
    await world.say(feed, signFeed(news, foreign.owner.keyId, house.keeper.signer));
    await world.say(feed, Uint8Array.from(randomBytes(500)));
    await world.say(feed, new Uint8Array(130_000));
    const more = (code: keyof typeof before) => (before[code] ?? 0) + 1;
    await expect
      .poll(() => subscription.counts.refusals, PATIENCE)
      .toEqual({
        ENVELOPE_SIGNATURE_WRONG: more("ENVELOPE_SIGNATURE_WRONG"),
        ENVELOPE_NOT_FOR_US: more("ENVELOPE_NOT_FOR_US"),
        ENVELOPE_INVALID: more("ENVELOPE_INVALID"),
        ENVELOPE_TOO_LARGE: more("ENVELOPE_TOO_LARGE"),
      });
    expect(await thrownCode(() => world.reader.open("00".repeat(16)))).toBe("CLIP_MISSING");
  });
});

describe("All of it", () => {
  it("is counted by the keeper, each with its reason, where a person sees it", async () => {
    for (const owner of [toHex(world.house.owner.keyId), toHex(world.foreign.owner.keyId)]) {
      await world.say(wantTopic(owner), Uint8Array.from(randomBytes(100)));
    }
    await world.pass();
    expect(await world.keeper.stop()).toBe(0);
    const ended = world.keeper.log.at(-1) ?? { event: "none" };
    const counted = Object.entries(ended).filter(([key]) => key.startsWith("refused-"));
    const expected = [...world.expected].map(([code, count]) => [`refused-${code}`, count]);
    expect(counted.sort()).toEqual(expected.sort());
    const sum = [...world.expected.values()].reduce((all, count) => all + count, 0);
    expect(ended).toMatchObject({ event: "keeper-ended", refused: sum, refusedWants: 2, droppedReceipts: 0 });
    tell(`all at the keeper: ${JSON.stringify(Object.fromEntries(world.expected))}`, sum);
  });
});

/** By the house's keeper, or by another's. */
function receiptOf(outcome: "stored" | "erased", of: string, by = world.house): Uint8Array {
  const address = {
    messageId: Uint8Array.from(randomBytes(16)),
    deviceId: world.house.device.signer.deviceId,
    recipientKeyId: world.house.device.signer.signingKeyId,
  };
  return signNotice("receipt", encodeReceipt({ of: idBytes(of), outcome }), address, by.keeper.signer);
}
