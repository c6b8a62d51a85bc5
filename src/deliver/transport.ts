import type { ErrorCode } from "../domain/errors.js";
import type { SealedClip } from "../seal/sealed-clip.js";
import type { ProtocolVersion } from "./protocol-choice.js";

/** What became of one attempt to publish. Failure is normal here, so it is a value. */
export type PublishResult =
  /** The broker took responsibility. `consumed` is false when it says that nobody listens (MQTT 5 only). */
  | { readonly outcome: "accepted"; readonly consumed: boolean }
  /** The broker said no to this message; sending it again will not help unless somebody changes something. */
  | { readonly outcome: "refused"; readonly code: "PUBLISH_FAILED"; readonly reasonCode: number }
  /** There is no connection, and why. */
  | { readonly outcome: "unreachable"; readonly code: BrokerErrorCode }
  /** It was sent and no answer came: it may have arrived. The same bytes are sent again; readers drop the double. */
  | { readonly outcome: "unconfirmed"; readonly reason: "deadline" | "closed" };

export type BrokerErrorCode = Extract<ErrorCode, "BROKER_UNREACHABLE" | "BROKER_REFUSED" | "BROKER_TLS">;

/** MQTT's reason "packet too large", given by ourselves when the broker has announced a smaller limit. */
export const REASON_PACKET_TOO_LARGE = 149;

export type LinkStatus =
  | { readonly state: "connecting" }
  | { readonly state: "connected"; readonly protocol: ProtocolVersion }
  /** Waiting for the next attempt. */
  | { readonly state: "waiting"; readonly code: BrokerErrorCode; readonly failures: number }
  | { readonly state: "closed" };

/** The way out of the house. It takes sealed clips and nothing else. */
export interface Transport {
  readonly status: LinkStatus;
  /** Resolves when connected; rejects with the signal's reason. */
  ready(signal: AbortSignal): Promise<void>;
  /** One attempt, at once, while connected; bounded by a deadline of its own. Never throws for the broker's sake. */
  publish(clip: SealedClip): Promise<PublishResult>;
  close(): Promise<void>;
}
