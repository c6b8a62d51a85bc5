import { createInterface } from "node:readline";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { Answer, Conversation } from "../app/doctor/conversation.js";
import { doctor, type Examined } from "../app/doctor/doctor.js";
import { MAX_PRESS_WAIT_MS } from "../link/messages.js";
import { configOf, foldersOf, positiveInteger, printJson } from "./options.js";

const MARKS = { well: "well     ", absent: "absent   ", untried: "not tried", ill: "ILL      " } as const;
const INDENT = " ".repeat(28);
const DEFAULT_PRESS_S = 30;

interface DoctorFlags {
  readonly json?: boolean;
  /** commander's form of `--no-ask`. */
  readonly ask: boolean;
  readonly press?: boolean;
  readonly pressTimeout: number;
}

async function examine(flags: DoctorFlags, command: Command): Promise<void> {
  const config = configOf(command);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const terminal = flags.ask && isTerminal && !flags.json ? new Terminal() : undefined;
  // With --json the answer alone goes to standard output.
  const say = (text: string) => (flags.json ? process.stderr : process.stdout).write(`${text}\n`);
  const press = flags.press || terminal ? { waitMs: flags.pressTimeout * 1_000, say } : undefined;
  const findings: Examined[] = [];
  for await (const finding of doctor({ config, places: foldersOf(config), person: terminal, press })) {
    if (!flags.json) print(finding, findings.at(-1)?.part);
    findings.push(finding);
  }
  if (flags.json) printJson(findings);
  else process.stdout.write(`\n${summary(findings)}\n`);
  if (findings.some(({ health }) => health === "ill")) process.exitCode = 1;
}

function print({ part, what, health, seen, advice }: Examined, partBefore: string | undefined): void {
  if (part !== partBefore) process.stdout.write(`${partBefore === undefined ? "" : "\n"}${part}\n`);
  process.stdout.write(`  ${MARKS[health]}  ${what.padEnd(14)} ${seen}\n`);
  if (advice) process.stdout.write(`${INDENT}-> ${advice}\n`);
}

function summary(findings: readonly Examined[]): string {
  const count = (health: Examined["health"]) => findings.filter((each) => each.health === health).length;
  const ill = findings.filter(({ health }) => health === "ill").map(({ what }) => what);
  const rest = `${count("well")} well, ${count("untried")} not tried, ${count("absent")} absent`;
  return ill.length === 0 ? `Nothing is ill: ${rest}.` : `${ill.length} ILL (${ill.join(", ")}): ${rest}.`;
}

/** Questions that a person at a terminal answers with y or n. */
class Terminal implements Conversation {
  say(text: string): void {
    process.stdout.write(`\n${text}\n`);
  }

  async ask(question: string): Promise<Answer> {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await new Promise<string>((resolve) => {
      lines.once("close", () => resolve(""));
      // The terminal is readline's while it asks; ^C still ends this program.
      lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
      lines.question(`\n${question} [y/n] `, resolve);
    });
    lines.close();
    const first = answer.trim().toLowerCase()[0];
    return first === "y" ? "yes" : first === "n" ? "no" : "unanswered";
  }
}

function pressSeconds(text: string): number {
  const seconds = positiveInteger(text);
  if (seconds * 1_000 <= MAX_PRESS_WAIT_MS) return seconds;
  throw new InvalidArgumentError(`must be ${MAX_PRESS_WAIT_MS / 1_000} at most`);
}

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "walks through power, microphone, button and light, clock, disk, keys, models, walls and broker, and says what to do",
    )
    .option("--json", "as JSON; asks nobody")
    .option("--no-ask", "asks nobody at the terminal")
    .option("--press", "waits for a press of the button although nobody is asked; mutes")
    .option("--press-timeout <seconds>", "waits so long for it, 60 at most", pressSeconds, DEFAULT_PRESS_S)
    .action(examine);
}
