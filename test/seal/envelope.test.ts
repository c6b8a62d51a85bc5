import { encode } from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOf } from "../../src/domain/errors.js";
import { encodeCanonical } from "../../src/seal/canonical-cbor.js";
import { encodeEnvelope, encodeHeader, parseEnvelope } from "../../src/seal/envelope.js";
import { decodeReceipt, decodeTombstone, encodeReceipt, encodeTombstone } from "../../src/seal/notices.js";
import { makeVector } from "../support/clip-vectors.js";
import { thrownCode } from "../support/thrown.js";

const receipt = await makeVector("receipt");
const { headerBytes, body, signature } = parseEnvelope(receipt);
const id = new Uint8Array(16).fill(7);

function rawHeader(changes: Record<string, unknown>): Uint8Array {
  const fields = {
    sotto: 1,
    kind: "receipt",
    id,
    device: id,
    to: id,
    by: id,
    suite: 0,
    bucket: 0,
    ...changes,
  };
  return encode(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
}

const code = (message: Uint8Array) => thrownCode(() => parseEnvelope(message));

describe("parseEnvelope", () => {
  it("gives back what was encoded, byte for byte", () => {
    const envelope = parseEnvelope(receipt);
    expect(encodeHeader(envelope.header)).toEqual(envelope.headerBytes);
    expect(encodeEnvelope(envelope.headerBytes, envelope.body, envelope.signature)).toEqual(receipt);
  });

  it("accepts the plain header that the refusals below are made from", () => {
    expect(parseEnvelope(encodeEnvelope(rawHeader({}), body, signature)).header.kind).toBe("receipt");
  });

  it.each([
    ["an unknown kind", { kind: "letter" }],
    ["a short message id", { id: id.slice(1) }],
    ["a long device id", { device: new Uint8Array(17) }],
    ["a text where a key id belongs", { to: "0707070707070707" }],
    ["a missing field", { by: undefined }],
    ["a field that it does not know", { time: 1 }],
    ["a receipt in a size bucket", { bucket: 8000 }],
    ["a receipt under an unknown suite", { suite: 2 }],
    ["a clip in clear", { kind: "clip", bucket: 8000 }],
    ["a clip of a length that is no bucket", { kind: "clip", suite: 1, bucket: 8001 }],
    ["a clip whose bucket is not its length", { kind: "clip", suite: 1, bucket: 8000 }],
    ["a floating-point version", { sotto: 1.5 }],
  ])("refuses %s", async (_, changes) => {
    expect(await code(encodeEnvelope(rawHeader(changes), body, signature))).toBe("ENVELOPE_INVALID");
  });

  it("says that a version is newer, whatever else is in the header", async () => {
    expect(await code(encodeEnvelope(encode({ sotto: 2, more: true }), body, signature))).toBe(
      "ENVELOPE_VERSION_UNKNOWN",
    );
  });

  it("refuses trailing bytes, in the message and in the header", async () => {
    expect(await code(Uint8Array.of(...receipt, 0))).toBe("ENVELOPE_INVALID");
    expect(await code(encodeEnvelope(Uint8Array.of(...headerBytes, 0), body, signature))).toBe(
      "ENVELOPE_INVALID",
    );
  });

  it("refuses a signature of another length and a fourth part", async () => {
    expect(await code(encodeEnvelope(headerBytes, body, signature.slice(1)))).toBe("ENVELOPE_INVALID");
    expect(await code(encodeCanonical([headerBytes, body, signature, body]))).toBe("ENVELOPE_INVALID");
    expect(await code(encodeCanonical([headerBytes, body]))).toBe("ENVELOPE_INVALID");
  });

  it("refuses the same header written in any other way", async () => {
    // 0x18 0x01 is a one in two bytes, 0xbf…0xff a map without a length.
    const oneAt = Buffer.from(headerBytes).indexOf("sotto") + 5;
    expect(headerBytes[oneAt]).toBe(1);
    const longOne = Uint8Array.of(...headerBytes.subarray(0, oneAt), 0x18, ...headerBytes.subarray(oneAt));
    expect(await code(encodeEnvelope(longOne, body, signature))).toBe("ENVELOPE_INVALID");
    const indefinite = Uint8Array.of(0xbf, ...headerBytes.subarray(1), 0xff);
    expect(await code(encodeEnvelope(indefinite, body, signature))).toBe("ENVELOPE_INVALID");
  });

  it("refuses header fields out of order or twice", async () => {
    const pairs = headerBytes.subarray(1);
    const twice = Uint8Array.of(0xa9, ...pairs, ...encode("bucket"), 0);
    expect(await code(encodeEnvelope(twice, body, signature))).toBe("ENVELOPE_INVALID");
    const byLength = 1 + 2 + 17;
    const swapped = Uint8Array.of(0xa8, ...pairs.subarray(byLength), ...pairs.subarray(0, byLength));
    expect(await code(encodeEnvelope(swapped, body, signature))).toBe("ENVELOPE_INVALID");
  });

  it("refuses more than 120,000 bytes before it reads them", async () => {
    expect(await code(new Uint8Array(120_001))).toBe("ENVELOPE_TOO_LARGE");
    expect(await code(new Uint8Array(120_000))).toBe("ENVELOPE_INVALID");
  });

  it("refuses nesting that would exhaust the stack", async () => {
    expect(await code(new Uint8Array(120_000).fill(0x81))).toBe("ENVELOPE_INVALID");
  });

  it("answers random bytes with coded errors only", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(refusalOf(bytes)).toMatch(/^ENVELOPE_/);
      }),
      { numRuns: 3_000, verbose: true },
    );
  });

  it("answers a real message with bytes replaced, removed or doubled with coded errors or another message", () => {
    const edit = fc.record({
      at: fc.nat({ max: receipt.length - 1 }),
      remove: fc.nat({ max: 8 }),
      insert: fc.uint8Array({ maxLength: 8 }),
    });
    fc.assert(
      fc.property(edit, ({ at, remove, insert }) => {
        const edited = Uint8Array.of(...receipt.subarray(0, at), ...insert, ...receipt.subarray(at + remove));
        const refusal = refusalOf(edited);
        if (refusal !== undefined) return void expect(refusal).toMatch(/^ENVELOPE_/);
        const envelope = parseEnvelope(edited);
        const again = encodeEnvelope(encodeHeader(envelope.header), envelope.body, envelope.signature);
        expect([...again]).toEqual([...edited]);
      }),
      { numRuns: 3_000, verbose: true },
    );
  });
});

describe("receipts and tombstones", () => {
  const ids = fc.uint8Array({ minLength: 16, maxLength: 16 });

  it("come back as they were written", () => {
    fc.assert(
      fc.property(ids, fc.array(ids, { minLength: 1, maxLength: 400 }), (of, list) => {
        expect(decodeReceipt(encodeReceipt({ of, outcome: "erased" }))).toEqual({ of, outcome: "erased" });
        const tombstone = { scope: "listed", ids: list } as const;
        expect(decodeTombstone(encodeTombstone(tombstone))).toEqual(tombstone);
      }),
      { numRuns: 50 },
    );
    expect(decodeTombstone(encodeTombstone({ scope: "all" }))).toEqual({ scope: "all" });
  });

  it("are refused when an id is short, a list is empty or too long, or the two are mixed up", async () => {
    expect(await thrownCode(() => decodeReceipt(encodeTombstone({ scope: "all" })))).toBe("ENVELOPE_INVALID");
    expect(await thrownCode(() => decodeReceipt(encode({ of: id.slice(1), outcome: "stored" })))).toBe(
      "ENVELOPE_INVALID",
    );
    expect(await thrownCode(() => decodeTombstone(encode({ ids: [], scope: "listed" })))).toBe(
      "ENVELOPE_INVALID",
    );
    expect(await thrownCode(() => decodeTombstone(encode({ ids: [id], scope: "all" })))).toBe(
      "ENVELOPE_INVALID",
    );
    const many = Array.from({ length: 401 }, () => id);
    expect(await thrownCode(() => encodeTombstone({ scope: "listed", ids: many }))).toBe(
      "ENVELOPE_TOO_LARGE",
    );
  });
});

/** The code, or whatever else was thrown; undefined when the bytes were accepted. */
function refusalOf(bytes: Uint8Array): string | undefined {
  try {
    parseEnvelope(bytes);
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
  return undefined;
}
