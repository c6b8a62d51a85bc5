import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOf } from "../../src/domain/errors.js";
import { createSealer } from "../../src/seal/edge/hpke.js";
import { type Envelope, encodeEnvelope, parseEnvelope, signedBytes } from "../../src/seal/envelope.js";
import { openClip, verifyEnvelope } from "../../src/seal/open-clip.js";
import { sealContents } from "../../src/seal/sealed-clip.js";
import {
  encodeWraps,
  MAX_RECIPIENTS,
  parseWrappedBody,
  type Wrap,
  wrappedOverheadBytes,
} from "../../src/seal/wrapped-body.js";
import { TEXT_CONTENTS, VECTOR_INPUTS } from "../support/clip-vectors.js";
import { deviceFromSeed, type FixedOwner, ownerFromSeed } from "../support/fixed-keys.js";
import { secondUnwrap, secondWrapping } from "../support/second-hpke.js";
import { thrownCode } from "../support/thrown.js";

const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));
const device = deviceFromSeed(VECTOR_INPUTS.deviceSeed);
const seeds = Array.from({ length: MAX_RECIPIENTS + 1 }, () => random(32));
const people: readonly FixedOwner[] = await Promise.all(seeds.map(ownerFromSeed));
const person = (index: number): FixedOwner => people[index] ?? expect.fail(`no person ${index}`);

async function sealedTo(count: number, contents = TEXT_CONTENTS): Promise<Envelope> {
  const sealer = await createSealer(people.slice(0, count).map((each) => each.public));
  return parseEnvelope((await sealContents(contents, { sealer, signer: device.signer, random })).message);
}

/**
 * The same message with another body, signed by its device anew: what is refused here is refused by the seal, and not
 * because of a signature. The contents give or take what makes the length right again.
 */
function withBody(envelope: Envelope, prefix: Uint8Array): Uint8Array {
  const { headerBytes, body, header } = envelope;
  const { ciphertext } = parseWrappedBody(body, header.recipientKeyId);
  const missing = body.length - prefix.length - ciphertext.length;
  const filled = missing >= 0 ? [ciphertext, new Uint8Array(missing)] : [ciphertext.subarray(0, missing)];
  const changed = Buffer.concat([prefix, ...filled]);
  return encodeEnvelope(headerBytes, changed, device.signer.sign(signedBytes(headerBytes, changed)));
}

/** What comes of it, for each of the first so many people. */
async function outcomes(message: Uint8Array, count: number): Promise<readonly string[]> {
  return Promise.all(people.slice(0, count).map(({ opener }) => outcome(message, opener)));
}

async function outcome(message: Uint8Array, opener: FixedOwner["opener"]): Promise<string> {
  try {
    const envelope = parseEnvelope(message);
    verifyEnvelope(envelope, [device.trusted]);
    await openClip(envelope, [opener]);
    return "opened";
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
}

const wrapsOf = ({ body, header }: Envelope): readonly Wrap[] =>
  parseWrappedBody(body, header.recipientKeyId).wraps;

describe("a clip for several readers", () => {
  it("opens for each of 1 to 8 with their own key and for nobody else, with either library", async () => {
    for (let count = 1; count <= MAX_RECIPIENTS; count += 1) {
      const envelope = await sealedTo(count);
      expect(envelope.recipients).toEqual(people.slice(0, count).map((each) => each.public.keyId));
      expect(envelope.header.recipientKeyId).toEqual(person(0).public.keyId);
      for (const [index, { opener }] of people.slice(0, count).entries()) {
        expect(await openClip(envelope, [opener])).toEqual(TEXT_CONTENTS);
        const padded = await secondUnwrap(seeds[index] ?? new Uint8Array(), index)(envelope);
        expect(padded.length).toBe(envelope.body.length - wrappedOverheadBytes(count));
      }
      expect(await thrownCode(() => openClip(envelope, [person(count).opener]))).toBe("ENVELOPE_NOT_FOR_US");
      const sealer = secondWrapping(people.slice(0, count).map((each) => each.public));
      const theirs = await sealContents(TEXT_CONTENTS, { sealer, signer: device.signer, random });
      expect(await outcomes(theirs.message, count)).toEqual(Array(count).fill("opened"));
    }
  });

  it("opens with whichever of a reader's keys it was sealed to", async () => {
    const envelope = await sealedTo(2);
    const keys = [person(5).opener, person(1).opener];
    expect(await openClip(envelope, keys)).toEqual(TEXT_CONTENTS);
  });

  it("keeps contents of any length for any number of readers, in the size of a bucket", async () => {
    const cases = fc.record({
      count: fc.integer({ min: 1, max: 8 }),
      payload: fc.uint8Array({ maxLength: 20_000 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ count, payload }) => {
        const envelope = await sealedTo(count, { ...TEXT_CONTENTS, payload });
        const last = person(count - 1).opener;
        expect((await openClip(envelope, [last])).payload).toEqual(payload);
      }),
      { numRuns: 25, verbose: true },
    );
  });

  it("is sealed to 1 to 8 keys", async () => {
    const publics = people.map((each) => each.public);
    expect(await thrownCode(() => createSealer([]))).toBe("KEY_INVALID");
    expect(await thrownCode(() => createSealer(publics))).toBe("KEY_INVALID");
  });
});

describe("a body whose wrapped keys were changed, and which its device signed again", () => {
  it("is refused when two are exchanged, behind the owner's", async () => {
    const envelope = await sealedTo(3);
    const [owner, a, b] = wrapsOf(envelope);
    if (!(owner && a && b)) return expect.fail("three wraps");
    const message = withBody(envelope, encodeWraps([owner, b, a]));
    expect(await outcomes(message, 3)).toEqual(Array(3).fill("ENVELOPE_OPEN_FAILED"));
    const first = withBody(envelope, encodeWraps([a, owner, b]));
    expect(await outcomes(first, 3)).toEqual(Array(3).fill("ENVELOPE_INVALID"));
  });

  it("is refused when two have exchanged their sealed keys and kept their ids", async () => {
    const envelope = await sealedTo(2);
    const [owner, a] = wrapsOf(envelope);
    if (!(owner && a)) return expect.fail("two wraps");
    const crossed = [
      { ...a, recipientKeyId: owner.recipientKeyId },
      { ...owner, recipientKeyId: a.recipientKeyId },
    ];
    expect(await outcomes(withBody(envelope, encodeWraps(crossed)), 2)).toEqual(
      Array(2).fill("ENVELOPE_OPEN_FAILED"),
    );
  });

  it("is refused by who remains when one is dropped, and by all when one is added", async () => {
    const envelope = await sealedTo(3);
    const [owner, a, b] = wrapsOf(envelope);
    if (!(owner && a && b)) return expect.fail("three wraps");
    const { ciphertext } = parseWrappedBody(envelope.body, owner.recipientKeyId);
    // The length of a message is told by its header; here nothing but the seal stands in the way.
    const codeFor = ({ opener }: FixedOwner, wraps: readonly Wrap[]) => {
      const body = parseWrappedBody(Buffer.concat([encodeWraps(wraps), ciphertext]), owner.recipientKeyId);
      return thrownCode(() => opener.openWrapped(body, envelope.headerBytes));
    };
    const dropped = people.slice(0, 3).map((each) => codeFor(each, [owner, b]));
    expect(await Promise.all(dropped)).toEqual([
      "ENVELOPE_OPEN_FAILED",
      "ENVELOPE_NOT_FOR_US",
      "ENVELOPE_OPEN_FAILED",
    ]);
    const extra = { ...b, recipientKeyId: person(3).public.keyId };
    const added = people.slice(0, 4).map((each) => codeFor(each, [owner, a, b, extra]));
    expect(await Promise.all(added)).toEqual(Array(4).fill("ENVELOPE_OPEN_FAILED"));
    for (const wraps of [
      [owner, b],
      [owner, a, b, extra],
    ]) {
      const message = withBody(envelope, encodeWraps(wraps));
      expect((await outcomes(message, 3)).filter((outcome) => outcome === "opened")).toEqual([]);
    }
  });

  it("is no envelope when one is there twice, when there are none or nine, or when the owner's is missing", async () => {
    const envelope = await sealedTo(2);
    const [owner, a] = wrapsOf(envelope);
    if (!(owner && a)) return expect.fail("two wraps");
    const nine = Array.from({ length: 9 }, () => ({ ...a, recipientKeyId: random(16) }));
    for (const wraps of [[owner, a, a], [owner, owner], [], [owner, ...nine.slice(1)], [a]]) {
      const message = withBody(envelope, encodeWraps(wraps));
      expect(await thrownCode(() => parseEnvelope(message))).toBe("ENVELOPE_INVALID");
    }
  });

  it("is refused when the count says another number than there are", async () => {
    const envelope = await sealedTo(2);
    const prefix = encodeWraps(wrapsOf(envelope));
    for (const count of [0, 1, 3, 8, 9, 255]) {
      const altered = Uint8Array.from(prefix);
      altered[0] = count;
      for (const code of await outcomes(withBody(envelope, altered), 2)) expect(code).toMatch(/^ENVELOPE_/);
    }
  });

  it("is refused for each 7th bit of an id, an encapsulated key, a sealed key and a tag that is another one", async () => {
    const envelope = await sealedTo(2);
    const prefix = encodeWraps(wrapsOf(envelope));
    const opened: number[] = [];
    for (let bit = 0; bit < prefix.length * 8; bit += 7) {
      const altered = Uint8Array.from(prefix);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const codes = await outcomes(withBody(envelope, altered), 2);
      if (codes.some((code) => !code.startsWith("ENVELOPE_"))) opened.push(bit);
    }
    expect(opened).toEqual([]);
    expect(await outcomes(withBody(envelope, prefix), 2)).toEqual(["opened", "opened"]);
  }, 30_000);

  it("is refused under another header of the same device", async () => {
    const [first, second] = [await sealedTo(2), await sealedTo(2)];
    const { headerBytes } = second;
    const signature = device.signer.sign(signedBytes(headerBytes, first.body));
    const message = encodeEnvelope(headerBytes, first.body, signature);
    expect(await outcomes(message, 2)).toEqual(Array(2).fill("ENVELOPE_OPEN_FAILED"));
  });

  it("is refused with a coded error wherever it is cut off, and whatever the bytes", async () => {
    const { body, header } = await sealedTo(2);
    const shortest = wrappedOverheadBytes(2);
    for (let length = 0; length <= shortest; length += 1) {
      expect(await thrownCode(() => parseWrappedBody(body.subarray(0, length), header.recipientKeyId))).toBe(
        "ENVELOPE_INVALID",
      );
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        expect(() => parseWrappedBody(bytes, header.recipientKeyId)).toThrow(/^ENVELOPE_INVALID/);
      }),
      { numRuns: 500, verbose: true },
    );
  });
});
