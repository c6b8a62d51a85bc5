import { equalBytes, toHex } from "../seal/canonical-cbor.js";
import type { ClipKeep } from "./clip-keep.js";
import type { FeedMessage, Want } from "./feed.js";
import { feedPage } from "./feed-page.js";
import type { SignedReceipt } from "./keeper.js";

/** Receipts that may wait for the broker; beyond them the oldest go, since their devices will ask again. */
export const MAX_WAITING_RECEIPTS = 1_024;

/** What a keeper has to say next. */
export type Outgoing =
  | { readonly kind: "receipt"; readonly receipt: SignedReceipt }
  | { readonly kind: "feed"; readonly ownerKeyId: Uint8Array; readonly feed: FeedMessage };

/** Readers of one owner that are answered at once; one more, and the oldest has to ask again. */
export const MAX_ASKING = 8;

/**
 * What waits to be said: receipts before all else, then one message of a page, owner after owner and within an owner
 * reader after reader, then news. Each reader has at most one page under way and one want waiting, each owner so many
 * readers and one piece of news, so a flood of wants costs its own owner's place and nothing else.
 */
export class OutgoingMail {
  readonly #keep: ClipKeep;
  readonly #receipts: SignedReceipt[] = [];
  readonly #pages = new Map<
    string,
    { readonly owner: Uint8Array; readonly page: AsyncIterator<FeedMessage> }
  >();
  readonly #wants = new Map<string, { readonly owner: Uint8Array; readonly want: Want }>();
  readonly #news = new Map<string, Uint8Array>();
  /** One more with each connection: what was read for the one before is not said on the next. */
  #connection = 0;
  #dropped = 0;

  constructor(keep: ClipKeep) {
    this.#keep = keep;
  }

  /** Receipts that did not wait long enough. */
  get dropped(): number {
    return this.#dropped;
  }

  addReceipt(receipt: SignedReceipt): void {
    this.#receipts.push(receipt);
    if (this.#receipts.length <= MAX_WAITING_RECEIPTS) return;
    this.#receipts.shift();
    this.#dropped += 1;
  }

  /** A newer want of a reader replaces one that waits: the reader has moved on. */
  addWant(owner: Uint8Array, want: Want): void {
    putLast(this.#wants, nameOf(owner, want), { owner, want });
  }

  addNews(owner: Uint8Array): void {
    this.#news.set(toHex(owner), owner);
  }

  /** A new connection: whoever asked on the old one asks again. */
  forgetPages(): void {
    this.#connection += 1;
    this.#pages.clear();
    this.#wants.clear();
  }

  /** One call at a time. @throws SottoError STORE_* from the store */
  async next(): Promise<Outgoing | undefined> {
    const receipt = this.#receipts.shift();
    if (receipt !== undefined) return { kind: "receipt", receipt };
    this.#openPages();
    for (const [asking, { owner: ownerKeyId, page }] of this.#pages) {
      const connection = this.#connection;
      this.#pages.delete(asking);
      const step = await page.next();
      if (connection !== this.#connection || step.done === true) continue;
      // To the end of the row, with all that this owner's readers wait for: every owner gets a message in turn.
      for (const [other, waiting] of [...this.#pages]) {
        if (!equalBytes(waiting.owner, ownerKeyId)) continue;
        this.#pages.delete(other);
        this.#pages.set(other, waiting);
      }
      this.#pages.set(asking, { owner: ownerKeyId, page });
      return { kind: "feed", ownerKeyId, feed: step.value };
    }
    for (const [owner, ownerKeyId] of this.#news) {
      this.#news.delete(owner);
      const news = {
        kind: "news",
        epoch: this.#keep.epoch,
        head: await this.#keep.head(ownerKeyId),
      } as const;
      return { kind: "feed", ownerKeyId, feed: news };
    }
    return undefined;
  }

  #openPages(): void {
    for (const { owner: ownerKeyId, want } of this.#wants.values()) {
      // What is under way answers an older want of this reader, which no longer listens to it.
      const page = feedPage(this.#keep, ownerKeyId, want);
      putLast(this.#pages, nameOf(ownerKeyId, want), { owner: ownerKeyId, page });
    }
    this.#wants.clear();
  }
}

/** One reader of one owner. */
function nameOf(owner: Uint8Array, { reader }: Want): string {
  return `${toHex(owner)} ${toHex(reader)}`;
}

/** To the end of the row, in the place of what the same reader had there; beyond the bound the owner's oldest goes. */
function putLast<T extends { readonly owner: Uint8Array }>(
  row: Map<string, T>,
  name: string,
  entry: T,
): void {
  row.delete(name);
  const others = [...row].filter(([, { owner }]) => equalBytes(owner, entry.owner));
  const [oldest] = others;
  if (others.length >= MAX_ASKING && oldest !== undefined) row.delete(oldest[0]);
  row.set(name, entry);
}
