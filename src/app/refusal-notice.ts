import type { Log } from "../log/log.js";

/** What was refused since the start, by code or reason. */
export type Refusals = Readonly<Partial<Record<string, number>>>;

/** As fields of a line of the log: `PREFIX-REASON`. */
export function refusalFields(prefix: string, refusals: Refusals): Record<string, number> {
  return Object.fromEntries(
    Object.entries(refusals).map(([reason, count]) => [`${prefix}-${reason}`, count ?? 0]),
  );
}

/** Says the counts again whenever there are more: single lines are suppressed where a stranger sends many. */
export function refusalNotice(log: Log, event: string, counts: () => Refusals): () => void {
  let told = 0;
  return () => {
    const now = counts();
    const sum = Object.values(now).reduce<number>((all, count) => all + (count ?? 0), 0);
    if (sum === told) return;
    told = sum;
    log.write(event, refusalFields("refused", now));
  };
}
