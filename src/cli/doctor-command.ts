import type { Command } from "commander";
import { doctor } from "../app/doctor/doctor.js";
import type { Finding } from "../app/doctor/health.js";
import { configOf, foldersOf, printJson } from "./options.js";

const MARKS = { well: "well  ", absent: "absent", ill: "ILL   " } as const;

async function examine(options: { readonly json?: boolean }, command: Command): Promise<void> {
  const config = configOf(command);
  const findings: Finding[] = [];
  for await (const finding of doctor({ config, places: foldersOf(config) })) {
    findings.push(finding);
    if (options.json) continue;
    process.stdout.write(`${MARKS[finding.health]}  ${finding.what.padEnd(13)} ${finding.seen}\n`);
    if (finding.advice) process.stdout.write(`${" ".repeat(22)}${finding.advice}\n`);
  }
  if (options.json) printJson(findings);
  if (findings.some(({ health }) => health === "ill")) process.exitCode = 1;
}

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("looks at microphone, walls, models, engines, keys, outbox and broker, and says what to do")
    .option("--json", "as JSON")
    .action(examine);
}
