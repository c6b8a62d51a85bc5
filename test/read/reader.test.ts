import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/domain/clock.js";
import { FileClipStore } from "../../src/read/edge/file-clip-store.js";
import { openReader } from "../../src/read/edge/open-reader.js";
import { type Household, household } from "../support/owner-folder.js";
import { thrownCode } from "../support/thrown.js";

let root: string;
let home: Household;
const clock: Clock = {
  monotonicMs: () => 0,
  wallMs: () => 1_700_000_000_000,
  sleep: () => Promise.resolve(),
};

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "sotto-read-"));
  home = await household(root);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const clipsFolder = () => join(home.ownerFolder, "clips");
const open = async (bounds?: { maxClips: number; maxBytes: number }) =>
  (await openReader({ folder: home.ownerFolder, clock, ...(bounds === undefined ? {} : { bounds }) })).reader;
const clipFiles = () => readdirSync(clipsFolder()).filter((name) => name.endsWith(".clip"));

describe("Reader", () => {
  it("keeps a clip sealed and opens it on demand", async () => {
    const reader = await open();
    const clip = await home.clip("lights on");
    expect(await reader.receive(clip.message)).toEqual({
      kind: "stored",
      messageId: clip.messageId,
    });
    const [name] = clipFiles();
    const path = join(clipsFolder(), name ?? "");
    expect(readFileSync(path)).toEqual(Buffer.from(clip.message));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await reader.list()).toEqual([
      { messageId: clip.messageId, arrivedAtMs: 1_700_000_000_000, bucket: 8_000 },
    ]);
    const opened = await reader.open(clip.messageId);
    expect(opened).toMatchObject({
      messageId: clip.messageId,
      deviceId: home.deviceId,
      media: "text/plain",
      clock: "synced",
      mode: "text",
      recordedAtMs: 1_700_000_000_000,
      kinds: [],
    });
    expect(new TextDecoder().decode(opened.payload)).toBe("lights on");
  });

  it("keeps each message once, also after it was deleted and the reader began anew", async () => {
    const clip = await home.clip();
    const first = await open();
    await first.receive(clip.message);
    expect((await first.receive(clip.message)).kind).toBe("duplicate");
    const second = await open();
    expect((await second.receive(clip.message)).kind).toBe("duplicate");
    await second.remove(clip.messageId);
    expect(await second.list()).toEqual([]);
    expect((await second.receive(clip.message)).kind).toBe("duplicate");
    const third = await open();
    expect((await third.receive(clip.message)).kind).toBe("duplicate");
    expect(clipFiles()).toEqual([]);
    expect(await thrownCode(() => third.open(clip.messageId))).toBe("CLIP_MISSING");
  });

  it("lists in the order of arrival, whatever the clock says, across restarts", async () => {
    const sent: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const reader = await open();
      const clip = await home.clip();
      sent.push(clip.messageId);
      await reader.receive(clip.message);
    }
    expect((await (await open()).list()).map(({ messageId }) => messageId)).toEqual(sent);
  });

  it("lets the oldest go at its bounds, counts them and does not take them again", async () => {
    const reader = await open({ maxClips: 2, maxBytes: 1_000_000 });
    const clips = await Promise.all(Array.from({ length: 5 }, () => home.clip()));
    for (const clip of clips) await reader.receive(clip.message);
    expect(reader.counts).toEqual({
      received: 5,
      stored: 5,
      duplicates: 0,
      ...{ refused: 0, refusals: {} },
      evicted: 3,
      erased: 0,
    });
    expect((await reader.list()).map(({ messageId }) => messageId)).toEqual(
      clips.slice(3).map(({ messageId }) => messageId),
    );
    expect(clipFiles().length).toBe(2);
    const [oldest] = clips;
    expect((await reader.receive(oldest?.message ?? new Uint8Array())).kind).toBe("duplicate");
    const small = await open({ maxClips: 100, maxBytes: 20_000 });
    await small.receive((await home.clip()).message);
    expect((await small.list()).length).toBe(2);
  });

  it("refuses what is damaged, a stranger's, or for another owner, and stores none of it", async () => {
    const reader = await open();
    const { message } = await home.clip();
    const flipped = Uint8Array.from(message);
    flipped[4_000] = (flipped[4_000] ?? 0) ^ 1;
    const stranger = await household(join(root, "stranger"));
    const theirs = (await stranger.clip()).message;
    const code = async (what: Uint8Array) => {
      const reception = await reader.receive(what);
      return reception.kind === "refused" ? reception.code : reception.kind;
    };
    expect(await code(flipped)).toBe("ENVELOPE_SIGNATURE_WRONG");
    expect(await code(message.subarray(0, 100))).toBe("ENVELOPE_INVALID");
    expect(await code(new Uint8Array(200_000))).toBe("ENVELOPE_TOO_LARGE");
    expect(await code(Uint8Array.from(randomBytes(8_000)))).toBe("ENVELOPE_INVALID");
    expect(await code(theirs)).toBe("ENVELOPE_SIGNATURE_WRONG");
    writeFileSync(
      join(home.ownerFolder, "devices", `${stranger.deviceId}.pub`),
      stranger.device.identity.pem,
      { mode: 0o600 },
    );
    const trusting = await open();
    expect(await trusting.receive(theirs)).toEqual({
      kind: "refused",
      code: "ENVELOPE_NOT_FOR_US",
    });
    expect(clipFiles()).toEqual([]);
    expect(reader.counts).toMatchObject({ received: 5, refused: 5, stored: 0 });
  });

  it("refuses a stored file that was altered or exchanged", async () => {
    const reader = await open();
    const [a, b] = [await home.clip(), await home.clip()];
    await reader.receive(a.message);
    await reader.receive(b.message);
    const [first, second] = clipFiles().sort();
    writeFileSync(join(clipsFolder(), first ?? ""), b.message);
    expect(await thrownCode(() => reader.open(a.messageId))).toBe("ENVELOPE_INVALID");
    const altered = b.message;
    altered[5_000] = (altered[5_000] ?? 0) ^ 1;
    writeFileSync(join(clipsFolder(), second ?? ""), altered);
    expect(await thrownCode(() => reader.open(b.messageId))).toBe("ENVELOPE_SIGNATURE_WRONG");
    appendFileSync(join(clipsFolder(), second ?? ""), "more");
    expect((await (await open()).list()).length).toBe(1);
  });

  it("finds a clip by the beginning of its id", async () => {
    const reader = await open();
    const clip = await home.clip();
    await reader.receive(clip.message);
    expect((await reader.find(clip.messageId.slice(0, 6))).messageId).toBe(clip.messageId);
    expect(await thrownCode(() => reader.find("zz"))).toBe("CLIP_MISSING");
    await reader.receive((await home.clip()).message);
    expect(await thrownCode(() => reader.find(""))).toBe("USAGE");
  });

  it("rejects when the clip can't be stored, so that the broker keeps it", async () => {
    const reader = await open();
    rmSync(clipsFolder(), { recursive: true });
    const { message } = await home.clip();
    expect(await thrownCode(() => reader.receive(message))).toBe("FILE_UNREADABLE");
    expect(reader.counts.stored).toBe(0);
  });
});

describe("FileClipStore", () => {
  it("sweeps half-written files and leaves files of others alone", async () => {
    const folder = join(root, "store");
    const store = new FileClipStore(folder);
    writeFileSync(join(folder, ".partial-0011"), "half", { mode: 0o600 });
    writeFileSync(join(folder, "notes.txt"), "mine", { mode: 0o600 });
    expect(await new FileClipStore(folder).list()).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual([".partial-0011", "notes.txt"]);
    store.sweep();
    expect(readdirSync(folder)).toEqual(["notes.txt"]);
  });

  it("refuses a folder that others may enter", async () => {
    const folder = join(root, "store");
    new FileClipStore(folder);
    chmodSync(folder, 0o755);
    expect(await thrownCode(() => new FileClipStore(folder))).toBe("KEY_INVALID");
  });

  it("refuses a message of a length that is no size bucket", async () => {
    const store = new FileClipStore(join(root, "store"));
    expect(await thrownCode(() => store.put("0".repeat(32), new Uint8Array(9), 0))).toBe("ENVELOPE_INVALID");
  });
});
