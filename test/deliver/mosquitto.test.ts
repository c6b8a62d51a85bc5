import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { probeBroker } from "../../src/deliver/edge/broker-link.js";
import { type BrokerFiles, loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { openSession } from "../../src/deliver/edge/mqtt-session.js";
import { clipTopic, stateTopic } from "../../src/deliver/topics.js";
import type { Clock } from "../../src/domain/clock.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { brokerWorld, within } from "../support/broker-world.js";
import { createAuthority } from "../support/certificates.js";
import { type Mosquitto, type MosquittoOptions, sottoAcl, startMosquitto } from "../support/mosquitto.js";
import { thrownCode } from "../support/thrown.js";

const world = await brokerWorld();
afterEach(() => world.end());

const USERS = { device: "correct horse", reader: "battery staple" };

async function mosquitto(options: Omit<MosquittoOptions, "folder">): Promise<Mosquitto> {
  const broker = await startMosquitto({ folder: world.folder(), ...options });
  world.later(() => broker.stop());
  return broker;
}

function passwordFile(password: string): string {
  const path = join(world.folder(), "password");
  writeFileSync(path, `${password}\n`, { mode: 0o600 });
  return path;
}

function files(broker: Mosquitto, user?: keyof typeof USERS): BrokerFiles {
  return {
    url: broker.url,
    caFile: broker.authority?.cert,
    ...(user === undefined ? {} : { userName: user, passwordFile: passwordFile(USERS[user]) }),
  };
}

const probe = (settings: BrokerFiles) => probeBroker(loadBrokerSettings(settings), world.deviceId);

describe("Mosquitto with TLS, passwords and an access list", () => {
  it("refuses a wrong password, a missing one and an unknown user as BROKER_REFUSED", async () => {
    const broker = await mosquitto({ tls: "server", users: USERS });
    const wrong = { ...files(broker, "device"), passwordFile: passwordFile("wrong") };
    expect(await thrownCode(() => probe(wrong))).toBe("BROKER_REFUSED");
    expect(await thrownCode(() => probe(files(broker)))).toBe("BROKER_REFUSED");
    expect(await thrownCode(() => probe({ ...wrong, userName: "nobody" }))).toBe("BROKER_REFUSED");
    expect(await probe(files(broker, "device"))).toBe(5);
  });

  it("is BROKER_TLS with another authority, with the system's authorities and with no TLS on our side", async () => {
    const broker = await mosquitto({ tls: "server" });
    const other = createAuthority(world.folder(), "other");
    expect(await thrownCode(() => probe({ url: broker.url, caFile: other.cert }))).toBe("BROKER_TLS");
    expect(await thrownCode(() => probe({ url: broker.url }))).toBe("BROKER_TLS");
    expect(await probe(files(broker))).toBe(5);
  });

  it("is BROKER_TLS when its certificate is for another host", async () => {
    const broker = await mosquitto({ tls: "server", certificateFor: "DNS:broker.example" });
    expect(await thrownCode(() => probe(files(broker)))).toBe("BROKER_TLS");
    const plain = await mosquitto({});
    const asTls = plain.url.replace("mqtt:", "mqtts:");
    expect(await thrownCode(() => probe({ url: asTls }))).toBe("BROKER_TLS");
  });

  it("takes a client certificate where it wants one, and is BROKER_TLS without", async () => {
    const broker = await mosquitto({ tls: "mutual" });
    const client = broker.authority?.issue("client", `DNS:${world.deviceId}`);
    const mine = { certFile: client?.cert, keyFile: client?.key };
    expect(await probe({ ...files(broker), ...mine })).toBe(5);
    expect(await thrownCode(() => probe(files(broker)))).toBe("BROKER_TLS");
  });

  it("refuses a clip on a topic that the access list denies, with its reason", async () => {
    const broker = await mosquitto({ users: USERS, acl: sottoAcl("0".repeat(32)) });
    const transport = world.transport(files(broker, "device"), { deviceId: world.deviceId });
    await transport.ready(within(5_000));
    expect((await transport.publish(await world.clip())).outcome).toBe("accepted");
    const denied = await mosquitto({ users: USERS, acl: ["user reader", "topic read #"] });
    const other = world.transport(files(denied, "device"));
    await other.ready(within(5_000));
    expect(await other.publish(await world.clip())).toMatchObject({ outcome: "refused", reasonCode: 135 });
  });
});

describe("Mosquitto with MQTT 3.1.1", () => {
  it("speaks it when asked", async () => {
    const broker = await mosquitto({ tls: "server", users: USERS });
    const attempt = await openSession({
      settings: loadBrokerSettings(files(broker, "device")),
      clientId: world.deviceId,
      version: 4,
      deadlineMs: 5_000,
      keepSessionS: 0,
    });
    if (!attempt.ok) throw attempt.error;
    world.later(() => attempt.session.end());
    const message = {
      topic: clipTopic(world.deviceId),
      payload: (await world.clip()).message,
      retain: false,
    };
    expect((await attempt.session.publish(message, 5_000)).outcome).toBe("accepted");
  });

  it("is BROKER_REFUSED for a wrong password there too", async () => {
    const broker = await mosquitto({ users: USERS });
    const attempt = await openSession({
      settings: loadBrokerSettings({ ...files(broker, "device"), passwordFile: passwordFile("wrong") }),
      clientId: world.deviceId,
      version: 4,
      deadlineMs: 5_000,
      keepSessionS: 0,
    });
    expect(attempt.ok ? "connected" : attempt.error.code).toBe("BROKER_REFUSED");
  });
});

describe("Mosquitto's retained state", () => {
  it("is told that the device is there, and that it went without a word", async () => {
    const broker = await mosquitto({});
    const states: string[] = [];
    const attempt = await openSession({
      settings: loadBrokerSettings(files(broker)),
      clientId: "watcher",
      version: 5,
      deadlineMs: 5_000,
      keepSessionS: 0,
      onMessage: async (_, payload) => {
        states.push(new TextDecoder().decode(payload));
      },
    });
    if (!attempt.ok) throw attempt.error;
    world.later(() => attempt.session.end());
    await attempt.session.subscribe([stateTopic(world.deviceId)]);
    const transport = world.transport(files(broker));
    await transport.ready(within(5_000));
    await expect.poll(() => states, { timeout: 5_000 }).toEqual(['{"version":1,"state":"online"}']);
    // Another client with the same id makes the broker drop the first without a goodbye: the will goes out.
    const usurper = await openSession({
      settings: loadBrokerSettings(files(broker)),
      clientId: world.deviceId,
      version: 5,
      deadlineMs: 5_000,
      keepSessionS: 0,
    });
    if (!usurper.ok) throw usurper.error;
    world.later(() => usurper.session.end());
    await expect.poll(() => states[1], { timeout: 5_000 }).toBe('{"version":1,"state":"offline"}');
  });
});

describe("two devices with one id at one Mosquitto, which throws out the older without a word", () => {
  it("come back less and less often", async () => {
    const broker = await mosquitto({});
    const fighter = () => {
      const pauses: number[] = [];
      const clock: Clock = {
        ...systemClock,
        // The wish is what is looked at; the test has less time.
        sleep: (ms, signal) => {
          pauses.push(ms);
          return systemClock.sleep(20, signal);
        },
      };
      world.transport(files(broker), { clock, backOff: undefined, random: () => 0.999_999 });
      return pauses;
    };
    const [one, other] = [fighter(), fighter()];
    await expect
      .poll(() => Math.min(one.length, other.length), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(8);
    const growing = [999, 1_999, 3_999, 7_999, 15_999, 31_999, 59_999, 59_999];
    expect([one.slice(0, 8), other.slice(0, 8)]).toEqual([growing, growing]);
  });
});
