import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { type MqttSession, openSession } from "../../src/deliver/edge/mqtt-session.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { openReceiver } from "../../src/read/edge/open-reader.js";
import { Subscription } from "../../src/read/edge/subscription.js";
import { KeeperProcess } from "../support/keeper-process.js";
import { type KeptHouse, keptHouse, secondDevice } from "../support/kept-house.js";
import { startMosquitto } from "../support/mosquitto.js";
import { SendingDevice } from "../support/sending-device.js";

const PATIENCE = { timeout: 60_000, interval: 20 };

/** Refusals by code. */
export type Reasons = Readonly<Record<string, number>>;

/**
 * A house with two devices, its keeper in a process of its own and its reader, at a Mosquitto that lets everybody do
 * everything; and a stranger who is connected there.
 */
export async function hostileWorld() {
  const endings: (() => unknown)[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), "sotto-hostile-"));
    endings.push(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  const house = await keptHouse(folder());
  const second = await secondDevice(house, folder());
  /** Nobody here knows them. */
  const foreign = await keptHouse(folder());
  // What is refused for its size has to come through first.
  const broker = await startMosquitto({ folder: folder() });
  endings.push(() => broker.stop());
  const keeper = new KeeperProcess({ house, args: ["--broker", broker.url] });
  endings.push(() => keeper.kill());
  await keeper.line("broker-connected");
  const receiver = await openReceiver({ folder: house.folders.owner, clock: systemClock });
  const subscription = new Subscription({
    ...{ settings: loadBrokerSettings({ url: broker.url }), receiver, clock: systemClock },
    ...{ random: Math.random, backOff: { firstMs: 20, mostMs: 200 } },
  });
  endings.push(() => subscription.close());
  await subscription.ready(AbortSignal.timeout(30_000));
  const device = new SendingDevice(house, { url: broker.url });
  endings.push(() => device.close());
  const stranger = await strangerAt(broker.url);
  endings.push(() => stranger.end());
  const { reader } = receiver;
  const expected = new Map<string, number>();

  /** A clip of the house's own goes the whole way: what was sent before it has been judged. */
  const pass = async (house_: KeptHouse = house): Promise<string> => {
    const clip = await house_.clip();
    device.send(clip.message);
    await expect.poll(() => device.outcomes.get(clip.messageId), PATIENCE).toBe("stored");
    await expect
      .poll(async () => (await reader.list()).map((each) => each.messageId), PATIENCE)
      .toContain(clip.messageId);
    return clip.messageId;
  };

  return {
    ...{ house, second, foreign, broker, keeper, reader, receiver, subscription, device, stranger, pass },
    /** What the keeper must have counted in the end, by code. */
    expected: expected as ReadonlyMap<string, number>,
    async say(topic: string, payload: Uint8Array): Promise<void> {
      expect((await stranger.publish({ topic, payload, retain: false }, 10_000)).outcome).toBe("accepted");
    },
    /** A stranger says these; the keeper refuses each, for its reason, and what the reader has stays as it is. */
    async refusedByKeeper(
      messages: readonly (readonly [topic: string, message: Uint8Array, code: string])[],
    ) {
      const before = await reader.list();
      const { received, erased } = reader.counts;
      for (const [topic, message, code] of messages) {
        await this.say(topic, message);
        expected.set(code, (expected.get(code) ?? 0) + 1);
      }
      const id = await pass();
      const now = await reader.list();
      expect(now.map((each) => each.messageId)).toEqual([...before.map((each) => each.messageId), id]);
      expect(reader.counts).toMatchObject({ received: received + 1, erased });
      return messages.length;
    },
    async end(): Promise<void> {
      for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
    },
  };
}

async function strangerAt(url: string): Promise<MqttSession> {
  const attempt = await openSession({
    ...{ settings: loadBrokerSettings({ url }), clientId: "stranger", version: 5 as const },
    ...{ deadlineMs: 10_000, keepSessionS: 0 },
  });
  if (!attempt.ok) throw attempt.error;
  return attempt.session;
}
