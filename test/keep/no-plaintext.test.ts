import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { evanOpus } from "../../src/encode/edge/evan-opus.js";
import { encodeSound } from "../../src/encode/encoded-clip.js";
import { exportClip } from "../../src/read/edge/export-clip.js";
import { openReader } from "../../src/read/edge/open-reader.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { sealContents } from "../../src/seal/sealed-clip.js";
import { buildWhereStale } from "../cli/built-program.js";
import { SOUND_CONTENTS } from "../support/clip-vectors.js";
import { KeeperProcess } from "../support/keeper-process.js";
import { keptHouse } from "../support/kept-house.js";
import { searchMemory } from "../support/process-memory.js";
import { SendingDevice } from "../support/sending-device.js";

const SENTENCE = "play some quiet music in the kitchen until it rains again";
const endings: (() => unknown)[] = [];

beforeAll(buildWhereStale, 180_000);
afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

function filesBelow(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

describe("The keeper", () => {
  it("holds no plaintext of what it keeps, neither in memory nor in its store", async () => {
    const root = mkdtempSync(join(tmpdir(), "sotto-sealed-"));
    endings.push(() => rmSync(root, { recursive: true, force: true }));
    const house = await keptHouse(root);
    const keeper = new KeeperProcess({ house, args: ["--embedded", "0"] });
    endings.push(() => keeper.kill());
    const device = new SendingDevice(house, {
      url: `mqtt://127.0.0.1:${(await keeper.line("broker-embedded"))["port"]}`,
    });
    endings.push(() => device.close());
    const tone = Float32Array.from(
      { length: 48_000 },
      (_, at) => 0.4 * Math.sin(at / 20 + (at / 9_000) ** 2),
    );
    const opus = encodeSound(tone, evanOpus);
    const sound = await sealContents({ ...SOUND_CONTENTS, payload: opus }, house.keys);
    const text = await house.clip(SENTENCE);
    for (const message of [sound.message, text.message]) device.send(message);
    await expect.poll(() => device.outcomes.size, { timeout: 20_000 }).toBe(2);

    // What the owner makes of the same messages is what must not be found: that proves that the search can find it.
    const { reader } = await openReader({ folder: house.folders.owner, clock: systemClock });
    for (const message of [sound.message, text.message]) await reader.receive(message);
    const opened = join(root, "opened");
    await exportClip(await reader.open(text.messageId), `${opened}.txt`, "original");
    await exportClip(await reader.open(toHex(sound.messageId)), `${opened}.ogg`, "original");
    const secrets: Record<string, Buffer> = {
      sentence: Buffer.from(SENTENCE),
      words: Buffer.from(SENTENCE.slice(10, 30)),
      wide: Buffer.from(SENTENCE, "utf16le"),
      head: Buffer.from(opus.subarray(0, 32)),
      middle: Buffer.from(opus.subarray(opus.length >> 1, (opus.length >> 1) + 24)),
      end: Buffer.from(opus.subarray(opus.length - 40, opus.length - 16)),
    };
    const cleartext = Buffer.concat([readFileSync(`${opened}.txt`), readFileSync(`${opened}.ogg`)]);
    for (const name of ["sentence", "words", "head", "middle", "end"]) {
      expect(cleartext.includes(secrets[name] ?? "not there")).toBe(true);
    }

    // Controls in the same search: what a keeper does know, in memory and in its files.
    const control = Buffer.from(toHex(house.owner.keyId));
    const sealedPart = Buffer.from(text.message.subarray(4_000, 4_032));
    const memory = searchMemory(keeper.pid, { ...secrets, control });
    process.stdout.write(`searched ${(memory.searchedBytes / 1e6).toFixed(0)} MB of the keeper's memory\n`);
    expect(memory.found).toEqual(["control"]);
    const files = filesBelow(house.folders.keeper);
    expect(files.some((file) => file.includes(sealedPart))).toBe(true);
    for (const secret of Object.values(secrets)) {
      expect(files.some((file) => file.includes(secret))).toBe(false);
    }
    expect(keeper.log.map((line) => JSON.stringify(line)).join("\n")).not.toContain("music");
  }, 60_000);

  it("does not start where a key that opens lies in its folder", async () => {
    const root = mkdtempSync(join(tmpdir(), "sotto-sealed-"));
    endings.push(() => rmSync(root, { recursive: true, force: true }));
    const house = await keptHouse(root);
    const stray = await keptHouse(join(root, "stray"));
    const key = readFileSync(join(stray.folders.owner, "owner.key"));
    writeFileSync(join(house.folders.keeper, "owner.key"), key, { mode: 0o600 });
    const keeper = new KeeperProcess({ house, args: ["--embedded", "0"] });
    expect(await keeper.ended).toBe(1);
    expect(keeper.complaint).toContain("KEY_INVALID");
  }, 60_000);
});
