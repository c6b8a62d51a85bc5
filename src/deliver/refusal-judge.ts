import { onPublishRefused } from "./broker-reasons.js";

/** More are not remembered; the oldest begins anew. */
const MAX_REMEMBERED = 256;

/**
 * Whose fault a refusal is. A list of rights that somebody got wrong, or a broker whose disk is full, must not empty a
 * whole outbox into quarantine, so a reason that may be the broker's own counts against a clip only while it takes
 * others.
 */
export class RefusalJudge {
  /** How many messages had been taken when each was refused first. */
  readonly #firstRefusals = new Map<string, number>();
  #taken = 0;
  #inARow = 0;

  /** Refusals since the broker last took something. */
  get inARow(): number {
    return this.#inARow;
  }

  taken(id: string): void {
    this.#taken += 1;
    this.#inARow = 0;
    this.#firstRefusals.delete(id);
  }

  refused(id: string, reasonCode: number): "its-own" | "the-brokers" {
    this.#inARow += 1;
    return onPublishRefused(reasonCode) === "message" ? "its-own" : this.#againstOthers(id);
  }

  /** The broker ended the connection over it; some do so for want of rights, whatever is sent. */
  hungUpOn(id: string): "its-own" | "the-brokers" {
    this.#inARow += 1;
    return this.#againstOthers(id);
  }

  forget(id: string): void {
    this.#firstRefusals.delete(id);
  }

  /** Its own fault only where others were taken since the first time. */
  #againstOthers(id: string): "its-own" | "the-brokers" {
    const first = this.#firstRefusals.get(id) ?? this.#taken;
    const [oldest] = this.#firstRefusals.keys();
    if (this.#firstRefusals.size >= MAX_REMEMBERED && oldest !== undefined) {
      this.#firstRefusals.delete(oldest);
    }
    this.#firstRefusals.set(id, first);
    return this.#taken > first ? "its-own" : "the-brokers";
  }
}
