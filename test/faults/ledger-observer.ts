import { SottoError } from "../../src/domain/errors.js";
import { storePath } from "../../src/outbox/edge/open-records.js";
import { RecordStore } from "../../src/outbox/edge/record-store.js";
import { isBalanced } from "../../src/outbox/ledger.js";
import { type Ledger, outboxFolder } from "../../src/outbox/outbox.js";

/** What the disk says of an outbox, whoever writes to it at the moment. */
export interface LedgerLook {
  readonly ledger: Ledger;
  /** State of every clip that is remembered. */
  readonly clips: ReadonlyMap<string, string>;
  /** In words; empty when all is well. */
  readonly problems: readonly string[];
}

/** So often a look is taken again because something was written meanwhile. */
const MAX_LOOKS = 20;

/** Changes nothing. @throws SottoError OUTBOX_DAMAGED where there is no outbox, or one that is never at rest */
export function lookAtLedger(uplinkFolder: string): LedgerLook {
  const path = storePath(outboxFolder(uplinkFolder));
  if (path === undefined) throw new SottoError("OUTBOX_DAMAGED", "there is no outbox");
  const store = RecordStore.open(path, "read");
  try {
    const { book, entries, faults } = steadyRecords(store);
    const clips = new Map(entries.filter(({ kind }) => kind === "clip").map(({ id, state }) => [id, state]));
    return { ledger: book.ledger, clips, problems: problemsOf(book.ledger, clips, faults) };
  } finally {
    store.close();
  }
}

/** The store is read table by table: what was read is of one moment when the book has not moved until it was read again. */
function steadyRecords(store: RecordStore) {
  let before = store.read();
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const after = store.read();
    const [book] = before.books;
    if (book !== undefined && book.revision === after.books[0]?.revision) return { ...before, book };
    before = after;
  }
  throw new SottoError("OUTBOX_DAMAGED", "it has lost its book, or is never at rest");
}

function problemsOf(ledger: Ledger, clips: ReadonlyMap<string, string>, faults: number): readonly string[] {
  const pending = [...clips.values()].filter((state) => state === "pending").length;
  return [
    ...(faults > 0 ? [`${faults} records fail their checksum`] : []),
    ...(isBalanced(ledger) ? [] : [`the sum does not hold: ${JSON.stringify(ledger)}`]),
    ...(pending === ledger.pending
      ? []
      : [`${pending} clips are pending, the ledger says ${ledger.pending}`]),
  ];
}
