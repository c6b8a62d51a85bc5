import type mqtt from "mqtt";
import { SottoError } from "../../domain/errors.js";
import { type Course, onConnectRefused } from "../broker-reasons.js";
import type { HandshakeFailure } from "../protocol-choice.js";
import type { BrokerErrorCode } from "../transport.js";
import type { BrokerSettings } from "./broker-settings.js";
import { isTlsError, lateTlsError } from "./broker-socket.js";

/** One attempt that failed, with what another version could do about it and how to go on. */
export interface SessionFailure {
  readonly error: SottoError;
  readonly handshake: HandshakeFailure;
  readonly course: Course;
}

export interface HandshakeParts {
  readonly client: mqtt.MqttClient;
  readonly closed: Promise<unknown>;
  readonly lastError: () => unknown;
  /** Host and port, for the error. */
  readonly where: string;
  readonly giveUp: AbortSignal;
  readonly settings: BrokerSettings;
}

/** Our word for the end of the handshake: agreed (undefined), or a failure by its stage and codes. */
export async function handshakeFailure(parts: HandshakeParts): Promise<SessionFailure | undefined> {
  const { client, closed, lastError, where, giveUp, settings } = parts;
  const event = await Promise.race([
    new Promise<"connected">((resolve) => client.once("connect", () => resolve("connected"))),
    new Promise<"error">((resolve) => client.once("error", () => resolve("error"))),
    closed.then(() => "closed" as const),
    new Promise<"deadline">((resolve) => {
      if (giveUp.aborted) resolve("deadline");
      giveUp.addEventListener("abort", () => resolve("deadline"), { once: true });
    }),
  ]);
  if (event === "connected") return undefined;
  const error = lastError();
  if (event === "deadline") {
    return unreachable(`${where}: connected, but no MQTT answer`, { kind: "other" });
  }
  if (isTlsError(error)) {
    return { error: lateTlsError(settings, where, error), handshake: { kind: "other" }, course: "mend" };
  }
  if (error === undefined || isSocketError(error)) {
    return unreachable(`${where}: hung up without an answer`, { kind: "closed" }, error);
  }
  const reasonCode = reasonCodeOf(error);
  if (reasonCode === undefined) {
    return unreachable(`${where}: does not speak MQTT`, { kind: "garbled" }, error);
  }
  const course = onConnectRefused(reasonCode);
  return {
    error: new SottoError(codeOfCourse(course), `${where}: refused with reason ${reasonCode}`, error),
    handshake: { kind: "refused", reasonCode },
    course,
  };
}

function unreachable(what: string, handshake: HandshakeFailure, cause?: unknown): SessionFailure {
  return { error: new SottoError("BROKER_UNREACHABLE", what, cause), handshake, course: "again" };
}

/** What a person is told. */
export function codeOfCourse(course: Course): BrokerErrorCode {
  switch (course) {
    case "again":
    case "later":
      return "BROKER_UNREACHABLE";
    case "mend":
      return "BROKER_REFUSED";
    case "moved":
      return "BROKER_MOVED";
    case "taken-over":
      return "BROKER_SESSION_TAKEN";
  }
}

/** A reason code of MQTT that came with an error of MQTT.js. */
export function reasonCodeOf(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

function isSocketError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
