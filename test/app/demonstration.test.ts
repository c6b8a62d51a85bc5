import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRandomSet } from "../../scripts/voices/random-set.js";
import { parseConfig } from "../../src/config/config.js";
import { parseRecordings } from "../../src/evaluation/recording.js";
import { buildWhereStale } from "../cli/built-program.js";
import { RECORDINGS, temporaryFolders, verdicts, walkTheWholeWay } from "./demonstration-world.js";

const MINUTES = 60_000;
const folders = temporaryFolders();

beforeAll(buildWhereStale, 4 * MINUTES);
afterAll(() => folders.end());

describe("the demonstration", () => {
  it(
    "brings six of six through all processes and the embedded broker to the reader, and erases the last again",
    async () => {
      const { recordings: results, erasure } = await walkTheWholeWay({
        ...{ config: parseConfig({}), folder: folders.folder(), recordings: RECORDINGS },
      });
      expect(verdicts(results)).toEqual(Array(6).fill("passed"));
      const recordings = parseRecordings(readFileSync(join(RECORDINGS, "recordings.json"), "utf8"));
      for (const [index, { clip, report }] of results.entries()) {
        const kinds = recordings[index]?.kinds ?? [];
        expect(clip?.kinds, `recording ${index + 1}`).toEqual(expect.arrayContaining([...kinds]));
        expect(clip?.payload.length).toBeGreaterThan(0);
        expect(report?.bytes).toBeLessThanOrEqual(120_000);
        expect(report?.ms.fromSpeechEnd).toBeGreaterThan(0);
      }
      expect(erasure).toEqual({
        messageId: results.at(-1)?.clip?.messageId,
        confirmedMs: expect.any(Number),
        isGone: true,
        isDark: true,
      });
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
      const { recordings: results } = await walkTheWholeWay({
        ...{ config: parseConfig({}), folder: folders.folder(), recordings },
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
