import type { BackOffBounds } from "../../deliver/back-off.js";
import { BrokerLink } from "../../deliver/edge/broker-link.js";
import type { BrokerSettings } from "../../deliver/edge/broker-settings.js";
import type { MqttSession, OutgoingMessage } from "../../deliver/edge/mqtt-session.js";
import { feedTopic, KEEPER_TOPICS, keeperTopic, receiptTopic } from "../../deliver/topics.js";
import type { LinkStatus } from "../../deliver/transport.js";
import type { Clock } from "../../domain/clock.js";
import { codeOf, type ErrorCode, SottoError } from "../../domain/errors.js";
import { toHex } from "../../seal/canonical-cbor.js";
import type { Signer } from "../../seal/ports.js";
import type { ClipKeep } from "../clip-keep.js";
import { decodeWant, signFeed } from "../feed.js";
import type { Keeper, KeptSigner, Verdict } from "../keeper.js";
import { type Outgoing, OutgoingMail } from "../outgoing.js";

export interface KeeperLinkOptions {
  readonly settings: BrokerSettings;
  readonly keeper: Keeper;
  readonly keep: ClipKeep;
  readonly devices: readonly KeptSigner[];
  readonly signer: Signer;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backOff?: BackOffBounds | undefined;
  readonly observe?: ((event: KeeperLinkEvent) => void) | undefined;
}

export type KeeperLinkEvent =
  | { readonly kind: "link"; readonly status: LinkStatus }
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "want-refused"; readonly code: ErrorCode }
  /** The store can't be written: nothing is acknowledged until it can. */
  | { readonly kind: "store-failed"; readonly code: ErrorCode };

/** So long a broker keeps clips for a keeper that is away. */
const KEEP_SESSION_S = 7 * 24 * 3_600;
/** The largest message over a slow line. */
const PUBLISH_DEADLINE_MS = 20_000;
/** A store that can't be written is tried again so much later; below what a broker takes for a dead link. */
const STORE_PAUSE_MS = 2_000;

/** Client id of a keeper, for access lists. At most 23 characters, which every broker takes. */
export function keeperClientId(signingKeyId: Uint8Array): string {
  return `keeper-${toHex(signingKeyId).slice(0, 16)}`;
}

/**
 * A keeper at its broker. What arrives is acknowledged after it is on disk; receipts and feeds leave beside it, so that
 * no answer ever holds up the next message. A receipt that is lost on its way is asked for again by its device.
 */
export class KeeperLink {
  readonly #options: KeeperLinkOptions;
  readonly #owners: ReadonlyMap<string, Uint8Array>;
  readonly #mail: OutgoingMail;
  readonly #link: BrokerLink;
  readonly #sending: Promise<void>;
  readonly #inFlight = new Set<Promise<void>>();
  #fail: (error: SottoError) => void = () => undefined;
  /** Rejects when the store is damaged: then nothing can go on. Never resolves. */
  readonly failed: Promise<never>;
  #isClosed = false;
  /** A session that is over although the link has not said so yet: sending on it would turn in a circle. */
  #dead: MqttSession | undefined;
  #wake: () => void = () => undefined;

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
    this.#link = new BrokerLink({
      settings: options.settings,
      clientId: keeperClientId(options.signer.signingKeyId),
      clock: options.clock,
      random: options.random,
      backOff: options.backOff,
      keepSessionS: KEEP_SESSION_S,
      onMessage: (topic, payload) => this.#receive(topic, payload),
      onSession: async (session) => {
        this.#mail.forgetPages();
        await session.subscribe(KEEPER_TOPICS);
        // Readers that waited through the gap ask at once.
        for (const owner of this.#owners.values()) this.#mail.addNews(owner);
      },
      observe: (status) => {
        options.observe?.({ kind: "link", status });
        this.#wake();
      },
    });
    this.#sending = this.#send();
  }

  get status(): LinkStatus {
    return this.#link.status;
  }

  /** Receipts that were given up; their devices ask again. */
  get droppedReceipts(): number {
    return this.#mail.dropped;
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#link.ready(signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.#link.close();
    await this.#sending;
  }

  async #receive(topic: string, payload: Uint8Array): Promise<void> {
    const branch = keeperTopic(topic);
    if (branch?.kind === "want") {
      this.#takeWant(branch.of, payload);
      return;
    }
    try {
      const verdict = this.#options.keeper.receive(topic, payload);
      this.#options.observe?.({ kind: "verdict", verdict });
      if (!("receipt" in verdict)) return;
      this.#mail.addReceipt(verdict.receipt);
      if (verdict.kind === "stored" || verdict.kind === "obeyed") this.#mail.addNews(verdict.ownerKeyId);
      this.#wake();
    } catch (error) {
      this.#storeFailed(error);
      // Not acknowledged: the broker gives it again to the next session. Without the pause that would be at once.
      await this.#options.clock.sleep(STORE_PAUSE_MS);
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
      const { session } = this.#link;
      const isAlive = session !== undefined && session !== this.#dead;
      const outgoing = isAlive ? this.#nextOutgoing() : undefined;
      if (session === undefined || outgoing === undefined) {
        await woken;
        continue;
      }
      this.#start(session, outgoing);
      if (this.#inFlight.size >= session.window) await Promise.race(this.#inFlight);
    }
    await Promise.all(this.#inFlight);
  }

  #nextOutgoing(): Outgoing | undefined {
    try {
      return this.#mail.next();
    } catch (error) {
      // The reader that waits for this page asks again.
      this.#mail.forgetPages();
      this.#storeFailed(error);
      return undefined;
    }
  }

  #start(session: MqttSession, outgoing: Outgoing): void {
    const work = this.#publish(session, outgoing).finally(() => this.#inFlight.delete(work));
    this.#inFlight.add(work);
  }

  async #publish(session: MqttSession, outgoing: Outgoing): Promise<void> {
    const result = await session.publish(this.#message(outgoing), PUBLISH_DEADLINE_MS);
    if (result.outcome !== "unreachable" && result.outcome !== "unconfirmed") return;
    if (result.outcome === "unreachable" || result.reason !== "deadline") this.#dead = session;
    // A lost feed message costs its reader another want; a receipt is kept for the next connection.
    if (outgoing.kind === "receipt") this.#mail.addReceipt(outgoing.receipt);
  }

  #message(outgoing: Outgoing): OutgoingMessage {
    if (outgoing.kind === "receipt") {
      const { device, message } = outgoing.receipt;
      return { topic: receiptTopic(device), payload: message, retain: false };
    }
    const { ownerKeyId, feed } = outgoing;
    return {
      topic: feedTopic(toHex(ownerKeyId)),
      payload: signFeed(feed, ownerKeyId, this.#options.signer),
      retain: false,
    };
  }
}
