import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rowOfOutcome, secondsOf } from "../../src/app/redact-row.js";
import { type Senses, wireGate, wireSenses } from "../../src/app/wire.js";
import { SoundFileReader } from "../../src/capture/edge/sound-file.js";
import type { PersonalType } from "../../src/domain/personal-type.js";
import { type RedactSummary, summariseCoverage } from "../../src/evaluation/coverage.js";
import { parseManifest, parseTruth, type RowTruth } from "../../src/evaluation/manifest.js";
import type { RedactRow } from "../../src/evaluation/redact-report.js";
import { replayRowSchema } from "../../src/evaluation/replay-report.js";
import { buildWhereStale, sotto } from "../cli/built-program.js";
import { sharedData } from "../support/shared-data.js";
import { temporaryFolders } from "./demonstration-world.js";

const MINUTES = 60_000;
/** Each about five points, or one row of a small kind, below what was measured: 49 of 49 rows without a leak. */
const LEAK_FREE = 0.95;
const EACH_KIND = 0.75;
/** Measured 22 of 23. */
const HARMLESS = 0.9;
/** Measured 57 of 72: a gate that drops everything leaks nothing either. */
const FORWARDED = 0.74;
/** What is read out digit by digit, letter by letter or as a date, and what stands among other words. */
const READ_OUT = ["SPELLED", "POSTCODE", "PHONE", "NUMBER_ID", "SECRET", "DOB", "DIGITS"] as const;
const IN_SENTENCES = ["PERSON", "PLACE", "ADDRESS", "EMAIL", "MEDICAL"] as const;
/**
 * What is aimed at (.98, .92, .92, .95, at most 3 % dropped) or, where that is not reached, what was measured of
 * these 28 utterances with personal data and 12 without; to be raised with what is measured, never lowered.
 */
const SMALL = {
  readOut: 15 / 16,
  inSentences: 12 / 13,
  leakFree: 26 / 28,
  harmless: 0.95,
  // Two of them hold nothing but data.
  dropped: 3,
} as const;
const madeSet = fileURLToPath(new URL("../made-set", import.meta.url));
const smallSet = fileURLToPath(new URL("../dev-set-small", import.meta.url));
const shared = sharedData();
const folders = temporaryFolders();
let senses: Senses;

beforeAll(async () => {
  buildWhereStale();
  senses = await wireSenses("auto");
});
afterAll(() => {
  senses.hotLoop.dispose();
  folders.end();
});

/** The rows of a manifest for which `wanted` says yes, each walked through all the stages. */
async function redacted(
  manifest: string,
  root: string,
  wanted: (truth: RowTruth) => boolean,
): Promise<RedactSummary> {
  const text = readFileSync(manifest, "utf8");
  const truths = parseTruth(text);
  const gate = wireGate(senses, "redact");
  const reader = new SoundFileReader();
  const rows: RedactRow[] = [];
  const kept: RowTruth[] = [];
  for (const [index, row] of parseManifest(text).entries()) {
    const truth = truths[index];
    if (!truth || !wanted(truth)) continue;
    const { audio } = await reader.read(join(root, row.path), {
      ...(row.start === undefined ? {} : { startSeconds: row.start }),
      ...(row.end === undefined ? {} : { endSeconds: row.end }),
    });
    const seconds = secondsOf(audio);
    const outcome = await gate.processAlone(audio);
    rows.push(rowOfOutcome({ row: index, path: row.path, transcript: "hidden" }, seconds, outcome));
    kept.push(truth);
  }
  return summariseCoverage(kept, rows);
}

function told({ types, harmless, dropped, rows, leakFree }: RedactSummary): string {
  const lines = types.map(
    (t) => `${t.type} ${t.covered}/${t.entities} (forwarded ${t.coveredForwarded}/${t.forwarded})`,
  );
  return [
    `${rows} rows, ${dropped} dropped, leak-free ${leakFree.clean}/${leakFree.rows}`,
    `harmless whole ${harmless.whole}/${harmless.rows}, dropped ${harmless.dropped}`,
    ...lines,
  ].join("\n  ");
}

function covered(summary: RedactSummary, type: PersonalType): number {
  const found = summary.types.find((t) => t.type === type);
  return found ? found.covered / found.entities : Number.NaN;
}

/** Covered entities of several types, by all of those. */
function coveredOf(summary: RedactSummary, types: readonly PersonalType[]): number {
  const found = summary.types.filter(({ type }) => types.includes(type));
  const entities = found.reduce((sum, each) => sum + each.entities, 0);
  return found.reduce((sum, each) => sum + each.covered, 0) / entities;
}

describe("the made set", () => {
  it(
    "keeps its floors: what is personal is covered or stays, what is harmless leaves whole",
    async () => {
      const summary = await redacted(join(madeSet, "manifest.jsonl"), madeSet, () => true);
      console.info(told(summary));
      expect(summary.rows).toBe(72);
      expect(covered(summary, "PERSON"), told(summary)).toBeGreaterThanOrEqual(0.6);
      for (const { type } of summary.types) {
        expect(covered(summary, type), `${type}: ${told(summary)}`).toBeGreaterThanOrEqual(EACH_KIND);
      }
      expect(summary.leakFree.clean / summary.leakFree.rows, told(summary)).toBeGreaterThanOrEqual(LEAK_FREE);
      expect(summary.harmless.whole / summary.harmless.rows, told(summary)).toBeGreaterThanOrEqual(HARMLESS);
      expect((summary.rows - summary.dropped) / summary.rows, told(summary)).toBeGreaterThanOrEqual(
        FORWARDED,
      );
    },
    10 * MINUTES,
  );

  it(
    "wakes by each recording's own word, and makes no clip of near misses",
    async () => {
      const rows = readFileSync(join(madeSet, "manifest.jsonl"), "utf8")
        .trim()
        .split("\n")
        .filter((line) => /"label":"(wake:|near-miss)/.test(line));
      const manifest = join(folders.folder(), "wake.jsonl");
      writeFileSync(manifest, rows.map((row) => `${row}\n`).join(""));
      const out = folders.folder();
      const { status, err } = await sotto([
        "replay",
        "--manifest",
        manifest,
        "--root",
        madeSet,
        "--out",
        out,
      ]);
      expect(status, err).toBe(0);
      const truths = parseTruth(rows.join("\n"));
      const report = readFileSync(join(out, "report.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => replayRowSchema.parse(JSON.parse(line)));
      const lines = report.map((row, i) => {
        const words = row.wakes.map(({ word, score }) => `${word} ${score}`).join(", ") || "no wake";
        return `${truths[i]?.label}: ${words}; ${row.looks.length} looks, ${row.clips.length} clips`;
      });
      console.info(lines.join("\n  "));
      for (const [i, row] of report.entries()) {
        const spoken = truths[i]?.label?.match(/^wake:(.+)$/)?.[1];
        expect(
          row.wakes.map(({ word }) => word),
          lines[i],
        ).toEqual(spoken === undefined ? [] : [spoken]);
        expect(row.clips, lines[i]).toHaveLength(spoken === undefined ? 0 : 1);
      }
      expect(report).toHaveLength(12);
    },
    5 * MINUTES,
  );
});

describe("the small part of the development set", () => {
  it(
    "keeps its floors on values and carriers that nothing was trained on",
    async () => {
      const summary = await redacted(join(smallSet, "manifest.jsonl"), smallSet, () => true);
      console.info(told(summary));
      const { leakFree, harmless, dropped } = summary;
      expect(summary.rows).toBe(40);
      expect(coveredOf(summary, READ_OUT), told(summary)).toBeGreaterThanOrEqual(SMALL.readOut);
      expect(coveredOf(summary, IN_SENTENCES), told(summary)).toBeGreaterThanOrEqual(SMALL.inSentences);
      expect(leakFree.clean / leakFree.rows, told(summary)).toBeGreaterThanOrEqual(SMALL.leakFree);
      expect(harmless.whole / harmless.rows, told(summary)).toBeGreaterThanOrEqual(SMALL.harmless);
      expect(dropped, told(summary)).toBeLessThanOrEqual(SMALL.dropped);
    },
    10 * MINUTES,
  );
});

describe.skipIf(shared === undefined)("the spoken sentences for development", () => {
  it(
    "have six of ten persons covered or kept at home, at least",
    async () => {
      const root = shared ?? "";
      const summary = await redacted(join(root, "manifests", "pii-spoken-dev.jsonl"), root, (truth) =>
        (truth.entities ?? []).some(({ type }) => type === "PERSON"),
      );
      console.info(told(summary));
      expect(summary.rows).toBeGreaterThan(20);
      expect(covered(summary, "PERSON"), told(summary)).toBeGreaterThanOrEqual(0.6);
    },
    15 * MINUTES,
  );
});
