import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { demonstrate } from "../../src/app/demonstration/demonstration.js";
import { openDemonstrationHouse } from "../../src/app/demonstration/demonstration-house.js";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { parseConfig } from "../../src/config/config.js";
import { BUILT_PROCESSES, RECORDINGS, temporaryFolders } from "../app/demonstration-world.js";
import { buildWhereStale } from "../cli/built-program.js";
import { compileDiskLayer, type DiskLayer, layerEnvironment } from "./disk-layer/disk-layer.js";
import { readTrace, type TracedCall } from "./disk-layer/disk-trace.js";
import { PlaintextSearch } from "./plaintext-search.js";

/** Speaking takes as long as it takes: two of the six, one of them with a name. */
const SPOKEN = 2;
const MINUTES = 60_000;

const recordings = z.array(
  z.looseObject({
    file: z.string(),
    text: z.string(),
    entities: z.array(z.looseObject({ text: z.string() })),
  }),
);
type Spoken = z.infer<typeof recordings>;

const folders = temporaryFolders();
let layer: DiskLayer;
beforeAll(() => {
  buildWhereStale();
  layer = compileDiskLayer();
}, 4 * MINUTES);
afterAll(() => {
  layer.remove();
  folders.end();
});

/** Values, their words that are too long to occur by chance, values without spaces, and whole sentences. */
function wordsOf(spoken: Spoken): readonly string[] {
  const values = spoken.flatMap(({ entities }) => entities.map(({ text }) => text));
  const words = values.flatMap((value) => value.split(" "));
  const joined = values.map((value) => value.replaceAll(" ", ""));
  const long = [...words, ...joined].filter((each) => each.length > 4);
  return [...new Set([...values, ...long, ...spoken.map(({ text }) => text)])].map((each) =>
    each.toLowerCase(),
  );
}

/** A folder of the first few recordings alone. */
function someRecordings(): { readonly folder: string; readonly spoken: Spoken } {
  const folder = folders.folder();
  const text = readFileSync(join(RECORDINGS, "recordings.json"), "utf8");
  const spoken = recordings.parse(JSON.parse(text)).slice(0, SPOKEN);
  writeFileSync(join(folder, "recordings.json"), JSON.stringify(spoken));
  for (const { file } of spoken) cpSync(join(RECORDINGS, file), join(folder, file));
  return { folder, spoken };
}

/** What was given to devices, such as the null device of alsa-lib's file plugin, lies nowhere. */
function writtenToDisks(calls: readonly TracedCall[]): readonly Buffer[] {
  const paths = new Map<string, string>();
  const written: Buffer[] = [];
  for (const call of calls) {
    if (call.kind === "open") paths.set(`${call.pid} ${call.fd}`, call.path);
    if (call.kind !== "write") continue;
    const path = paths.get(`${call.pid} ${call.fd}`) ?? "";
    if (path !== "/dev/null") written.push(call.data);
  }
  return written;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("everything that the processes of a house ever write", () => {
  it(
    "holds neither a sound nor a word that was spoken, in any form",
    async () => {
      const { folder, spoken } = someRecordings();
      const trace = join(folders.folder(), "trace");
      const home = join(folders.folder(), "house");
      mkdirSync(home, { mode: 0o700 });
      const logs: string[] = [];
      // Whatever file they write, wherever it is: the root is the whole tree. A sandbox would hide the layer.
      Object.assign(process.env, layerEnvironment(layer, { root: "/", trace }));
      const house = await openDemonstrationHouse({
        ...{ config: parseConfig({}), folder: home, confinement: "unconfined", entries: BUILT_PROCESSES },
        observe: (event) => logs.push(JSON.stringify(event)),
      }).finally(() => {
        for (const name of ["LD_PRELOAD", "SOTTO_DISK_ROOT", "SOTTO_DISK_TRACE"]) delete process.env[name];
      });
      let opened: readonly Buffer[] = [];
      let onDisk: readonly Buffer[] = [];
      try {
        const { crew } = house.household;
        const result = await demonstrate({
          ...{
            crew,
            feed: house.feed,
            microphone: house.microphone,
            reader: house.reader,
            recordings: folder,
          },
          observe: () => undefined,
        });
        opened = result.recordings.flatMap(({ clip }) => (clip ? [Buffer.from(clip.payload)] : []));
        const { uplink, keeper, light, device, run } = house.places;
        onDisk = [uplink, keeper, light, device, run].flatMap(filesBelow).map((path) => readFileSync(path));
      } finally {
        await house.close();
      }
      const sounds: Float32Array[] = [];
      for (const { file } of spoken) {
        sounds.push((await readSoundFile(join(RECORDINGS, file))).audio.samples);
      }
      const flacs = spoken.map(({ file }) => readFileSync(join(RECORDINGS, file)));
      const words = wordsOf(spoken);
      const search = new PlaintextSearch({ sounds, words, flacs, opened });

      const calls = readTrace(trace);
      const written = writtenToDisks(calls);
      const bytes = Buffer.concat(written);
      const names = calls.flatMap((call) => ("path" in call ? [call.path] : []));
      process.stdout.write(
        `${written.length} writes, ${bytes.length} bytes; ${onDisk.length} files at the end; ${logs.length} lines\n`,
      );
      // How well it heard them beside other tests is not the question; that something went the whole way is.
      expect(opened.length).toBeGreaterThan(0);
      expect(names.some((path) => path.endsWith(".clip"))).toBe(true);
      expect(search.inBytes(bytes)).toEqual([]);
      expect(search.inBytes(Buffer.concat(onDisk))).toEqual([]);
      expect(search.inBytes(Buffer.from([...logs, ...names].join("\n")))).toEqual([]);
    },
    6 * MINUTES,
  );
});
