import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { probeBroker } from "../../src/deliver/edge/broker-link.js";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { startEmbeddedBroker } from "../../src/deliver/edge/embedded-broker.js";
import type { LinkStatus } from "../../src/deliver/transport.js";
import { brokerWorld, within } from "../support/broker-world.js";
import {
  connack,
  PACKET,
  puback,
  type ScriptedBroker,
  type SeenPacket,
  startScriptedBroker,
} from "../support/scripted-broker.js";
import { thrownCode } from "../support/thrown.js";

const world = await brokerWorld();
afterEach(() => world.end());

async function scripted(script: (packet: SeenPacket) => void): Promise<ScriptedBroker> {
  const broker = await startScriptedBroker(script);
  world.later(() => broker.close());
  return broker;
}

/** Speaks as a good broker does; `publish` says what becomes of a clip. */
function wellBehaved(publish: (packet: SeenPacket, id: number) => void): (packet: SeenPacket) => void {
  return (packet) => {
    if (packet.type === PACKET.connect) packet.socket.write(connack(packet.version, 0));
    if (packet.type !== PACKET.publish || packet.packetId === undefined) return;
    if (packet.bytes.includes("/state")) packet.socket.write(puback(packet.version, packet.packetId, 0));
    else publish(packet, packet.packetId);
  };
}

/** Resolves with the first status that `wanted` accepts. */
function watch(wanted: (status: LinkStatus) => boolean) {
  let found: (status: LinkStatus) => void = () => undefined;
  const status = new Promise<LinkStatus>((resolve) => {
    found = resolve;
  });
  return {
    status,
    observe: (seen: LinkStatus) => {
      if (wanted(seen)) found(seen);
    },
  };
}

const waiting = () => watch(({ state }) => state === "waiting");

describe("falling back to MQTT 3.1.1", () => {
  it("happens on a bare close, at once, and is remembered", async () => {
    const broker = await scripted((packet) => {
      if (packet.version === 5) packet.socket.destroy();
      else
        wellBehaved(({ socket, connection }, id) => {
          socket.write(puback(4, id, 0));
          if (connection === 2) socket.end();
        })(packet);
    });
    const transport = world.transport(broker, { random: () => 0 });
    await transport.ready(within(5_000));
    expect(transport.status).toEqual({ state: "connected", protocol: 4 });
    expect((await transport.publish(await world.clip())).outcome).toBe("accepted");
    await expect.poll(() => broker.versionsSeen, { timeout: 5_000 }).toEqual([5, 4, 4]);
  });

  it.each([
    ["the MQTT 5 reason", connack(5, 132)],
    ["the 3.1.1 answer", connack(4, 1)],
    ["something that is no MQTT", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ])("happens when version 5 is answered with %s", async (_, answer) => {
    const broker = await scripted((packet) => {
      if (packet.type !== PACKET.connect) wellBehaved(() => undefined)(packet);
      else if (packet.version === 5) packet.socket.end(answer);
      else packet.socket.write(connack(4, 0));
    });
    const transport = world.transport(broker);
    await transport.ready(within(5_000));
    expect(transport.status).toEqual({ state: "connected", protocol: 4 });
    expect(broker.versionsSeen).toEqual([5, 4]);
  });

  it("finds a broker that was replaced by one of the other version", async () => {
    let speaks = 4;
    const broker = await scripted((packet) => {
      if (packet.version !== speaks) packet.socket.destroy();
      else
        wellBehaved(({ socket }) => {
          speaks = 5;
          socket.destroy();
        })(packet);
    });
    const transport = world.transport(broker, { random: () => 0 });
    await transport.ready(within(5_000));
    await transport.publish(await world.clip());
    await expect
      .poll(() => transport.status, { timeout: 5_000 })
      .toEqual({ state: "connected", protocol: 5 });
  });

  it("works with the embedded broker", async () => {
    const broker = await startEmbeddedBroker();
    world.later(() => broker.close());
    expect(broker.url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
    const transport = world.transport(broker);
    await transport.ready(within(5_000));
    expect(transport.status).toEqual({ state: "connected", protocol: 4 });
    expect(await transport.publish(await world.clip())).toEqual({ outcome: "accepted", consumed: true });
  });
});

describe("a broker that refuses", () => {
  it.each([
    [5, 134, "BROKER_REFUSED"],
    [5, 135, "BROKER_REFUSED"],
    [5, 133, "BROKER_REFUSED"],
    [5, 138, "BROKER_REFUSED"],
    [5, 136, "BROKER_UNREACHABLE"],
    [5, 137, "BROKER_UNREACHABLE"],
    [4, 2, "BROKER_REFUSED"],
    [4, 3, "BROKER_UNREACHABLE"],
    [4, 4, "BROKER_REFUSED"],
    [4, 5, "BROKER_REFUSED"],
  ] as const)("with version %i and code %i is %s, and is tried again", async (version, reason, code) => {
    const broker = await scripted((packet) => {
      if (packet.version !== version) packet.socket.destroy();
      else if (packet.type === PACKET.connect) packet.socket.write(connack(version, reason));
    });
    expect(await thrownCode(() => probeBroker(loadBrokerSettings(broker), world.deviceId))).toBe(code);
    const trouble = watch((status) => status.state === "waiting" && status.failures === 2);
    const transport = world.transport(broker, trouble);
    expect(await trouble.status).toEqual({ state: "waiting", code, failures: 2, reasonCode: reason });
    expect(await transport.publish(await world.clip())).toEqual({ outcome: "unreachable", code });
  });

  it("is remembered while the next attempt runs", async () => {
    const broker = await scripted((packet) => {
      if (packet.type === PACKET.connect && packet.connection === 1)
        packet.socket.write(connack(packet.version, 135));
    });
    const again = watch(({ state }) => state === "waiting");
    const transport = world.transport(broker, { ...again, random: () => 0, connectDeadlineMs: 3_600_000 });
    await again.status;
    await expect.poll(() => transport.status, { timeout: 5_000 }).toEqual({ state: "connecting" });
    const refused = { outcome: "unreachable", code: "BROKER_REFUSED" };
    expect(await transport.publish(await world.clip())).toEqual(refused);
  });

  it.each([4, 5])(
    "to answer at all is BROKER_UNREACHABLE after the deadline (version %i)",
    async (version) => {
      const broker = await scripted((packet) => {
        if (packet.version !== version) packet.socket.destroy();
      });
      const trouble = waiting();
      world.transport(broker, { ...trouble, connectDeadlineMs: 200 });
      expect(await trouble.status).toMatchObject({ code: "BROKER_UNREACHABLE" });
    },
  );

  it("to answer at all does not hold up closing", async () => {
    let asked: () => void = () => undefined;
    const connecting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const broker = await scripted(() => asked());
    const transport = world.transport(broker, { connectDeadlineMs: 3_600_000 });
    await connecting;
    await transport.close();
    expect(transport.status).toEqual({ state: "closed" });
    expect(await thrownCode(() => transport.ready(within(5_000)))).toBe("INTERNAL");
  });

  it("every version without a word is BROKER_UNREACHABLE, after one attempt with each", async () => {
    const broker = await scripted(({ socket }) => socket.destroy());
    expect(await thrownCode(() => probeBroker(loadBrokerSettings(broker), world.deviceId))).toBe(
      "BROKER_UNREACHABLE",
    );
    expect(broker.versionsSeen).toEqual([5, 4]);
  });

  it("one clip says so with its reason", async () => {
    const broker = await scripted(
      wellBehaved(({ socket, version }, id) => socket.write(puback(version, id, 151))),
    );
    const transport = world.transport(broker);
    await transport.ready(within(5_000));
    expect(await transport.publish(await world.clip())).toEqual({
      outcome: "refused",
      code: "PUBLISH_FAILED",
      reasonCode: 151,
    });
  });
});

describe("publishing", () => {
  it("says that nobody listens where the broker says so", async () => {
    const broker = await scripted(
      wellBehaved(({ socket, version }, id) => socket.write(puback(version, id, 16))),
    );
    const transport = world.transport(broker);
    await transport.ready(within(5_000));
    expect(await transport.publish(await world.clip())).toEqual({ outcome: "accepted", consumed: false });
  });

  it("is unconfirmed when the connection ends before the answer, and works on the next connection", async () => {
    const broker = await scripted(
      wellBehaved(({ socket, version, connection }, id) => {
        if (connection === 1) socket.destroy();
        else socket.write(puback(version, id, 0));
      }),
    );
    const transport = world.transport(broker, { random: () => 0 });
    await transport.ready(within(5_000));
    const clip = await world.clip();
    expect(await transport.publish(clip)).toEqual({ outcome: "unconfirmed", reason: "hung-up" });
    await transport.ready(within(5_000));
    expect((await transport.publish(clip)).outcome).toBe("accepted");
  });

  it("is unconfirmed when no answer comes in time", async () => {
    const broker = await scripted(wellBehaved(() => undefined));
    const transport = world.transport(broker, { publishDeadlineMs: 200 });
    await transport.ready(within(5_000));
    expect(await transport.publish(await world.clip())).toEqual({
      outcome: "unconfirmed",
      reason: "deadline",
    });
  });

  it("goes up to the size that the broker has announced, and not a byte over", async () => {
    const sizes: number[] = [];
    let limit = 100_000;
    const broker = await scripted((packet) => {
      // CONNACK with Maximum Packet Size (property 0x27).
      const answer = Buffer.from([0x20, 8, 0, 0, 5, 0x27, 0, 0, limit >> 8, limit & 0xff]);
      if (packet.type === PACKET.connect) packet.socket.write(limit > 65_535 ? connack(5, 0) : answer);
      else {
        wellBehaved(({ socket, bytes }, id) => {
          sizes.push(bytes.length);
          socket.write(puback(5, id, 0));
        })(packet);
      }
    });
    const clip = await world.clip();
    const sent = async () => {
      const transport = world.transport(broker);
      await transport.ready(within(5_000));
      const results = [await transport.publish(clip), await transport.publish(clip, 60_000)];
      await transport.close();
      return results.map(({ outcome }) => outcome);
    };
    await sent();
    const [plain = 0, expiring = 0] = sizes;
    // The message expiry interval takes five bytes.
    expect(expiring).toBe(plain + 5);
    limit = expiring;
    expect(await sent()).toEqual(["accepted", "accepted"]);
    limit = plain;
    expect(await sent()).toEqual(["accepted", "refused"]);
    limit = plain - 1;
    expect(await sent()).toEqual(["refused", "refused"]);
    expect(sizes).toEqual([plain, expiring, plain, expiring, plain]);
    const transport = world.transport(broker);
    await transport.ready(within(5_000));
    const refused = { outcome: "refused", code: "PUBLISH_FAILED", reasonCode: 149 };
    expect(await transport.publish(clip)).toEqual(refused);
  });

  it("tells a broker of MQTT 5 in whole seconds how long the clip still has", async () => {
    const seen: Buffer[] = [];
    const broker = await scripted(
      wellBehaved(({ socket, version, bytes }, id) => {
        seen.push(Buffer.from(bytes));
        socket.write(puback(version, id, 0));
      }),
    );
    const transport = world.transport(broker);
    await transport.ready(within(5_000));
    const clip = await world.clip();
    for (const ms of [3_600_999, 1, 0, 1e15]) await transport.publish(clip, ms);
    // Behind the message's id: five bytes of properties, 0x02, four bytes of seconds.
    const seconds = seen.map((bytes) => bytes.readUInt32BE(bytes.indexOf(Buffer.from([5, 2])) + 2));
    expect(seconds).toEqual([3_600, 1, 1, 0xffff_ffff]);
  });

  it("retains nothing where the broker keeps nothing", async () => {
    const heads: number[] = [];
    const broker = await scripted((packet) => {
      // CONNACK with Retain Available 0 (property 0x25).
      if (packet.type === PACKET.connect) packet.socket.write(Buffer.from([0x20, 5, 0, 0, 2, 0x25, 0]));
      else {
        if (packet.type === PACKET.publish) heads.push(packet.bytes[0] ?? 0);
        wellBehaved(() => undefined)(packet);
      }
    });
    const transport = world.transport(broker);
    await transport.ready(within(5_000));
    expect(heads).toEqual([0x32]);
  });

  it("on a slow line gives each message its own time, after those before it", async () => {
    const waiting: (() => void)[] = [];
    const broker = await scripted(
      wellBehaved(({ socket, version }, id) => waiting.push(() => socket.write(puback(version, id, 0)))),
    );
    const transport = world.transport(broker, { publishDeadlineMs: 1_000 });
    await transport.ready(within(5_000));
    const clip = await world.clip();
    const results = Array.from({ length: 6 }, () => transport.publish(clip));
    // Three times as long in all as one of them may take.
    const line = setInterval(() => waiting.shift()?.(), 500);
    world.later(() => clearInterval(line));
    expect((await Promise.all(results)).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 6 }, () => "accepted"),
    );
  });

  it("sends exactly the sealed message, and the state says nothing of it", async () => {
    const seen: Buffer[] = [];
    const broker = await scripted((packet) => {
      if (packet.type === PACKET.publish) seen.push(Buffer.from(packet.bytes));
      wellBehaved(({ socket, version }, id) => socket.write(puback(version, id, 0)))(packet);
    });
    const transport = world.transport(broker);
    await transport.ready(within(5_000));
    const clip = await world.clip();
    await transport.publish(clip);
    await transport.close();
    const [online, sent, offline] = seen;
    expect(seen.length).toBe(3);
    expect(sent?.subarray(-8_000)).toEqual(Buffer.from(clip.message));
    expect(online?.includes('"online"')).toBe(true);
    expect(offline?.includes('"offline"')).toBe(true);
  });
});

describe("a closed port", () => {
  it("is BROKER_UNREACHABLE", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const settings = loadBrokerSettings({ url: `mqtt://127.0.0.1:${port}` });
    expect(await thrownCode(() => probeBroker(settings, world.deviceId))).toBe("BROKER_UNREACHABLE");
    const tls = loadBrokerSettings({ url: `mqtts://127.0.0.1:${port}` });
    expect(await thrownCode(() => probeBroker(tls, world.deviceId))).toBe("BROKER_UNREACHABLE");
  });
});

describe("broker settings", () => {
  it("refuse a URL with a password, another protocol, and files that are not there", async () => {
    const load = (url: string) => thrownCode(() => loadBrokerSettings({ url }));
    expect(await load("mqtt://user:secret@127.0.0.1")).toBe("CONFIG_INVALID");
    expect(await load("http://127.0.0.1")).toBe("CONFIG_INVALID");
    expect(await load("broker")).toBe("CONFIG_INVALID");
    const missing = { url: "mqtts://127.0.0.1", caFile: "/nonexistent/ca.pem" };
    expect(await thrownCode(() => loadBrokerSettings(missing))).toBe("FILE_UNREADABLE");
  });

  it("know the standard ports and addresses in brackets", () => {
    expect(loadBrokerSettings({ url: "mqtt://localhost" })).toMatchObject({ port: 1883, tls: false });
    expect(loadBrokerSettings({ url: "mqtts://[::1]" })).toMatchObject({
      host: "::1",
      port: 8883,
      tls: true,
    });
  });
});
