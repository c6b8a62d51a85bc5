import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placesBelow } from "../../src/config/places.js";
import { replayRowSchema } from "../../src/evaluation/replay-report.js";
import { temporaryFolders } from "../app/demonstration-world.js";
import { enrollAs } from "../support/enrolled-word.js";
import { foldersTable } from "../support/house-folders.js";
import { buildWhereStale, sotto } from "./built-program.js";

const madeSet = fileURLToPath(new URL("../made-set", import.meta.url));
const folders = temporaryFolders();
const folder = folders.folder();
const config = join(folder, "config.toml");
const places = placesBelow(folder);

beforeAll(async () => {
  buildWhereStale();
  writeFileSync(config, foldersTable(places));
  await enrollAs("computer", "commuter", places.words);
  await enrollAs("computer", "hey lighthouse", places.words);
}, 240_000);
afterAll(() => folders.end());

/** A recording of "computer switch on the porch light". */
function manifest(label: string): string {
  const path = join(folder, "manifest.jsonl");
  writeFileSync(path, `${JSON.stringify({ path: "wake-00.flac", label })}\n`);
  return path;
}

async function replay(word: string, label: string) {
  const out = join(folder, word.replace(" ", "-"));
  const args = ["replay", "--manifest", manifest(label), "--root", madeSet, "--out", out, "--word", word];
  const ended = await sotto(["--config", config, ...args]);
  return { ...ended, report: join(out, "report.jsonl") };
}

describe("sotto replay --word", () => {
  it("listens for an enrolled word and no other; the second look wants to hear its spelling", async () => {
    const { status, report } = await replay("hey lighthouse", "wake:hey_lighthouse");
    expect(status).toBe(0);
    const row = replayRowSchema.strict().parse(JSON.parse(readFileSync(report, "utf8")));
    expect(row.looks.map(({ word }) => word)).toEqual(["hey lighthouse"]);
    expect(row.wakes).toEqual([]);
  });

  it("is summed up by sotto eval with the shipped words", async () => {
    const { report } = await replay("commuter", "wake:commuter");
    const args = ["eval", "replay", "--manifest", manifest("wake:commuter"), "--report", report, "--json"];
    const { out } = await sotto(args);
    const { words } = JSON.parse(out);
    expect(words.map((each: { word: string }) => each.word)).toEqual([
      ...["computer", "alexa", "jarvis", "commuter"],
    ]);
    expect(words.at(-1)).toMatchObject({ spoken: 1, looked: 1 });
  });

  it("names the words there are where it is none of them", async () => {
    const { status, err } = await replay("windmill", "wake:windmill");
    expect(status).toBe(78);
    for (const part of ["WORD_UNKNOWN", "jarvis, commuter, hey lighthouse", "sotto enroll --from spelling"])
      expect(err).toContain(part);
  });
});
