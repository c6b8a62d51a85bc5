import { MODES, type Mode } from "../domain/mode.js";
import { PERSONAL_TYPES, type PersonalType } from "../domain/personal-type.js";
import { type CborValue, decodeCanonical, encodeCanonical, MapFields } from "./canonical-cbor.js";

export const CLIP_MEDIA = ["audio/ogg; codecs=opus", "text/plain"] as const;
export type ClipMedia = (typeof CLIP_MEDIA)[number];

/** Whether the device's wall clock had been set by a time server when it recorded. */
export const CLOCK_STATES = ["synced", "unsynced"] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** More cuts than this in 12 s of speech cannot be. */
const MAX_SPANS = 256;
/** SHA-256. */
export const HASH_BYTES = 32;

/** A cut: which stretch was overwritten and for which kinds. Milliseconds from the start of the clip. */
export interface RemovedSpan {
  readonly startMs: number;
  readonly endMs: number;
  readonly types: readonly PersonalType[];
}

/** What is said about a clip, inside the ciphertext: only the owner reads it. */
export interface ClipDetails {
  /** Wall time in milliseconds since 1970, as the device believed; read it together with `clock`. */
  readonly recordedAtMs: number;
  readonly clock: ClockState;
  readonly mode: Mode;
  /** SHA-256 of the redaction policy in force. */
  readonly policyHash: Uint8Array;
  /** SHA-256 over the manifest of the models in force. */
  readonly modelsHash: Uint8Array;
  /** What was removed; the kinds in the clip are the union of the spans' types. */
  readonly removed: readonly RemovedSpan[];
}

/** The plaintext of a clip before padding. */
export interface ClipContents extends ClipDetails {
  readonly durationMs: number;
  readonly media: ClipMedia;
  readonly payload: Uint8Array;
}

const KEYS = [
  "recordedAtMs",
  "clock",
  "mode",
  "policy",
  "models",
  "removed",
  "durationMs",
  "media",
  "payload",
];

export function encodeContents(contents: ClipContents): Uint8Array {
  const removed = contents.removed.map(
    (span) =>
      new Map<string, CborValue>([
        ["startMs", span.startMs],
        ["endMs", span.endMs],
        ["types", [...span.types].sort()],
      ]),
  );
  return encodeCanonical(
    new Map<string, CborValue>([
      ["recordedAtMs", contents.recordedAtMs],
      ["clock", contents.clock],
      ["mode", contents.mode],
      ["policy", contents.policyHash],
      ["models", contents.modelsHash],
      ["removed", removed],
      ["durationMs", contents.durationMs],
      ["media", contents.media],
      ["payload", contents.payload],
    ]),
  );
}

/** @throws SottoError ENVELOPE_INVALID */
export function decodeContents(bytes: Uint8Array): ClipContents {
  const fields = new MapFields(decodeCanonical(bytes, "contents"), "contents", KEYS);
  return {
    recordedAtMs: fields.uint("recordedAtMs"),
    clock: fields.word("clock", CLOCK_STATES),
    mode: fields.word("mode", MODES),
    policyHash: fields.bytes("policy", HASH_BYTES),
    modelsHash: fields.bytes("models", HASH_BYTES),
    removed: fields.list("removed", MAX_SPANS).map(decodeSpan),
    durationMs: fields.uint("durationMs", 600_000),
    media: fields.word("media", CLIP_MEDIA),
    payload: fields.bytes("payload"),
  };
}

function decodeSpan(value: unknown): RemovedSpan {
  const fields = new MapFields(value, "removed", ["startMs", "endMs", "types"]);
  const types = fields.list("types", PERSONAL_TYPES.length).map((candidate) => {
    const type = PERSONAL_TYPES.find((known) => known === candidate);
    if (type === undefined) throw fields.wrong("types");
    return type;
  });
  return { startMs: fields.uint("startMs", 600_000), endMs: fields.uint("endMs", 600_000), types };
}

/** The kinds that were cut anywhere in the clip, each once, in the order of PERSONAL_TYPES. */
export function kindsRemoved(removed: readonly RemovedSpan[]): readonly PersonalType[] {
  return PERSONAL_TYPES.filter((type) => removed.some((span) => span.types.includes(type)));
}
