import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Case, evaluateRows } from "../app/evaluation/evaluate-rows.js";
import { chooseNoises } from "../app/evaluation/noises.js";
import { wireGate, wireSenses } from "../app/wire.js";
import { SottoError } from "../domain/errors.js";
import { summariseCondition } from "../evaluation/condition-summary.js";
import { parseManifest, parseTruth } from "../evaluation/manifest.js";
import { type Condition, conditionName } from "../evaluation/noise/row-noise.js";
import { conditionTables } from "../evaluation/tables/condition-tables.js";
import type { Table } from "../evaluation/tables/table.js";
import { addReportCommands } from "./eval-reports.js";
import { positiveInteger } from "./options.js";
import { readText } from "./read-text.js";
import { markdownTable } from "./terminal/percent.js";
import { progressBar } from "./terminal/progress.js";

interface EvalOptions {
  readonly root?: string;
  readonly mode: "redact" | "strict";
  readonly snr: readonly Condition[];
  readonly noise?: string;
  readonly noiseRoot?: string;
  readonly jobs: number;
  readonly limit?: number;
  readonly seed: number;
}

const CLEAN: Condition = { kind: "clean" };
const DEFAULT_CONDITIONS: readonly Condition[] = [
  CLEAN,
  ...[20, 10, 5].map((snrDb): Condition => ({ kind: "noisy", snrDb })),
];

function toConditions(text: string): readonly Condition[] {
  return text.split(",").map((part): Condition => {
    if (part.trim() === "clean") return CLEAN;
    const snrDb = Number(part);
    if (part.trim() !== "" && snrDb >= -20 && snrDb <= 60) return { kind: "noisy", snrDb };
    throw new InvalidArgumentError('"clean" and numbers of dB from -20 to 60, with commas between.');
  });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("must be a whole number");
  return value;
}

/** The rows of a manifest with what is true of them; of many, `limit` that are spread evenly over it. */
function readCases(manifest: string, limit: number | undefined): readonly Case[] {
  const text = readText(manifest);
  const truths = parseTruth(text);
  const cases = parseManifest(text).map((row, index): Case => {
    const truth = truths[index];
    if (!truth) throw new SottoError("MANIFEST_INVALID", `${manifest}: a row without its truth`);
    return { index, row, truth };
  });
  if (limit === undefined || limit >= cases.length) return cases;
  return Array.from({ length: limit }, (_, i) => cases[Math.floor((i * cases.length) / limit)]).filter(
    (it) => it !== undefined,
  );
}

function tableText({ title, head, rows, notes = [] }: Table): string {
  return [`### ${title}`, "", markdownTable(head, rows), ...notes.flatMap((note) => ["", note])].join("\n");
}

async function evaluate(manifest: string, options: EvalOptions): Promise<void> {
  const cases = readCases(manifest, options.limit);
  const isNoisy = options.snr.some(({ kind }) => kind === "noisy");
  const { noises, told } = isNoisy
    ? await chooseNoises({
        manifest: options.noise,
        root: options.noiseRoot ?? options.root,
        seed: options.seed,
      })
    : { noises: [], told: "" };
  const progress = progressBar("evaluate", cases.length * options.snr.length);
  const senses = await wireSenses("auto");
  const { truths, rows } = await evaluateRows(
    {
      cases,
      root: options.root ?? dirname(manifest),
      conditions: options.snr,
      noises,
      seed: options.seed,
      gate: wireGate(senses, options.mode),
      jobs: options.jobs,
    },
    progress.advance,
  );
  progress.finish();
  senses.hotLoop.dispose();
  const summaries = options.snr.map((condition, c) =>
    summariseCondition(conditionName(condition), truths, rows[c] ?? []),
  );
  const head = [
    `${cases.length} clips, mode ${options.mode}, ${options.jobs} at a time, seed ${options.seed}`,
    ...(isNoisy ? [told] : []),
  ].join("; ");
  process.stdout.write(`${[`${head}.`, ...conditionTables(summaries).map(tableText)].join("\n\n")}\n`);
}

export function addEvalCommand(program: Command): void {
  const command = program
    .command("eval")
    .description("figures of privacy and usefulness over the rows of a manifest")
    // The options of `eval redact` and `eval replay` are their own.
    .enablePositionalOptions()
    .argument("[manifest]", "JSON Lines: path, and what is true of the row")
    .option("--root <folder>", "folder of the manifest's paths (default: the manifest's own)")
    .addOption(new Option("--mode <mode>", "what may leave").choices(["redact", "strict"]).default("redact"))
    .addOption(
      new Option("--snr <list>", '"clean" and dB of noise, with commas between')
        .argParser(toConditions)
        .default(DEFAULT_CONDITIONS, "clean,20,10,5"),
    )
    .option("--noise <manifest>", "recordings of noise (default: noise made by the program)")
    .option("--noise-root <folder>", "folder of the noise's paths (default: --root, else its manifest's own)")
    .option("--jobs <n>", "rows at a time", positiveInteger, availableParallelism())
    .option("--limit <n>", "so many rows, spread evenly over the manifest", positiveInteger)
    .option("--seed <n>", "of the noise", wholeNumber, 1)
    .action((manifest: string | undefined, options: EvalOptions) => {
      if (manifest === undefined) throw new SottoError("USAGE", "name a manifest");
      return evaluate(manifest, options);
    });
  addReportCommands(command);
}
