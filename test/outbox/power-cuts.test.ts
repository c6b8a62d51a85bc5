import { createHash } from "node:crypto";
import { relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSurvivors } from "../faults/disk-layer/power-cut.js";
import { TracedDisk } from "../faults/disk-layer/traced-disk.js";
import { printedSeed } from "../support/outbox-world.js";
import { runDiskErrors } from "./disk-errors.js";
import failedCuts from "./failed-cuts.json" with { type: "json" };
import { runFaultPoints } from "./fault-points.js";
import { runPowerCuts } from "./power-cuts.js";
import { LIFE_KINDS, type LifeWorld, openLifeWorld, placedIn, treeOf } from "./traced-life.js";

/** `npm run disk-faults` runs more of each. */
const CUTS = 1_500;
const KILLS = 120;
const ERRORS = 200;

const PATIENCE = { timeout: 600_000 };
let lives: LifeWorld;
beforeAll(async () => {
  lives = await openLifeWorld();
}, 120_000);
afterAll(() => lives.end());

describe("the fault layer", PATIENCE, () => {
  it.each(LIFE_KINDS)(
    "sees every change of a %s: played again, its trace gives the same files",
    async (kind) => {
      const lived = await lives.live({ kind, seed: 5, deeds: 16 });
      const disk = new TracedDisk(lived.place);
      for (const file of placedIn(lives.before(kind), lived.place)) disk.place(file.path, file);
      for (const call of lived.trace) disk.take(call);
      const folder = lives.fresh();
      const all = { random: () => 0, survival: "everything", naming: "everything" } as const;
      writeSurvivors(disk.root, folder, all, disk.nameChanges);
      // What is written through memory is SQLite's index of its log, which it makes anew.
      const isIndex = (path: string) => path.endsWith("-shm");
      const files = (root: string) =>
        treeOf(root)
          .filter(({ path }) => !isIndex(path))
          .map(({ path, mode, bytes = "" }) => [
            relative(root, path),
            mode,
            createHash("sha256").update(bytes).digest("hex"),
          ]);
      expect(files(folder)).toEqual(files(lived.place));
      expect(files(folder).length).toBeGreaterThan(7);
      const mapped = lived.trace.flatMap((call) => (call.kind === "map" ? [call.path] : []));
      expect(mapped.filter((path) => !isIndex(path))).toEqual([]);
      lived.remove();
    },
  );
});

describe(
  "an outbox whose power is cut at any call, while what was not synced survives in part",
  PATIENCE,
  () => {
    it(`opens, and has all that was said to be durable, after each of ${CUTS} cuts`, async () => {
      const seed = printedSeed("power cuts");
      const { problems, ...counts } = await runPowerCuts(
        lives,
        Array.from({ length: CUTS }, (_, index) => seed + index),
      );
      process.stdout.write(
        `power cuts: ${JSON.stringify({ ...counts, failedSeeds: counts.failedSeeds.length })}\n`,
      );
      expect(problems).toEqual([]);
    });

    it.each(failedCuts)("holds where it once failed: cut %d", async (seed) => {
      expect((await runPowerCuts(lives, [seed])).problems).toEqual([]);
    });
  },
);

describe("an outbox that is killed at a counted call", PATIENCE, () => {
  it(`has all that was said before, after each of ${KILLS} kills, at every kind of step`, async () => {
    const { problems, steps, hit, ...counts } = await runFaultPoints(lives, KILLS);
    process.stdout.write(`kills: ${JSON.stringify({ ...counts, steps: steps.size, hit: hit.size })}\n`);
    expect(problems).toEqual([]);
    expect([...steps].filter((step) => !hit.has(step))).toEqual([]);
    // Each kind of step at least once, even where they are more than that.
    expect(counts.kills).toBeGreaterThanOrEqual(KILLS);
  });
});

describe("an outbox whose disk refuses a call", PATIENCE, () => {
  it(`refuses with a code, loses nothing and goes on by itself, ${ERRORS} times`, async () => {
    const { problems, ...counts } = await runDiskErrors(lives, ERRORS);
    process.stdout.write(`errors of the disk: ${JSON.stringify(counts)}\n`);
    expect(problems).toEqual([]);
    expect(counts.met).toBeGreaterThan(0.9 * ERRORS);
  });
});
