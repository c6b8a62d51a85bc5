import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWhereStale, sotto } from "./built-program.js";

const madeSet = fileURLToPath(new URL("../made-set", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sotto-eval-"));
const manifest = join(folder, "manifest.jsonl");

beforeAll(() => {
  buildWhereStale();
  const rows = readFileSync(join(madeSet, "manifest.jsonl"), "utf8")
    .split("\n")
    .filter((line) => /pii-0[12]\.flac/.test(line));
  writeFileSync(manifest, rows.join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("sotto eval", () => {
  it("prints tables with a column for each condition, and writes nothing that was not asked for", async () => {
    const before = readdirSync(folder);
    const { status, out, err } = await sotto(["eval", manifest, "--root", madeSet, "--snr", "clean, 10"]);
    expect(status, err).toBe(0);
    expect(out).toContain("2 clips of manifest.jsonl, mode redact");
    expect(out).toContain("noise made by the program");
    expect(out).toMatch(/\| {2}\| clean \| 10 dB \|/);
    expect(out).not.toMatch(/callum|rosalind/i);
    expect(readdirSync(folder)).toEqual(before);
  }, 120_000);

  it("writes reports that eval redact reads, with its own --root, and that say the same", async () => {
    const out = join(folder, "out");
    const arguments_ = ["eval", manifest, "--root", madeSet, "--snr", "clean", "--out", out, "--jobs", "1"];
    const evaluated = await sotto(arguments_);
    expect(evaluated.status, evaluated.err).toBe(0);
    const report = join(out, "clean", "report.jsonl");
    const read = await sotto([
      "eval",
      "redact",
      "--manifest",
      manifest,
      "--root",
      madeSet,
      "--report",
      report,
    ]);
    expect(read.status, read.err).toBe(0);
    const all = /^\| all \| (.+?) \|/m.exec(read.out)?.[1];
    expect(all).toMatch(/\/\d$/);
    expect(evaluated.out.split("Entities covered, of those that left")[1]).toContain(`| all | ${all} |`);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("with every entity covered");
  }, 120_000);

  it.each([
    [["eval"], /name a manifest/],
    [["eval", manifest, "--snr", "loud"], /--snr/],
    [["eval", manifest, "--outside", "cat"], /--outside/],
  ])("refuses what it does not take: %j", async (words, told) => {
    const { status, err } = await sotto(words);
    expect(status).not.toBe(0);
    expect(err).toMatch(told);
  });
});
