/** MQTT 5, or 3.1.1, which calls itself 4 on the wire. */
export type ProtocolVersion = 5 | 4;

/** MQTT 5 reason "unsupported protocol version", and what 3.1.1 answers in its place. */
const UNSUPPORTED_REASONS: readonly number[] = [132, 1];

/** How an attempt ended before the broker had agreed. */
export type HandshakeFailure =
  | { readonly kind: "refused"; readonly reasonCode: number }
  /** The broker hung up after CONNECT without an answer, or answered with something that is not MQTT 5. */
  | { readonly kind: "closed" }
  | { readonly kind: "garbled" }
  /** No answer in time, no route, TLS: nothing that another version would mend. */
  | { readonly kind: "other" };

/**
 * Which versions to try, in order. Once something worked it is tried first; the other stays a way out, since
 * brokers are replaced.
 */
export function versionsToTry(
  worked: ProtocolVersion | undefined,
): readonly [ProtocolVersion, ProtocolVersion] {
  return worked === 4 ? [4, 5] : [5, 4];
}

/**
 * Whether the failure may be the version's fault, so that the other one is worth an attempt at once. Aedes answers
 * MQTT 5 with a refusal, RabbitMQ 3.10 closes the socket without a word.
 */
export function mayBeTheVersion(failure: HandshakeFailure): boolean {
  if (failure.kind === "refused") return UNSUPPORTED_REASONS.includes(failure.reasonCode);
  return failure.kind === "closed" || failure.kind === "garbled";
}
