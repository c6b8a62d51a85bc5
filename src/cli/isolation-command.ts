import type { Command } from "commander";
import { type ProvenRow, proveIsolation } from "../isolation/edge/prove.js";
import { printJson } from "./options.js";

const MARKS = {
  refused: "refused        ",
  works: "works          ",
  open: "REACHED        ",
  missing: "MISSING        ",
  unproven: "proves nothing ",
  "beyond-kernel": "older kernel   ",
} as const;

const TITLES = {
  ear: "ear: hears; no network, no pins",
  light: "light: button and lamp; no sound, no network",
  uplink: "uplink: network; no sound, no pins, no signing key",
  keep: "keeper: stores what it cannot open",
} as const;

function reasonOf({ verdict, inside, outside }: ProvenRow): string {
  switch (verdict) {
    case "refused":
      return `${inside.why}; without a sandbox: reached`;
    case "works":
      return "";
    case "open":
      return "the sandbox does not hold";
    case "missing":
      return `${inside.why}; without a sandbox: reached`;
    case "unproven":
      return `${inside.why}; without a sandbox: ${outside?.why ?? inside.why}`;
    case "beyond-kernel":
      return "reached: needs Linux 6.12 with Landlock, and perl";
  }
}

function print(rows: readonly ProvenRow[]): void {
  const [first] = rows;
  if (!first) return;
  process.stdout.write(`\n${TITLES[first.process]}\n`);
  for (const row of rows) {
    process.stdout.write(`  ${MARKS[row.verdict]}${row.what.padEnd(56)} ${reasonOf(row)}`.trimEnd());
    process.stdout.write("\n");
  }
}

async function prove(options: { readonly json?: boolean }): Promise<void> {
  const all: ProvenRow[] = [];
  for await (const rows of proveIsolation()) {
    all.push(...rows);
    if (!options.json) print(rows);
  }
  if (options.json) printJson(all);
  const count = (...verdicts: readonly ProvenRow["verdict"][]) =>
    all.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const faults = count("open", "missing");
  if (!options.json) {
    process.stdout.write(
      `\n${count("refused")} things refused that are reached without a sandbox, ${count("works")} needed things work, ${count("unproven", "beyond-kernel")} prove nothing on this machine, ${faults} fault(s)\n`,
    );
  }
  if (faults > 0) process.exitCode = 1;
}

export function addIsolationCommand(program: Command): void {
  program
    .command("isolation")
    .description("tries from within each process what it must not reach, and says what the kernel answered")
    .option("--json", "as JSON")
    .action(prove);
}
