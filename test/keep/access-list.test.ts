import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type BrokerFiles, loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { type MqttSession, openSession } from "../../src/deliver/edge/mqtt-session.js";
import { clipTopic, feedTopic, receiptTopic } from "../../src/deliver/topics.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { keeperClientId, mqttLine } from "../../src/keep/edge/mqtt-line.js";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import { Keeper } from "../../src/keep/keeper.js";
import { KeeperLink } from "../../src/keep/keeper-link.js";
import { openReceiver } from "../../src/read/edge/open-reader.js";
import { readerClientId, Subscription } from "../../src/read/edge/subscription.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { type KeptHouse, keptHouse } from "../support/kept-house.js";
import { type Mosquitto, sottoAcl, startMosquitto } from "../support/mosquitto.js";
import { SendingDevice } from "../support/sending-device.js";

const USERS = { device: "correct horse", keeper: "battery staple", reader: "glass onion" };
const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-acl-"));
  endings.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function guardedBroker(house: KeptHouse): Promise<(user: keyof typeof USERS) => BrokerFiles> {
  const broker: Mosquitto = await startMosquitto({
    ...{ folder: folder(), tls: "server", users: USERS, acl: sottoAcl(toHex(house.owner.keyId)) },
  });
  endings.push(() => broker.stop());
  return (user) => {
    const passwordFile = join(folder(), "password");
    writeFileSync(passwordFile, USERS[user], { mode: 0o600 });
    return { url: broker.url, caFile: broker.authority?.cert, userName: user, passwordFile };
  };
}

function keeperAt(
  house: KeptHouse,
  files: BrokerFiles,
): { readonly link: KeeperLink; readonly keeper: Keeper } {
  const keep = new SqliteKeep(house.folders.keeper, { maxBytesPerDevice: 1_000_000_000 });
  endings.push(() => keep.close());
  const { devices, signer } = house.keeper;
  const keeper = new Keeper({
    ...{ keep, devices, signer, clock: systemClock },
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
  const link = new KeeperLink({
    openLine: mqttLine({
      ...{ settings: loadBrokerSettings(files), signingKeyId: signer.signingKeyId, subscription: "alone" },
      ...{ clock: systemClock, random: Math.random, backOff: { firstMs: 20, mostMs: 100 } },
    }),
    ...{ keeper, keep, devices, signer, clock: systemClock },
  });
  endings.push(() => link.close());
  return { link, keeper };
}

async function readerAt(house: KeptHouse, files: BrokerFiles) {
  const receiver = await openReceiver({ folder: house.folders.owner, clock: systemClock });
  const subscription = new Subscription({
    ...{ settings: loadBrokerSettings(files), receiver, clock: systemClock, random: Math.random },
    backOff: { firstMs: 20, mostMs: 100 },
  });
  endings.push(() => subscription.close());
  return { reader: receiver.reader, subscription };
}

async function sessionOf(
  files: BrokerFiles,
  clientId: string,
  hear: (topic: string) => unknown,
): Promise<MqttSession> {
  const attempt = await openSession({
    ...{ settings: loadBrokerSettings(files), clientId, version: 5, deadlineMs: 5_000, keepSessionS: 0 },
    onMessage: async (topic) => {
      hear(topic);
    },
  });
  if (!attempt.ok) throw attempt.error;
  endings.push(() => attempt.session.end());
  return attempt.session;
}

describe("Mosquitto with TLS, passwords and the access list that the format recommends", () => {
  it("carries clips from the device by the keeper to the reader, who opens them", async () => {
    const house = await keptHouse(folder());
    const files = await guardedBroker(house);
    const { keeper } = keeperAt(house, files("keeper"));
    const { reader } = await readerAt(house, files("reader"));
    const device = new SendingDevice(house, files("device"));
    endings.push(() => device.close());
    const said = ["lights on", "lights off", "stop"];
    const clips = await Promise.all(said.map((text) => house.clip(text)));
    for (const { message } of clips) device.send(message);
    await expect.poll(() => reader.counts.stored, { timeout: 10_000 }).toBe(3);
    const opened = await Promise.all((await reader.list()).map(({ messageId }) => reader.open(messageId)));
    expect(opened.map(({ payload }) => new TextDecoder().decode(payload)).sort()).toEqual(said.toSorted());
    await expect.poll(() => device.pending, { timeout: 10_000 }).toBe(0);
    device.send(house.tombstone({ scope: "all" }));
    await expect.poll(() => reader.counts.erased, { timeout: 10_000 }).toBe(3);
    expect(keeper.counts).toMatchObject({ stored: 3, deleted: 3, refused: {} });
    expect(keeperClientId(house.keeper.signer.signingKeyId).length).toBeLessThanOrEqual(23);
    expect(readerClientId(house.owner.keyId).length).toBeLessThanOrEqual(23);
  }, 30_000);

  it("gives a reader that was away what came in the meantime", async () => {
    const house = await keptHouse(folder());
    const files = await guardedBroker(house);
    keeperAt(house, files("keeper"));
    const first = await readerAt(house, files("reader"));
    await expect.poll(() => first.subscription.isCaughtUp, { timeout: 10_000 }).toBe(true);
    await first.subscription.close();
    const device = new SendingDevice(house, files("device"));
    endings.push(() => device.close());
    device.send((await house.clip()).message);
    await expect.poll(() => device.pending, { timeout: 10_000 }).toBe(0);
    const second = await readerAt(house, files("reader"));
    await expect.poll(() => second.reader.counts.stored, { timeout: 10_000 }).toBe(1);
  }, 30_000);

  it("lets a device write nothing but its own branch, and hear nothing but its own receipts", async () => {
    const house = await keptHouse(folder());
    const files = await guardedBroker(house);
    const heard: string[] = [];
    const device = await sessionOf(files("device"), house.deviceId, (topic) => heard.push(topic));
    const keeper = await sessionOf(files("keeper"), "keeper-of-the-test", () => 0);
    const say = async (session: MqttSession, topic: string) => {
      const payload = new Uint8Array(8_000);
      return (await session.publish({ topic, payload, retain: false }, 5_000)).outcome;
    };
    const other = "0".repeat(32);
    const feed = feedTopic(toHex(house.owner.keyId));
    expect(await say(device, clipTopic(house.deviceId))).toBe("accepted");
    expect(await say(device, clipTopic(other))).toBe("refused");
    expect(await say(device, receiptTopic(house.deviceId))).toBe("refused");
    expect(await say(device, feed)).toBe("refused");
    // Mosquitto grants any subscription and then keeps back what may not be read.
    await device.subscribe(["sotto/#"]);
    for (const topic of [feed, receiptTopic(other), receiptTopic(house.deviceId)]) {
      expect(await say(keeper, topic)).toBe("accepted");
    }
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual([receiptTopic(house.deviceId)]);
    expect(await say(keeper, clipTopic(house.deviceId))).toBe("refused");
  }, 30_000);
});
