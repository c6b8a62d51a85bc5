import { afterEach, describe, expect, it } from "vitest";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { mqttLine } from "../../src/keep/edge/mqtt-line.js";
import { brokerWorld, within } from "../support/broker-world.js";
import { connack, PACKET, puback, startScriptedBroker } from "../support/scripted-broker.js";

const world = await brokerWorld();
afterEach(() => world.end());

describe("A keeper's line over MQTT", () => {
  it("begins a new session when its broker swallows one acknowledgement, and says all on that", async () => {
    const broker = await startScriptedBroker(({ type, bytes, connection, packetId, socket }) => {
      if (type === PACKET.connect) socket.write(connack(5, 0));
      else if (type === PACKET.pingreq) socket.write(Buffer.from([0xd0, 0]));
      // Three topics, each with QoS 1.
      else if (type === PACKET.subscribe)
        socket.write(Buffer.from([0x90, 6, bytes[2] ?? 0, bytes[3] ?? 0, 0, 1, 1, 1]));
      else if (packetId !== undefined && connection > 1) socket.write(puback(5, packetId, 0));
    });
    world.later(() => broker.close());
    const line = mqttLine({
      settings: loadBrokerSettings({ url: broker.url }),
      signingKeyId: new Uint8Array(16),
      subscription: "alone",
      clock: systemClock,
      random: () => 0,
    })({
      onMessage: async () => undefined,
      check: async () => undefined,
      onSession: () => undefined,
      observe: () => undefined,
      fail: () => undefined,
    });
    world.later(() => line.close());
    const say = (number: number) => ({ topic: "sotto/1/said", payload: Uint8Array.of(number) });
    await line.ready(within(20_000));
    const swallowing = line.session;
    const first = swallowing?.publish(say(1), 300);
    // Its own deadline begins with the answer to the first, which never comes.
    const second = swallowing?.publish(say(2), 300);
    expect(await first).toMatchObject({ outcome: "unconfirmed", reason: "deadline" });
    expect(await second).toMatchObject({ outcome: "unconfirmed" });
    const isNew = () => line.session !== undefined && line.session !== swallowing;
    await expect.poll(isNew, { timeout: 20_000 }).toBe(true);
    expect(await line.session?.publish(say(3), 20_000)).toMatchObject({ outcome: "accepted" });
  }, 60_000);
});
