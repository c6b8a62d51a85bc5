import { availableParallelism } from "node:os";
import { basename, dirname } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { ablationRows } from "../app/evaluation/ablations.js";
import { type EvaluationOptions, evaluate } from "../app/evaluation/evaluate.js";
import { evaluationTables } from "../app/evaluation/evaluation-tables.js";
import { chooseNoises } from "../app/evaluation/noises.js";
import { readCases } from "../app/evaluation/read-cases.js";
import { tableMarkdown } from "../app/evaluation/report/markdown-page.js";
import { writeReport } from "../app/evaluation/report/write-report.js";
import { ReportFolder } from "../app/evaluation/report-folder.js";
import { wireSenses } from "../app/wire.js";
import { SottoError } from "../domain/errors.js";
import type { Condition } from "../evaluation/noise/row-noise.js";
import { addReportCommands } from "./eval-reports.js";
import { positiveInteger } from "./options.js";
import { readText } from "./read-text.js";
import { interruption } from "./terminal/interrupt.js";
import { progressBar } from "./terminal/progress.js";

interface EvalOptions {
  readonly root?: string;
  readonly out?: string;
  readonly mode: EvaluationOptions["mode"];
  readonly snr: readonly Condition[];
  readonly noise?: string;
  readonly noiseRoot?: string;
  readonly jobs: number;
  readonly limit?: number;
  readonly seed: number;
  readonly outside?: "whisper";
  readonly ablations?: boolean;
  readonly bench?: readonly string[];
}

/** As a shell has it for SIGINT. */
const INTERRUPTED = 130;
const CLEAN: Condition = { kind: "clean" };
const DEFAULT_CONDITIONS: readonly Condition[] = [
  CLEAN,
  ...[20, 10, 5].map((snrDb): Condition => ({ kind: "noisy", snrDb })),
];

function toConditions(text: string): readonly Condition[] {
  const parts = [...new Set(text.split(",").map((part) => part.trim()))];
  return parts.map((part): Condition => {
    if (part === "clean") return CLEAN;
    const snrDb = Number(part);
    if (part !== "" && snrDb >= -20 && snrDb <= 60) return { kind: "noisy", snrDb };
    throw new InvalidArgumentError('"clean" and numbers of dB from -20 to 60, with commas between.');
  });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("must be a whole number");
  return value;
}

async function evaluateManifest(manifest: string, options: EvalOptions): Promise<void> {
  const { mode, seed, jobs, snr: conditions } = options;
  const cases = readCases(readText(manifest), options.limit);
  const attachments = (options.bench ?? []).map((file) => ({ name: basename(file), text: readText(file) }));
  const out = options.out === undefined ? undefined : new ReportFolder(options.out);
  const isNoisy = conditions.some(({ kind }) => kind === "noisy");
  const { noises, told } = isNoisy
    ? await chooseNoises({ manifest: options.noise, root: options.noiseRoot ?? options.root, seed })
    : { noises: [], told: "no noise" };
  const plan = { cases, root: options.root ?? dirname(manifest), conditions, noises, seed, jobs };
  const ablations = options.ablations === true;
  const rows = cases.length * conditions.length + (ablations ? ablationRows(cases) : 0);
  const senses = await wireSenses("auto");
  const progress = progressBar("evaluate", rows);
  const evaluation = await evaluate({
    ...{ plan, senses, mode, ablations, out },
    outside: options.outside !== undefined,
    onRow: progress.advance,
  });
  progress.finish();
  senses.hotLoop.dispose();
  const tables = evaluationTables(evaluation);
  const facts = [
    `${cases.length} clips of ${basename(manifest)}, mode ${mode}, ${jobs} at a time, seed ${seed}; ${told}.`,
  ];
  if (out)
    writeReport(evaluation, out, {
      title: `Evaluation of ${basename(manifest)}`,
      facts,
      tables,
      attachments,
    });
  process.stdout.write(`${[...facts, ...tables.map(tableMarkdown)].join("\n\n")}\n`);
}

export function addEvalCommand(program: Command): void {
  const command = program
    .command("eval")
    .description("figures of privacy and usefulness over the rows of a manifest, clean and in noise")
    // The options of `eval redact` and `eval replay` are their own.
    .enablePositionalOptions()
    .argument("[manifest]", "JSON Lines: path, and what is true of the row")
    .option("--root <folder>", "folder of the manifest's paths (default: the manifest's own)")
    .option(
      "--out <folder>",
      "write report.html, report.md and the redacted sound: personal, as the recordings are",
    )
    .addOption(
      new Option("--mode <mode>", "what may leave").choices(["redact", "strict", "text"]).default("redact"),
    )
    .addOption(
      new Option("--snr <list>", '"clean" and dB of noise, with commas between')
        .argParser(toConditions)
        .default(DEFAULT_CONDITIONS, "clean,20,10,5"),
    )
    .option("--noise <manifest>", "recordings of noise (default: noise made by the program)")
    .option("--noise-root <folder>", "folder of the noise's paths (default: --root, else its manifest's own)")
    .option("--jobs <n>", "rows at a time", positiveInteger, availableParallelism())
    .option("--limit <n>", "so many rows, spread evenly over the manifest", positiveInteger)
    .option("--seed <n>", "of the noise and of the decoys", wholeNumber, 1)
    .addOption(
      new Option("--outside <ear>", "what another recogniser still hears (scripts/peers/install)").choices([
        "whisper",
      ]),
    )
    .option("--ablations", "each witness alone, clean")
    .option("--bench <file...>", "texts that the report carries, such as the output of `sotto bench`")
    .action(async (manifest: string | undefined, options: EvalOptions) => {
      if (manifest === undefined) throw new SottoError("USAGE", "name a manifest");
      const { happened, now } = interruption();
      const ended = evaluateManifest(manifest, options).then(() => "ended" as const);
      const how = await Promise.race([ended, happened.then(() => "interrupted" as const)]);
      now();
      // By exit, so that what lies in temporary files is deleted.
      if (how === "interrupted") process.exit(INTERRUPTED);
    });
  addReportCommands(command);
}
