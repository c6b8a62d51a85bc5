import type { ErrorCode } from "../domain/errors.js";
import type { RestReason } from "./sending-book.js";

export type SenderEvent =
  | { readonly kind: "receipted" | "quarantined"; readonly id: string }
  /** The keeper has signed for the last tombstone of an erasure. */
  | { readonly kind: "erased"; readonly request: string }
  | { readonly kind: "receipt-refused" | "outbox-failed"; readonly code: ErrorCode };

/** What happened since the process began; what became of each clip is the ledger's to say. */
export interface SenderCounts {
  /** Publishes, repeated ones included. */
  readonly sent: number;
  /** Of these, those that the broker acknowledged. */
  readonly acknowledged: number;
  /** Why messages were laid aside before their next sending. */
  readonly rests: Readonly<Record<RestReason, number>>;
  readonly repeatedReceipts: number;
  readonly refusedReceipts: Readonly<Partial<Record<ErrorCode, number>>>;
}
