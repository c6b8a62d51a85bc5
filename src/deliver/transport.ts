import type { ErrorCode } from "../domain/errors.js";
import type { TlsProblem } from "../domain/tls-problem.js";
import type { SealedClip } from "../seal/sealed-clip.js";
import type { SignedTombstone } from "../seal/signed-tombstone.js";
import type { ProtocolVersion } from "./protocol-choice.js";

/** What became of one attempt to publish. Failure is normal here, so it is a value. */
export type PublishResult =
  /** The broker took responsibility. `consumed` is false when it says that nobody listens (MQTT 5 only). */
  | { readonly outcome: "accepted"; readonly consumed: boolean }
  /** The broker said no to this message; sending it again will not help unless somebody changes something. */
  | { readonly outcome: "refused"; readonly code: "PUBLISH_FAILED"; readonly reasonCode: number }
  /** There is no connection, and why. */
  | { readonly outcome: "unreachable"; readonly code: BrokerErrorCode }
  /**
   * It was sent and no answer came: it may have arrived. The same bytes are sent again; keepers drop the double.
   * `hung-up`: the broker itself ended the connection, perhaps over this message; `closed`: it was lost, ended by us,
   * or by the broker for a reason that no message has to do with.
   */
  | { readonly outcome: "unconfirmed"; readonly reason: "deadline" | "closed" | "hung-up" };

/** Of the broker, or of our own certificate files, which somebody may be writing just now. */
export const BROKER_ERROR_CODES = [
  "BROKER_UNREACHABLE",
  "BROKER_REFUSED",
  "BROKER_MOVED",
  "BROKER_SESSION_TAKEN",
  "BROKER_TLS",
  "CERTIFICATE_INVALID",
  "KEY_INVALID",
  "FILE_UNREADABLE",
] as const satisfies readonly ErrorCode[];
export type BrokerErrorCode = (typeof BROKER_ERROR_CODES)[number];

/** Why there is no connection. */
export interface LinkTrouble {
  readonly code: BrokerErrorCode;
  /** The broker's own, where it gave one. */
  readonly reasonCode: number | undefined;
  /** With BROKER_TLS. */
  readonly tls: TlsProblem | undefined;
}

/** MQTT's reason "packet too large", given by ourselves when the broker has announced a smaller limit. */
export const REASON_PACKET_TOO_LARGE = 149;

/** MQTT's "unspecified error", for a broker that says no without a reason. */
export const REASON_UNSPECIFIED = 128;

/** No more unacknowledged publishes than this, whatever a broker allows. */
export const MAX_IN_FLIGHT = 16;

export type LinkStatus =
  | { readonly state: "connecting" }
  | { readonly state: "connected"; readonly protocol: ProtocolVersion }
  /** Waiting for the next attempt. */
  | ({ readonly state: "waiting"; readonly failures: number } & LinkTrouble)
  | { readonly state: "closed" };

/** One connection. The broker begins each with a clean session: what it had acknowledged before may be lost. */
export interface Connection {
  /** From 1, one more for each. */
  readonly number: number;
  /** Unacknowledged publishes that it takes: the broker's receive maximum, at most MAX_IN_FLIGHT. */
  readonly window: number;
  /** How many attempts it took since the one before: with 1 the broker was there all the time. */
  readonly attempts: number;
  /** Resolves when it is over. */
  readonly closed: Promise<void>;
}

/** The way out of the house. It takes sealed clips and signed tombstones, nothing else. */
export interface Transport {
  readonly status: LinkStatus;
  /** Undefined while there is none. */
  readonly connection: Connection | undefined;
  /** Resolves when connected; rejects with the signal's reason, or with INTERNAL once closed. */
  ready(signal: AbortSignal): Promise<void>;
  /**
   * One attempt, at once, while connected; bounded by a deadline of its own. Never throws for the broker's sake.
   * @param expiresInMs what is left of the clip's time; a broker may let it go after that
   */
  publish(clip: SealedClip, expiresInMs?: number): Promise<PublishResult>;
  /** The same for a tombstone. */
  withdraw(tombstone: SignedTombstone): Promise<PublishResult>;
  close(): Promise<void>;
}
