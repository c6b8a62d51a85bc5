import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { feedTopic, wantTopic } from "../../src/deliver/topics.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { trustDevice } from "../../src/keys/edge/owner-keys.js";
import { type OpenedReceiver, openReader, openReceiver } from "../../src/read/edge/open-reader.js";
import { Subscription } from "../../src/read/edge/subscription.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { buildWhereStale } from "../cli/built-program.js";
import { KeeperProcess } from "../support/keeper-process.js";
import { idBytes, type KeptHouse, keptHouse, secondDevice } from "../support/kept-house.js";
import { type Mosquitto, startMosquitto } from "../support/mosquitto.js";
import { seeded } from "../support/seeded.js";
import { SendingDevice } from "../support/sending-device.js";
import { thrownCode } from "../support/thrown.js";

const BACK_OFF = { firstMs: 20, mostMs: 200 };
const endings: (() => unknown)[] = [];

beforeAll(buildWhereStale, 180_000);
afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-way-"));
  endings.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function mosquitto(): Promise<Mosquitto> {
  const broker = await startMosquitto({ folder: folder(), persistent: "sessions" });
  endings.push(() => broker.stop());
  return broker;
}

function keeperAt(house: KeptHouse, url: string): KeeperProcess {
  const keeper = new KeeperProcess({ house, args: ["--broker", url] });
  endings.push(() => keeper.kill());
  return keeper;
}

function deviceAt(house: KeptHouse, url: string): SendingDevice {
  const device = new SendingDevice(house, { url });
  endings.push(() => device.close());
  return device;
}

async function readerAt(house: KeptHouse, url: string) {
  const receiver: OpenedReceiver = await openReceiver({ folder: house.folders.owner, clock: systemClock });
  const subscription = new Subscription({
    settings: loadBrokerSettings({ url }),
    receiver,
    clock: systemClock,
    random: Math.random,
    backOff: BACK_OFF,
  });
  endings.push(() => subscription.close());
  return { reader: receiver.reader, receiver, subscription };
}

const until = (what: () => unknown, timeout = 20_000) => expect.poll(what, { timeout, interval: 20 });

describe("From the device by keeper to the reader", () => {
  it("each clip arrives once, and an erasure everywhere, over Aedes inside the keeper", async () => {
    const house = await keptHouse(folder());
    const keeper = new KeeperProcess({ house, args: ["--embedded", "0"] });
    endings.push(() => keeper.kill());
    const { port } = await keeper.line("broker-embedded");
    const url = `mqtt://127.0.0.1:${port}`;
    const device = deviceAt(house, url);
    const { reader, subscription } = await readerAt(house, url);
    const clips = await Promise.all(["lights on", "lights off", "stop"].map((text) => house.clip(text)));
    for (const { message } of clips) device.send(message);
    await until(() => reader.counts.stored).toBe(3);
    const texts = await Promise.all(clips.map(({ messageId }) => reader.open(messageId)));
    expect(texts.map(({ payload }) => new TextDecoder().decode(payload))).toEqual([
      "lights on",
      "lights off",
      "stop",
    ]);
    const [first, ...others] = clips;
    device.send(house.tombstone({ scope: "listed", ids: [idBytes(first?.messageId ?? "")] }));
    await until(() => reader.counts.erased).toBe(1);
    expect(await thrownCode(() => reader.open(first?.messageId ?? ""))).toBe("CLIP_MISSING");
    device.send(first?.message ?? new Uint8Array());
    await until(() => device.outcomes.get(first?.messageId ?? "")).toBe("erased");
    device.send(house.tombstone({ scope: "all" }));
    await until(() => reader.counts.erased).toBe(3);
    expect(await reader.list()).toEqual([]);
    expect(others).toHaveLength(2);
    expect(device.refused).toEqual([]);
    await until(() => subscription.isCaughtUp).toBe(true);
    expect(await keeper.stop()).toBe(0);
    expect(keeper.log.at(-1)).toMatchObject({ event: "keeper-ended", stored: 3, obeyed: 2, deleted: 3 });
  }, 60_000);

  it("each clip arrives once through a Mosquitto and a keeper that are killed 24 times", async () => {
    const seed = Number(process.env["SOTTO_SEED"] ?? Date.now() % 1_000_000);
    process.stdout.write(`killed at random with seed ${seed}\n`);
    const random = seeded(seed);
    const house = await keptHouse(folder());
    const broker = await mosquitto();
    let keeper = keeperAt(house, broker.url);
    const device = deviceAt(house, broker.url);
    const { reader, subscription } = await readerAt(house, broker.url);
    const sent: string[] = [];
    const sendSome = async (count: number) => {
      for (let number = 0; number < count; number += 1) {
        const clip = await house.clip();
        sent.push(clip.messageId);
        device.send(clip.message);
      }
    };
    for (let kills = 0; kills < 24; kills += 1) {
      await sendSome(3);
      // At a random point of their way: after none, some or all of their receipts.
      const enough = device.receipts + Math.floor(random() * 4);
      await until(() => device.receipts >= enough || device.pending === 0).toBe(true);
      if (random() < 0.6) {
        await keeper.kill();
        keeper = keeperAt(house, broker.url);
      } else {
        await broker.kill();
        await broker.restart();
      }
    }
    await sendSome(3);
    await until(() => device.pending, 30_000).toBe(0);
    await until(() => reader.counts.stored, 30_000).toBe(sent.length);
    await until(() => subscription.isCaughtUp, 30_000).toBe(true);
    const listed = (await reader.list()).map(({ messageId }) => messageId);
    expect([...listed].sort()).toEqual([...sent].sort());
    for (const id of listed) expect((await reader.open(id)).deviceId).toBe(house.deviceId);
    expect(new Set(device.outcomes.values())).toEqual(new Set(["stored"]));
    expect([reader.counts.refused, subscription.counts.refused, device.refused]).toEqual([0, 0, []]);
  }, 120_000);

  it("a stranger on the feed or on the topic of wants changes nothing", async () => {
    const house = await keptHouse(folder());
    const broker = await mosquitto();
    keeperAt(house, broker.url);
    const device = deviceAt(house, broker.url);
    const { reader, subscription } = await readerAt(house, broker.url);
    // Feeds are not retained: a reader that has not subscribed yet would see fewer of the stranger's messages.
    await until(() => subscription.isCaughtUp).toBe(true);
    const owner = toHex(house.owner.keyId);
    for (const payload of [new Uint8Array(0), new Uint8Array(200_000), (await house.clip()).message]) {
      await device.publish(feedTopic(owner), payload);
      await device.publish(wantTopic(owner), payload);
      await device.publish(wantTopic("0".repeat(32)), payload);
    }
    const clip = await house.clip();
    device.send(clip.message);
    await until(() => reader.counts.stored).toBe(1);
    await until(() => subscription.counts.refused).toBe(3);
    expect(reader.counts).toMatchObject({ received: 1, refused: 0 });
  }, 60_000);

  it("a second receiver is refused, others look, and what one stores the other sees", async () => {
    const house = await keptHouse(folder());
    const broker = await mosquitto();
    keeperAt(house, broker.url);
    const device = deviceAt(house, broker.url);
    const { reader: looker } = await openReader({ folder: house.folders.owner, clock: systemClock });
    const { reader, subscription } = await readerAt(house, broker.url);
    expect(await thrownCode(() => openReceiver({ folder: house.folders.owner, clock: systemClock }))).toBe(
      "ALREADY_RUNNING",
    );
    const clip = await house.clip();
    device.send(clip.message);
    await until(() => reader.counts.stored).toBe(1);
    expect((await looker.list()).map(({ messageId }) => messageId)).toEqual([clip.messageId]);
    expect((await looker.open(clip.messageId)).messageId).toBe(clip.messageId);
    device.send(house.tombstone({ scope: "all" }));
    await until(() => reader.counts.erased).toBe(1);
    expect(await looker.list()).toEqual([]);
    expect(await thrownCode(() => looker.open(clip.messageId))).toBe("CLIP_MISSING");
    await subscription.close();
    const next = await readerAt(house, broker.url);
    await until(() => next.subscription.isCaughtUp).toBe(true);
    expect(next.reader.counts).toMatchObject({ received: 0 });
  }, 60_000);

  it.each(["while the reader watches", "while no reader runs"])(
    "clips from before their device was trusted come when it is, %s, and what was erased stays erased",
    async (when) => {
      const house = await keptHouse(folder());
      const late = await secondDevice(house, folder());
      const broker = await mosquitto();
      keeperAt(house, broker.url);
      const first = await readerAt(house, broker.url);
      const [a, b] = [deviceAt(house, broker.url), deviceAt(late, broker.url)];
      const own = [await house.clip(), await house.clip()];
      const theirs = [await late.clip("lights off"), await late.clip(), await late.clip()];
      for (const { message } of own) a.send(message);
      for (const { message } of theirs) b.send(message);
      await until(() => first.reader.counts.refused).toBe(3);
      a.send(house.tombstone({ scope: "listed", ids: [idBytes(own[0]?.messageId ?? "")] }));
      b.send(late.tombstone({ scope: "listed", ids: [idBytes(theirs[0]?.messageId ?? "")] }));
      await until(() => [a.pending, b.pending, first.reader.counts.erased]).toEqual([0, 0, 1]);
      await until(() => first.reader.counts.refused).toBe(4);
      await until(() => first.subscription.isCaughtUp).toBe(true);

      if (when === "while no reader runs") await first.subscription.close();
      trustDevice(house.folders.owner, late.device.identity.pem);
      const now = when === "while no reader runs" ? await readerAt(house, broker.url) : first;
      const news = await house.clip();
      a.send(news.message);
      const here = async () => (await now.reader.list()).map(({ messageId }) => messageId).sort();
      const expected = [own[1], ...theirs.slice(1), news].map((clip) => clip?.messageId ?? "").sort();
      await until(here).toEqual(expected);
      await until(() => now.subscription.isCaughtUp).toBe(true);
      expect(await here()).toEqual(expected);
      expect((await now.reader.open(theirs[1]?.messageId ?? "")).deviceId).toBe(late.deviceId);
      // Told once: the next start begins where this one ended.
      await now.subscription.close();
      const next = await readerAt(house, broker.url);
      await until(() => next.subscription.isCaughtUp).toBe(true);
      expect(next.reader.counts).toMatchObject({ received: 0 });
    },
    60_000,
  );

  it("a keeper with a new store costs doubles and loses nothing", async () => {
    const house = await keptHouse(folder());
    const broker = await mosquitto();
    const first = keeperAt(house, broker.url);
    const device = deviceAt(house, broker.url);
    const { reader } = await readerAt(house, broker.url);
    const clips = await Promise.all(Array.from({ length: 5 }, () => house.clip()));
    for (const { message } of clips) device.send(message);
    await until(() => reader.counts.stored).toBe(5);
    await first.stop();
    for (const name of ["keep.db", "keep.db-wal", "keep.db-shm"]) {
      rmSync(join(house.folders.keeper, name), { force: true });
    }
    keeperAt(house, broker.url);
    const late = await house.clip();
    for (const { message } of [...clips.slice(0, 2), late]) device.send(message);
    await until(() => reader.counts.stored).toBe(6);
    expect((await reader.list()).at(-1)?.messageId).toBe(late.messageId);
    expect(reader.counts).toMatchObject({ duplicates: 2, refused: 0 });
  }, 60_000);
});
