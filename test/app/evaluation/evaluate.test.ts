import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Evaluation, evaluate } from "../../../src/app/evaluation/evaluate.js";
import { evaluationTables } from "../../../src/app/evaluation/evaluation-tables.js";
import { chooseNoises } from "../../../src/app/evaluation/noises.js";
import { readCases } from "../../../src/app/evaluation/read-cases.js";
import { writeReport } from "../../../src/app/evaluation/report/write-report.js";
import { ReportFolder } from "../../../src/app/evaluation/report-folder.js";
import { redactRow } from "../../../src/app/redact-row.js";
import { type Senses, wireGate, wireSenses } from "../../../src/app/wire.js";
import { SoundFileReader } from "../../../src/capture/edge/sound-file.js";

const MINUTES = 60_000;
const madeSet = fileURLToPath(new URL("../../made-set", import.meta.url));
/** A name, a spelled name, a harmless command; and one that a recording is missing of. */
const WANTED = ["pii-00.flac", "pii-09.flac", "harmless-10.flac"];
const manifest = [
  ...readFileSync(join(madeSet, "manifest.jsonl"), "utf8")
    .split("\n")
    .filter((line) => WANTED.some((name) => line.includes(name))),
  JSON.stringify({ path: "not-there.flac", pii: false }),
].join("\n");
const folder = mkdtempSync(join(tmpdir(), "sotto-evaluate-"));
let senses: Senses;
let evaluation: Evaluation;
let rows = 0;

beforeAll(async () => {
  senses = await wireSenses("auto");
  const { noises } = await chooseNoises({ manifest: undefined, root: undefined, seed: 3 });
  const plan = {
    cases: readCases(manifest, undefined),
    root: madeSet,
    conditions: [{ kind: "clean" }, { kind: "noisy", snrDb: 10 }] as const,
    noises,
    seed: 3,
    jobs: 2,
  };
  const out = new ReportFolder(join(folder, "report"));
  evaluation = await evaluate({
    ...{ plan, senses, mode: "redact", outside: false, ablations: false, out },
    onRow: () => rows++,
  });
  writeReport(evaluation, out, {
    title: "A <set>",
    facts: ["four clips"],
    tables: evaluationTables(evaluation),
    attachments: [{ name: "bench", text: "| ms | <b>p50</b> |" }],
  });
}, 5 * MINUTES);
afterAll(() => {
  senses.hotLoop.dispose();
  rmSync(folder, { recursive: true });
});

function report(name: string): string {
  return readFileSync(join(folder, "report", name), "utf8");
}

describe("evaluate", () => {
  it("gives for clean rows what redact gives, and walks every row under every condition", async () => {
    const gate = wireGate(senses, "redact");
    const reader = new SoundFileReader();
    const { cases } = evaluation.plan;
    for (const [at, { row, index }] of cases.entries()) {
      const place = { row: index, path: row.path, transcript: "shown" } as const;
      const direct = await redactRow(row, join(madeSet, row.path), place, { gate, reader });
      const { ms: _, ...expected } = direct.row;
      expect(evaluation.conditions[0]?.summary.rows[at]).toMatchObject(expected);
    }
    expect(rows).toBe(2 * cases.length);
  });

  it("hears other sound in noise, and counts a file that is not there as failed", () => {
    const [clean, noisy] = evaluation.conditions;
    expect(noisy?.envelopes.get(0)).not.toEqual(clean?.envelopes.get(0));
    for (const condition of evaluation.conditions) {
      expect(condition.summary.drops).toContainEqual({ kind: "failure", reason: "FILE_UNREADABLE", rows: 1 });
      expect(condition.summary.coverage.rows).toBe(4);
    }
  });

  it("says each share with its cases", () => {
    const tables = evaluationTables(evaluation);
    expect(tables.map(({ title }) => title)).toEqual([
      "Entities covered or never left",
      "Entities covered, of those that left",
      "Clips",
      "Clips dropped whole",
      "Stages, ms a clip",
    ]);
    for (const { head, rows: lines } of tables) {
      for (const line of lines) expect(line).toHaveLength(head.length);
    }
    const all = tables[0]?.rows.find(([name]) => name === "all");
    expect(all?.[1]).toMatch(/\d\/2$/);
  });
});

describe("the report", () => {
  it("can be read by its owner alone, page and sound", () => {
    const files = readdirSync(join(folder, "report"), { recursive: true, withFileTypes: true });
    expect(files.some(({ name }) => name.endsWith(".flac"))).toBe(true);
    for (const entry of files) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      expect(mode, entry.name).toBe(entry.isDirectory() ? 0o700 : 0o600);
    }
  });

  it("says first that it is personal, and needs nothing from elsewhere", () => {
    const page = report("report.html");
    expect(page).toContain("personal data of the people");
    expect(page.indexOf("personal data of the people")).toBeLessThan(page.indexOf("<table"));
    expect(page).not.toMatch(/<script|https?:|src=/);
    expect(report("report.md")).toContain("personal data of the people");
  });

  it("lets no text of a manifest or of a bench become a mark", () => {
    const page = report("report.html");
    expect(page).toContain("&#60;set&#62;");
    expect(page).toContain("&#60;b&#62;p50&#60;/b&#62;");
    expect(page).not.toContain("<b>");
  });

  it("leads to the sound that left, and holds a report of each condition in the form of redact", () => {
    for (const name of ["clean", "10-dB"]) {
      const lines = report(`${name}/report.jsonl`).trim().split("\n");
      expect(lines).toHaveLength(4);
      for (const [, link = ""] of report("report.html").matchAll(/href="([^"]+)"/g)) {
        expect(existsSync(join(folder, "report", link)), link).toBe(true);
      }
    }
  });

  it("takes the place of a file that others could read", () => {
    const out = new ReportFolder(join(folder, "report"));
    writeFileSync(join(folder, "report", "open.txt"), "old", { mode: 0o644 });
    out.write("open.txt", "new");
    expect(statSync(join(folder, "report", "open.txt")).mode & 0o777).toBe(0o600);
    expect(report("open.txt")).toBe("new");
  });
});

describe("readCases", () => {
  it("spreads a limit evenly, and keeps each row's place", () => {
    const many = Array.from({ length: 10 }, (_, i) => JSON.stringify({ path: `${i}.wav` })).join("\n");
    expect(readCases(many, 4).map(({ index }) => index)).toEqual([2, 4, 7, 9]);
    expect(readCases(many, 10)).toHaveLength(10);
    expect(readCases(many, 99)).toHaveLength(10);
  });
});
