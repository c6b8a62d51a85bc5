/** What `scripts/soak` runs: the parts of scripts/matrix/parts.ts, one after the other. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { z } from "zod";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SottoError } from "../../src/domain/errors.js";
import { type MatrixPart, nightParts } from "./parts.js";

const { values } = parseArgs({
  options: {
    hours: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    only: { type: "string" },
    list: { type: "boolean", default: false },
  },
});
const hours = Number(values.hours);
const seed = Number(values.seed);
if (!(hours > 0 && hours <= 48)) throw new SottoError("USAGE", `--hours ${values.hours}: a number up to 48`);
if (!Number.isSafeInteger(seed)) throw new SottoError("USAGE", `--seed ${values.seed} is no whole number`);
const only = values.only?.split(",");
const parts = nightParts({ hours, seed }).filter(
  ({ faults }) => only === undefined || faults.some((fault) => only.includes(fault)),
);
if (parts.length === 0)
  throw new SottoError("USAGE", `--only ${values.only}: no such fault has a run of the night`);
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

/** Lines that are figures: counts with their units, as the tests print them. */
const FIGURE = /\d.*\b(clips|doubles|ms|MB|presses|segments|seed|s after|publishes|cuts|kills)\b/;
const MOST_FIGURES = 40;

interface Result {
  readonly part: MatrixPart;
  readonly verdict: "held" | "FAILED" | "left out";
  readonly minutes: number;
  readonly figures: readonly string[];
}

async function run(part: MatrixPart): Promise<Result> {
  if (part.script !== undefined && scripts[part.script] === undefined) {
    return { part, verdict: "left out", minutes: 0, figures: [`no script "${part.script}"`] };
  }
  const [program = "", ...args] = part.command;
  process.stderr.write(`== ${part.faults.join(", ")} ${part.what}: ${part.command.join(" ")}\n`);
  const startMs = systemClock.monotonicMs();
  const child = spawn(program, args, {
    env: {
      ...process.env,
      SOTTO_NIGHTLY: "1",
      SOTTO_SEED: String(seed),
      SEED: String(seed),
      FORCE_COLOR: "0",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const figures: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    process.stderr.write(`${line}\n`);
    if (FIGURE.test(line) && !/^\s*(✓|✔|Test|Tests|Duration|Start)/.test(line)) figures.push(line.trim());
    if (figures.length > MOST_FIGURES) figures.shift();
  });
  const [status] = await once(child, "close");
  const minutes = (systemClock.monotonicMs() - startMs) / 60_000;
  return { part, verdict: status === 0 ? "held" : "FAILED", minutes, figures };
}

if (values.list) {
  for (const { faults, what, command } of parts)
    console.log(`${faults.join(", ")}\t${what}\t${command.join(" ")}`);
  process.exit(0);
}
const results: Result[] = [];
for (const part of parts) results.push(await run(part));
console.log(`\nseed ${seed}`);
for (const { part, verdict, minutes, figures } of results) {
  const title = `${part.faults.join(", ")} ${part.what}`;
  console.log(`${title.padEnd(48)} ${verdict.padEnd(8)} ${minutes.toFixed(1).padStart(6)} min`);
  for (const figure of figures) console.log(`    ${figure}`);
}
const failed = results.filter(({ verdict }) => verdict === "FAILED").length;
const left = results.filter(({ verdict }) => verdict === "left out").length;
console.log(`${results.length - failed - left} held, ${failed} failed, ${left} left out`);
process.exit(failed === 0 ? 0 : 1);
