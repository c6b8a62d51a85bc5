/**
 * Faults of the disk below the real outbox, in one table: power cuts after which what was not synced survives in part,
 * kills at counted calls, calls that fail, files that are cut or have another bit:
 * `npm run disk-faults -- [--nightly] [--seed S]`. Each count may be given by itself: `--cuts 5000 --kills 500
 * --errors 5000 --harmed 20000`. Wants gcc and 100 MB in /dev/shm. Seeds of cuts that fail go to
 * test/outbox/failed-cuts.json, which the tests replay.
 */
import { parseArgs } from "node:util";
import { SottoError } from "../src/domain/errors.js";
import { runDamage } from "../test/outbox/cuts-and-flips.js";
import { runDiskErrors } from "../test/outbox/disk-errors.js";
import { runFaultPoints } from "../test/outbox/fault-points.js";
import { runPowerCuts } from "../test/outbox/power-cuts.js";
import { openLifeWorld } from "../test/outbox/traced-life.js";

const SHORT = { cuts: 5_000, kills: 500, errors: 500, harmed: 2_000 } as const;
const NIGHTLY = { cuts: 100_000, kills: 500, errors: 5_000, harmed: 50_000 } as const;

const { values } = parseArgs({
  options: {
    nightly: { type: "boolean", default: false },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    cuts: { type: "string" },
    kills: { type: "string" },
    errors: { type: "string" },
    harmed: { type: "string" },
  },
});

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new SottoError("USAGE", `${text} is no whole number`);
  return Number(text);
}

const planned = values.nightly ? NIGHTLY : SHORT;
const count = (name: keyof typeof SHORT): number => whole(values[name] ?? String(planned[name]));
const seed = whole(values.seed);
const seeds = (cases: number) => Array.from({ length: cases }, (_, index) => seed + index);
const problems: string[] = [];

interface Line {
  readonly fault: string;
  readonly cases: number;
  readonly lost: number;
  readonly torn: number;
  readonly unopened: number;
  readonly figures: string;
}

function show({ fault, cases, lost, torn, unopened, figures }: Line, startedMs: number): void {
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0);
  const numbers = [cases, lost, torn, unopened].map((each) => String(each).padStart(8)).join("");
  process.stdout.write(`${fault.padEnd(28)}${numbers}  ${figures}; ${seconds} s\n`);
}

process.stdout.write(`seed ${seed}\n${"fault".padEnd(28)}   cases    lost    torn unopened\n`);
const lives = await openLifeWorld();
try {
  let startedMs = performance.now();
  const cuts = await runPowerCuts(lives, seeds(count("cuts")));
  const cutFigures = `${cuts.lives} lives, ${cuts.returned} returned, ${cuts.wrong} ledgers wrong, ${cuts.alarms} false alarms`;
  show({ ...cuts, fault: "power cut", cases: cuts.cuts, figures: cutFigures }, startedMs);
  problems.push(...cuts.problems);
  if (cuts.failedSeeds.length > 0) problems.push(`seeds of failed cuts: ${cuts.failedSeeds.join(", ")}`);

  startedMs = performance.now();
  const kills = await runFaultPoints(lives, count("kills"));
  const killFigures = `${kills.ordinals} calls counted, ${kills.hit.size} of ${kills.steps.size} kinds of steps hit`;
  show({ ...kills, fault: "kill -9 at a counted call", cases: kills.kills, figures: killFigures }, startedMs);
  problems.push(...kills.problems);

  startedMs = performance.now();
  const errors = await runDiskErrors(lives, count("errors"));
  const errorFigures = `${errors.ordinals} calls counted, ${errors.met} met, ${errors.refusals} refusals, ${errors.mended} mended`;
  show({ ...errors, unopened: 0, fault: "EIO, ENOSPC, EROFS", figures: errorFigures }, startedMs);
  problems.push(...errors.problems);

  for (const damage of ["cut", "flip"] as const) {
    startedMs = performance.now();
    const harmed = runDamage(lives, damage, seeds(count("harmed")));
    const figures = `${harmed.bytes} bytes in all, ${harmed.quarantined} clips hit themselves`;
    show({ ...harmed, fault: damage === "cut" ? "file cut at a byte" : "bit flipped", figures }, startedMs);
    problems.push(...harmed.problems);
  }
} finally {
  lives.end();
}
process.stdout.write(
  problems.length === 0 ? "every promise held\n" : `BROKEN:\n  ${problems.join("\n  ")}\n`,
);
process.exit(problems.length === 0 ? 0 : 1);
