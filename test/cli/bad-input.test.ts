import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedactRow, redactRowSchema } from "../../src/evaluation/redact-report.js";
import { type ReplayRow, replayRowSchema } from "../../src/evaluation/replay-report.js";
import { DROP_REASONS } from "../../src/pipeline/process-utterance.js";
import { temporaryFolders } from "../app/demonstration-world.js";
import { type BadSound, makeBadSounds } from "./bad-sounds.js";
import { buildWhereStale, type Ended, sotto } from "./built-program.js";

/** Measured 330 with the models loaded; the samples of three hours alone are 691 MB. */
const MOST_MB = 600;
const folders = temporaryFolders();
const sounds = folders.folder();
let bad: readonly BadSound[];

beforeAll(async () => {
  buildWhereStale();
  bad = await makeBadSounds(sounds);
});
afterAll(() => folders.end());

function manifestOf(rows: readonly BadSound[]): string {
  const path = join(folders.folder(), "manifest.jsonl");
  const lines = rows.map(({ file, start, end }) => `${JSON.stringify({ path: file, start, end })}\n`);
  writeFileSync(path, lines.join(""));
  return path;
}

function reportIn(out: string): unknown[] {
  const lines = readFileSync(join(out, "report.jsonl"), "utf8").trim().split("\n");
  return lines.map((line): unknown => JSON.parse(line));
}

/** A person reads what happened and what to do, and no stack of calls. */
function expectToldPlainly({ err, status }: Ended, code: string, exit: number): void {
  expect(err).toContain(`sotto: ${code}`);
  expect(err).not.toMatch(/\n\s+at .*:\d+/);
  expect(status).toBe(exit);
}

describe("sotto redact of a manifest with bad rows", () => {
  let ended: Ended;
  let out: string;
  let rows: readonly RedactRow[];

  beforeAll(async () => {
    out = folders.folder();
    ended = await sotto(["redact", "--manifest", manifestOf(bad), "--root", sounds, "--out", out]);
    console.info(`redact: peak ${ended.peakMb.toFixed(0)} MB; ${ended.out.trim()}`);
    rows = reportIn(out).map((row) => redactRowSchema.strict().parse(row));
  });

  it("writes a row for each, with its code or reason", () => {
    const expected = bad.map(({ what, reason }, row) => `${row} ${what}: ${reason}`);
    const got = rows.map((row, i) => {
      const { what, reason } = bad[i] ?? { what: "", reason: "" };
      return `${row.row} ${what}: ${reason === "judged" ? reason : row.reason}`;
    });
    expect(got).toEqual(expected);
    for (const row of rows.filter(({ decision }) => decision === "forward")) expect(row.reason).toBeNull();
  });

  it("ends with 1 and says how many could not be read, without a stack", () => {
    expect(ended.status).toBe(1);
    const unread = bad.filter(({ reason }) => /^[A-Z_]+$/.test(reason)).length;
    expect(ended.out).toContain(`(${unread} could not be read`);
    expect(ended.err).not.toMatch(/\n\s+at .*:\d+/);
  });

  it("leaves redacted sound of forwarded rows alone", () => {
    const forwarded = rows.filter(({ decision }) => decision === "forward").map(({ row }) => row);
    const files = forwarded.map((row) => `${String(row).padStart(5, "0")}.flac`);
    expect(readdirSync(out).sort()).toEqual([...files, "report.jsonl"]);
    for (const row of rows.filter(({ decision }) => decision === "drop")) expect(row.spans).toEqual([]);
  });

  it("cuts the code out of 48 kHz stereo as out of the good one", () => {
    for (const row of rows.slice(0, 2)) {
      expect(row.decision).toBe("forward");
      expect(row.spans.flatMap(({ types }) => types)).toContain("SECRET");
      expect(row.spans.some(({ start, end }) => start < 2.75 && end > 3.85)).toBe(true);
    }
  });

  it.each(["clipped.wav", "eight-bit.wav"])(
    "cuts the code out of %s or keeps it back for a documented reason",
    (name) => {
      const row = rows[bad.findIndex(({ file }) => file === name)];
      if (row?.decision === "drop") expect(DROP_REASONS).toContain(row.reason);
      else expect(row?.spans.flatMap(({ types }) => types)).toContain("SECRET");
    },
  );

  it("holds no three hours in memory", () => {
    expect(ended.peakMb).toBeGreaterThan(50);
    expect(ended.peakMb).toBeLessThan(MOST_MB);
  });
});

describe("sotto replay of a manifest with bad rows", () => {
  it("writes a row for each, hears the good ones, tells the codes of the others and ends with 1", async () => {
    const out = folders.folder();
    const ended = await sotto(["replay", "--manifest", manifestOf(bad), "--root", sounds, "--out", out]);
    console.info(`replay: peak ${ended.peakMb.toFixed(0)} MB; ${ended.out.trim()}`);
    const rows: readonly ReplayRow[] = reportIn(out).map((row) => replayRowSchema.strict().parse(row));
    expect(rows.map(({ path }) => path)).toEqual(bad.map(({ file }) => file));
    expect(ended.status).toBe(1);
    expect(ended.err).not.toMatch(/\n\s+at .*:\d+/);
    for (const [i, { what, reason }] of bad.entries()) {
      const isUnread = /^[A-Z_]+$/.test(reason);
      const told = ended.err.split("\n").find((line) => line.includes(`row ${i}: `));
      expect(told?.includes(reason) ?? false, what).toBe(isUnread);
      if (isUnread) expect(rows[i], what).toMatchObject({ duration: 0, wakes: [], looks: [], clips: [] });
    }
    expect(rows.slice(0, 2).map(({ wakes }) => wakes.map(({ word }) => word))).toEqual([
      ["alexa"],
      ["alexa"],
    ]);
    expect(rows[bad.findIndex(({ what }) => what === "silence")]).toMatchObject({ looks: [], clips: [] });
    expect(ended.peakMb).toBeLessThan(MOST_MB);
  });
});

describe("sotto redact of one bad file", () => {
  it.each([
    ["cut.wav", "AUDIO_TRUNCATED"],
    ["letter.wav", "AUDIO_FORMAT_UNSUPPORTED"],
    ["three-hours.wav", "AUDIO_TOO_LONG"],
    ["missing.wav", "FILE_UNREADABLE"],
  ])("%s: %s, exit 1, and nothing is written", async (file, code) => {
    const out = join(folders.folder(), "out");
    const ended = await sotto(["redact", join(sounds, file), "--out", out]);
    expectToldPlainly(ended, code, 1);
    expect(ended.out).toBe("");
    expect(existsSync(out)).toBe(false);
  });

  it("that is silent is dropped as no-words, with nothing written", async () => {
    const out = folders.folder();
    const ended = await sotto(["redact", join(sounds, "silent.wav"), "--out", out, "--json"]);
    const row = redactRowSchema.strict().parse(JSON.parse(ended.out));
    expect(row).toMatchObject({ decision: "drop", reason: "no-words", spans: [] });
    expect(readdirSync(out)).toEqual([]);
    expect(ended.status).toBe(0);
  });
});

describe("a manifest with three bad lines", () => {
  it.each(["redact", "replay"])("makes sotto %s name all three and write nothing", async (command) => {
    const manifest = join(folders.folder(), "manifest.jsonl");
    const lines = ['{"path":"good.flac"}', "no json", '{"start":1}', '{"path":"good.flac","start":"one"}'];
    writeFileSync(manifest, lines.join("\n"));
    const out = join(folders.folder(), "out");
    const ended = await sotto([command, "--manifest", manifest, "--root", sounds, "--out", out]);
    expectToldPlainly(ended, "MANIFEST_INVALID", 1);
    for (const line of ["line 2:", "line 3: path", "line 4: start"]) expect(ended.err).toContain(line);
    expect(ended.err).not.toContain("line 1:");
    expect(existsSync(out)).toBe(false);
  });

  it.each(["redact", "replay"])("that is not there is told by sotto %s as unreadable", async (command) => {
    const missing = join(folders.folder(), "none.jsonl");
    const out = join(folders.folder(), "out");
    const ended = await sotto([command, "--manifest", missing, "--out", out]);
    expectToldPlainly(ended, "FILE_UNREADABLE", 1);
  });
});

describe("sotto called wrongly", () => {
  it("tells that the folder for the results cannot be made", async () => {
    const ended = await sotto([
      "redact",
      join(sounds, "good.flac"),
      "--out",
      join(sounds, "good.flac", "out"),
    ]);
    expectToldPlainly(ended, "FILE_UNREADABLE", 1);
  });

  it("ends with 64 for neither file nor manifest", async () => {
    expectToldPlainly(await sotto(["redact"]), "USAGE", 64);
  });
});
