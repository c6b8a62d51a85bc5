import { mkdir, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { readModelManifest } from "../../src/models/edge/cache-folder.js";
import { defaultModelPlace, FileModelStore } from "../../src/models/edge/file-model-store.js";
import { verifyModels } from "../../src/models/edge/verify-models.js";
import { entryOf, parseModelManifest } from "../../src/models/manifest.js";
import { MODEL_FILES } from "../../src/models/model-store.js";
import { standIn, standInManifest, temporaryFolder } from "./support.js";

async function filledPlace() {
  const place = { manifest: standInManifest(), folder: await temporaryFolder() };
  for (const file of MODEL_FILES) {
    await mkdir(dirname(join(place.folder, file)), { recursive: true });
    await writeFile(join(place.folder, file), standIn(file));
  }
  return place;
}

it("gives a file whose SHA-256 is the manifest's", async () => {
  const store = new FileModelStore(await filledPlace());
  expect(await store.read("embedding.onnx")).toEqual(standIn("embedding.onnx"));
});

it("refuses a file with one altered byte, and says which, why and what mends it", async () => {
  const place = await filledPlace();
  const store = new FileModelStore(place);
  await store.read("moonshine-tiny-en/decoder.ort");
  const altered = standIn("moonshine-tiny-en/decoder.ort");
  altered[3] = 0;
  await writeFile(join(place.folder, "moonshine-tiny-en/decoder.ort"), altered);
  const reading = store.read("moonshine-tiny-en/decoder.ort");
  await expect(reading).rejects.toMatchObject({ code: "MODEL_ALTERED" });
  await expect(reading).rejects.toThrow(
    /moonshine-tiny-en\/decoder\.ort.*SHA-256 [0-9a-f]{64} instead of [0-9a-f]{64}\. Run: sotto models fetch/,
  );
});

it("refuses a file of another length without reading it", async () => {
  const place = await filledPlace();
  const path = join(place.folder, "embedding.onnx");
  // Sparse: two terabytes that could never be read into memory.
  await truncate(path, 2 ** 41);
  await expect(new FileModelStore(place).read("embedding.onnx")).rejects.toMatchObject({
    code: "MODEL_ALTERED",
    message: expect.stringContaining(`${2 ** 41} bytes instead of`),
  });
});

it("refuses a missing file and a folder in its place, and says what mends it", async () => {
  const place = { manifest: standInManifest(), folder: await temporaryFolder() };
  const store = new FileModelStore(place);
  const missing = store.read("embedding.onnx");
  await expect(missing).rejects.toMatchObject({ code: "MODEL_MISSING" });
  await expect(missing).rejects.toThrow(/embedding\.onnx is not there\. Run: sotto models fetch/);
  await mkdir(join(place.folder, "embedding.onnx"));
  await expect(store.read("embedding.onnx")).rejects.toMatchObject({ code: "MODEL_MISSING" });
});

it("lists every file with its own state", async () => {
  const place = await filledPlace();
  await writeFile(join(place.folder, "embedding.onnx"), "something else");
  await mkdir(join(place.folder, "elsewhere"));
  const manifest = place.manifest;
  const states = await verifyModels({ manifest, folder: place.folder });
  expect(states.map(({ state }) => state)).toEqual(["altered", "intact", "intact", "intact"]);
  const none = await verifyModels({ manifest, folder: join(place.folder, "elsewhere") });
  expect(none.map(({ state }) => state)).toEqual(["missing", "missing", "missing", "missing"]);
});

it("finds this machine's cache intact", async () => {
  const states = await verifyModels(defaultModelPlace());
  expect(states.filter(({ state }) => state !== "intact")).toEqual([]);
});

it("takes no manifest that is incomplete, vague or leads outside", () => {
  const models = [...readModelManifest().values()];
  const embedding = entryOf(readModelManifest(), "embedding.onnx");
  const others = models.filter(({ file }) => file !== "embedding.onnx");
  const npm = { kind: "npm", package: "some-package", version: "1.0.0", path: "package/x" };
  const wrong = [
    { models: others },
    { models: [...models, embedding] },
    { models: [...others, { ...embedding, sha256: "abc" }] },
    { models: [...others, { ...embedding, note: "unknown key" }] },
    { models: [...others, { ...embedding, sources: [] }] },
    { models: [...others, { ...embedding, sources: [{ ...npm, version: "^1.0.0" }] }] },
    { models: [...others, { ...embedding, sources: [{ ...npm, package: "--registry=x" }] }] },
    { models: [...others, { ...embedding, sources: [{ ...npm, path: "package/../../x" }] }] },
    { models: [...others, { ...embedding, sources: [{ kind: "https", url: "http://example.org/x" }] }] },
  ];
  for (const raw of wrong) {
    expect(() => parseModelManifest(raw), JSON.stringify(raw).slice(0, 200)).toThrow(
      /manifest\.json is wrong/,
    );
  }
  expect(parseModelManifest({ models: [...others, embedding] }).size).toBe(models.length);
});
