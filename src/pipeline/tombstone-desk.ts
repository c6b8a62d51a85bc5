import type { LinkMessage, Selector } from "../link/messages.js";
import { ID_BYTES } from "../seal/envelope.js";
import { encodeTombstone, MAX_ERASED_IDS, signNotice, type Tombstone } from "../seal/notices.js";
import type { RandomBytes, Signer } from "../seal/ports.js";

type ToUplink = Extract<LinkMessage<"ear-to-uplink">, { kind: "resolve" | "tombstones" }>;
type Resolved = Extract<LinkMessage<"uplink-to-ear">, { kind: "resolved" }>;

export type TombstoneEvent =
  | {
      readonly kind: "signed";
      readonly request: string;
      readonly tombstones: number;
      /** Clips that are named; those of an `all` that have arrived long ago are not. */
      readonly clips: number;
    }
  /** The uplink has the tombstones on its disk. */
  | { readonly kind: "erasing"; readonly request: string }
  /** Nothing was signed, and nothing told. */
  | { readonly kind: "ignored"; readonly why: "unasked" | "too-much" | "too-many" };

export interface TombstoneDeskParts {
  readonly signer: Signer;
  /** Tombstones are addressed to today's owner, whose clips they name: the ear knows no keeper. 16 bytes. */
  readonly ownerKeyId: () => Uint8Array;
  readonly random: RandomBytes;
  /** False when it was not sent: the uplink is away. */
  readonly send: (message: ToUplink) => boolean;
  /** Forgets clips that have not left the ear; gives what the uplink is to be asked for. */
  readonly eraseHeld: (selector: Selector) => Selector;
  readonly observe: (event: TombstoneEvent) => void;
}

/** Erasures that may be open; the light keeps those above it and tells them again. */
export const MAX_OPEN = 64;

interface Open {
  readonly request: string;
  readonly selector: Selector;
  /** Signed once: what is sent again after a reconnect is the same. */
  tombstones: readonly Uint8Array[] | undefined;
}

/**
 * Signs tombstones, for erasures alone that came from the light: for what the uplink says without having been asked, or
 * beyond what was asked, nothing is signed. One erasure after the other, in the order in which they came.
 */
export class TombstoneDesk {
  readonly #parts: TombstoneDeskParts;
  readonly #open: Open[] = [];

  constructor(parts: TombstoneDeskParts) {
    this.#parts = parts;
  }

  get open(): number {
    return this.#open.length;
  }

  /** From the light, and again after each reconnect until it hears `erasing`. */
  asked(request: string, selector: Selector): void {
    if (this.#open.some((each) => each.request === request)) return;
    if (this.#open.length >= MAX_OPEN) {
      this.#ignore("too-many");
      return;
    }
    const narrowed = this.#parts.eraseHeld(selector);
    this.#open.push({ request, selector: narrowed, tombstones: undefined });
    if (this.#open.length === 1) this.step();
  }

  /** Sends what the first open erasure waits for an answer to, perhaps again: after a reconnect and now and then. */
  step(): void {
    const first = this.#open[0];
    if (first === undefined) return;
    const { request, selector, tombstones } = first;
    if (tombstones === undefined) this.#parts.send({ kind: "resolve", request, selector });
    else this.#parts.send({ kind: "tombstones", request, messages: tombstones });
  }

  /** The uplink says which clips are meant. */
  resolved(answer: Resolved): void {
    const first = this.#open[0];
    if (first === undefined || first.request !== answer.request || first.tombstones !== undefined) {
      this.#ignore("unasked");
      return;
    }
    if (!isWithin(first.selector, answer)) {
      this.#ignore("too-much");
      return;
    }
    first.tombstones = this.#sign(answer);
    const { request, tombstones } = first;
    this.#parts.observe({
      kind: "signed",
      request,
      tombstones: tombstones.length,
      clips: answer.ids.length,
    });
    this.step();
  }

  /** The uplink has them on its disk. @returns true when the light is to be told */
  erasing(request: string): boolean {
    const first = this.#open[0];
    if (first?.request !== request || first.tombstones === undefined) {
      this.#ignore("unasked");
      return false;
    }
    this.#open.shift();
    this.#parts.observe({ kind: "erasing", request });
    this.step();
    return true;
  }

  #sign({ all, ids }: Resolved): readonly Uint8Array[] {
    const { signer, random } = this.#parts;
    const recipientKeyId = this.#parts.ownerKeyId();
    const bodies: Tombstone[] = all ? [{ scope: "all" }] : [];
    for (let at = 0; at < ids.length; at += MAX_ERASED_IDS) {
      bodies.push({ scope: "listed", ids: ids.slice(at, at + MAX_ERASED_IDS).map(bytesOf) });
    }
    return bodies.map((body) =>
      signNotice(
        "tombstone",
        encodeTombstone(body),
        { messageId: random(ID_BYTES), deviceId: signer.deviceId, recipientKeyId },
        signer,
      ),
    );
  }

  #ignore(why: "unasked" | "too-much" | "too-many"): void {
    this.#parts.observe({ kind: "ignored", why });
  }
}

/** The uplink may name fewer clips than were asked for, never others or more, as far as that can be seen from here. */
function isWithin(selector: Selector, { all, ids }: Resolved): boolean {
  if (all !== (selector.kind === "all")) return false;
  if (selector.kind === "last") return ids.length <= 1;
  if (selector.kind !== "listed") return true;
  const asked = new Set(selector.ids);
  return ids.every((id) => asked.has(id));
}

/** @param hex checked by the link: 32 digits */
function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: ID_BYTES }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}
