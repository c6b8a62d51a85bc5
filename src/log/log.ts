import type { ErrorCode } from "../domain/errors.js";
import type { PersonalType } from "../domain/personal-type.js";
import { TLS_PROBLEMS } from "../domain/tls-problem.js";

declare const publicIdBrand: unique symbol;

/** An identifier that says nothing about a person: a message id, a device id, a key id. */
export type PublicId = string & { readonly [publicIdBrand]: true };

/** 128 or 256 bits in lower-case hex: no word, name, phone or card number can be passed off as one. */
export function isPublicId(text: string): text is PublicId {
  return /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/.test(text);
}

/** An id for a line of the log; null for a text that is none, which is then not told. */
export function publicId(text: string): PublicId | null {
  return isPublicId(text) ? text : null;
}

/** Words that events may carry, all of them written in this source and none of them heard. */
export const LOG_WORDS = [
  "accepted",
  "ended",
  "error",
  "look-rejected",
  "muted",
  "no-speech",
  "redact",
  "strict",
  "text",
  "local",
  "simd",
  "tfjs-node",
  "tfjs-wasm",
  "amqp",
  "postgresql",
  "sqlite",
  // Why TLS was not agreed, and whose certificate it is about.
  ...TLS_PROBLEMS,
  "broker",
  "authority",
  "client",
] as const;
export type LogWord = (typeof LOG_WORDS)[number];

/**
 * All that a log line may hold. Sound, transcripts, keys and values of what was found are not among these types,
 * so logging them does not compile.
 */
export type Loggable =
  | number
  | boolean
  | null
  | ErrorCode
  | PersonalType
  | LogWord
  | PublicId
  | readonly PersonalType[];

export interface Log {
  /** `event` is a literal in kebab-case, such as "clip-sent". */
  write(event: string, fields?: Readonly<Record<string, Loggable>>): void;
}
