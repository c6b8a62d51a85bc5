import type { ProtocolVersion } from "../deliver/protocol-choice.js";
import type { LinkStatus, PublishResult } from "../deliver/transport.js";
import type { SottoError } from "../domain/errors.js";

/** The broker's protocol: a version of MQTT, or AMQP 0-9-1. */
export type LineStatus =
  | Exclude<LinkStatus, { readonly state: "connected" }>
  | { readonly state: "connected"; readonly protocol: ProtocolVersion | "amqp" };

/** What a keeper says, on an MQTT topic whatever the line. */
export interface Saying {
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface LineSession {
  /** Publishes that may be unacknowledged at once. */
  readonly window: number;
  publish(saying: Saying, deadlineMs: number): Promise<PublishResult>;
}

/** What a line asks of the keeper behind it. */
export interface LineEvents {
  /** On its MQTT topic. It is acknowledged after this resolves; when it rejects, the session ends unacknowledged. */
  onMessage(topic: string, payload: Uint8Array): Promise<void>;
  /** Rejects with STORE_* while nothing could be kept: a line that can wait with its messages then does. */
  check(): Promise<void>;
  /** A session has begun and its subscriptions stand. */
  onSession(): void;
  observe(status: LineStatus): void;
  /** Nothing can go on until a person has changed something. */
  fail(error: SottoError): void;
}

/** A keeper's way to and from its broker, kept alive with a back-off of its own until it is closed. */
export interface KeeperLine {
  readonly status: LineStatus;
  /** Undefined while there is no connection. */
  readonly session: LineSession | undefined;
  ready(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export type OpenLine = (events: LineEvents) => KeeperLine;
