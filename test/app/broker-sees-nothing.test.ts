import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { parseConfig } from "../../src/config/config.js";
import { STATES, statePayload } from "../../src/deliver/topics.js";
import { decodeWant, MAX_FEED_BYTES } from "../../src/keep/feed.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { SIZE_BUCKETS } from "../../src/seal/size-bucket.js";
import { buildWhereStale } from "../cli/built-program.js";
import { type Mosquitto, startMosquitto } from "../support/mosquitto.js";
import { RECORDINGS, temporaryFolders, verdicts, walkTheWholeWay } from "./demonstration-world.js";

const USERS = { house: "correct horse", onlooker: "battery staple" };
const CLIP_TOPIC = /^sotto\/1\/([0-9a-f]{32})\/clip$/;
const OTHER_TOPIC = /^sotto\/1\/(?:owner\/)?[0-9a-f]{32}\/(state|tombstone|receipt|want|feed)$/;

interface Message {
  readonly topic: string;
  readonly payload: Buffer;
}

const folders = temporaryFolders();
let broker: Mosquitto;

beforeAll(async () => {
  buildWhereStale();
  broker = await startMosquitto({ folder: folders.folder(), tls: "server", users: USERS });
}, 240_000);
afterAll(async () => {
  await broker.stop();
  folders.end();
});

/** What was said in the recordings: the values, their words that are too long to occur by chance, and whole sentences. */
function spoken(): string[] {
  const said = z.array(z.object({ text: z.string(), entities: z.array(z.object({ text: z.string() })) }));
  const recordings = said.parse(JSON.parse(readFileSync(join(RECORDINGS, "recordings.json"), "utf8")));
  const values = recordings.flatMap(({ entities }) => entities.map(({ text }) => text));
  const words = values.flatMap((value) => value.split(" ")).filter((word) => word.length > 4);
  const spelled = values.map((value) => value.replaceAll(" ", "")).filter((value) => value.length > 4);
  return [...new Set([...values, ...words, ...spelled, ...recordings.map(({ text }) => text)])];
}

/** Every message of the whole tree of topics, as a second client sees it who may read everything. */
async function onlook(seen: Message[]): Promise<{ end(): Promise<void> }> {
  const client = await connectAsync(broker.url, {
    username: "onlooker",
    password: USERS.onlooker,
    ca: readFileSync(broker.authority?.cert ?? ""),
  });
  client.on("message", (topic, payload) => seen.push({ topic, payload }));
  await client.subscribeAsync("#", { qos: 1 });
  return { end: () => client.endAsync() };
}

describe("Mosquitto with TLS and a password", () => {
  it("carries six of six, and whoever reads its whole tree sees sealed envelopes of a few sizes", async () => {
    const passwordFile = join(folders.folder(), "password");
    writeFileSync(passwordFile, USERS.house, { mode: 0o600 });
    const seen: Message[] = [];
    const onlooker = await onlook(seen);
    const { recordings: results } = await walkTheWholeWay({
      config: parseConfig({
        broker: { url: broker.url, userName: "house", passwordFile, caFile: broker.authority?.cert },
      }),
      ...{ folder: folders.folder(), recordings: RECORDINGS },
    });
    expect(verdicts(results)).toEqual(Array(6).fill("passed"));
    const isClip = ({ topic }: Message) => CLIP_TOPIC.test(topic);
    await expect.poll(() => seen.filter(isClip).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(6);
    await onlooker.end();

    for (const { topic, payload } of seen.filter(isClip)) {
      const { header } = parseEnvelope(payload);
      expect(header.kind).toBe("clip");
      expect(SIZE_BUCKETS).toContain(payload.length);
      expect(header.bucket).toBe(payload.length);
      expect(CLIP_TOPIC.exec(topic)?.[1]).toBe(toHex(header.deviceId));
    }
    const states = STATES.map((state) => Buffer.from(statePayload(state)).toString());
    const kinds = new Set<string>();
    for (const { topic, payload } of seen.filter((message) => !isClip(message))) {
      const [, kind = "none"] = OTHER_TOPIC.exec(topic) ?? [];
      kinds.add(kind);
      // Each of them has one parser that takes nothing but numbers, ids, kinds and sealed messages.
      if (kind === "state") expect(states).toContain(payload.toString());
      else if (kind === "want") decodeWant(payload);
      else if (kind === "feed") expect(payload.length).toBeLessThanOrEqual(MAX_FEED_BYTES);
      else expect(parseEnvelope(payload).header.kind).toBe(kind);
    }
    expect([...kinds].sort()).toEqual(["feed", "receipt", "state", "tombstone", "want"]);
    const all = Buffer.concat(seen.flatMap(({ topic, payload }) => [Buffer.from(topic), payload]));
    const readable = all.toString("latin1").toLowerCase();
    expect(spoken().length).toBeGreaterThan(10);
    expect(spoken().filter((value) => readable.includes(value))).toEqual([]);
    // Neither is the sound itself there: what the owner opened is not a part of any message.
    const opened = results.flatMap(({ clip }) => (clip ? [Buffer.from(clip.payload)] : []));
    expect(opened.filter((sound) => all.includes(sound.subarray(0, 32)))).toEqual([]);
    expect(all.includes("OggS")).toBe(false);
  }, 300_000);
});
