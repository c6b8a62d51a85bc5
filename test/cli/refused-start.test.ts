import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import { placesBelow } from "../../src/config/places.js";
import { modelFolder, readModelManifest } from "../../src/models/edge/cache-folder.js";
import { temporaryFolders } from "../app/demonstration-world.js";
import { foldersTable } from "../support/house-folders.js";
import { thrownCode } from "../support/thrown.js";
import { buildWhereStale, type Ended, sotto } from "./built-program.js";

const SPEECH = fileURLToPath(new URL("../../scripts/demo/recordings/2-door-code.flac", import.meta.url));
const FILES = [...readModelManifest().keys()];
const folders = temporaryFolders();

beforeAll(buildWhereStale);
afterAll(() => folders.end());

function configFile(...lines: readonly string[]): string {
  const folder = folders.folder();
  const path = join(folder, "config.toml");
  writeFileSync(path, [...lines, foldersTable(placesBelow(folder))].join("\n"));
  return path;
}

describe("a configuration with three mistakes", () => {
  const MISTAKES = ['mode = "loud"', "[microphone]", 'device = "sotto_paced"', "rateHz = 7", "gain = 3"];

  it.each([["run"], ["doctor"]])(
    "ends sotto %s with 78, all three named, and the microphone never opened",
    async (command) => {
      const device = await openPacedDevice({ rateHz: 16_000, channels: 1 });
      // Nobody who never opens the device lets a recording end: closing it then refuses the recording.
      const played = thrownCode(() => device.play(new Int16Array(640)));
      const ended = await sotto(["--config", configFile(...MISTAKES), command], device.environment);
      await device.close();
      expect(await played).toBe("INTERNAL");
      expect(ended.status).toBe(78);
      expect(ended.err).toContain("CONFIG_INVALID");
      for (const path of ["mode:", "microphone.rateHz:", "microphone.gain:"])
        expect(ended.err).toContain(path);
      expect(ended.err).toContain("3 mistake(s)");
      expect(ended.err).not.toMatch(/\n\s+at .*:\d+/);
      expect(ended.out).toBe("");
    },
  );

  it("is what kept it closed: without them the same device is opened", async () => {
    const device = await openPacedDevice({ rateHz: 16_000, channels: 1 });
    const played = device.play(new Int16Array(640));
    const config = configFile("[microphone]", 'device = "sotto_paced"');
    const ended = await sotto(["--config", config, "doctor"], device.environment);
    await expect(played).resolves.toMatchObject({ startFrame: expect.any(Number) });
    await device.close();
    expect(ended.out).toContain("sotto_paced open");
  }, 60_000);
});

/** A cache of its own whose files are those of the real one, but for one. */
function cacheBut(file: string, own: "altered" | "missing"): string {
  const cache = folders.folder();
  for (const name of FILES) {
    const path = join(cache, "models", name);
    const real = join(modelFolder(), name);
    mkdirSync(dirname(path), { recursive: true });
    if (name !== file) symlinkSync(real, path);
    else if (own === "altered") {
      const bytes = readFileSync(real);
      const middle = Math.floor(bytes.length / 2);
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
      writeFileSync(path, bytes);
    }
  }
  return cache;
}

function expectNothingLeft({ status, out, err }: Ended, code: string, file: string): void {
  expect(status).toBe(1);
  expect(out).toBe("");
  expect(err).toContain(`sotto: ${code}`);
  expect(err).toContain(file);
  expect(err).toContain("sotto models fetch");
}

describe.each(FILES)("a model file %s", (file) => {
  it("with one altered bit lets nothing out", async () => {
    const out = join(folders.folder(), "out");
    const env = { SOTTO_CACHE: cacheBut(file, "altered") };
    expectNothingLeft(await sotto(["redact", SPEECH, "--out", out], env), "MODEL_ALTERED", file);
    expect(existsSync(out)).toBe(false);
    const verified = await sotto(["models", "verify"], env);
    expect([verified.status, verified.err.includes("MODEL_ALTERED")]).toEqual([1, true]);
  });

  it("that is missing lets nothing out and names the command that mends it", async () => {
    const out = join(folders.folder(), "out");
    const env = { SOTTO_CACHE: cacheBut(file, "missing") };
    expectNothingLeft(await sotto(["redact", SPEECH, "--out", out], env), "MODEL_MISSING", file);
    expect(existsSync(out)).toBe(false);
  });
});

describe("sotto replay and sotto run", () => {
  it("start with no altered model either", async () => {
    const env = { SOTTO_CACHE: cacheBut("embedding.onnx", "altered") };
    const manifest = join(folders.folder(), "manifest.jsonl");
    writeFileSync(manifest, `${JSON.stringify({ path: SPEECH })}\n`);
    const out = join(folders.folder(), "out");
    const replayed = await sotto(["replay", "--manifest", manifest, "--root", "/", "--out", out], env);
    expectNothingLeft(replayed, "MODEL_ALTERED", "embedding.onnx");
    expect(existsSync(out)).toBe(false);
    const ran = await sotto(["--config", configFile(), "run"], env);
    expect([ran.status, ran.err.includes("MODEL_ALTERED")]).toEqual([1, true]);
  });
});
