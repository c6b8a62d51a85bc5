import { outputOf, run } from "./commands.js";
import { until } from "./time.js";

/** The house of this machine, asked by the product's own commands. */
const SOTTO = "/usr/bin/sotto";
const KEEPERS_SIDE = ["--config", "/etc/lab/keeper.toml"] as const;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fieldsOf(text: string): Fields {
  const value: unknown = JSON.parse(text);
  if (!isFields(value)) throw new Error(`no object: ${text.slice(0, 200)}`);
  return value;
}

function rowsOf(text: string): readonly Fields[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error(`no list: ${text.slice(0, 200)}`);
  return value.filter(isFields);
}

export interface Ledger {
  readonly isBalanced: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly text: string;
}

/** @throws Error where the outbox cannot be opened */
export async function ledger(): Promise<Ledger> {
  const { balanced, ...rest } = fieldsOf(await run(SOTTO, "ledger", "--json"));
  const counts = Object.fromEntries(Object.entries(rest).map(([name, count]) => [name, Number(count)]));
  const told = Object.entries(counts).filter(([, count]) => count !== 0);
  const text = told.map(([name, count]) => `${name} ${count}`).join(", ") || "empty";
  return { isBalanced: balanced === true, counts, text };
}

export interface HistoryRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly isSigned: boolean;
  readonly isErasedAtKeeper: boolean;
}

export async function history(): Promise<readonly HistoryRow[]> {
  return rowsOf(await run(SOTTO, "history", "--json", "--limit", "4000")).map((row) => ({
    id: String(row["id"]),
    kind: String(row["kind"]),
    state: String(row["state"]),
    isSigned: typeof row["signedBy"] === "string",
    isErasedAtKeeper: row["isErasedAtKeeper"] === true,
  }));
}

export async function clipState(id: string): Promise<HistoryRow | undefined> {
  return (await history()).find((row) => row.kind === "clip" && row.id.startsWith(id));
}

/** Waits until the keeper has signed for the clip. */
export async function untilReceipted(id: string, withinMs: number): Promise<number> {
  return until(
    `the keeper has signed for ${id}`,
    withinMs,
    async () => {
      const row = await clipState(id);
      return row?.state === "receipted" && row.isSigned;
    },
    1_000,
  );
}

function asReader(...args: readonly string[]): readonly string[] {
  return ["-u", "lab-house", "--", SOTTO, ...KEEPERS_SIDE, "read", ...args];
}

/** Ids of the clips that lie sealed on the reader's side. */
export async function readerClips(): Promise<readonly string[]> {
  return rowsOf(await run("runuser", ...asReader("list", "--json"))).map((row) => String(row["messageId"]));
}

export async function openClip(
  id: string,
): Promise<{ readonly kinds: readonly string[]; readonly durationMs: number }> {
  const opened = fieldsOf(await run("runuser", ...asReader("open", id, "--json")));
  const kinds = opened["kinds"];
  return {
    kinds: Array.isArray(kinds) ? kinds.map(String) : [],
    durationMs: Number(opened["durationMs"]),
  };
}

/** What the disk remembers. */
export function isMuted(): boolean {
  return outputOf("cat", "/var/lib/sotto-light/mute").trim().endsWith("muted");
}
