import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  incomingFolder,
  isDone,
  layIncoming,
  readReport,
  reportPath,
  sweepIncoming,
  waitingBundles,
} from "../../../src/app/update/waiting-bundle.js";
import { testFolder } from "../../update/small-release.js";

function device() {
  const base = testFolder();
  const [releases, card] = [join(base, "releases"), join(base, "card")];
  for (const folder of [releases, card]) mkdirSync(folder);
  const file = join(base, "new.bundle");
  writeFileSync(file, "a bundle");
  return { layout: { root: join(base, "opt"), releases, card, config: join(base, "config.toml") }, file };
}

describe("a bundle that waits", () => {
  it("on the card is taken once: a machine that freezes finds it no more, and its report says so", () => {
    const { layout } = device();
    const onCard = join(layout.card, "sotto-update.bundle");
    writeFileSync(onCard, "a bundle");
    const taken = waitingBundles(layout)[0]?.take() ?? "";
    expect(readFileSync(taken, "utf8")).toBe("a bundle");
    expect(waitingBundles(layout)).toEqual([]);
    const report = readFileSync(join(layout.card, "sotto-update-report.txt"), "utf8");
    expect(report).toMatch(/^NOT DONE\./);
    expect(report).toContain("sotto-update.trying");
  });

  it("by a command is taken once, and the command again is another try", async () => {
    const { layout, file } = device();
    await layIncoming(layout, file);
    waitingBundles(layout)[0]?.take();
    expect(waitingBundles(layout)).toEqual([]);
    await layIncoming(layout, file);
    const [waiting] = waitingBundles(layout);
    waiting?.take();
    waiting?.finish("told\nDONE. It runs.\n", "done");
    expect(readdirSync(incomingFolder(layout))).toEqual([]);
    expect(isDone(0, readReport(layout))).toBe(true);
  });

  it("sweeps what a power cut left half-copied, and the report of an earlier one", async () => {
    const { layout, file } = device();
    mkdirSync(incomingFolder(layout));
    writeFileSync(join(incomingFolder(layout), "sotto-update.bundle.new"), "half");
    writeFileSync(reportPath(layout), "earlier\nDONE. Version 1.0.0 runs.\n");
    await layIncoming(layout, file);
    expect(readdirSync(incomingFolder(layout))).toEqual(["sotto-update.bundle"]);
    expect(existsSync(reportPath(layout))).toBe(false);
    expect(isDone(0, readReport(layout))).toBe(false);
  });

  it("that was interrupted is swept at the next start, and one that waits is not", async () => {
    const { layout, file } = device();
    await layIncoming(layout, file);
    waitingBundles(layout)[0]?.take();
    writeFileSync(join(incomingFolder(layout), "sotto-update.bundle.new"), "half");
    writeFileSync(join(incomingFolder(layout), "sotto-update.bundle"), "waits");
    sweepIncoming(layout);
    expect(readdirSync(incomingFolder(layout))).toEqual(["sotto-update.bundle"]);
  });

  it("is done by the word of the service and of its report together", () => {
    expect(isDone(1, "x\nDONE. It runs.")).toBe(false);
    expect(isDone(null, "x\nDONE. It runs.")).toBe(false);
    expect(isDone(0, "x\nNOT DONE. INTERNAL")).toBe(false);
  });
});
