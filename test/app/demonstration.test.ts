import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRandomSet } from "../../scripts/voices/random-set.js";
import { type Senses, wireSenses } from "../../src/app/wire.js";
import { parseConfig } from "../../src/config/config.js";
import { parseRecordings } from "../../src/evaluation/recording.js";
import { RECORDINGS, temporaryFolders, verdicts, walkTheWholeWay } from "./demonstration-world.js";

const MINUTES = 60_000;
const folders = temporaryFolders();
let senses: Senses;

beforeAll(async () => {
  senses = await wireSenses("auto");
});
afterAll(() => {
  senses.hotLoop.dispose();
  folders.end();
});

describe("the demonstration", () => {
  it(
    "brings six of six through a real recorder and the embedded broker to the reader",
    async () => {
      const results = await walkTheWholeWay({
        ...{ config: parseConfig({}), senses, folder: folders.folder(), recordings: RECORDINGS },
      });
      expect(verdicts(results)).toEqual(Array(6).fill("passed"));
      const recordings = parseRecordings(readFileSync(join(RECORDINGS, "recordings.json"), "utf8"));
      for (const [index, { clip, report, sealedBytes }] of results.entries()) {
        const kinds = recordings[index]?.kinds ?? [];
        expect(clip?.kinds, `recording ${index + 1}`).toEqual(expect.arrayContaining([...kinds]));
        expect(clip?.payload.length).toBeGreaterThan(0);
        expect(sealedBytes).toBeLessThanOrEqual(120_000);
        expect(report?.ms.fromSpeechEnd).toBeGreaterThan(0);
      }
    },
    5 * MINUTES,
  );

  it(
    "brings at least ten of twelve that are spoken now, with names and numbers drawn now",
    async () => {
      const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1_000_000_007));
      console.info(`SEED=${seed}`);
      const recordings = folders.folder();
      const made = await makeRandomSet(recordings, 12, seed);
      expect(made).toHaveLength(12);
      const results = await walkTheWholeWay({
        ...{ config: parseConfig({}), senses, folder: folders.folder(), recordings },
      });
      const outcomes = verdicts(results);
      const told = outcomes.map((verdict, i) => `${made[i]?.kinds.join(",") || "harmless"}: ${verdict}`);
      const passed = outcomes.filter((verdict) => verdict === "passed").length;
      console.info(`SEED=${seed}: ${passed} of 12\n  ${told.join("\n  ")}`);
      expect(passed, told.join("\n")).toBeGreaterThanOrEqual(10);
    },
    10 * MINUTES,
  );
});
