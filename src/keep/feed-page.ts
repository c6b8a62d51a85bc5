import { equalBytes } from "../seal/canonical-cbor.js";
import type { ClipKeep } from "./clip-keep.js";
import { type FeedMessage, MAX_PAGE, type Want } from "./feed.js";

/** A page is over after so many bytes too, so that one reader's page does not hold up another's for long. */
export const MAX_PAGE_BYTES = 1_000_000;

/**
 * The answer to one want: entries in order, then an end. Read one at a time from the store, so that memory holds one.
 * A want that counts in another store begins anew.
 */
export async function* feedPage(
  keep: ClipKeep,
  ownerKeyId: Uint8Array,
  want: Want,
): AsyncGenerator<FeedMessage, void> {
  const { epoch } = keep;
  const isSame = want.epoch !== undefined && equalBytes(want.epoch, epoch);
  const common = { epoch, nonce: want.nonce };
  let previous = isSame ? want.after : 0;
  let bytes = 0;
  for (let sent = 0; ; sent += 1) {
    // Before looking, so that what arrives meanwhile is not said to have been sent.
    const head = await keep.head(ownerKeyId);
    const entry = await keep.next(ownerKeyId, previous);
    if (entry === undefined) {
      // Below the reader's cursor where the store was set back: that tells the reader to begin anew.
      yield { kind: "end", ...common, head, previous: Math.min(previous, head), upTo: head };
      return;
    }
    if (sent >= Math.min(want.limit, MAX_PAGE) || bytes >= MAX_PAGE_BYTES) {
      yield { kind: "end", ...common, head: Math.max(head, entry.seq), previous, upTo: previous };
      return;
    }
    yield { kind: "entry", ...common, head: Math.max(head, entry.seq), previous, ...entry };
    previous = entry.seq;
    bytes += entry.message.length;
  }
}
