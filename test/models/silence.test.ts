import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cacheFolder, modelFolder } from "../../src/models/edge/cache-folder.js";
import { MODEL_FILES } from "../../src/models/model-store.js";
import { networkImports, telemetryMarks } from "./elf-imports.js";
import { filesBelow, temporaryFolder } from "./support.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const lock = z
  .object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) })
  .parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));

/** Folders of the packages that run in the house, not of those that only build and test. */
const shipped = Object.entries(lock.packages)
  .filter(([path, { dev }]) => path !== "" && dev !== true && existsSync(join(root, path)))
  .map(([path]) => path);

/** Native code and WebAssembly of a package; what is made for other systems than Linux is never loaded. */
function binariesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(node|wasm)$|\.so(\.\d+)*$/.test(path))
    .filter((path) => !/(^|[/-])(win32|darwin)/.test(path) && !/(^|\/)node_modules\//.test(path))
    .map((path) => join(folder, path));
}

const binaries = shipped.flatMap(binariesOf).filter((path) => !path.includes("tfjs-node/deps/"));
const libraries = shipped
  .filter((path) => path.endsWith("/@tensorflow/tfjs-node"))
  .map((path) => join(path, "deps/lib"))
  .filter((path) => existsSync(join(root, path)))
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)));

describe("the code of others that runs in the house", () => {
  it("is what this test believes it to be", () => {
    expect(binaries.some((path) => path.endsWith("linux/x64/libonnxruntime.so.1"))).toBe(true);
    expect(binaries.some((path) => path.endsWith("linux/arm64/libonnxruntime.so.1"))).toBe(true);
    expect(binaries.some((path) => path.endsWith(".wasm"))).toBe(true);
  });

  it("cannot reach the network: no native binary imports a function that would, but for the uplink's store", () => {
    // libsql can replicate over a network; test/house/process-libraries.test.ts holds it out of ear and light, and the
    // outbox and the keeper open nothing but files by it.
    const found = binaries
      .filter((path) => !path.includes("/@libsql/"))
      .flatMap((path) => {
        const names = networkImports(readFileSync(join(root, path)));
        return names.length === 0 ? [] : [`${path}: ${names.join(", ")}`];
      });
    expect(found).toEqual([]);
  });

  it("holds no telemetry, native TensorFlow included where it is built", () => {
    // TensorFlow's library can open sockets (it can train on many machines), so only marks are searched there.
    expect(telemetryMarks([...binaries, ...libraries].map((path) => join(root, path)))).toEqual([]);
  });

  it("would be found out: the same searches see sockets in node and marks where there are some", async () => {
    expect(networkImports(readFileSync(process.execPath))).toContain("connect");
    const bad = join(await temporaryFolder(), "bad.so");
    writeFileSync(bad, "\x7fELF\0\xff\0https://mobile.events.data.microsoft.com/OneCollector/1.0\0");
    expect(telemetryMarks([bad])).toEqual([`${bad}:events.data.microsoft.com`, `${bad}:OneCollector`]);
    expect(telemetryMarks([`${bad}.absent`])).not.toEqual([]);
  });
});

describe("the cache", () => {
  it("holds the manifest's models and no wake word of others", async () => {
    expect(await filesBelow(modelFolder())).toEqual([...MODEL_FILES].sort());
  });

  it("holds no package of the wake words anywhere", () => {
    const found = execFileSync("find", [
      cacheFolder(),
      ...["(", "-name", "openwakeword*", "-o", "-name", "*_v0.1.onnx", "-o", "-name", "*_v0.1.tflite", ")"],
    ]);
    expect(found.toString()).toBe("");
  });
});
