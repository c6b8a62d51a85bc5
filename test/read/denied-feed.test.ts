import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aedes } from "aedes";
import { afterEach, expect, it } from "vitest";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { feedTopic, wantTopic } from "../../src/deliver/topics.js";
import type { Clock } from "../../src/domain/clock.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { rotateOwner } from "../../src/keys/edge/owner-rotation.js";
import { openReceiver } from "../../src/read/edge/open-reader.js";
import { type DeniedFeed, Subscription } from "../../src/read/edge/subscription.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { keptHouse } from "../support/kept-house.js";

/** What is waited for takes a fiftieth of its time. */
const HASTY: Clock = {
  wallMs: () => systemClock.wallMs(),
  monotonicMs: () => systemClock.monotonicMs(),
  sleep: (ms, signal) => systemClock.sleep(ms / 50, signal),
};
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

/** A broker that says no to one subscription. @returns its port */
async function denying(topic: string, published: (topic: string) => void): Promise<number> {
  const broker = await Aedes.createBroker({
    authorizeSubscribe: (_client, asked, answer) => answer(null, asked.topic === topic ? null : asked),
  });
  broker.on("publish", (packet) => published(packet.topic));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  endings.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : expect.fail("no port");
}

it("a feed that the broker denies is told and counted, is not asked for, and costs the others nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sotto-denied-"));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const { folders } = await keptHouse(folder);
  const { now, before } = rotateOwner(folders.owner);
  const [granted, denied] = [toHex(now.keyId), toHex(before.keyId)];
  const published: string[] = [];
  const port = await denying(feedTopic(denied), (topic) => published.push(topic));
  const told: DeniedFeed[] = [];
  const subscription = new Subscription({
    settings: loadBrokerSettings({ url: `mqtt://127.0.0.1:${port}` }),
    receiver: await openReceiver({ folder: folders.owner, clock: systemClock }),
    ...{ clock: HASTY, random: () => 0 },
    onDenied: (feed) => told.push(feed),
  });
  endings.push(() => subscription.close());
  await subscription.ready(AbortSignal.timeout(20_000));
  expect(told).toEqual([{ code: "BROKER_REFUSED", topic: feedTopic(denied) }]);
  expect(subscription.counts.refusals).toEqual({ BROKER_REFUSED: 1 });
  // When one feed is asked for again, the other one's time would have been up long ago.
  const wants = (owner: string) => published.filter((topic) => topic === wantTopic(owner)).length;
  await expect.poll(() => wants(granted), { timeout: 40_000 }).toBeGreaterThan(1);
  expect(wants(denied)).toBe(0);
}, 60_000);
