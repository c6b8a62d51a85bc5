import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { replaceOwner } from "../../src/app/household/replace-owner.js";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { addReader, loadDevice, removeReader, sealingKeys } from "../../src/keys/edge/device-keys.js";
import { joinHouse } from "../../src/keys/edge/joined-houses.js";
import { admitDevice } from "../../src/keys/edge/keeper-keys.js";
import { createOwner, trustDevice } from "../../src/keys/edge/owner-keys.js";
import { rotateOwner } from "../../src/keys/edge/owner-rotation.js";
import { addKeeper, pinKeeper, unpinKeeper } from "../../src/keys/edge/pinned-keepers.js";
import { rotateSigningKey } from "../../src/keys/edge/signing-key.js";
import { openReceiver } from "../../src/read/edge/open-reader.js";
import { Subscription } from "../../src/read/edge/subscription.js";
import { encodeTombstone, signNotice } from "../../src/seal/notices.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import { ledgerOf, openUplinkWorld, type UplinkWorld } from "../app/uplink-world.js";
import { buildWhereStale } from "../cli/built-program.js";
import { KeeperProcess } from "../support/keeper-process.js";
import { type KeptHouse, keptHouse } from "../support/kept-house.js";
import { startMosquitto } from "../support/mosquitto.js";
import { sealedText } from "../support/sealed-clips.js";
import { SendingDevice } from "../support/sending-device.js";
import { thrownCode } from "../support/thrown.js";

const endings: (() => unknown)[] = [];
beforeAll(buildWhereStale, 180_000);
afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-rotation-"));
  endings.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function mosquitto(): Promise<string> {
  const broker = await startMosquitto({ folder: folder(), persistent: "sessions" });
  endings.push(() => broker.stop());
  return broker.url;
}

async function readerOn(ownerFolder: string, url: string) {
  const receiver = await openReceiver({ folder: ownerFolder, clock: systemClock });
  const subscription = new Subscription({
    settings: loadBrokerSettings({ url }),
    ...{ receiver, clock: systemClock, random: Math.random, backOff: { firstMs: 20, mostMs: 200 } },
  });
  endings.push(() => subscription.close());
  const { reader } = receiver;
  return {
    reader,
    subscription,
    ids: async () => (await reader.list()).map(({ messageId }) => messageId).sort(),
  };
}

/** As the ear seals now. */
async function clipNow(house: KeptHouse, text = "lights on"): Promise<SealedClip> {
  return sealedText(text, await sealingKeys(loadDevice(house.folders.device)));
}

const idsOf = (clips: readonly SealedClip[]) => clips.map(({ messageId }) => messageId).sort();
const until = (what: () => unknown) => expect.poll(what, { timeout: 30_000, interval: 20 });

describe("a new key for the owner", () => {
  let world: UplinkWorld;
  afterEach(() => world.end());

  it("loses nothing that waits: the outbox drains through a real uplink and keeper, and every clip opens", async () => {
    world = await openUplinkWorld();
    const { house } = world;
    const { folders } = house;
    const url = await mosquitto();
    const uplink = world.start("uplink", "--broker", url);
    const ear = await world.ear();
    const offer = async (clip: SealedClip) => {
      ear.send({ kind: "clip", message: clip.message });
      await ear.until(() => ear.heard.some((message) => "id" in message && message.id === clip.messageId));
      return ear.heard.find((message) => "id" in message && message.id === clip.messageId)?.kind;
    };
    const before = [await clipNow(house), await clipNow(house), await clipNow(house)];
    for (const clip of before) expect(await offer(clip)).toBe("accepted");
    const late = await clipNow(house, "stop");

    const { now } = rotateOwner(folders.owner);
    replaceOwner(folders, now);
    const after = [await clipNow(house, "lights off"), await clipNow(house)];
    // The uplink was not started again, and what the ear still held from before the change is taken too.
    for (const clip of [...after, late]) expect(await offer(clip)).toBe("accepted");
    const stranger = await keptHouse(folder());
    const device = { ...loadDevice(folders.device), owner: stranger.owner };
    expect(await offer(await sealedText("lights on", await sealingKeys(device)))).toBe("refused");

    // What lies on the disk for the key of before is still a clip to an uplink that starts anew.
    await uplink.end("SIGKILL");
    world.start("uplink", "--broker", url);
    expect(ledgerOf(world)).toMatchObject({ accepted: 6, pending: 6, quarantined: 0 });

    admitDevice(folders.keeper, { devicePem: house.device.identity.pem, ownerPem: now.pem });
    world.start("keep", "--broker", url);
    await until(() => ledgerOf(world)?.receipted).toBe(6);
    await ear.until(() => ear.client.isConnected);
    const { reader, subscription, ids } = await readerOn(folders.owner, url);
    const all = [...before, late, ...after];
    await until(ids).toEqual(idsOf(all));
    for (const { messageId } of all) expect((await reader.open(messageId)).deviceId).toBe(house.deviceId);
    expect(reader.counts).toMatchObject({ stored: 6, duplicates: 0, refused: 0 });
    await until(() => subscription.isCaughtUp).toBe(true);

    // An erasure of today's owner reaches what was sealed to the one of before.
    const request = "0123456789abcdef0123456789abcdef";
    ear.send({
      ...{ kind: "tombstones", request },
      messages: [
        signNotice(
          "tombstone",
          encodeTombstone({ scope: "all" }),
          {
            messageId: new Uint8Array(16).fill(3),
            deviceId: house.device.signer.deviceId,
            recipientKeyId: now.keyId,
          },
          house.device.signer,
        ),
      ],
    });
    await until(ids).toEqual([]);
  }, 120_000);
});

describe("a second reader", () => {
  it("gets every clip once beside the first, and none that is sealed after its key was revoked", async () => {
    const house = await keptHouse(folder());
    const url = await mosquitto();
    const keeper = new KeeperProcess({ house, args: ["--broker", url] });
    endings.push(() => keeper.kill());
    const device = new SendingDevice(house, { url });
    endings.push(() => device.close());
    const second = join(folder(), "second");
    const key = createOwner(second);
    trustDevice(second, house.device.identity.pem);
    pinKeeper(second, house.keeper.identity.pem);
    joinHouse(second, house.owner.pem);

    const alone = await clipNow(house);
    device.send(alone.message);
    const [a, b] = [await readerOn(house.folders.owner, url), await readerOn(second, url)];
    addReader(house.folders.device, key);
    const both: SealedClip[] = [];
    // More than a page, while both ask.
    for (let count = 0; count < 70; count += 1) {
      const clip = await clipNow(house);
      both.push(clip);
      device.send(clip.message);
    }
    await until(() => [a.reader.counts.stored, b.reader.counts.stored]).toEqual([71, 70]);
    expect(await a.ids()).toEqual(idsOf([alone, ...both]));
    expect(await b.ids()).toEqual(idsOf(both));
    expect([a.reader.counts.duplicates, b.reader.counts.duplicates]).toEqual([0, 0]);
    const [shared] = both;
    expect(await a.reader.open(shared?.messageId ?? "")).toEqual(
      await b.reader.open(shared?.messageId ?? ""),
    );

    removeReader(house.folders.device, key.keyId);
    const later = [await clipNow(house, "stop"), await clipNow(house)];
    for (const { message } of later) device.send(message);
    await until(() => [a.reader.counts.stored, b.reader.counts.refused]).toEqual([73, 3]);
    expect(await b.ids()).toEqual(idsOf(both));
    // What it was sealed to before stays readable, and an erasure still reaches it.
    expect((await b.reader.open(shared?.messageId ?? "")).messageId).toBe(shared?.messageId);
    device.send(house.tombstone({ scope: "all" }));
    await until(async () => [await a.ids(), await b.ids()]).toEqual([[], []]);
    expect(await thrownCode(() => b.reader.open(shared?.messageId ?? ""))).toBe("CLIP_MISSING");
  }, 120_000);
});

describe("a new key for the keeper", () => {
  it("is believed beside the old one while it takes over, and nothing is lost where it comes too early", async () => {
    const house = await keptHouse(folder());
    const { folders } = house;
    const url = await mosquitto();
    const device = new SendingDevice(house, { url });
    endings.push(() => device.close());
    const { reader } = await readerOn(folders.owner, url);
    const { now } = rotateSigningKey(folders.keeper, "keeper");
    const keeper = new KeeperProcess({ house, args: ["--broker", url] });
    endings.push(() => keeper.kill());
    const clip = await clipNow(house);
    device.send(clip.message);
    await until(() => device.refused.length > 0).toBe(true);
    expect([device.pending, reader.counts.stored]).toEqual([1, 0]);
    for (const place of [folders.uplink, folders.owner]) addKeeper(place, now.pem);
    await until(() => device.pending).toBe(0);
    await until(() => reader.counts.stored).toBe(1);
    for (const place of [folders.uplink, folders.owner]) unpinKeeper(place, house.keeper.signer.signingKeyId);
    device.send((await clipNow(house)).message);
    await until(() => [device.pending, reader.counts.stored]).toEqual([0, 2]);
  }, 120_000);
});
