import type { Command } from "commander";
import { SottoError } from "../domain/errors.js";
import { type FetchProgress, fetchModels } from "../models/edge/fetch-models.js";
import { defaultModelPlace } from "../models/edge/file-model-store.js";
import { verifyModels } from "../models/edge/verify-models.js";

interface JsonOption {
  readonly json?: boolean;
}

async function list(options: JsonOption): Promise<void> {
  const statuses = await verifyModels(defaultModelPlace());
  if (options.json) {
    const rows = statuses.map(({ entry, state }) => ({ ...entry, state }));
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  for (const { entry, state } of statuses) {
    const size = `${(entry.bytes / 1e6).toFixed(1)} MB`;
    process.stdout.write(
      `${state.padEnd(8)} ${entry.file.padEnd(34)} ${size.padStart(8)}  ${entry.licence}  ${entry.title}\n`,
    );
  }
}

function tell(progress: FetchProgress): void {
  switch (progress.kind) {
    case "present":
      return;
    case "fetching":
      process.stderr.write(`fetching ${progress.files.join(", ")} from ${progress.from}\n`);
      return;
    case "installed":
      process.stderr.write(`installed ${progress.file}\n`);
      return;
    case "source-failed":
      process.stderr.write(`${progress.from} failed: ${progress.reason}\n`);
      return;
  }
}

async function fetch(): Promise<void> {
  const report = await fetchModels({ ...defaultModelPlace(), onProgress: tell });
  process.stdout.write(
    `${report.present.length} models were there, ${report.installed.length} fetched, all intact\n`,
  );
}

async function verify(): Promise<void> {
  const statuses = await verifyModels(defaultModelPlace());
  const wrong = statuses.filter(({ state }) => state !== "intact");
  const [first] = wrong;
  if (first) {
    const files = wrong.map(({ entry, state }) => `${entry.file} is ${state}`).join(", ");
    throw new SottoError(first.state === "missing" ? "MODEL_MISSING" : "MODEL_ALTERED", files);
  }
  process.stdout.write(`${statuses.length} models intact\n`);
}

export function addModelsCommand(program: Command): void {
  const models = program.command("models").description("lists, fetches and verifies the models");
  models.command("list").description("each model and its state").option("--json", "as JSON").action(list);
  models
    .command("fetch")
    .description("fetches what is missing or altered; touches no network when nothing is")
    .action(fetch);
  models.command("verify").description("compares every file with its SHA-256").action(verify);
}
