/**
 * The reason codes of MQTT as OASIS lists them, beside what we expect of ourselves; typed in from the specification, so
 * that a mistake in the program's own table is not repeated here.
 */

/** How long we wait, and what a person is told. */
export type Expected = "again" | "later" | "mend" | "moved" | "taken-over";

export const CODE_OF: Readonly<Record<Expected, string>> = {
  again: "BROKER_UNREACHABLE",
  later: "BROKER_UNREACHABLE",
  mend: "BROKER_REFUSED",
  moved: "BROKER_MOVED",
  "taken-over": "BROKER_SESSION_TAKEN",
};

/** Bounds of the first pause in milliseconds, from (inclusive) and to. */
export const FIRST_PAUSE: Readonly<Record<Expected, readonly [number, number]>> = {
  again: [0, 1_000],
  later: [5_000, 10_000],
  mend: [0, 1_000],
  moved: [5_000, 10_000],
  "taken-over": [30_000, 60_000],
};

/** MQTT 3.1.1, table 3.1. */
export const CONNACK_3_1_1: readonly (readonly [number, string, Expected])[] = [
  [1, "unacceptable protocol version", "mend"],
  [2, "identifier rejected", "mend"],
  [3, "server unavailable", "later"],
  [4, "bad user name or password", "mend"],
  [5, "not authorized", "mend"],
];

/** MQTT 5.0, section 3.2.2.2. */
export const CONNACK_5: readonly (readonly [number, string, Expected])[] = [
  [0x80, "unspecified error", "mend"],
  [0x81, "malformed packet", "mend"],
  [0x82, "protocol error", "mend"],
  [0x83, "implementation specific error", "mend"],
  [0x84, "unsupported protocol version", "mend"],
  [0x85, "client identifier not valid", "mend"],
  [0x86, "bad user name or password", "mend"],
  [0x87, "not authorized", "mend"],
  [0x88, "server unavailable", "later"],
  [0x89, "server busy", "later"],
  [0x8a, "banned", "mend"],
  [0x8c, "bad authentication method", "mend"],
  [0x90, "topic name invalid", "mend"],
  [0x95, "packet too large", "mend"],
  [0x97, "quota exceeded", "later"],
  [0x99, "payload format invalid", "mend"],
  [0x9a, "retain not supported", "mend"],
  [0x9b, "QoS not supported", "mend"],
  [0x9c, "use another server", "moved"],
  [0x9d, "server moved", "moved"],
  [0x9f, "connection rate exceeded", "later"],
];

/** MQTT 5.0, section 3.14.2.1, those that a server sends. */
export const DISCONNECT_5: readonly (readonly [number, string, Expected])[] = [
  [0x00, "normal disconnection", "again"],
  [0x80, "unspecified error", "again"],
  [0x81, "malformed packet", "again"],
  [0x82, "protocol error", "again"],
  [0x83, "implementation specific error", "again"],
  [0x87, "not authorized", "mend"],
  [0x89, "server busy", "later"],
  [0x8b, "server shutting down", "later"],
  [0x8d, "keep alive timeout", "again"],
  [0x8e, "session taken over", "taken-over"],
  [0x8f, "topic filter invalid", "mend"],
  [0x90, "topic name invalid", "mend"],
  [0x93, "receive maximum exceeded", "again"],
  [0x94, "topic alias invalid", "again"],
  [0x95, "packet too large", "again"],
  [0x96, "message rate too high", "later"],
  [0x97, "quota exceeded", "later"],
  [0x98, "administrative action", "later"],
  [0x99, "payload format invalid", "again"],
  [0x9a, "retain not supported", "mend"],
  [0x9b, "QoS not supported", "mend"],
  [0x9c, "use another server", "moved"],
  [0x9d, "server moved", "moved"],
  [0x9e, "shared subscriptions not supported", "mend"],
  [0x9f, "connection rate exceeded", "later"],
  [0xa0, "maximum connect time", "again"],
  [0xa1, "subscription identifiers not supported", "mend"],
  [0xa2, "wildcard subscriptions not supported", "mend"],
];

/** MQTT 5.0, section 3.4.2.1, from 128 on, and one that the specification does not know. */
export const PUBACK_5: readonly (readonly [number, string])[] = [
  [0x80, "unspecified error"],
  [0x83, "implementation specific error"],
  [0x87, "not authorized"],
  [0x90, "topic name invalid"],
  [0x91, "packet identifier in use"],
  [0x97, "quota exceeded"],
  [0x99, "payload format invalid"],
  [0xa5, "no code of the specification"],
];
