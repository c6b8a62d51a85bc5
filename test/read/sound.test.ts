import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { evanOpus } from "../../src/encode/edge/evan-opus.js";
import { encodeSound } from "../../src/encode/encoded-clip.js";
import { clipAsWav, decodeClip } from "../../src/read/edge/clip-sound.js";
import { exportClip } from "../../src/read/edge/export-clip.js";
import { playWav } from "../../src/read/edge/player.js";
import type { OpenedClip } from "../../src/read/reader.js";
import { wavFile } from "../../src/read/wav-file.js";
import { SOUND_CONTENTS, TEXT_CONTENTS } from "../support/clip-vectors.js";
import { thrownCode } from "../support/thrown.js";

/** One second of 440 Hz at 16 kHz. */
const tone = Float32Array.from(
  { length: 16_000 },
  (_, n) => 0.5 * Math.sin((2 * Math.PI * 440 * n) / 16_000),
);
const sound: OpenedClip = {
  ...SOUND_CONTENTS,
  payload: encodeSound(tone, evanOpus),
  messageId: "0".repeat(32),
  deviceId: "1".repeat(32),
  kinds: [],
};
const text: OpenedClip = { ...sound, ...TEXT_CONTENTS };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sotto-sound-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("an opened clip", () => {
  it("decodes to as much sound as was sealed", async () => {
    const { samples, rateHz } = await decodeClip(sound);
    expect(samples.length / rateHz).toBeCloseTo(1, 3);
    const middle = samples.subarray(rateHz / 4, (3 * rateHz) / 4);
    const rms = Math.sqrt(middle.reduce((sum, x) => sum + x * x, 0) / middle.length);
    expect(rms).toBeGreaterThan(0.3);
    expect(rms).toBeLessThan(0.4);
  });

  it("is exported as WAV or as it was sealed, for its owner's eyes only, over nothing that exists", async () => {
    const wav = join(folder, "clip.wav");
    await exportClip(sound, wav, "wav");
    expect(statSync(wav).mode & 0o777).toBe(0o600);
    const read = await readSoundFile(wav);
    expect(read.audio.seconds).toBeCloseTo(1, 2);
    const ogg = join(folder, "clip.ogg");
    await exportClip(sound, ogg, "original");
    expect(readFileSync(ogg)).toEqual(Buffer.from(sound.payload));
    expect(await thrownCode(() => exportClip(sound, ogg, "original"))).toBe("FILE_UNREADABLE");
  });

  it("that is text is exported as text and has no sound", async () => {
    const path = join(folder, "clip.txt");
    await exportClip(text, path, "original");
    expect(readFileSync(path, "utf8")).toBe("call [PERSON] at [PHONE]");
    expect(await thrownCode(() => clipAsWav(text))).toBe("USAGE");
  });

  it("whose sound is none is refused", async () => {
    const { payload } = SOUND_CONTENTS;
    expect(await thrownCode(() => decodeClip({ media: "audio/ogg; codecs=opus", payload }))).toMatch(
      /^AUDIO_/,
    );
  });
});

describe("playing", () => {
  it("ends when the sound has gone through aplay", async () => {
    await expect(
      playWav(wavFile(tone.subarray(0, 800), 16_000), { device: "null" }),
    ).resolves.toBeUndefined();
  });

  it("says that there is no player, or no such loudspeaker", async () => {
    const wav = wavFile(tone, 16_000);
    expect(await thrownCode(() => playWav(wav, { program: "no-such-player" }))).toBe("PLAYER_MISSING");
    expect(await thrownCode(() => playWav(wav, { device: "no-such-loudspeaker" }))).toBe("PLAYER_FAILED");
  });
});

describe("wavFile", () => {
  it("clips what is too loud and keeps the rest within half a step", () => {
    const bytes = wavFile(Float32Array.of(0, 0.5, -1, 2, -2), 48_000);
    const view = new DataView(bytes.buffer);
    const samples = [0, 1, 2, 3, 4].map((n) => view.getInt16(44 + 2 * n, true));
    expect(samples).toEqual([0, 16_384, -32_768, 32_767, -32_768]);
    expect(bytes.length).toBe(54);
  });
});
