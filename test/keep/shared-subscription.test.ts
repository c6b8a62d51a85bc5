import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { startEmbeddedBroker } from "../../src/deliver/edge/embedded-broker.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { mqttLine } from "../../src/keep/edge/mqtt-line.js";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import { Keeper } from "../../src/keep/keeper.js";
import { KeeperLink } from "../../src/keep/keeper-link.js";
import { within } from "../support/broker-world.js";
import { type KeptHouse, keptHouse } from "../support/kept-house.js";
import { startMosquitto } from "../support/mosquitto.js";
import { SendingDevice } from "../support/sending-device.js";
import { thrownCode } from "../support/thrown.js";

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-shared-"));
  endings.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** One of several keepers with the same key and store. */
function keeperAt({ folders, keeper: keys }: KeptHouse, url: string) {
  const { devices, signer } = keys;
  const keep = new SqliteKeep(folders.keeper, { maxBytesPerDevice: 1_000_000_000 });
  endings.push(() => keep.close());
  const keeper = new Keeper({
    ...{ keep, devices, signer, clock: systemClock },
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
  const link = new KeeperLink({
    openLine: mqttLine({
      ...{ settings: loadBrokerSettings({ url }), signingKeyId: signer.signingKeyId },
      ...{ subscription: "shared", clock: systemClock, random: Math.random },
      backOff: { firstMs: 20, mostMs: 100 },
    }),
    ...{ keeper, keep, devices, signer, clock: systemClock },
  });
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await link.close();
  };
  endings.push(close);
  return { keep, keeper, link, close };
}

describe("Keepers that share a subscription", () => {
  it("take turns at Mosquitto, and what one leaves behind is kept by the others", async () => {
    const house = await keptHouse(folder());
    const broker = await startMosquitto({ folder: folder() });
    endings.push(() => broker.stop());
    const keepers = [1, 2, 3].map(() => keeperAt(house, broker.url));
    await Promise.all(keepers.map(({ link }) => link.ready(within(20_000))));
    const device = new SendingDevice(house, { url: broker.url });
    endings.push(() => device.close());
    const send = async (count: number) => {
      for (let number = 0; number < count; number += 1) device.send((await house.clip()).message);
      await expect.poll(() => device.pending, { timeout: 30_000 }).toBe(0);
    };
    await send(30);
    const received = keepers.map(({ keeper }) => keeper.counts.received);
    expect(received.every((count) => count > 0)).toBe(true);
    await keepers[0]?.close();
    await send(15);
    expect((await keepers[1]?.keep.totals())?.clips).toBe(45);
    const stored = keepers.reduce((sum, { keeper }) => sum + keeper.counts.stored, 0);
    expect(stored).toBe(45);
  }, 90_000);

  it("end with a reason at a broker that speaks MQTT 3.1.1, which would grant it and share nothing", async () => {
    const house = await keptHouse(folder());
    const broker = await startEmbeddedBroker();
    endings.push(() => broker.close());
    const { link, keeper } = keeperAt(house, broker.url);
    expect(await thrownCode(() => link.failed)).toBe("BROKER_UNSHARED");
    expect(keeper.counts.received).toBe(0);
  }, 30_000);
});
