import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { type AskedErasure, askErasure } from "../app/light/ask-light.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { SottoError } from "../domain/errors.js";
import { type ErasureStage, isErasureEnd } from "../light/erasures.js";
import { MAX_LISTED, type Selector } from "../link/messages.js";
import { configOf, foldersOf, printJson } from "./options.js";
import { momentOf } from "./terminal/moment.js";

interface EraseOptions {
  readonly id?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly wait: string;
  readonly json?: boolean;
}

const MAX_WAIT_S = 86_400;

/** Which clips are meant. @throws SottoError USAGE */
export function selectorOf(options: Omit<EraseOptions, "wait">, nowMs: number): Selector {
  const { id, since, until, all } = options;
  const isRange = since !== undefined || until !== undefined;
  if ([id !== undefined, isRange, all === true].filter(Boolean).length > 1) {
    throw new SottoError("USAGE", "give one of --id, --since and --until, --all");
  }
  if (all) return { kind: "all" };
  if (id !== undefined) return { kind: "listed", ids: checkedIds(id) };
  if (!isRange) return { kind: "last" };
  const fromMs = since === undefined ? 0 : momentOf(since, nowMs);
  const toMs = until === undefined ? nowMs : momentOf(until, nowMs);
  if (fromMs > toMs) throw new SottoError("USAGE", "--since is later than --until");
  return { kind: "range", fromMs, toMs };
}

function checkedIds(ids: readonly string[]): readonly string[] {
  const wrong = ids.find((id) => !/^[0-9a-f]{32}$/.test(id));
  if (wrong !== undefined) {
    throw new SottoError("USAGE", `--id ${wrong} is no id of a clip; sotto history lists them`);
  }
  if (ids.length <= MAX_LISTED) return ids;
  throw new SottoError("USAGE", `--id takes ${MAX_LISTED} ids at once; --since and --until take any number`);
}

function waitOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds >= 0 && seconds <= MAX_WAIT_S) return seconds * 1000;
  throw new SottoError("USAGE", `--wait ${text} is no number of seconds from 0 to ${MAX_WAIT_S}`);
}

const TOLD: Readonly<Record<ErasureStage, string>> = {
  noted: "Noted: it is on this device's disk and will be done, whatever happens next.",
  erasing: "Erasing: what was meant is gone from this device, and the keeper is told.",
  confirmed: "Confirmed: the keeper has signed that it is gone there too.",
  nothing: [
    "Nothing: no clip is known that was meant, so none was erased and the keeper has signed nothing.",
    "What was just being said, and no clip yet, was dropped. A clip is the last for five minutes, and a time reaches",
    "as far back as sotto history: for what is older, or was lost from it, use --all.",
  ].join("\n"),
};

async function isMeant(options: EraseOptions): Promise<boolean> {
  if (!options.all || options.yes) return true;
  if (!process.stdin.isTTY) throw new SottoError("USAGE", "--all without a terminal wants --yes");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Erase every clip, on this device and at the keeper? Type yes: ");
  terminal.close();
  return answer.trim().toLowerCase() === "yes";
}

function tellEnd({ reached }: AskedErasure, waitMs: number): void {
  if (isErasureEnd(reached)) return;
  const seconds = `${waitMs / 1000} s`;
  process.stdout.write(
    reached === undefined
      ? `Not noted within ${seconds}: nothing was erased. Look at the light: a flash is a fault; then try again.\n`
      : `Not confirmed within ${seconds}: the keeper has not answered yet. sotto history shows when it has.\n`,
  );
}

async function erase(options: EraseOptions, command: Command): Promise<void> {
  const selector = selectorOf(options, systemClock.wallMs());
  const waitMs = waitOf(options.wait);
  const places = foldersOf(configOf(command));
  if (!(await isMeant(options))) {
    process.stdout.write("Nothing was erased.\n");
    return;
  }
  const observe = (stage: ErasureStage) => {
    if (!options.json) process.stdout.write(`${TOLD[stage]}\n`);
  };
  const asked = await askErasure({ places, selector, waitMs, observe });
  if (options.json) printJson({ request: asked.request, reached: asked.reached ?? null });
  else tellEnd(asked, waitMs);
  if (asked.reached === undefined) process.exitCode = 1;
}

export function addEraseCommand(program: Command): void {
  program
    .command("erase")
    .description("erases what was said, here and at the keeper: the last clip, or those that are named")
    .option("--id <id...>", "the clips with these ids, as sotto history lists them")
    .option("--since <time>", "what was said since: 2026-01-31, 2026-01-31T08:30, or 10m, 2h, 3d ago")
    .option("--until <time>", "what was said until (default: now)")
    .option("--all", "every clip")
    .option("--yes", "with --all, do not ask")
    .option("--wait <seconds>", "so long at most for the keeper's signed answer", "10")
    .option("--json", "as JSON, when it is over")
    .action(erase);
}
