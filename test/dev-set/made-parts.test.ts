import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { DevClip } from "../../scripts/dev-set/dev-set-plan.js";
import { assemble } from "../../scripts/dev-set/made-parts.js";
import { parseManifest, parseTruth } from "../../src/evaluation/manifest.js";

const PLAN: readonly DevClip[] = [
  { name: "dev-0000", marked: "call {PERSON:una}, please.", speaker: "af_nova", speed: 1 },
  { name: "dev-0001", marked: "stop", speaker: "bm_daniel", speed: 0.9 },
];
const PERSON = { type: "PERSON", text: "una", start: 0.4, end: 0.8, word_start: 1, word_end: 2 };

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-dev-set-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function part(at: string, name: string, ...rows: readonly object[]): void {
  writeFileSync(join(at, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

function manifest(at: string): string {
  return readFileSync(join(at, "manifest.jsonl"), "utf8");
}

const una = {
  path: "dev-0000.flac",
  text: "call una please",
  speaker: "af_nova",
  speed: 1,
  entities: [PERSON],
};
const stop = { path: "dev-0001.flac", text: "stop", speaker: "bm_daniel", speed: 0.9, entities: [] };

describe("the parts of the development set", () => {
  it("come together in plan order, with whichever file is there", async () => {
    const at = folder();
    part(at, "part-1-of-2.jsonl", stop);
    part(at, "part-2-of-2.jsonl", una);
    writeFileSync(join(at, "dev-0000.ogg"), "");
    writeFileSync(join(at, "dev-0001.flac"), "");
    expect(await assemble(at, PLAN)).toBe(2);
    expect(parseManifest(manifest(at)).map(({ path }) => path)).toEqual(["dev-0000.ogg", "dev-0001.flac"]);
    expect(parseTruth(manifest(at))[0]?.entities).toEqual([PERSON]);
  });

  it("leave out what has no sound and what the plan no longer says", async () => {
    const at = folder();
    part(at, "part-1-of-1.jsonl", { ...una, text: "call olga please" }, stop);
    writeFileSync(join(at, "dev-0000.flac"), "");
    expect(await assemble(at, PLAN)).toBe(0);
    expect(manifest(at)).toBe("");
  });

  it("take the row that fits where a clip was made again", async () => {
    const at = folder();
    part(at, "part-1-of-1.jsonl", una, { ...una, speed: 1.1 });
    writeFileSync(join(at, "dev-0000.flac"), "");
    expect(await assemble(at, PLAN)).toBe(1);
    expect(JSON.parse(manifest(at))).toMatchObject({ speed: 1 });
  });
});
