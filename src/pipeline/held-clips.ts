import { ClipQueue, DEFAULT_QUEUE_BOUNDS, type QueueBounds } from "../deliver/clip-queue.js";
import { ERRORS, type ErrorCode } from "../domain/errors.js";
import type { Selector } from "../link/messages.js";
import type { SealedClip } from "../seal/sealed-clip.js";

/** What became of a clip on its way from the ear to the uplink's disk. */
export type HeldClipEvent =
  | { readonly kind: "accepted" | "evicted" | "erased"; readonly id: string }
  /** `isKept`: it waits to be offered again, since the fault is not the clip's. */
  | { readonly kind: "refused"; readonly id: string; readonly code: ErrorCode; readonly isKept: boolean };

export interface HeldClipsParts {
  /** False when it was not sent: the uplink is away. */
  readonly send: (clip: SealedClip) => boolean;
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
    for (const evicted of this.#queue.push(clip)) this.#gone(evicted, "evicted");
    this.#send();
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
   * Forgets what the selector means among the clips that are here. The last of all is here, where any is.
   * @returns what the uplink is to be asked for: it may have got what was forgotten here
   */
  erase(selector: Selector): Selector {
    const meant = this.#meant(selector);
    for (const clip of meant) {
      this.#queue.remove(clip);
      this.#gone(clip, "erased");
    }
    this.#send();
    if (selector.kind !== "last" || meant.length === 0) return selector;
    return { kind: "listed", ids: meant.map((clip) => clip.messageId) };
  }

  #meant(selector: Selector): readonly SealedClip[] {
    const { clips } = this.#queue;
    switch (selector.kind) {
      case "all":
        return clips;
      case "last":
        return clips.slice(-1);
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
    for (const clip of this.#queue.clips) {
      if (this.#sent.size >= MAX_UNANSWERED) return;
      if (this.#sent.has(clip) || this.#resting.has(clip)) continue;
      if (!this.#parts.send(clip)) return;
      this.#sent.add(clip);
    }
  }
}
