import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placesBelow } from "../../src/config/places.js";
import { replayRowSchema } from "../../src/evaluation/replay-report.js";
import { temporaryFolders } from "../app/demonstration-world.js";
import { foldersTable } from "../support/house-folders.js";
import { buildWhereStale, sotto } from "./built-program.js";

const WORD = "marmalade";
const folders = temporaryFolders();
const folder = folders.folder();
const places = placesBelow(folder);
const config = join(folder, "config.toml");

beforeAll(() => {
  buildWhereStale();
  writeFileSync(config, foldersTable(places));
}, 240_000);
afterAll(() => folders.end());

function enroll(...args: readonly string[]) {
  return sotto(["--config", config, "enroll", ...args]);
}

describe("sotto enroll refuses", () => {
  it.each([
    ["", "cannot be a wake word"],
    ["a", "2 to 40 signs"],
    ["r2d2", "spell out what is no letter"],
    ["one two three four five", "one to four words"],
    ["w".repeat(41), "2 to 40 signs"],
    ["../../etc", "cannot be a wake word"],
    ["computer", "is shipped"],
  ])("%j, with the way out", async (word, told) => {
    const { status, out, err } = await enroll("--from", "spelling", word);
    expect([status, out]).toEqual([64, ""]);
    expect(err).toContain("USAGE");
    expect(err).toContain(told);
  });

  it("where flite is not installed, and names the package", async () => {
    const node = process.execPath.slice(0, process.execPath.lastIndexOf("/"));
    const bare = folders.folder();
    const { status, err } = await sotto(
      ["--config", config, "enroll", "--from", "spelling", "--quick", "lighthouse"],
      { PATH: node === "/usr/bin" ? bare : node },
    );
    expect(status).toBe(1);
    expect(err).toContain("ENROLL_UNAVAILABLE");
    expect(err).toContain("apt-get install flite");
  });
});

const hasFlite = spawnSync("flite", ["--version"]).error === undefined;

describe.skipIf(!hasFlite)("a word enrolled in a hurry (flite is not installed: skipped)", () => {
  it("is judged in words and figures, and then heard by sotto replay or refused with its reasons", {
    timeout: 600_000,
  }, async () => {
    const { status, out, err } = await enroll("--from", "spelling", "--quick", WORD);
    console.info(out);
    expect(out).toMatch(/\| marmalade \|.*\n\| computer \|/);
    if (status !== 0) {
      // Few voices make a strict judge: a refusal tells why, and leaves nothing behind.
      expect(out).toMatch(/"marmalade" is unusable, because .*missed \d+ % of the time/);
      expect(err).toContain("WORD_UNUSABLE");
      expect(existsSync(join(places.words, WORD))).toBe(false);
      return;
    }
    expect(out).toMatch(/"marmalade" is a (good|bad) choice/);
    const wav = join(folder, "said.wav");
    spawnSync("flite", ["-voice", "slt", "-t", "marmalade", "-o", wav]);
    const manifest = join(folder, "manifest.jsonl");
    writeFileSync(manifest, `${JSON.stringify({ path: "said.wav", label: "wake:marmalade" })}\n`);
    const replayed = join(folder, "out");
    await sotto(["--config", config, "replay", "--manifest", manifest, "--out", replayed, "--word", WORD]);
    const row = replayRowSchema.parse(JSON.parse(readFileSync(join(replayed, "report.jsonl"), "utf8")));
    expect(row.looks.map(({ word }) => word)).toEqual([WORD]);
    expect(row.wakes.map(({ word }) => word)).toEqual([WORD]);
  });
});
