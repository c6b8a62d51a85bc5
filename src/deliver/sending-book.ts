import { type BackOffBounds, backOffMs } from "./back-off.js";

export interface SendingBounds {
  /** From the broker's acknowledgement to the keeper's receipt; after it the message is sent again. */
  readonly receiptDeadlineMs: number;
  /** The rest of a message that got no receipt or was refused, and of a keeper that is silent. */
  readonly backOff: BackOffBounds;
}

export const DEFAULT_SENDING_BOUNDS: SendingBounds = {
  receiptDeadlineMs: 15_000,
  backOff: { firstMs: 1_000, mostMs: 120_000 },
};

/** Clips that may wait for their receipt at once: more would only pile up in a broker's memory. */
export const MAX_UNRECEIPTED = 64;
/** Messages that are remembered at once; at the bound nothing new is sent until one of them is done with. */
export const MAX_TRACKED = 4_096;

/** Why a message rests before its next sending. */
export type RestReason = "refused" | "unconfirmed" | "overdue" | "unclaimed";

interface Sending {
  readonly kind: "clip" | "tombstone";
  readonly phase: "in-flight" | "awaiting" | "resting" | "due";
  /** Times it was sent. */
  readonly sendings: number;
  /** When its receipt is overdue, or its rest over; monotonic milliseconds. */
  readonly dueAtMs: number;
  /** Why it rested last. */
  readonly reason: RestReason | undefined;
}

/**
 * Which messages were sent, what each waits for and when it may be sent again. It knows ids and times, nothing else:
 * what is pending is the outbox's to say, and all that is here may be forgotten, at the price of a second sending.
 */
export class SendingBook {
  readonly #bounds: SendingBounds;
  readonly #random: () => number;
  readonly #sendings = new Map<string, Sending>();
  /** In flight, awaiting or resting: not to be taken from the outbox now. */
  readonly #held = new Set<string>();
  /** In flight, even if they were settled since: the broker's window is theirs until it answers. */
  readonly #inFlight = new Set<string>();
  #awaitingClips = 0;

  constructor(bounds: SendingBounds, random: () => number) {
    this.#bounds = bounds;
    this.#random = random;
  }

  get held(): ReadonlySet<string> {
    return this.#held;
  }

  get inFlight(): ReadonlySet<string> {
    return this.#inFlight;
  }

  /** How many clips may be sent on top of those that are on their way. @param most bound of the unreceipted */
  clipRoom(most: number): number {
    const waiting = this.#awaitingClips + this.#inFlight.size;
    return Math.max(0, Math.min(most - waiting, MAX_TRACKED - this.#held.size));
  }

  sent(id: string, kind: "clip" | "tombstone"): void {
    const sendings = (this.#sendings.get(id)?.sendings ?? 0) + 1;
    // The number of sendings of one that is due again is all that is lost with it.
    if (this.#sendings.size >= MAX_TRACKED && sendings === 1) this.#forgetOneDue();
    this.#become(id, { kind, phase: "in-flight", sendings, dueAtMs: 0, reason: undefined });
    this.#inFlight.add(id);
  }

  /** The broker has taken it; now the keeper's receipt is awaited. */
  acknowledged(id: string, nowMs: number): void {
    this.#inFlight.delete(id);
    const sending = this.#sendings.get(id);
    if (sending === undefined) return;
    this.#become(id, { ...sending, phase: "awaiting", dueAtMs: nowMs + this.#bounds.receiptDeadlineMs });
  }

  /** It rests, with full jitter, the longer the more often it was sent. */
  rest(id: string, nowMs: number, reason: RestReason): void {
    this.#inFlight.delete(id);
    const sending = this.#sendings.get(id);
    if (sending === undefined) return;
    const waitMs = backOffMs(sending.sendings, this.#bounds.backOff, this.#random);
    this.#become(id, { ...sending, phase: "resting", dueAtMs: nowMs + waitMs, reason });
  }

  /** It is not pending any more. @returns whether it was known */
  forget(id: string): boolean {
    const sending = this.#sendings.get(id);
    if (sending === undefined) return false;
    if (sending.kind === "clip" && sending.phase === "awaiting") this.#awaitingClips -= 1;
    this.#held.delete(id);
    return this.#sendings.delete(id);
  }

  /** Lets rested messages be taken again. @returns those whose receipt is overdue, which rest from now on */
  pass(nowMs: number): readonly string[] {
    const overdue: string[] = [];
    for (const [id, sending] of this.#sendings) {
      if (!isTimed(sending) || sending.dueAtMs > nowMs) continue;
      if (sending.phase === "awaiting") overdue.push(id);
      else this.#become(id, { ...sending, phase: "due" });
    }
    for (const id of overdue) this.rest(id, nowMs, "overdue");
    return overdue;
  }

  /**
   * Now, and not later. `all`: a new session of the broker may have lost what the old one took. `rested`: the keeper
   * speaks again; what has just been sent still has its time. What the broker refused rests on.
   */
  hurry(which: "all" | "rested"): void {
    for (const [id, sending] of this.#sendings) {
      const mayGo = which === "all" ? isTimed(sending) : sending.phase === "resting";
      if (mayGo && sending.reason !== "refused") this.#become(id, { ...sending, phase: "due" });
    }
  }

  /** When `pass` has something to do next, monotonic milliseconds; undefined when never. */
  get nextMs(): number | undefined {
    let next: number | undefined;
    for (const sending of this.#sendings.values()) {
      if (isTimed(sending) && (next === undefined || sending.dueAtMs < next)) next = sending.dueAtMs;
    }
    return next;
  }

  #become(id: string, sending: Sending): void {
    const before = this.#sendings.get(id);
    if (sending.kind === "clip") {
      this.#awaitingClips += Number(sending.phase === "awaiting") - Number(before?.phase === "awaiting");
    }
    this.#sendings.set(id, sending);
    if (sending.phase === "due") this.#held.delete(id);
    else this.#held.add(id);
  }

  #forgetOneDue(): void {
    for (const [id, { phase }] of this.#sendings) {
      if (phase === "due") {
        this.forget(id);
        return;
      }
    }
  }
}

function isTimed({ phase }: Sending): boolean {
  return phase === "awaiting" || phase === "resting";
}
