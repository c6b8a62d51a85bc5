import { readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { buildWhereStale } from "../cli/built-program.js";

const built = fileURLToPath(new URL("../../dist", import.meta.url));

/** All that a built program may load: packages, and files of its own by their path in dist. */
function loadedBy(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const seen = new Set<string>();
  const walk = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    loaded.add(relative(built, path));
    for (const { fileName } of ts.preProcessFile(readFileSync(path, "utf8")).importedFiles) {
      if (fileName.startsWith(".")) walk(normalize(join(dirname(path), fileName)));
      else if (!fileName.startsWith("node:")) loaded.add(fileName);
    }
  };
  walk(join(built, entry));
  return loaded;
}

/** Loads onoff on demand. */
const PINS = "light/edge/onoff-pins.js";
const NETWORK = ["mqtt", "aedes", "libsql"];
const RECOGNISER = ["onnxruntime-node", "@evan/opus/wasm/index.mjs"];
const CAPTURE = ["node-record-lpcm16", "@tensorflow/tfjs-core"];
const SOUND = [...RECOGNISER, ...CAPTURE];
/** The ear's own thread that listens, which it starts by its path. */
const LISTENING = "app/ear/listening-thread.js";

beforeAll(buildWhereStale, 240_000);

describe("the programs of the processes", () => {
  it("are walked to their ends", () => {
    expect([...loadedBy("app/processes/ear.js")]).toEqual(expect.arrayContaining(RECOGNISER));
    expect([...loadedBy(LISTENING)]).toEqual(expect.arrayContaining(CAPTURE));
    expect([...loadedBy("app/processes/uplink.js")]).toEqual(expect.arrayContaining(["mqtt", "libsql"]));
    expect([...loadedBy("app/processes/light.js")]).toContain(PINS);
  });

  it.each([
    ["ear", [...NETWORK, PINS]],
    ["light", [...NETWORK, ...SOUND, "hpke"]],
    ["uplink", [...SOUND, PINS]],
    ["keep", [...SOUND, PINS]],
  ] as const)("hold no library of another's trade: %s", (name, strange) => {
    const loaded = loadedBy(`app/processes/${name}.js`);
    expect(strange.filter((each) => loaded.has(each))).toEqual([]);
  });

  it("leave to the thread that listens nothing but listening", () => {
    const loaded = loadedBy(LISTENING);
    const strange = [...NETWORK, ...RECOGNISER, PINS, "hpke", "zod", "cborg"];
    expect(strange.filter((each) => loaded.has(each))).toEqual([]);
  });
});
