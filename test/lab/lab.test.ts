import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readClaimList } from "../../scripts/lab-vm/read-claims.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** It cannot run here; told apart from success and failure by scripts/lab. */
const SKIPPED = 77;
/** Most of it is the building of the machine and of the package, once. */
const PATIENCE_MS = 45 * 60_000;

/**
 * An emulated machine beside other tests makes both late, and takes longer than all of them together: it is asked for.
 */
const WANTED = process.env["SOTTO_LAB"] !== undefined;
const UNWANTED = "the lab in a virtual machine: asked for with SOTTO_LAB=1, or run scripts/lab";

const folder = mkdtempSync(join(tmpdir(), "sotto-lab-"));

describe("the lab: real ALSA, real pins, the installed package", () => {
  it(
    "holds every claim of its quick part",
    async ({ skip, onTestFinished }) => {
      skip(!WANTED, UNWANTED);
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const out = join(folder, "claims.json");
      const lab = spawn("bash", ["scripts/lab", "--quick", "--out", out], {
        cwd: ROOT,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [said, [status]] = await Promise.all([text(lab.stdout), once(lab, "exit")]);
      const why = said.split("\n").find((line) => line.startsWith("SKIPPED"));
      process.stdout.write(status === SKIPPED ? `${why}\n` : said);
      skip(status === SKIPPED, why);
      const claims = readClaimList(out);
      expect(claims.filter(({ result }) => result === "fails")).toEqual([]);
      expect(claims.length).toBeGreaterThan(10);
      expect(status).toBe(0);
    },
    PATIENCE_MS,
  );
});
