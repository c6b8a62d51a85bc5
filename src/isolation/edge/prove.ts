import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
import { type Outcome, outcomeSchema, type Verdict, verdictOf } from "../attempt.js";
import { type Row, rowsOf } from "../attempts.js";
import { CONFINED, type Confined, sandboxOf } from "../sandbox.js";
import { confine } from "./confine.js";
import { requireIsolation } from "./isolation-state.js";
import { scopesAbstractSockets } from "./landlock.js";
import { makeHouse } from "./made-house.js";

export interface ProvenRow {
  readonly process: Confined;
  readonly group: Row["group"];
  readonly what: string;
  readonly inside: Outcome;
  /** The same try without a sandbox; undefined where a try within got through, as it should. */
  readonly outside: Outcome | undefined;
  readonly verdict: Verdict;
}

const PROBE = fileURLToPath(new URL("./probe.js", import.meta.url));
/** All tries of one process; each is bounded by itself. */
const PATIENCE_MS = 120_000;

type Started = ReturnType<typeof confine>["child"];

async function outcomes(child: Started, rows: readonly Row[]): Promise<readonly Outcome[]> {
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  child.stdin?.on("error", () => undefined).end(JSON.stringify(rows.map(({ attempt }) => attempt)));
  const [said, [code]] = await Promise.all([child.stdout ? text(child.stdout) : "", once(child, "close")]);
  clearTimeout(timer);
  if (code !== 0) throw new SottoError("ISOLATION_UNAVAILABLE", `the probe ended with ${String(code)}`);
  return z.array(outcomeSchema).length(rows.length).parse(JSON.parse(said));
}

function withoutSandbox(rows: readonly Row[]): Promise<readonly Outcome[]> {
  const child = spawn(process.execPath, [PROBE], { stdio: ["pipe", "pipe", "inherit"] });
  return outcomes(child, rows);
}

async function proveOne(name: Confined, scopes: boolean): Promise<readonly ProvenRow[]> {
  const house = await makeHouse();
  try {
    const rows = rowsOf(name, house.made);
    const sandbox = sandboxOf(name, house.world);
    const { child } = confine(sandbox, { command: process.execPath, args: [PROBE], stdin: "pipe" });
    const inside = await outcomes(child, rows);
    const tried = rows.flatMap((row, index) => {
      const outcome = inside[index];
      return outcome ? [{ row, outcome }] : [];
    });
    // What a process needs and has is its own proof; a recorder that was ended cannot be ended again.
    const unsettled = tried.filter(({ row, outcome }) => row.expected === "refused" || !outcome.reached);
    const controls = await withoutSandbox(unsettled.map(({ row }) => row));
    return tried.map(({ row, outcome }) => {
      const at = unsettled.findIndex((one) => one.row === row);
      const outside = controls[at];
      const { group, what, expected } = row;
      const verdict = verdictOf({
        expected,
        inside: outcome,
        outside: outside ?? outcome,
        enforceable: row.needs === undefined || scopes,
      });
      return { process: name, group, what, inside: outcome, outside, verdict };
    });
  } finally {
    house.close();
  }
}

/**
 * Tries, from within each process's sandbox and once more without one, everything that it must not reach and
 * everything that it needs, against a house made for it with servers, files and processes that really answer.
 * @throws SottoError ISOLATION_UNAVAILABLE
 */
export async function* proveIsolation(
  names: readonly Confined[] = CONFINED,
): AsyncGenerator<readonly ProvenRow[]> {
  await requireIsolation();
  const scopes = await scopesAbstractSockets();
  for (const name of names) yield await proveOne(name, scopes);
}
