import { z } from "zod";
import { ERRORS, type ErrorCode, SottoError } from "../domain/errors.js";
import { type CborValue, decodeCanonical, encodeCanonical } from "../seal/canonical-cbor.js";
import { ID_BYTES } from "../seal/envelope.js";
import { MAX_ERASED_IDS } from "../seal/notices.js";
import { MAX_MESSAGE_BYTES, SIZE_BUCKETS } from "../seal/size-bucket.js";
import {
  type Direction,
  type LinkMessage,
  MAX_LISTED,
  MAX_PRESS_WAIT_MS,
  MICROPHONE_WORDS,
  PHASES,
} from "./messages.js";

/** The version of the links; both ends are of one release, so there is one. */
const LINK_VERSION = 1;
/** A tombstone of MAX_ERASED_IDS ids, its header and its signature. */
export const MAX_TOMBSTONE_BYTES = 7_200;
/** As many as MAX_LISTED ids need, and one that means all. */
export const MAX_TOMBSTONES = Math.ceil(MAX_LISTED / MAX_ERASED_IDS) + 1;

/** Head of the map, its keys and its short fields. */
const FIELDS_BYTES = 256;
/** A hex id with its CBOR head. */
const LISTED_BYTES = MAX_LISTED * (2 * ID_BYTES + 2) + FIELDS_BYTES;

/** No payload of a direction is longer, in bytes; a longer one is refused before it is read. */
export const MAX_PAYLOAD_BYTES: Readonly<Record<Direction, number>> = {
  "ear-to-uplink": Math.max(MAX_MESSAGE_BYTES, LISTED_BYTES),
  "uplink-to-ear": LISTED_BYTES,
  "ear-to-light": FIELDS_BYTES,
  "light-to-ear": LISTED_BYTES,
  "light-to-uplink": FIELDS_BYTES,
  "uplink-to-light": FIELDS_BYTES,
  "control-to-light": LISTED_BYTES,
  "light-to-control": FIELDS_BYTES,
};

const id = z.string().regex(/^[0-9a-f]{32}$/);
const ids = z.array(id).max(MAX_LISTED);
const request = id;
const wallMs = z.int().min(0);
const count = z.int().min(0);
const clipMessage = z
  .instanceof(Uint8Array)
  .refine((bytes) => SIZE_BUCKETS.some((bucket) => bucket === bytes.length));
const tombstone = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= MAX_TOMBSTONE_BYTES);
const errorCode = z.custom<ErrorCode>((code) => typeof code === "string" && Object.hasOwn(ERRORS, code));

const selector = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("last") }),
  z.strictObject({ kind: z.literal("listed"), ids }),
  z
    .strictObject({ kind: z.literal("range"), fromMs: wallMs, toMs: wallMs })
    .refine(({ fromMs, toMs }) => fromMs <= toMs),
  z.strictObject({ kind: z.literal("all") }),
]);

/** One message kind: its name and its fields, no others. */
function message<K extends string, F extends z.ZodRawShape>(kind: K, fields: F) {
  return z.strictObject({ kind: z.literal(kind), ...fields });
}

const erase = message("erase", { request, selector });
const erasing = message("erasing", { request });
const confirmed = message("confirmed", { request });
const nothing = message("nothing", { request });

/** The validated parser of each direction; the type says that it gives what messages.ts promises. */
const SCHEMAS: { readonly [D in Direction]: z.ZodType<LinkMessage<D>> } = {
  "ear-to-uplink": z.discriminatedUnion("kind", [
    message("clip", { message: clipMessage }),
    message("resolve", { request, selector }),
    message("tombstones", { request, messages: z.array(tombstone).max(MAX_TOMBSTONES) }),
  ]),
  "uplink-to-ear": z.discriminatedUnion("kind", [
    message("accepted", { id }),
    message("refused", { id, code: errorCode }),
    message("resolved", { request, all: z.boolean(), ids }),
    erasing,
  ]),
  "ear-to-light": z.discriminatedUnion("kind", [message("phase", { phase: z.enum(PHASES) }), erasing]),
  "light-to-ear": z.discriminatedUnion("kind", [
    message("listen", {}),
    message("close", {}),
    message("beat", {}),
    erase,
  ]),
  "light-to-uplink": message("muted", { muted: z.boolean() }),
  "uplink-to-light": z.discriminatedUnion("kind", [confirmed, nothing]),
  "control-to-light": z.discriminatedUnion("kind", [
    erase,
    message("ask-consent", { request, key: id }),
    message("ask-press", { request, waitMs: z.int().min(1).max(MAX_PRESS_WAIT_MS) }),
    message("mute", {}),
    message("status", {}),
  ]),
  "light-to-control": z.discriminatedUnion("kind", [
    message("status", {
      muted: z.boolean(),
      isOpen: z.boolean(),
      account: z.enum(MICROPHONE_WORDS),
      ear: z.boolean(),
      uplink: z.boolean(),
    }),
    message("asking", { request }),
    message("consented", { request }),
    message("refused", { request }),
    message("pressed", { request, downMs: count, upMs: count, edges: count }),
    message("unpressed", { request, isDown: z.boolean(), edges: count }),
    message("noted", { request }),
    erasing,
    confirmed,
    nothing,
  ]),
};

/**
 * The payload of one frame: a canonical CBOR map of `v`, `kind` and the fields.
 * @throws SottoError INTERNAL for a message that the other side would refuse; it is not sent.
 */
export function encodeMessage<D extends Direction>(direction: D, content: LinkMessage<D>): Uint8Array {
  const checked = SCHEMAS[direction].safeParse(content);
  if (!checked.success) throw new SottoError("INTERNAL", `a wrong message ${direction}`);
  const payload = encodeCanonical(new Map([["v", LINK_VERSION], ...entriesOf(content)]));
  if (payload.length > MAX_PAYLOAD_BYTES[direction])
    throw new SottoError("INTERNAL", `a message ${direction} is too long`);
  return payload;
}

/**
 * Whatever the bytes, gives a message of this direction or throws; the error says nothing of the bytes.
 * @throws SottoError LINK_INVALID
 */
export function parseMessage<D extends Direction>(direction: D, payload: Uint8Array): LinkMessage<D> {
  if (payload.length > MAX_PAYLOAD_BYTES[direction]) throw invalid(direction, "too long");
  const { v, ...content } = plainMap(decoded(direction, payload), direction);
  if (v !== LINK_VERSION) throw invalid(direction, "of another version");
  const checked = SCHEMAS[direction].safeParse(content);
  if (!checked.success) throw invalid(direction, "of no known form");
  return checked.data;
}

function decoded(direction: Direction, payload: Uint8Array): unknown {
  try {
    return decodeCanonical(payload, "a message");
  } catch {
    // The cause may quote what was sent; that it is not canonical CBOR is all there is to know.
    throw invalid(direction, "not canonical CBOR");
  }
}

function invalid(direction: Direction, what: string): SottoError {
  return new SottoError("LINK_INVALID", `a message ${direction} is ${what}`);
}

/** Maps lie in maps no deeper than a selector in a message. */
const MAX_DEPTH = 2;

function plainMap(value: unknown, direction: Direction, depth = 1): Record<string, unknown> {
  if (!(value instanceof Map) || depth > MAX_DEPTH) throw invalid(direction, "no map");
  const plain: [string, unknown][] = [];
  for (const [key, entry] of value) {
    if (typeof key !== "string") throw invalid(direction, "of no known form");
    plain.push([key, entry instanceof Map ? plainMap(entry, direction, depth + 1) : entry]);
  }
  return Object.fromEntries(plain);
}

/** What was checked by a schema is made of these alone. */
function entriesOf(content: object): [string, CborValue][] {
  return Object.entries(content).map(([key, value]) => [key, cborOf(value)]);
}

function cborOf(value: unknown): CborValue {
  switch (typeof value) {
    case "number":
    case "string":
    case "boolean":
      return value;
    case "object":
      if (value instanceof Uint8Array) return value;
      if (Array.isArray(value)) return value.map(cborOf);
      if (value !== null) return new Map(entriesOf(value));
  }
  throw new SottoError("INTERNAL", `a link carries no ${typeof value}`);
}
