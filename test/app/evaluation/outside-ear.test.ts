import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { OutsideEar } from "../../../src/app/evaluation/outside-ear.js";
import { readSoundFile } from "../../../src/capture/edge/sound-file.js";
import { cacheFolder } from "../../../src/models/edge/cache-folder.js";

const isInstalled = existsSync(join(cacheFolder(), "peers", "whisper", ".complete"));
const file = fileURLToPath(new URL("../../made-set/pii-02.flac", import.meta.url));

function folders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("sotto-outside-"));
}

describe.skipIf(!isInstalled)("OutsideEar", () => {
  it("hears each sound in the order in which it was asked, and leaves nothing behind", async () => {
    const before = folders();
    const { samples } = (await readSoundFile(file)).audio;
    const ear = new OutsideEar();
    const ours = folders().filter((name) => !before.includes(name));
    const [speech, silence] = await Promise.all([ear.hear(samples), ear.hear(new Float32Array(16_000))]);
    expect(speech.toLowerCase()).toContain("parcel");
    expect(silence.toLowerCase()).not.toContain("parcel");
    ear.close();
    expect(ours).toHaveLength(1);
    expect(folders()).not.toContain(ours[0]);
  }, 120_000);

  it("says so when it has ended", async () => {
    const ear = new OutsideEar();
    ear.close();
    await expect(ear.hear(new Float32Array(100))).rejects.toMatchObject({ code: "USAGE" });
  }, 60_000);
});
