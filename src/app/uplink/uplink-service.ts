import { assertNever } from "../../domain/assert-never.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import type { LinkMessage } from "../../link/messages.js";
import { type Log, publicId } from "../../log/log.js";
import type { Outbox } from "../../outbox/outbox.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { ID_BYTES, parseEnvelope } from "../../seal/envelope.js";
import { type ExpectedOrigin, SealedClip } from "../../seal/sealed-clip.js";
import { SignedTombstone } from "../../seal/signed-tombstone.js";

type FromEar = LinkMessage<"ear-to-uplink">;
type ToEar = LinkMessage<"uplink-to-ear">;

/** What the sender has to know of the outbox's changes. */
export interface OutboxFollower {
  wake(): void;
  left(ids: readonly string[]): void;
}

export interface UplinkServiceOptions {
  readonly outbox: Outbox;
  readonly origin: ExpectedOrigin;
  readonly sender: OutboxFollower;
  readonly toEar: (message: ToEar) => void;
  /** Returns false while no light is connected. */
  readonly toLight: (message: LinkMessage<"uplink-to-light">) => boolean;
  readonly log: Log;
}

/** Erasures that a full disk makes wait; of one more than these the light will remind us. */
const MAX_OWED = 16;
/** Confirmed erasures that a light is told again when it comes back. */
const MAX_RETOLD = 64;
/** Entries of history that are looked through for them. */
const HISTORY_LOOK = 4_000;
/** In an answer about bytes that have no readable id. */
const NO_ID = "0".repeat(2 * ID_BYTES);

/** Answers the ear and tells the light. Whatever the ear sends is looked at again before it is believed. */
export class UplinkService {
  readonly #options: UplinkServiceOptions;
  readonly #owed = new Map<string, readonly SignedTombstone[]>();

  constructor(options: UplinkServiceOptions) {
    this.#options = options;
  }

  fromEar(message: FromEar): void {
    switch (message.kind) {
      case "clip":
        this.#clip(message.message);
        return;
      case "resolve":
        this.#resolve(message);
        return;
      case "tombstones":
        this.#tombstones(message.request, message.messages);
        return;
      default:
        assertNever(message);
    }
  }

  /** A light that was away or started again hears of every erasure that is over. */
  lightConnected(): void {
    const over = this.#options.outbox
      .history(HISTORY_LOOK)
      .flatMap(({ id, state }) =>
        state === "confirmed" || state === "nothing" ? [{ kind: state, request: id }] : [],
      );
    for (const each of over.slice(0, MAX_RETOLD)) this.#options.toLight(each);
  }

  /** The keeper has signed for all of it. A light that is not there now is told when it comes. */
  erased(request: string): void {
    this.#options.log.write("erasure-confirmed", { request: publicId(request) });
    this.#options.toLight({ kind: "confirmed", request });
  }

  /** Once a second: what the disk refused is tried again. */
  retry(): void {
    for (const [request, tombstones] of [...this.#owed]) {
      this.#guarded("erasure-refused", () => this.#erase(request, tombstones));
    }
  }

  /**
   * Returns when the store has answered. An error is an answer too: it is told where something was to be stored, and
   * starting again would mend no disk.
   */
  askStore(): void {
    try {
      this.#options.outbox.history(1);
    } catch (error) {
      if (codeOf(error) !== "OUTBOX_UNWRITABLE") throw error;
    }
  }

  /** What is too old leaves. */
  expire(): void {
    this.#guarded("outbox-failed", () => {
      const expired = this.#options.outbox.expire();
      for (const id of expired) this.#options.log.write("clip-expired", { id: publicId(id) });
      this.#options.sender.left(expired);
    });
  }

  #clip(message: Uint8Array): void {
    const { outbox, origin, sender, toEar, log } = this.#options;
    let id = NO_ID;
    try {
      id = idOf(message);
      const clip = SealedClip.checked(message, origin);
      const acceptance = outbox.accept(clip);
      toEar({ kind: "accepted", id });
      if (acceptance.kind === "known") return;
      log.write("clip-accepted", {
        id: publicId(id),
        bytes: clip.bucket,
        pending: outbox.ledger.pending,
      });
      for (const evicted of acceptance.evicted) log.write("clip-evicted", { id: publicId(evicted) });
      if (acceptance.evicted.length > 0) sender.left(acceptance.evicted);
      sender.wake();
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      log.write("clip-refused", { id: publicId(id), code: error.code });
      toEar({ kind: "refused", id, code: error.code });
    }
  }

  #resolve({ request, selector }: Extract<FromEar, { kind: "resolve" }>): void {
    this.#guarded("erasure-refused", () => {
      const { all, ids } = this.#options.outbox.resolve(selector);
      this.#options.toEar({ kind: "resolved", request, all, ids });
    });
  }

  #tombstones(request: string, messages: readonly Uint8Array[]): void {
    this.#guarded("erasure-refused", () => {
      const { origin } = this.#options;
      this.#erase(
        request,
        messages.map((message) => SignedTombstone.checked(message, origin)),
      );
    });
  }

  #erase(request: string, tombstones: readonly SignedTombstone[]): void {
    const { outbox, sender, toEar, log } = this.#options;
    try {
      outbox.erase(
        request,
        tombstones.map(({ message }) => message),
      );
    } catch (error) {
      if (codeOf(error) !== "OUTBOX_UNWRITABLE") throw error;
      if (!this.#owed.has(request) && this.#owed.size >= MAX_OWED) throw error;
      if (!this.#owed.has(request)) {
        log.write("erasure-waits", { request: publicId(request), code: "OUTBOX_UNWRITABLE" });
      }
      this.#owed.set(request, tombstones);
      return;
    }
    this.#owed.delete(request);
    const ids = tombstones.flatMap((tombstone) => tombstone.ids);
    log.write("erasure-accepted", { request: publicId(request), named: ids.length });
    toEar({ kind: "erasing", request });
    this.#tellEnd(request);
    sender.left(ids);
  }

  /** Nothing was meant, or it is the answer to a request that was asked twice: nothing waits for a signature. */
  #tellEnd(request: string): void {
    const { outbox, log, toLight } = this.#options;
    const state = outbox.history(HISTORY_LOOK).find(({ id }) => id === request)?.state;
    if (state === "confirmed") this.erased(request);
    if (state !== "nothing") return;
    log.write("erasure-of-nothing", { request: publicId(request) });
    toLight({ kind: "nothing", request });
  }

  #guarded(event: "erasure-refused" | "outbox-failed", work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      this.#options.log.write(event, { code: error.code });
    }
  }
}

/** Of anything that has the form of an envelope, believed or not. @throws SottoError ENVELOPE_* */
function idOf(message: Uint8Array): string {
  return toHex(parseEnvelope(message).header.messageId);
}
