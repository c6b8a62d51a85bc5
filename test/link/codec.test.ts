import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SottoError } from "../../src/domain/errors.js";
import { encodeMessage, MAX_PAYLOAD_BYTES, MAX_TOMBSTONE_BYTES, parseMessage } from "../../src/link/codec.js";
import type { Direction } from "../../src/link/messages.js";
import { type CborValue, encodeCanonical } from "../../src/seal/canonical-cbor.js";
import { encodeTombstone, signNotice } from "../../src/seal/notices.js";
import { deviceFromSeed } from "../support/fixed-keys.js";
import { thrownCode } from "../support/thrown.js";
import { EXAMPLES, many } from "./messages.js";

const DIRECTIONS = Object.keys(EXAMPLES).filter((key): key is Direction => key in EXAMPLES);
const request = "00112233445566778899aabbccddeeff";

function roundTrip<D extends Direction>(direction: D): void {
  for (const message of EXAMPLES[direction]) {
    const payload = encodeMessage(direction, message);
    expect(payload.length).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES[direction]);
    expect(parseMessage(direction, payload)).toEqual(message);
  }
}

/** What a peer of another mind may send. */
function payloadOf(fields: Readonly<Record<string, CborValue>>): Uint8Array {
  return encodeCanonical(new Map(Object.entries(fields)));
}

const selectorOf = (fields: Readonly<Record<string, CborValue>>) => new Map(Object.entries(fields));

describe("a message on a link", () => {
  it.each(DIRECTIONS)("%s arrives as it was sent, whatever its kind", (direction) => roundTrip(direction));

  it("is refused in every direction but its own", async () => {
    const accepted = encodeMessage("uplink-to-ear", { kind: "accepted", id: request });
    for (const direction of DIRECTIONS.filter((each) => each !== "uplink-to-ear")) {
      expect(await thrownCode(() => parseMessage(direction, accepted))).toBe("LINK_INVALID");
    }
  });

  it("has room for a tombstone of as many ids as one takes", () => {
    const { signer } = deviceFromSeed(new Uint8Array(32).fill(3));
    const ids = Array.from({ length: 400 }, () => new Uint8Array(16).fill(255));
    const tombstone = signNotice(
      "tombstone",
      encodeTombstone({ scope: "listed", ids }),
      { messageId: ids[0] ?? signer.deviceId, deviceId: signer.deviceId, recipientKeyId: signer.deviceId },
      signer,
    );
    expect(tombstone.length).toBeLessThanOrEqual(MAX_TOMBSTONE_BYTES);
    expect(tombstone.length).toBeGreaterThan(MAX_TOMBSTONE_BYTES - 200);
  });

  it.each<[string, Direction, Readonly<Record<string, CborValue>>]>([
    ["an unknown kind", "light-to-ear", { v: 1, kind: "unmute" }],
    ["no kind", "light-to-ear", { v: 1 }],
    ["another version", "light-to-ear", { v: 2, kind: "listen" }],
    ["no version", "light-to-ear", { kind: "listen" }],
    ["a version that is a word", "light-to-ear", { v: "1", kind: "listen" }],
    ["an unknown field", "light-to-ear", { v: 1, kind: "listen", quietly: 1 }],
    ["a field named like a prototype", "light-to-ear", { v: 1, kind: "listen", ["__proto__"]: 1 }],
    ["a missing field", "uplink-to-ear", { v: 1, kind: "accepted" }],
    ["an id that is too short", "uplink-to-ear", { v: 1, kind: "accepted", id: request.slice(2) }],
    ["an id with a line's end", "uplink-to-ear", { v: 1, kind: "accepted", id: `${request}\n` }],
    ["an id of capitals", "uplink-to-ear", { v: 1, kind: "accepted", id: request.toUpperCase() }],
    ["an id of bytes", "uplink-to-ear", { v: 1, kind: "accepted", id: new Uint8Array(16) }],
    ["a code that is none", "uplink-to-ear", { v: 1, kind: "refused", id: request, code: "toString" }],
    ["a number for a yes", "light-to-uplink", { v: 1, kind: "muted", muted: 1 }],
    ["a clip of no bucket's length", "ear-to-uplink", { v: 1, kind: "clip", message: new Uint8Array(8_001) }],
    ["a clip of words", "ear-to-uplink", { v: 1, kind: "clip", message: "sealed" }],
    ["too many ids", "uplink-to-ear", { v: 1, kind: "resolved", request, all: false, ids: many(4_001) }],
    [
      "too many tombstones",
      "ear-to-uplink",
      { v: 1, kind: "tombstones", request, messages: Array.from({ length: 12 }, () => new Uint8Array(9)) },
    ],
    [
      "a tombstone that is too long",
      "ear-to-uplink",
      { v: 1, kind: "tombstones", request, messages: [new Uint8Array(MAX_TOMBSTONE_BYTES + 1)] },
    ],
    [
      "a range that ends before it begins",
      "light-to-ear",
      { v: 1, kind: "erase", request, selector: selectorOf({ kind: "range", fromMs: 2, toMs: 1 }) },
    ],
    [
      "a range from before 1970",
      "light-to-ear",
      { v: 1, kind: "erase", request, selector: selectorOf({ kind: "range", fromMs: -1, toMs: 1 }) },
    ],
    [
      "a selector that says too much",
      "light-to-ear",
      { v: 1, kind: "erase", request, selector: selectorOf({ kind: "all", ids: [] }) },
    ],
    ["a selector that is a word", "light-to-ear", { v: 1, kind: "erase", request, selector: "all" }],
    [
      "a map within a selector",
      "light-to-ear",
      { v: 1, kind: "erase", request, selector: selectorOf({ kind: selectorOf({ kind: "all" }) }) },
    ],
  ])("with %s is refused, and the refusal does not quote it", (_, direction, fields) => {
    const payload = payloadOf(fields);
    expect(() => parseMessage(direction, payload)).toThrow(SottoError);
    try {
      parseMessage(direction, payload);
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      expect(error.code).toBe("LINK_INVALID");
      expect(error.cause).toBeUndefined();
      expect(error.message).toMatch(
        /^LINK_INVALID: a message [a-z-]+ is (of no known form|no map|of another version|too long)$/,
      );
    }
  });

  it("that the other side would refuse is not made", async () => {
    const message = new Uint8Array(8_001);
    expect(await thrownCode(() => encodeMessage("ear-to-uplink", { kind: "clip", message }))).toBe(
      "INTERNAL",
    );
  });

  it("of random bytes is refused or, by chance, understood; nothing else happens", () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 20 }).map((tail) => Uint8Array.of(0xa2, 0x61, 0x76, 1, 0x64, ...tail)),
    );
    const run = fc.check(
      fc.property(fc.constantFrom(...DIRECTIONS), anything, (direction, payload) =>
        isMessageOrInvalid(direction, payload),
      ),
      { numRuns: 5_000 },
    );
    expect(run.failed, `seed ${run.seed}`).toBe(false);
  });

  it("with one byte changed anywhere is refused, or is another message of its direction", () => {
    const changes = fc.record({
      direction: fc.constantFrom(...DIRECTIONS.filter((each) => each !== "ear-to-uplink")),
      which: fc.nat(),
      at: fc.nat(),
      to: fc.integer({ min: 0, max: 255 }),
    });
    const run = fc.check(
      fc.property(changes, ({ direction, which, at, to }) => {
        const examples = EXAMPLES[direction].filter((message) => JSON.stringify(message).length < 500);
        const message = examples[which % examples.length];
        if (message === undefined) return false;
        const payload = encodeAny(direction, message);
        payload[at % payload.length] = to;
        return isMessageOrInvalid(direction, payload);
      }),
      { numRuns: 5_000 },
    );
    expect(run.failed, `seed ${run.seed}`).toBe(false);
  });

  it("of absurd nesting is refused", async () => {
    const deep = new Uint8Array(100_000).fill(0x81);
    expect(await thrownCode(() => parseMessage("light-to-ear", deep))).toBe("LINK_INVALID");
  });

  it("that is longer than its direction's bound is refused before it is read", async () => {
    const long = new Uint8Array(MAX_PAYLOAD_BYTES["light-to-uplink"] + 1);
    expect(await thrownCode(() => parseMessage("light-to-uplink", long))).toBe("LINK_INVALID");
  });
});

function encodeAny(direction: Direction, message: object): Uint8Array {
  const fields = Object.entries(message).map(([key, value]): [string, CborValue] => [
    key,
    typeof value === "object" && !Array.isArray(value) ? new Map(Object.entries(value)) : value,
  ]);
  const payload = encodeCanonical(new Map<string, CborValue>([["v", 1], ...fields]));
  expect(parseMessage(direction, payload)).toEqual(message);
  return payload;
}

function isMessageOrInvalid(direction: Direction, payload: Uint8Array): boolean {
  try {
    return "kind" in parseMessage(direction, payload);
  } catch (error) {
    return error instanceof SottoError && error.code === "LINK_INVALID";
  }
}
