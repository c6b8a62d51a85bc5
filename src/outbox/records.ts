import { SottoError } from "../domain/errors.js";
import {
  type CborValue,
  decodeCanonical,
  encodeCanonical,
  MapFields,
  toHex,
} from "../seal/canonical-cbor.js";
import { ID_BYTES, MAX_NOTICE_BODY_BYTES } from "../seal/envelope.js";
import { ENTRY_STATES, type Entry, QUARANTINE_REASONS } from "./entry.js";
import { EMPTY_LEDGER } from "./ledger.js";
import { type Ledger, MAX_REMEMBERED_IDS } from "./outbox.js";
import type { Book, StoredTombstone } from "./state.js";

/*
 * What lies on the disk, as canonical CBOR: the checksum beside each record finds what changed by accident, the strict
 * parser what was written by anybody else. All decoders throw ENVELOPE_INVALID.
 */

const ENTRY_KEYS = [
  "seq",
  "id",
  "kind",
  "state",
  "bytes",
  "accepted",
  "age",
  "at",
  "refusals",
  "with",
  "reason",
  "by",
  "erasure",
  "gone",
] as const;
/** Of what has left. */
const LEFT_KEY = "left";
const LEDGER_KEYS = Object.keys(EMPTY_LEDGER);
const NOTHING = new Uint8Array(0);
/** Boot ids are 36 characters. */
const MAX_BOOT_ID_BYTES = 64;

function idBytes(hex: string | undefined): Uint8Array {
  if (hex === undefined) return NOTHING;
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}

function maybeId(fields: MapFields, key: string): string | undefined {
  const bytes = fields.bytes(key);
  if (bytes.length === 0) return undefined;
  if (bytes.length !== ID_BYTES) throw fields.wrong(key);
  return toHex(bytes);
}

export function encodeEntry(entry: Entry): Uint8Array {
  return encodeCanonical(
    new Map<string, CborValue>([
      ["seq", entry.seq],
      ["id", idBytes(entry.id)],
      ["kind", entry.kind],
      ["state", entry.state],
      ["bytes", entry.bytes],
      ["accepted", entry.acceptedAtMs],
      ["age", entry.acceptedAgeMs],
      ["at", entry.atMs],
      ["refusals", entry.refusals],
      ["with", entry.refusedWith],
      ["reason", entry.reason ?? "none"],
      ["by", idBytes(entry.signedBy)],
      ["erasure", idBytes(entry.erasedBy)],
      ["gone", entry.isErasedAtKeeper ? 1 : 0],
      ...(entry.leftAgeMs === undefined ? [] : [[LEFT_KEY, entry.leftAgeMs] as const]),
    ]),
  );
}

export function decodeEntry(bytes: Uint8Array): Entry {
  const fields = new MapFields(decodeCanonical(bytes, "entry"), "entry", ENTRY_KEYS, [LEFT_KEY]);
  const reason = fields.word("reason", [...QUARANTINE_REASONS, "none"]);
  return {
    seq: fields.uint("seq"),
    id: toHex(fields.bytes("id", ID_BYTES)),
    kind: fields.word("kind", ["clip", "erasure"]),
    state: fields.word("state", ENTRY_STATES),
    bytes: fields.uint("bytes"),
    acceptedAtMs: fields.uint("accepted"),
    acceptedAgeMs: fields.uint("age"),
    atMs: fields.uint("at"),
    refusals: fields.uint("refusals"),
    refusedWith: fields.uint("with"),
    reason: reason === "none" ? undefined : reason,
    signedBy: maybeId(fields, "by"),
    erasedBy: maybeId(fields, "erasure"),
    isErasedAtKeeper: fields.uint("gone", 1) === 1,
    leftAgeMs: fields.has(LEFT_KEY) ? fields.uint(LEFT_KEY) : undefined,
  };
}

export function encodeBook({ revision, nextSeq, ledger, age }: Book): Uint8Array {
  return encodeCanonical(
    new Map<string, CborValue>([
      ["revision", revision],
      ["nextSeq", nextSeq],
      ["ledger", new Map<string, CborValue>(Object.entries(ledger))],
      ["ageMs", age.ageMs],
      ["boot", new TextEncoder().encode(age.bootId)],
      ["uptimeMs", age.uptimeMs],
    ]),
  );
}

export function decodeBook(bytes: Uint8Array): Book {
  const keys = ["revision", "nextSeq", "ledger", "ageMs", "boot", "uptimeMs"];
  const decoded = decodeCanonical(bytes, "book");
  const fields = new MapFields(decoded, "book", keys);
  const columns = new MapFields(
    decoded instanceof Map ? decoded.get("ledger") : undefined,
    "ledger",
    LEDGER_KEYS,
  );
  const boot = fields.bytes("boot");
  if (boot.length > MAX_BOOT_ID_BYTES) throw fields.wrong("boot");
  const ledger: Ledger = {
    accepted: columns.uint("accepted"),
    receipted: columns.uint("receipted"),
    erased: columns.uint("erased"),
    expired: columns.uint("expired"),
    evicted: columns.uint("evicted"),
    quarantined: columns.uint("quarantined"),
    pending: columns.uint("pending"),
  };
  return {
    revision: fields.uint("revision"),
    nextSeq: fields.uint("nextSeq"),
    ledger,
    age: {
      ageMs: fields.uint("ageMs"),
      bootId: new TextDecoder().decode(boot),
      uptimeMs: fields.uint("uptimeMs"),
    },
  };
}

export function encodeIds(ids: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(ids.length * ID_BYTES);
  ids.forEach((id, index) => {
    bytes.set(idBytes(id), index * ID_BYTES);
  });
  return bytes;
}

export function decodeIds(bytes: Uint8Array): readonly string[] {
  if (bytes.length % ID_BYTES !== 0 || bytes.length > MAX_REMEMBERED_IDS * ID_BYTES) {
    throw new SottoError("ENVELOPE_INVALID", "a row of ids has another length");
  }
  return Array.from({ length: bytes.length / ID_BYTES }, (_, at) =>
    toHex(bytes.subarray(at * ID_BYTES, (at + 1) * ID_BYTES)),
  );
}

export function encodeStoredTombstone(tombstone: StoredTombstone): Uint8Array {
  return encodeCanonical(
    new Map<string, CborValue>([
      ["seq", tombstone.seq],
      ["id", idBytes(tombstone.id)],
      ["request", idBytes(tombstone.request)],
      ["barrier", tombstone.isBarrier ? 1 : 0],
      ["message", tombstone.message],
    ]),
  );
}

export function decodeStoredTombstone(bytes: Uint8Array): StoredTombstone {
  const keys = ["seq", "id", "request", "barrier", "message"];
  const fields = new MapFields(decodeCanonical(bytes, "tombstone"), "tombstone", keys);
  const message = fields.bytes("message");
  if (message.length > 2 * MAX_NOTICE_BODY_BYTES) throw fields.wrong("message");
  return {
    seq: fields.uint("seq"),
    id: toHex(fields.bytes("id", ID_BYTES)),
    request: toHex(fields.bytes("request", ID_BYTES)),
    isBarrier: fields.uint("barrier", 1) === 1,
    message,
  };
}
