import { onPublishRefused } from "./broker-reasons.js";

/** More are not remembered; the oldest begins anew. */
const MAX_REMEMBERED = 256;
const MAX_TAKEN = 4_096;

/** How things stood when a message was refused first. */
interface FirstRefusal {
  /** Messages that had been taken. */
  readonly taken: number;
  /** Messages that had been blamed for a hang-up and were taken afterwards. */
  readonly acquitted: number;
}

/**
 * Whose fault a refusal is. A list of rights that somebody got wrong, a broker whose disk is full, or a line that breaks
 * must not empty a whole outbox into quarantine. So what may be the broker's own fault counts against a message only
 * while the broker takes others and has never taken this one; and a hang-up only while nobody else who was blamed for
 * one turns out to be innocent, since then the connections break by themselves.
 */
export class RefusalJudge {
  readonly #first = new Map<string, FirstRefusal>();
  readonly #hungUpOn = new Set<string>();
  readonly #takenOnce = new Set<string>();
  #taken = 0;
  #acquitted = 0;
  #inARow = 0;

  /** Refusals since the broker last took something. */
  get inARow(): number {
    return this.#inARow;
  }

  taken(id: string): void {
    this.#taken += 1;
    this.#inARow = 0;
    this.#first.delete(id);
    if (this.#hungUpOn.delete(id)) this.#acquitted += 1;
    makeRoom(this.#takenOnce, MAX_TAKEN);
    this.#takenOnce.add(id);
  }

  refused(id: string, reasonCode: number): "its-own" | "the-brokers" {
    this.#inARow += 1;
    return onPublishRefused(reasonCode) === "message" ? "its-own" : this.#againstOthers(id);
  }

  /** The broker ended the connection over it; some do so for want of rights, whatever is sent. */
  hungUpOn(id: string): "its-own" | "the-brokers" {
    this.#inARow += 1;
    makeRoom(this.#hungUpOn, MAX_REMEMBERED);
    this.#hungUpOn.add(id);
    if (this.#first.get(id)?.acquitted !== this.#acquitted) this.#first.delete(id);
    return this.#againstOthers(id);
  }

  forget(id: string): void {
    this.#first.delete(id);
    this.#hungUpOn.delete(id);
    this.#takenOnce.delete(id);
  }

  #againstOthers(id: string): "its-own" | "the-brokers" {
    const now = { taken: this.#taken, acquitted: this.#acquitted };
    const first = this.#first.get(id) ?? now;
    makeRoom(this.#first, MAX_REMEMBERED);
    this.#first.set(id, first);
    return this.#taken > first.taken && !this.#takenOnce.has(id) ? "its-own" : "the-brokers";
  }
}

/** For one more: the oldest goes. */
function makeRoom(of: Map<string, unknown> | Set<string>, most: number): void {
  const [oldest] = of.keys();
  if (of.size >= most && oldest !== undefined) of.delete(oldest);
}
