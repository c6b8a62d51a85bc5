import type { Clock } from "../domain/clock.js";
import { ERRORS, type ErrorCode } from "../domain/errors.js";
import { MAX_LAST_AGE_MS, type Selector } from "../link/messages.js";
import type { SealedClip } from "../seal/sealed-clip.js";
import { ClipQueue, DEFAULT_QUEUE_BOUNDS, type QueueBounds } from "./clip-queue.js";

/** What became of a clip on its way from the ear to the uplink's disk. */
export type HeldClipEvent =
  | { readonly kind: "accepted" | "evicted" | "erased"; readonly id: string }
  /** `isKept`: it waits to be offered again, since the fault is not the clip's. */
  | { readonly kind: "refused"; readonly id: string; readonly code: ErrorCode; readonly isKept: boolean };

export interface HeldClipsParts {
  /** False when it was not sent: the uplink is away. */
  readonly send: (clip: SealedClip) => boolean;
  /**
   * False while an erasure waits to be handed over: a clip that is said after it was asked for must not arrive before
   * it, or the uplink takes the new one for the one that is meant.
   */
  readonly mayLeave: () => boolean;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly observe: (event: HeldClipEvent) => void;
  readonly bounds?: QueueBounds;
}

/** So many are sent before the first answer: all of them are below what a link may hold for a slow reader. */
export const MAX_UNANSWERED = 8;

/**
 * Sealed clips that the uplink has not accepted yet, in memory and within a bound; at the bound the oldest are evicted.
 * After a reconnect all are sent again, since an answer may have been lost; the uplink knows a clip that it has.
 */
export class HeldClips {
  readonly #parts: HeldClipsParts;
  readonly #queue: ClipQueue;
  readonly #sealedAtMs = new WeakMap<SealedClip, number>();
  /** Sent on this connection and not answered. */
  readonly #sent = new Set<SealedClip>();
  /** Refused for now; offered again by `offerAgain`. */
  readonly #resting = new Set<SealedClip>();
  /** What was said last, and when; no id where it was dropped before it became a clip. */
  #last: { readonly id: string | undefined; readonly atMs: number } | undefined;
  #unexpected = 0;

  constructor(parts: HeldClipsParts) {
    this.#parts = parts;
    this.#queue = new ClipQueue(parts.bounds ?? DEFAULT_QUEUE_BOUNDS);
  }

  get length(): number {
    return this.#queue.length;
  }

  get bytes(): number {
    return this.#queue.bytes;
  }

  /** Answers about clips that are not, or no longer, here. */
  get unexpectedAnswers(): number {
    return this.#unexpected;
  }

  /** @param sealedAtMs wall time, for an erasure of a range of time */
  add(clip: SealedClip, sealedAtMs: number): void {
    this.#sealedAtMs.set(clip, sealedAtMs);
    this.#isSaid(clip.messageId);
    for (const evicted of this.#queue.push(clip)) this.#gone(evicted, "evicted");
    this.#send();
  }

  /** What was said after all that is here was dropped by an erasure: it is the last, and there is nothing of it. */
  droppedUnsealed(): void {
    this.#isSaid(undefined);
  }

  /** The uplink is there, again perhaps: what was sent to it before may not have arrived. */
  connected(): void {
    this.#sent.clear();
    this.offerAgain();
  }

  /** Whatever was refused for now gets another chance. */
  offerAgain(): void {
    this.#resting.clear();
    this.#send();
  }

  accepted(id: string): void {
    const clip = this.#find(id);
    if (clip === undefined) return;
    this.#queue.remove(clip);
    this.#gone(clip, "accepted");
    this.#send();
  }

  refused(id: string, code: ErrorCode): void {
    const clip = this.#find(id);
    if (clip === undefined) return;
    this.#sent.delete(clip);
    const isKept = ERRORS[code].retry !== "never";
    if (isKept) this.#resting.add(clip);
    else this.#queue.remove(clip);
    this.#parts.observe({ kind: "refused", id, code, isKept });
    this.#send();
  }

  /**
   * Forgets what the selector means among the clips that are here. The last is the one that was sealed last, by name,
   * whatever has become of it: an older one may be here still when it has long been accepted, or may have been accepted
   * after it. Only where that is unknown, or gone from here over MAX_LAST_AGE_MS ago, it is the uplink's to resolve.
   * @returns what the uplink is to be asked for: it may have got what was forgotten here
   */
  erase(asked: Selector): Selector {
    const selector = asked.kind === "last" ? this.#lastByName() : asked;
    const meant = this.#meant(selector);
    for (const clip of meant) {
      this.#queue.remove(clip);
      this.#gone(clip, "erased");
    }
    this.#send();
    return selector;
  }

  #isSaid(id: string | undefined): void {
    this.#last = { id, atMs: this.#parts.clock.monotonicMs() };
  }

  #lastByName(): Selector {
    if (this.#last === undefined) return { kind: "last" };
    const { id, atMs } = this.#last;
    const isHere = this.#queue.clips.some(({ messageId }) => messageId === id);
    const isRecent = this.#parts.clock.monotonicMs() - atMs <= MAX_LAST_AGE_MS;
    if (!isHere && !isRecent) return { kind: "last" };
    return { kind: "listed", ids: id === undefined ? [] : [id] };
  }

  #meant(selector: Selector): readonly SealedClip[] {
    const { clips } = this.#queue;
    switch (selector.kind) {
      case "all":
        return clips;
      case "last":
        return [];
      case "listed":
        return clips.filter((clip) => selector.ids.includes(clip.messageId));
      case "range":
        return clips.filter((clip) => {
          const atMs = this.#sealedAtMs.get(clip) ?? Number.NaN;
          return selector.fromMs <= atMs && atMs <= selector.toMs;
        });
    }
  }

  #find(id: string): SealedClip | undefined {
    const clip = this.#queue.clips.find((each) => each.messageId === id);
    if (clip === undefined) this.#unexpected += 1;
    return clip;
  }

  #gone(clip: SealedClip, kind: "accepted" | "evicted" | "erased"): void {
    this.#sent.delete(clip);
    this.#resting.delete(clip);
    this.#parts.observe({ kind, id: clip.messageId });
  }

  #send(): void {
    if (!this.#parts.mayLeave()) return;
    for (const clip of this.#queue.clips) {
      if (this.#sent.size >= MAX_UNANSWERED) return;
      if (this.#sent.has(clip) || this.#resting.has(clip)) continue;
      if (!this.#parts.send(clip)) return;
      this.#sent.add(clip);
    }
  }
}
