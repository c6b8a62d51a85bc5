import type { BackOffBounds } from "../../deliver/back-off.js";
import { BrokerLink } from "../../deliver/edge/broker-link.js";
import type { BrokerSettings } from "../../deliver/edge/broker-settings.js";
import type { MqttSession } from "../../deliver/edge/mqtt-session.js";
import { feedTopic } from "../../deliver/topics.js";
import type { LinkStatus } from "../../deliver/transport.js";
import type { Clock } from "../../domain/clock.js";
import { SottoError } from "../../domain/errors.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { type FeedCounts, FeedFollower } from "./feed-follower.js";
import type { OpenedReceiver } from "./open-reader.js";

export interface SubscriptionOptions {
  readonly settings: BrokerSettings;
  /** Released when the subscription is closed. */
  readonly receiver: OpenedReceiver;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backOff?: BackOffBounds;
  readonly observe?: (status: LinkStatus) => void;
  /** The broker's access list knows some of the feeds and not this one: nothing comes on it as long as that is so. */
  readonly onDenied?: (denied: DeniedFeed) => void;
}

export interface DeniedFeed {
  readonly code: "BROKER_REFUSED";
  readonly topic: string;
}

/** Client id of a reader, for access lists. At most 23 characters, which every broker takes. @param keyId of its own key */
export function readerClientId(keyId: Uint8Array): string {
  return `reader-${toHex(keyId).slice(0, 16)}`;
}

/**
 * Fetches clips and tombstones from the keeper: the feeds of the reader's own keys, of today and of before, and of the
 * houses that it joined. The broker keeps nothing for it.
 */
export class Subscription {
  readonly #options: SubscriptionOptions;
  readonly #link: BrokerLink;
  /** By topic. */
  readonly #followers: ReadonlyMap<string, FeedFollower>;
  /** Topics that the broker denied to the session of now, while it granted others. */
  #denied: ReadonlySet<string> = new Set();
  #denials = 0;
  #isClosed = false;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    const { receiver, clock, random } = options;
    this.#followers = new Map(
      receiver.feeds.map((feed) => {
        const topic = feedTopic(toHex(feed.ownerKeyId));
        const follower = new FeedFollower({
          ...{ feed, receiver, clock, random },
          // Whoever may not hear the answers does not ask.
          session: () => (this.#denied.has(topic) ? undefined : this.#link?.session),
          onNewTrust: () => {
            for (const each of this.#followers.values()) each.beginAnew();
          },
        });
        return [topic, follower];
      }),
    );
    this.#link = new BrokerLink({
      settings: options.settings,
      clientId: readerClientId(receiver.owner.keyId),
      ...{ clock, random, backOff: options.backOff },
      onMessage: (topic, payload) => this.#followers.get(topic)?.hear(payload) ?? Promise.resolve(),
      onSession: (session) => this.#subscribe(session),
      observe: (status) => {
        options.observe?.(status);
        for (const follower of this.#followers.values()) follower.wake();
      },
    });
  }

  get status(): LinkStatus {
    return this.#link.status;
  }

  /** Of all feeds together; a feed that the broker denies is a refusal, one for each connection. */
  get counts(): FeedCounts {
    const sum = { wants: 0, ignored: 0, refused: 0, lost: 0 };
    const refusals: Record<string, number> = this.#denials > 0 ? { BROKER_REFUSED: this.#denials } : {};
    for (const { counts } of this.#followers.values()) {
      sum.wants += counts.wants;
      sum.ignored += counts.ignored;
      sum.refused += counts.refused;
      sum.lost += counts.lost;
      for (const [code, count] of Object.entries(counts.refusals))
        refusals[code] = (refusals[code] ?? 0) + count;
    }
    return { ...sum, refusals };
  }

  /** At the last answers nothing was missing. A feed that no keeper has, as that of a key not admitted yet, is none. */
  get isCaughtUp(): boolean {
    const answered = [...this.#followers.values()].filter(({ isAnswered }) => isAnswered);
    return answered.length > 0 && answered.every(({ isCaughtUp }) => isCaughtUp);
  }

  /** Resolves when subscribed; rejects with the signal's reason. */
  ready(signal: AbortSignal): Promise<void> {
    return this.#link.ready(signal);
  }

  /** The keeper holds what comes meanwhile. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const ended = [...this.#followers.values()].map((follower) => follower.close());
    await this.#link.close();
    await Promise.all(ended);
    this.#options.receiver.lock.release();
  }

  /**
   * Each topic by itself: an access list that knows only some of these keys must not cost the feeds of the others.
   * @throws SottoError BROKER_REFUSED when all are denied, BROKER_UNREACHABLE
   */
  async #subscribe(session: MqttSession): Promise<void> {
    let refusal: SottoError | undefined;
    const denied = new Set<string>();
    this.#denied = denied;
    for (const [topic, follower] of this.#followers) {
      try {
        // What is lost is asked for again.
        await session.subscribe([topic], 0);
        follower.connected();
      } catch (error) {
        if (!(error instanceof SottoError) || error.code !== "BROKER_REFUSED") throw error;
        refusal = error;
        denied.add(topic);
      }
    }
    if (refusal !== undefined && denied.size === this.#followers.size) throw refusal;
    this.#denials += denied.size;
    for (const topic of denied) this.#options.onDenied?.({ code: "BROKER_REFUSED", topic });
  }
}
