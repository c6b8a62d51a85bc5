import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import amqp from "amqplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examineBroker } from "../../src/app/doctor/doctor-broker.js";
import type { Finding } from "../../src/app/doctor/health.js";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { clipTopic } from "../../src/deliver/topics.js";
import { type AmqpSession, openAmqpSession } from "../../src/keep/edge/amqp-session.js";
import { MAX_MESSAGE_BYTES } from "../../src/seal/size-bucket.js";
import {
  RABBIT_MAX_MESSAGE_SIZE,
  type RabbitCluster,
  startRabbitCluster,
} from "../support/rabbitmq-cluster.js";

let root: string;
let rabbit: RabbitCluster;
let url: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "sotto-amqp-"));
  rabbit = await startRabbitCluster(root, 1);
  url = rabbit.nodes[0]?.amqpUrl ?? expect.fail("no node");
}, 120_000);
afterAll(async () => {
  await rabbit.stop();
  rmSync(root, { recursive: true, force: true });
});

function open(onMessage: (topic: string, payload: Uint8Array) => Promise<void>): Promise<AmqpSession> {
  return openAmqpSession({ settings: loadBrokerSettings({ url }, "amqp"), deadlineMs: 30_000, onMessage });
}

const saying = (topic: string) => ({ topic, payload: Uint8Array.of(1) });

describe("sotto doctor at RabbitMQ", () => {
  async function look(address: string): Promise<readonly Finding[]> {
    const found: Finding[] = [];
    for await (const finding of examineBroker({ url: address, allowClear: false })) found.push(finding);
    return found;
  }

  it("says that it answers over AMQP, and leaves no queue behind", async () => {
    const found = await look(url);
    expect(found).toMatchObject([
      { what: "broker", health: "well", seen: expect.stringContaining("AMQP 0-9-1") },
    ]);
    const admin = await amqp.connect(url);
    const channel = await admin.createChannel();
    channel.on("error", () => undefined);
    await expect(channel.checkQueue("sotto-clips")).rejects.toMatchObject({ code: 404 });
    await admin.close();
  }, 60_000);

  it("looks at each address of a cluster, and says which does not answer", async () => {
    const found = await look(`${url},amqp://127.0.0.1:1`);
    expect(found.map(({ health }) => health)).toEqual(["well", "ill"]);
    expect(found[1]?.seen).toContain("BROKER_UNREACHABLE: 127.0.0.1:1");
  }, 60_000);
});

describe("A keeper's session at RabbitMQ", () => {
  it("goes on when the broker does not take one saying", async () => {
    const session = await open(async () => undefined);
    const admin = await amqp.connect(url);
    const channel = await admin.createChannel();
    const full = { "x-max-length": 1, "x-overflow": "reject-publish" };
    await channel.assertQueue("full", { arguments: full });
    await channel.bindQueue("full", "amq.topic", "sotto.1.full");
    const said = [];
    for (const topic of ["sotto/1/full", "sotto/1/full", "sotto/1/other"]) {
      said.push((await session.publish(saying(topic), 30_000)).outcome);
    }
    expect(said).toEqual(["accepted", "refused", "accepted"]);
    await admin.close();
    await session.end();
  }, 60_000);

  it("hands over what is too large, so that it is refused and acknowledged like anything else", async () => {
    const sizes: number[] = [];
    const session = await open(async (_, payload) => {
      sizes.push(payload.length);
    });
    const topic = clipTopic("ab".repeat(16));
    await session.publish({ topic, payload: new Uint8Array(MAX_MESSAGE_BYTES + 1) }, 30_000);
    await session.publish({ topic, payload: new Uint8Array(10) }, 30_000);
    await expect.poll(() => sizes, { timeout: 30_000 }).toEqual([MAX_MESSAGE_BYTES + 1, 10]);
    expect(session.wasOfUse).toBe(true);
    await session.end();
  }, 60_000);

  it("ends when the broker closes the channel on which it speaks", async () => {
    const session = await open(async () => undefined);
    // RabbitMQ closes a channel for what is larger than its max_message_size.
    const payload = new Uint8Array(RABBIT_MAX_MESSAGE_SIZE + 1);
    expect(await session.publish({ topic: "sotto/1/large", payload }, 30_000)).toEqual({
      outcome: "unconfirmed",
      reason: "closed",
    });
    await session.closed;
    expect(await session.publish(saying("x"), 30_000)).toMatchObject({ outcome: "unreachable" });
  }, 60_000);
});
