import { feedTopic, keeperTopic, receiptTopic } from "../deliver/topics.js";
import type { Clock } from "../domain/clock.js";
import { codeOf, type ErrorCode, SottoError } from "../domain/errors.js";
import { toHex } from "../seal/canonical-cbor.js";
import type { Signer } from "../seal/ports.js";
import type { ClipKeep } from "./clip-keep.js";
import { decodeWant, signFeed } from "./feed.js";
import type { Keeper, KeptSigner, Verdict } from "./keeper.js";
import type { KeeperLine, LineSession, LineStatus, OpenLine, Saying } from "./keeper-line.js";
import { type Outgoing, OutgoingMail } from "./outgoing.js";

export interface KeeperLinkOptions {
  readonly openLine: OpenLine;
  readonly keeper: Keeper;
  readonly keep: ClipKeep;
  readonly devices: readonly KeptSigner[];
  readonly signer: Signer;
  readonly clock: Clock;
  readonly observe?: ((event: KeeperLinkEvent) => void) | undefined;
}

export type KeeperLinkEvent =
  | { readonly kind: "link"; readonly status: LineStatus }
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "want-refused"; readonly code: ErrorCode }
  /** The store can't be written: nothing is acknowledged until it can. */
  | { readonly kind: "store-failed"; readonly code: ErrorCode };

/** The largest message over a slow line. */
const PUBLISH_DEADLINE_MS = 20_000;
/** A store that can't be written is tried again so much later; below what a broker takes for a dead link. */
const STORE_PAUSE_MS = 2_000;

/**
 * A keeper at its broker. What arrives is acknowledged after it is on disk; receipts and feeds leave beside it, so that
 * no answer ever holds up the next message. A receipt that is lost on its way is asked for again by its device.
 */
export class KeeperLink {
  readonly #options: KeeperLinkOptions;
  readonly #owners: ReadonlyMap<string, Uint8Array>;
  readonly #mail: OutgoingMail;
  readonly #line: KeeperLine;
  readonly #sending: Promise<void>;
  readonly #inFlight = new Set<Promise<void>>();
  #fail: (error: SottoError) => void = () => undefined;
  /** Rejects when nothing can go on: a damaged store, a broker that can't do what was asked. Never resolves. */
  readonly failed: Promise<never>;
  #isClosed = false;
  /** A session that is over although the link has not said so yet: sending on it would turn in a circle. */
  #dead: LineSession | undefined;
  #wake: () => void = () => undefined;
  #pause: Promise<void> | undefined;
  readonly #troubles: Record<string, number> = {};
  /** Wants that were none, or of an owner for whom nothing is kept. */
  refusedWants = 0;

  constructor(options: KeeperLinkOptions) {
    this.#options = options;
    const owners = options.devices.flatMap(({ ownerKeyIds }) => ownerKeyIds);
    this.#owners = new Map(owners.map((ownerKeyId) => [toHex(ownerKeyId), ownerKeyId]));
    this.#mail = new OutgoingMail(options.keep);
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Whoever does not ask must not be ended by an unheard rejection.
    this.failed.catch(() => undefined);
    this.#line = options.openLine({
      onMessage: (topic, payload) => this.#receive(topic, payload),
      check: () => this.#check(),
      onSession: () => {
        this.#mail.forgetPages();
        // Readers that waited through the gap ask at once.
        for (const owner of this.#owners.values()) this.#mail.addNews(owner);
      },
      observe: (status) => {
        if (status.state === "waiting") {
          const why = status.tls ?? status.code;
          this.#troubles[why] = (this.#troubles[why] ?? 0) + 1;
        }
        options.observe?.({ kind: "link", status });
        this.#wake();
      },
      fail: (error) => this.#fail(error),
    });
    this.#sending = this.#send();
  }

  get status(): LineStatus {
    return this.#line.status;
  }

  /** Receipts that were given up; their devices ask again. */
  get droppedReceipts(): number {
    return this.#mail.dropped;
  }

  /** How often there was no connection, by code or by TLS's own reason. */
  get troubles(): Readonly<Record<string, number>> {
    return { ...this.#troubles };
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#line.ready(signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.#line.close();
    await this.#sending;
  }

  async #receive(topic: string, payload: Uint8Array): Promise<void> {
    const branch = keeperTopic(topic);
    if (branch?.kind === "want") {
      this.#takeWant(branch.of, payload);
      return;
    }
    await this.#withStore(async () => {
      const verdict = await this.#options.keeper.receive(topic, payload);
      this.#options.observe?.({ kind: "verdict", verdict });
      if (!("receipt" in verdict)) return;
      this.#mail.addReceipt(verdict.receipt);
      if (verdict.kind === "stored" || verdict.kind === "obeyed") this.#mail.addNews(verdict.ownerKeyId);
      this.#wake();
    });
  }

  async #check(): Promise<void> {
    await this.#withStore(() => this.#options.keep.check());
  }

  /**
   * What the store could not do is not acknowledged: the broker gives it to the next session. Without the pause that
   * would be at once. All that fail meanwhile share one pause.
   */
  async #withStore(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#pause === undefined) {
        this.#storeFailed(error);
        this.#pause = this.#options.clock.sleep(STORE_PAUSE_MS).finally(() => {
          this.#pause = undefined;
        });
      }
      await this.#pause;
      throw error;
    }
  }

  #takeWant(owner: string, payload: Uint8Array): void {
    const ownerKeyId = this.#owners.get(owner);
    try {
      if (ownerKeyId === undefined) throw new SottoError("ENVELOPE_NOT_FOR_US", "no device of this owner");
      this.#mail.addWant(ownerKeyId, decodeWant(payload));
      this.#wake();
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      this.refusedWants += 1;
      this.#options.observe?.({ kind: "want-refused", code });
    }
  }

  #storeFailed(error: unknown): void {
    const code = codeOf(error);
    if (code === undefined) throw error;
    this.#options.observe?.({ kind: "store-failed", code });
    if (code === "STORE_DAMAGED" && error instanceof SottoError) this.#fail(error);
  }

  async #send(): Promise<void> {
    while (!this.#isClosed) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const { session } = this.#line;
      const isAlive = session !== undefined && session !== this.#dead;
      const outgoing = isAlive ? await this.#nextOutgoing() : undefined;
      if (session === undefined || outgoing === undefined) {
        await woken;
        continue;
      }
      this.#start(session, outgoing);
      if (this.#inFlight.size >= session.window) await Promise.race(this.#inFlight);
    }
    await Promise.all(this.#inFlight);
  }

  async #nextOutgoing(): Promise<Outgoing | undefined> {
    try {
      return await this.#mail.next();
    } catch (error) {
      // The reader that waits for this page asks again.
      this.#mail.forgetPages();
      this.#storeFailed(error);
      return undefined;
    }
  }

  #start(session: LineSession, outgoing: Outgoing): void {
    const work = this.#publish(session, outgoing).finally(() => this.#inFlight.delete(work));
    this.#inFlight.add(work);
  }

  async #publish(session: LineSession, outgoing: Outgoing): Promise<void> {
    const result = await session.publish(this.#message(outgoing), PUBLISH_DEADLINE_MS);
    if (result.outcome !== "unreachable" && result.outcome !== "unconfirmed") return;
    if (result.outcome === "unreachable" || result.reason !== "deadline") this.#dead = session;
    // A lost feed message costs its reader another want; a receipt is kept for the next connection.
    if (outgoing.kind === "receipt") this.#mail.addReceipt(outgoing.receipt);
  }

  #message(outgoing: Outgoing): Saying {
    if (outgoing.kind === "receipt") {
      const { device, message } = outgoing.receipt;
      return { topic: receiptTopic(device), payload: message };
    }
    const { ownerKeyId, feed } = outgoing;
    return {
      topic: feedTopic(toHex(ownerKeyId)),
      payload: signFeed(feed, ownerKeyId, this.#options.signer),
    };
  }
}
