import { SottoError } from "../domain/errors.js";
import { type CborValue, decodeCanonical, encodeCanonical, MapFields } from "../seal/canonical-cbor.js";
import { ID_BYTES, SIGNATURE_BYTES } from "../seal/envelope.js";
import type { Signer, TrustedSigner } from "../seal/ports.js";
import { MAX_MESSAGE_BYTES } from "../seal/size-bucket.js";

/** The version of want and feed. */
const FEED_VERSION = 1;
/** Signed in front of the body, so that no signature on the feed can be passed off as one on an envelope. */
const DOMAIN = new TextEncoder().encode("sotto/feed/v1\0");

/** A want is small; a longer one is refused before it is read. */
export const MAX_WANT_BYTES = 256;
/** The largest message and what is around it. */
export const MAX_FEED_BYTES = MAX_MESSAGE_BYTES + 512;
/** Entries of one page. */
export const MAX_PAGE = 64;

/** What a reader asks: everything after its cursor, page by page. */
export interface Want {
  /** Id of the store that the cursor counts in, 16 bytes; undefined at the first time. */
  readonly epoch: Uint8Array | undefined;
  /** The last number that the reader has taken care of. */
  readonly after: number;
  /** At most so many entries, 1 to MAX_PAGE. */
  readonly limit: number;
  /** Who asks, 16 bytes: an owner's feed has several readers, and each is answered for itself. */
  readonly reader: Uint8Array;
  /** Random, 16 bytes: the answer to this want and to no other. */
  readonly nonce: Uint8Array;
}

interface FeedCommon {
  /** The store's id, 16 bytes: another one counts anew. */
  readonly epoch: Uint8Array;
  /** The highest number that this owner's feed has ever given. */
  readonly head: number;
}

/**
 * What a keeper says to one owner's reader. Numbers of one owner only rise; those of deleted entries leave gaps, so
 * each message names the number before it: who holds `previous` lacks nothing up to here.
 */
export type FeedMessage =
  | (FeedCommon & {
      readonly kind: "entry";
      readonly nonce: Uint8Array;
      readonly previous: number;
      readonly seq: number;
      /** A clip or a tombstone, as the device signed it. */
      readonly message: Uint8Array;
    })
  /** The page is over: nothing but what was sent lies between `previous` and `upTo`. */
  | (FeedCommon & {
      readonly kind: "end";
      readonly nonce: Uint8Array;
      readonly previous: number;
      readonly upTo: number;
    })
  /** Something is new: ask. */
  | (FeedCommon & { readonly kind: "news" });

export function encodeWant(want: Want): Uint8Array {
  return encodeCanonical(
    new Map<string, CborValue>([
      ["want", FEED_VERSION],
      ["epoch", want.epoch ?? new Uint8Array(0)],
      ["after", want.after],
      ["limit", want.limit],
      ["reader", want.reader],
      ["nonce", want.nonce],
    ]),
  );
}

/** @throws SottoError ENVELOPE_INVALID, ENVELOPE_TOO_LARGE */
export function decodeWant(bytes: Uint8Array): Want {
  if (bytes.length > MAX_WANT_BYTES) throw new SottoError("ENVELOPE_TOO_LARGE", `${bytes.length} bytes`);
  const fields = new MapFields(decodeCanonical(bytes, "want"), "want", [
    ...["want", "epoch", "after", "limit", "reader", "nonce"],
  ]);
  if (fields.uint("want") !== FEED_VERSION) throw fields.wrong("want");
  const epoch = fields.bytes("epoch");
  if (epoch.length !== 0 && epoch.length !== ID_BYTES) throw fields.wrong("epoch");
  const limit = fields.uint("limit", MAX_PAGE);
  if (limit === 0) throw fields.wrong("limit");
  return {
    epoch: epoch.length === 0 ? undefined : epoch,
    after: fields.uint("after"),
    limit,
    reader: fields.bytes("reader", ID_BYTES),
    nonce: fields.bytes("nonce", ID_BYTES),
  };
}

/** Signs a message to one owner's reader. @param ownerKeyId 16 bytes; signed too, so that it is nobody else's */
export function signFeed(feed: FeedMessage, ownerKeyId: Uint8Array, signer: Signer): Uint8Array {
  const body = encodeCanonical(
    new Map<string, CborValue>([
      ["feed", FEED_VERSION],
      ["kind", feed.kind],
      ["owner", ownerKeyId],
      ["epoch", feed.epoch],
      ["head", feed.head],
      ...particulars(feed),
    ]),
  );
  return encodeCanonical([body, signer.sign(signedBytes(body))]);
}

function particulars(feed: FeedMessage): readonly (readonly [string, CborValue])[] {
  switch (feed.kind) {
    case "entry":
      return [
        ["nonce", feed.nonce],
        ["previous", feed.previous],
        ["seq", feed.seq],
        ["message", feed.message],
      ];
    case "end":
      return [
        ["nonce", feed.nonce],
        ["previous", feed.previous],
        ["upTo", feed.upTo],
      ];
    case "news":
      return [];
  }
}

/**
 * Reads what came on an owner's feed and believes it only when a pinned keeper signed it for this owner.
 * @throws SottoError ENVELOPE_INVALID, ENVELOPE_TOO_LARGE, ENVELOPE_SIGNATURE_WRONG, ENVELOPE_NOT_FOR_US
 */
export function decodeFeed(
  bytes: Uint8Array,
  keepers: readonly TrustedSigner[],
  ownerKeyId: Uint8Array,
): FeedMessage {
  if (bytes.length > MAX_FEED_BYTES) throw new SottoError("ENVELOPE_TOO_LARGE", `${bytes.length} bytes`);
  const parts = decodeCanonical(bytes, "feed");
  if (!Array.isArray(parts) || parts.length !== 2) throw new SottoError("ENVELOPE_INVALID", "not two parts");
  const [body, signature]: readonly unknown[] = parts;
  if (
    !(body instanceof Uint8Array && signature instanceof Uint8Array) ||
    signature.length !== SIGNATURE_BYTES
  ) {
    throw new SottoError("ENVELOPE_INVALID", "a part of the feed");
  }
  const signed = signedBytes(body);
  if (!keepers.some((keeper) => keeper.verify(signed, signature))) {
    throw new SottoError("ENVELOPE_SIGNATURE_WRONG", "no pinned keeper signed it");
  }
  return parseBody(body, ownerKeyId);
}

const COMMON = ["feed", "kind", "owner", "epoch", "head"];
const KEYS = {
  entry: [...COMMON, "nonce", "previous", "seq", "message"],
  end: [...COMMON, "nonce", "previous", "upTo"],
  news: COMMON,
} as const;

function parseBody(body: Uint8Array, ownerKeyId: Uint8Array): FeedMessage {
  const decoded = decodeCanonical(body, "feed");
  const said: unknown = decoded instanceof Map ? decoded.get("kind") : undefined;
  const kind = (["entry", "end", "news"] as const).find((one) => one === said);
  if (kind === undefined) throw new SottoError("ENVELOPE_INVALID", "feed: kind is wrong");
  const fields = new MapFields(decoded, "feed", KEYS[kind]);
  if (fields.uint("feed") !== FEED_VERSION) throw fields.wrong("feed");
  const owner = fields.bytes("owner", ID_BYTES);
  if (owner.some((byte, at) => byte !== ownerKeyId[at])) {
    throw new SottoError("ENVELOPE_NOT_FOR_US", "another owner's feed");
  }
  const common = { epoch: fields.bytes("epoch", ID_BYTES), head: fields.uint("head") };
  if (kind === "news") return { kind, ...common };
  const answer = { nonce: fields.bytes("nonce", ID_BYTES), previous: fields.uint("previous") };
  if (kind === "end") {
    const upTo = fields.uint("upTo");
    if (upTo < answer.previous || upTo > common.head) throw fields.wrong("upTo");
    return { kind, ...common, ...answer, upTo };
  }
  const seq = fields.uint("seq");
  if (seq <= answer.previous || seq > common.head) throw fields.wrong("seq");
  return { kind, ...common, ...answer, seq, message: fields.bytes("message") };
}

function signedBytes(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(DOMAIN.length + body.length);
  bytes.set(DOMAIN);
  bytes.set(body, DOMAIN.length);
  return bytes;
}
