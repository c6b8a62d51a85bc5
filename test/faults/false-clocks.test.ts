import { join } from "node:path";
import mqtt from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { clipTopic } from "../../src/deliver/topics.js";
import { ledgerOf, openUplinkWorld, type UplinkWorld } from "../app/uplink-world.js";
import { falseTime, findFaketime } from "../support/false-time.js";
import { startMosquitto } from "../support/mosquitto.js";
import { IS_NIGHTLY, times } from "../support/nightly.js";

const PATIENCE = { timeout: 60_000 };
const CLIPS = 6;
/** The shortest that the configuration takes. */
const TTL_S = 3_600;
const ROUNDS = times(1, 10);
const worlds: UplinkWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.end();
});

const library = findFaketime();
if (library === undefined)
  console.warn("no libfaketime: scripts/test unpacks it; the tests below are skipped");

/** The clock at the start, and what it is put to while clips are under way. */
const ALL_CLOCKS: readonly (readonly [string, string, string])[] = [
  ["comes up in 1970 and is set", "@1970-01-01 00:00:10", "+0"],
  ["is ten years ahead and is put back", "+10y", "-1y"],
  ["is never set", "@1970-01-01 00:00:10", "@1970-01-01 00:02:00"],
  ["is a year behind and is put ten years on", "-1y", "+10y"],
];
/** Each starts two processes; test/faults/clocks.test.ts has the forty cases. */
const CLOCKS = IS_NIGHTLY ? ALL_CLOCKS : ALL_CLOCKS.slice(0, 2);

/** Who listens as a keeper does, and reads how long each message still has. */
async function watchExpiry(url: string, topic: string) {
  const seconds: number[] = [];
  const order: number[] = [];
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, clientId: "watcher" });
  client.on("message", (_topic, payload, packet) => {
    seconds.push(packet.properties?.messageExpiryInterval ?? Number.NaN);
    order.push(payload.length);
  });
  await client.subscribeAsync(topic, { qos: 1 });
  return { seconds, order, end: () => client.endAsync() };
}

describe.skipIf(library === undefined)("an uplink whose wall clock", () => {
  it.each(CLOCKS)(
    "%s delivers each clip once, in order, and tells its time of life to a hundredth",
    async (_, first, then) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const world = await openUplinkWorld(`[outbox]\nmaxAgeHours = ${TTL_S / 3_600}\n`);
        worlds.push(world);
        // The keeper's session outlives the broker, so that what comes before the keeper is back waits for it.
        const broker = await startMosquitto({ folder: world.root, persistent: "sessions" });
        world.later(() => broker.stop());
        const watcher = await watchExpiry(broker.url, clipTopic(world.house.deviceId));
        world.later(() => watcher.end());
        const keeper = world.start("keep", "--broker", broker.url);
        const keeperLines = () => keeper.lines.map(({ event }) => event);
        await expect.poll(keeperLines, PATIENCE).toContain("broker-connected");
        const time = falseTime(library ?? "", join(world.root, "time"), first);
        const uplink = world.startUnder(time.prefix, "--broker", broker.url);
        const ear = await world.ear();
        const clips = await Promise.all(Array.from({ length: CLIPS }, () => world.house.clip()));
        for (const clip of clips.slice(0, 3)) ear.send({ kind: "clip", message: clip.message });
        await expect.poll(() => watcher.seconds.length, PATIENCE).toBeGreaterThanOrEqual(3);
        const accepted = () => uplink.lines.filter(({ event }) => event === "clip-accepted");
        const believed = new Date(String(accepted()[0]?.["at"])).getFullYear();
        // The program does believe it: without this the test would show nothing.
        if (first.startsWith("@1970")) expect(believed).toBe(1970);
        else expect(believed).not.toBe(new Date().getFullYear());
        await broker.stop();
        for (const clip of clips.slice(3)) ear.send({ kind: "clip", message: clip.message });
        await expect.poll(() => accepted().length, PATIENCE).toBe(CLIPS);
        time.set(then);
        await broker.restart();
        await expect.poll(() => ledgerOf(world)?.receipted, PATIENCE).toBe(CLIPS);
        expect(await uplink.end("SIGTERM")).toBe(0);
        expect(await keeper.end("SIGTERM")).toBe(0);
        expect(ledgerOf(world)).toMatchObject({ accepted: CLIPS, receipted: CLIPS, expired: 0, pending: 0 });
        expect(accepted().map(({ id }) => id)).toEqual(clips.map(({ messageId }) => messageId));
        const wrong = watcher.seconds.filter((left) => Math.abs(left - TTL_S) > TTL_S / 100);
        expect(wrong).toEqual([]);
      }
    },
    120_000 * ROUNDS,
  );
});
