import { type ErrorCode, SottoError } from "../domain/errors.js";
import type { Outbox } from "../outbox/outbox.js";
import { type CheckedReceipt, checkReceipt, type ReceiptOrigin } from "./receipt-check.js";

/** What one message on the topic of receipts changed. */
export type Settlement =
  | { readonly kind: "receipted"; readonly id: string }
  /** `request`: the erasure that it completes, where it is the last of one. */
  | { readonly kind: "erased"; readonly id: string; readonly request: string | undefined }
  /** For something that had left already: a message that was sent twice is answered twice. */
  | { readonly kind: "repeated" }
  | { readonly kind: "refused"; readonly code: ErrorCode };

/** Ids of what left last, to tell a repeated receipt from one that nobody asked for. */
const MAX_REMEMBERED = 1_024;

/** Takes receipts to the outbox; counts those that are not what they should be, which change nothing. */
export class ReceiptDesk {
  readonly #outbox: Outbox;
  readonly #origin: ReceiptOrigin;
  readonly #left = new Set<string>();
  readonly #refused: Partial<Record<ErrorCode, number>> = {};
  #repeated = 0;

  constructor(outbox: Outbox, origin: ReceiptOrigin) {
    this.#outbox = outbox;
    this.#origin = origin;
  }

  get repeated(): number {
    return this.#repeated;
  }

  /** How many were refused, by code. */
  get refused(): Readonly<Partial<Record<ErrorCode, number>>> {
    return { ...this.#refused };
  }

  /** It has left the outbox; a receipt may still be on its way. */
  remember(id: string): void {
    const [oldest] = this.#left;
    if (this.#left.size >= MAX_REMEMBERED && oldest !== undefined) this.#left.delete(oldest);
    this.#left.add(id);
  }

  /** @throws SottoError OUTBOX_UNWRITABLE, OUTBOX_DAMAGED: nothing has changed, the keeper will be asked again */
  take(message: Uint8Array): Settlement {
    let receipt: CheckedReceipt;
    try {
      receipt = checkReceipt(message, this.#origin);
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      return this.#refuse(error.code);
    }
    const { of: id, outcome } = receipt;
    if (this.#outbox.tombstones().some((tombstone) => tombstone.id === id)) {
      if (outcome !== "erased") return this.#refuse("RECEIPT_INVALID");
      const request = this.#outbox.confirmed(id, message);
      this.remember(id);
      return { kind: "erased", id, request };
    }
    if (this.#outbox.receipted(id, message)) {
      this.remember(id);
      return { kind: "receipted", id };
    }
    if (!this.#left.has(id)) return this.#refuse("RECEIPT_INVALID");
    this.#repeated += 1;
    return { kind: "repeated" };
  }

  #refuse(code: ErrorCode): Settlement {
    this.#refused[code] = (this.#refused[code] ?? 0) + 1;
    return { kind: "refused", code };
  }
}
