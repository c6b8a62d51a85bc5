import type { Command } from "commander";
import { inspectOutbox } from "../outbox/edge/inspect-outbox.js";
import { EMPTY_LEDGER, isBalanced } from "../outbox/ledger.js";
import { EXITS, outboxFolder } from "../outbox/outbox.js";
import { configOf, foldersOf, printJson } from "./options.js";

function show(options: { readonly json?: boolean }, command: Command): void {
  const view = inspectOutbox(outboxFolder(foldersOf(configOf(command)).uplink));
  const ledger = view?.ledger ?? EMPTY_LEDGER;
  const openTombstones = view?.openTombstones ?? 0;
  const balanced = isBalanced(ledger);
  if (options.json) {
    printJson({ ...ledger, balanced, openTombstones });
    return;
  }
  const row = (sign: string, name: string, count: number) =>
    process.stdout.write(`${sign} ${name.padEnd(12)} ${String(count).padStart(8)}\n`);
  row(" ", "accepted", ledger.accepted);
  EXITS.forEach((exit, index) => {
    row(index === 0 ? "=" : "+", exit, ledger[exit]);
  });
  row("+", "pending", ledger.pending);
  const open = openTombstones === 0 ? "" : `; ${openTombstones} tombstone(s) wait for the keeper's signature`;
  process.stdout.write(`${balanced ? "balanced" : "NOT BALANCED"}${open}\n`);
}

export function addLedgerCommand(program: Command): void {
  program
    .command("ledger")
    .description("the sum of the outbox: each accepted clip has left by one way or waits")
    .option("--json", "as JSON")
    .action(show);
}
