import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printedSeed } from "../support/outbox-world.js";
import { runDamage } from "./cuts-and-flips.js";
import { type LifeWorld, openLifeWorld } from "./traced-life.js";

/** `npm run disk-faults` runs more. */
const CASES = 250;

let lives: LifeWorld;
beforeAll(async () => {
  lives = await openLifeWorld();
}, 120_000);
afterAll(() => lives.end());

describe("an outbox of which one file was harmed", { timeout: 600_000 }, () => {
  it.each([
    ["is cut at any byte", "cut"],
    ["has another bit", "flip"],
  ] as const)(
    `costs at most the clip that lies in it, and works on, when it %s, ${CASES} times`,
    (_, damage) => {
      const seed = printedSeed(damage);
      const report = runDamage(
        lives,
        damage,
        Array.from({ length: CASES }, (_each, index) => seed + index),
      );
      process.stdout.write(`${damage}: ${JSON.stringify(report)}\n`);
      expect(report.problems).toEqual([]);
      expect(report.cases).toBe(CASES);
    },
  );
});
