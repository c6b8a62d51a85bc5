import { SottoError } from "../../src/domain/errors.js";
import { inspectOutbox } from "../../src/outbox/edge/inspect-outbox.js";
import { isBalanced } from "../../src/outbox/ledger.js";
import { type Ledger, outboxFolder } from "../../src/outbox/outbox.js";

/** What the disk says of an outbox, whoever writes to it at the moment. */
export interface LedgerLook {
  readonly ledger: Ledger;
  /** State of every clip that is remembered. */
  readonly clips: ReadonlyMap<string, string>;
  /** In words; empty when the sum holds and every remembered clip is in exactly one place of it. */
  readonly problems: readonly string[];
}

/** Changes nothing. @throws SottoError OUTBOX_DAMAGED also where there is no outbox, LEDGER_WRONG, OUTBOX_UNWRITABLE */
export function lookAtLedger(uplinkFolder: string): LedgerLook {
  const view = inspectOutbox(outboxFolder(uplinkFolder));
  if (view === undefined) throw new SottoError("OUTBOX_DAMAGED", "there is no outbox");
  const { ledger, history } = view;
  const clips = new Map<string, string>(
    history.filter(({ kind }) => kind === "clip").map(({ id, state }) => [id, state]),
  );
  return { ledger, clips, problems: problemsOf(ledger, clips) };
}

/** The history is bounded; in these tests it never comes to its bound, so it has to explain the whole ledger. */
function problemsOf(ledger: Ledger, clips: ReadonlyMap<string, string>): readonly string[] {
  const places = ["receipted", "erased", "expired", "evicted", "quarantined", "pending"] as const;
  const states = [...clips.values()];
  const wrong = places.filter((place) => states.filter((state) => state === place).length !== ledger[place]);
  return [
    ...(isBalanced(ledger) ? [] : [`the sum does not hold: ${JSON.stringify(ledger)}`]),
    ...wrong.map((place) => `the ledger has ${ledger[place]} ${place}, the history another number`),
  ];
}
