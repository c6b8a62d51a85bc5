import { assertNever } from "../domain/assert-never.js";
import type { Clock } from "../domain/clock.js";
import { SottoError } from "../domain/errors.js";
import type { SealedClip } from "../seal/sealed-clip.js";
import { type BackOffBounds, backOffMs, DEFAULT_BACK_OFF } from "./back-off.js";
import { ClipQueue, DEFAULT_QUEUE_BOUNDS, type QueueBounds } from "./clip-queue.js";
import type { PublishResult, Transport } from "./transport.js";

/** `queued = delivered + evicted + refused + abandoned + pending`, always. */
export interface DeliveryCounts {
  readonly queued: number;
  readonly delivered: number;
  /** Dropped at the queue's bound. */
  readonly evicted: number;
  /** Given up after the broker had refused them MAX_REFUSALS times. */
  readonly refused: number;
  /** Still waiting when delivery was closed. */
  readonly abandoned: number;
  readonly pending: number;
}

export type DeliveryEvent =
  | {
      readonly kind: "delivered";
      readonly messageId: string;
      readonly consumed: boolean;
      readonly attempts: number;
    }
  | {
      readonly kind: "retrying";
      readonly messageId: string;
      readonly result: PublishResult;
      readonly waitMs: number;
    }
  | { readonly kind: "refused"; readonly messageId: string; readonly reasonCode: number }
  | { readonly kind: "evicted" | "abandoned"; readonly messageId: string };

export interface DeliveryOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly bounds?: QueueBounds;
  readonly backOff?: BackOffBounds;
  readonly observe?: (event: DeliveryEvent) => void;
}

/** A clip that a broker refuses so often is dropped: it must not circle for ever. */
export const MAX_REFUSALS = 3;

/**
 * Sends clips one after the other until the broker has acknowledged each. In this release the waiting clips are in
 * memory only, bounded, with counted drops, and the broker's acknowledgement counts as delivery: the durable
 * outbox and the signed receipts of the next release replace both.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #queue: ClipQueue;
  readonly #closing = new AbortController();
  readonly #refusals = new Map<SealedClip, number>();
  readonly #work: Promise<void>;
  #wake: () => void = () => undefined;
  #idle: (() => void)[] = [];
  #counts = { queued: 0, delivered: 0, evicted: 0, refused: 0, abandoned: 0 };

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#queue = new ClipQueue(options.bounds ?? DEFAULT_QUEUE_BOUNDS);
    this.#work = this.#run();
  }

  get counts(): DeliveryCounts {
    return { ...this.#counts, pending: this.#queue.length };
  }

  /** Takes a clip and returns at once. @throws SottoError INTERNAL after close */
  send(clip: SealedClip): void {
    if (this.#closing.signal.aborted) throw new SottoError("INTERNAL", "delivery was closed");
    this.#counts.queued += 1;
    for (const evicted of this.#queue.push(clip)) {
      this.#refusals.delete(evicted);
      this.#counts.evicted += 1;
      this.#observe({ kind: "evicted", messageId: evicted.messageId });
    }
    this.#wake();
  }

  /** Resolves when nothing is pending. Bound it with a deadline: a broker may stay away. */
  idle(): Promise<void> {
    if (this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Stops. What is pending is counted as abandoned. The transport stays open: it is the caller's. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    await this.#work;
    for (let clip = this.#queue.first; clip !== undefined; clip = this.#queue.first) {
      this.#queue.remove(clip);
      this.#counts.abandoned += 1;
      this.#observe({ kind: "abandoned", messageId: clip.messageId });
    }
    this.#settleIdle();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    let failures = 0;
    let attempts = 0;
    while (!signal.aborted) {
      const clip = this.#queue.first;
      if (clip === undefined) {
        this.#settleIdle();
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      if (!(await unlessAborted(this.#options.transport.ready(signal), signal))) return;
      attempts += 1;
      const result = await this.#options.transport.publish(clip);
      if (this.#settle(clip, result, attempts)) {
        failures = 0;
        attempts = 0;
        continue;
      }
      failures += 1;
      const waitMs = backOffMs(failures, this.#options.backOff ?? DEFAULT_BACK_OFF, this.#options.random);
      this.#observe({ kind: "retrying", messageId: clip.messageId, result, waitMs });
      if (!(await unlessAborted(this.#options.clock.sleep(waitMs, signal), signal))) return;
    }
  }

  /** @returns whether the clip is done with */
  #settle(clip: SealedClip, result: PublishResult, attempts: number): boolean {
    const { messageId } = clip;
    switch (result.outcome) {
      case "accepted":
        this.#refusals.delete(clip);
        // It may have been evicted while it was on its way; then it is counted there already.
        if (this.#queue.remove(clip)) this.#counts.delivered += 1;
        this.#observe({ kind: "delivered", messageId, consumed: result.consumed, attempts });
        return true;
      case "refused": {
        const refusals = (this.#refusals.get(clip) ?? 0) + 1;
        if (refusals < MAX_REFUSALS) {
          this.#refusals.set(clip, refusals);
          this.#queue.moveToEnd(clip);
          return false;
        }
        this.#refusals.delete(clip);
        if (this.#queue.remove(clip)) this.#counts.refused += 1;
        this.#observe({ kind: "refused", messageId, reasonCode: result.reasonCode });
        return true;
      }
      case "unreachable":
      case "unconfirmed":
        return false;
      default:
        return assertNever(result);
    }
  }

  #settleIdle(): void {
    if (this.#queue.length > 0) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  #observe(event: DeliveryEvent): void {
    this.#options.observe?.(event);
  }
}

/** False when it ended because of the signal; any other failure is a broken contract and goes up. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<boolean> {
  try {
    await work;
    return !signal.aborted;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
