import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { buildWhereStale } from "../cli/built-program.js";

const built = fileURLToPath(new URL("../../dist", import.meta.url));

/** Packages that a built program may load, whatever happens: its imports and those of all that it imports. */
function packagesOf(entry: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const walk = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { fileName } of ts.preProcessFile(readFileSync(path, "utf8")).importedFiles) {
      if (fileName.startsWith(".")) walk(normalize(join(dirname(path), fileName)));
      else if (!fileName.startsWith("node:")) packages.add(fileName);
    }
  };
  walk(join(built, entry));
  return packages;
}

const NETWORK = ["mqtt", "aedes", "libsql"];
const SOUND = [
  "node-record-lpcm16",
  "onnxruntime-node",
  "@tensorflow/tfjs-core",
  "@evan/opus/wasm/index.mjs",
];

beforeAll(buildWhereStale, 240_000);

describe("the programs of the processes", () => {
  it("are walked to their ends", () => {
    expect([...packagesOf("app/processes/ear.js")]).toEqual(expect.arrayContaining(SOUND));
    expect([...packagesOf("app/processes/uplink.js")]).toEqual(expect.arrayContaining(["mqtt", "libsql"]));
    expect([...packagesOf("app/processes/light.js")]).toContain("onoff");
  });

  it.each([
    ["ear", [...NETWORK, "onoff"]],
    ["light", [...NETWORK, ...SOUND, "hpke"]],
    ["uplink", [...SOUND, "onoff"]],
    ["keep", [...SOUND, "onoff"]],
  ] as const)("hold no library of another's trade: %s", (name, strange) => {
    const packages = packagesOf(`app/processes/${name}.js`);
    expect(strange.filter((each) => packages.has(each))).toEqual([]);
  });
});
