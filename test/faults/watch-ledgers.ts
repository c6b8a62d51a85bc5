import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const LEDGER_WATCH = fileURLToPath(new URL("./ledger-watch.ts", import.meta.url));
const LEDGER_LOOK_MS = 3_000;

/** While it goes on: what the disk says holds at any moment, whoever has just been killed. */
export function watchLedgers(uplinks: readonly string[]): { end(): Promise<LedgerWatch> } {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", LEDGER_WATCH, String(LEDGER_LOOK_MS), ...uplinks],
    { stdio: ["pipe", "pipe", "inherit"], detached: true },
  );
  const said = text(child.stdout);
  return {
    async end() {
      child.stdin.end();
      const lines = (await said).split("\n").filter((line) => line !== "");
      const looks = lines.flatMap((line) => /^looks (\d+)$/.exec(line)?.[1] ?? []).map(Number);
      const problems = lines.filter((line) => !/^looks \d+$/.test(line));
      if (looks[0] === undefined) problems.push("the watch over the ledgers has ended before its time");
      return { looks: looks[0] ?? 0, problems };
    },
  };
}

export interface LedgerWatch {
  readonly looks: number;
  readonly problems: readonly string[];
}
