import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from "hpke";
import { describe, expect, it } from "vitest";
import { codeOf } from "../../src/domain/errors.js";
import { decodeContents, encodeContents, kindsRemoved } from "../../src/seal/clip-contents.js";
import { createSealer } from "../../src/seal/edge/hpke.js";
import { encodeEnvelope, parseEnvelope } from "../../src/seal/envelope.js";
import { decodeReceipt, decodeTombstone } from "../../src/seal/notices.js";
import { openClip, verifyEnvelope } from "../../src/seal/open-clip.js";
import type { TrustedSigner } from "../../src/seal/ports.js";
import { SealedClip, sealContents } from "../../src/seal/sealed-clip.js";
import { SIZE_BUCKETS } from "../../src/seal/size-bucket.js";
import { encodeWraps, parseWrappedBody } from "../../src/seal/wrapped-body.js";
import {
  makeVector,
  recordedVector,
  SOUND_CONTENTS,
  sha256Hex,
  TEXT_CONTENTS,
  VECTOR_INPUTS,
  VECTOR_NAMES,
} from "../support/clip-vectors.js";
import { deviceFromSeed, ownerFromSeed } from "../support/fixed-keys.js";
import { encodedText, SAMPLE_DETAILS } from "../support/sealed-clips.js";
import { secondOpen, secondUnwrap, secondWrapping } from "../support/second-hpke.js";
import { thrownCode } from "../support/thrown.js";

const owner = await ownerFromSeed(VECTOR_INPUTS.ownerSeed);
const device = deviceFromSeed(VECTOR_INPUTS.deviceSeed);
const keeper = deviceFromSeed(VECTOR_INPUTS.keeperSeed);
const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));
const keys = {
  sealer: await createSealer([owner.public]),
  signer: device.signer,
  random,
};

async function openMessage(message: Uint8Array) {
  const envelope = parseEnvelope(message);
  verifyEnvelope(envelope, [device.trusted]);
  return openClip(envelope, [owner.opener]);
}

describe("the suite", () => {
  it("opens the first test vector of RFC 9180, appendix A.1.1", async () => {
    const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
    const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM);
    const pair = {
      publicKey: await suite.DeserializePublicKey(
        hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"),
      ),
      privateKey: await suite.DeserializePrivateKey(
        hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
      ),
    };
    const plaintext = await suite.Open(
      pair,
      hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
      hex("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"),
      { info: hex("4f6465206f6e2061204772656369616e2055726e"), aad: hex("436f756e742d30") },
    );
    expect(Buffer.from(plaintext).toString()).toBe("Beauty is truth, truth beauty");
  });
});

describe("the test vectors", () => {
  it.each(VECTOR_NAMES)("%s comes out byte for byte from its inputs", async (name) => {
    const recorded = recordedVector(name);
    expect(sha256Hex(recorded.message)).toBe(recorded.sha256);
    expect(sha256Hex(await makeVector(name))).toBe(recorded.sha256);
  });

  it("open with our library and with a second one", async () => {
    const { ownerSeed, readerSeed } = VECTOR_INPUTS;
    const reader = await ownerFromSeed(readerSeed);
    for (const [name, contents, { opener }, open] of [
      ["clip-text", TEXT_CONTENTS, owner, secondOpen(ownerSeed)],
      ["clip-sound", SOUND_CONTENTS, owner, secondOpen(ownerSeed)],
      ["clip-one-reader", TEXT_CONTENTS, owner, secondUnwrap(ownerSeed, 0)],
      ["clip-two-readers", SOUND_CONTENTS, owner, secondUnwrap(ownerSeed, 0)],
      ["clip-two-readers", SOUND_CONTENTS, reader, secondUnwrap(readerSeed, 1)],
    ] as const) {
      const envelope = parseEnvelope(recordedVector(name).message);
      verifyEnvelope(envelope, [device.trusted]);
      expect(await openClip(envelope, [opener])).toEqual(contents);
      const padded = await open(envelope);
      const plaintext = encodeContents(contents);
      expect(padded.subarray(0, plaintext.length)).toEqual(plaintext);
      expect(padded[plaintext.length]).toBe(0x80);
      expect(padded.subarray(plaintext.length + 1).every((byte) => byte === 0)).toBe(true);
    }
  });

  it("hold receipts and tombstones that verify", () => {
    const receipt = parseEnvelope(recordedVector("receipt").message);
    verifyEnvelope(receipt, [keeper.trusted]);
    expect(decodeReceipt(receipt.body)).toEqual({ of: VECTOR_INPUTS.clipId, outcome: "stored" });
    const tombstone = parseEnvelope(recordedVector("tombstone-listed").message);
    verifyEnvelope(tombstone, [device.trusted]);
    expect(decodeTombstone(tombstone.body)).toEqual({ scope: "listed", ids: [VECTOR_INPUTS.clipId] });
  });
});

describe("sealing", () => {
  it("opens with the owner's key, whichever library sealed", async () => {
    const other = secondWrapping([owner.public]);
    for (let round = 0; round < 50; round += 1) {
      const ours = await sealContents(TEXT_CONTENTS, keys);
      expect(await openMessage(ours.message)).toEqual(TEXT_CONTENTS);
      const envelope = parseEnvelope(ours.message);
      const padded = await secondUnwrap(VECTOR_INPUTS.ownerSeed, 0)(envelope);
      expect(padded.length).toBe(envelope.body.length - keys.sealer.overheadBytes);
      const theirs = await sealContents(TEXT_CONTENTS, { ...keys, sealer: other });
      expect(await openMessage(theirs.message)).toEqual(TEXT_CONTENTS);
    }
  });

  it("turns an encoded clip into a sealed one whose bytes nobody can change", async () => {
    const clip = await SealedClip.seal(await encodedText("lights on"), SAMPLE_DETAILS, keys);
    expect([clip.bucket, clip.message.length, clip.messageId.length]).toEqual([8_000, 8_000, 32]);
    clip.message.fill(0);
    const opened = await openMessage(clip.message);
    expect(opened).toEqual({
      ...SAMPLE_DETAILS,
      durationMs: 0,
      media: "text/plain",
      payload: new TextEncoder().encode("lights on"),
    });
  });

  it("never gives the same bytes twice", async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 50; round += 1) {
      const { message } = await sealContents(TEXT_CONTENTS, { ...keys, random: () => VECTOR_INPUTS.clipId });
      seen.add(sha256Hex(parseEnvelope(message).body));
    }
    expect(seen.size).toBe(50);
  });

  it("makes every message exactly as long as the smallest bucket that holds it", async () => {
    const empty = await sealContents({ ...TEXT_CONTENTS, payload: new Uint8Array(0) }, keys);
    expect(empty.message.length).toBe(8_000);
    for (const bucket of SIZE_BUCKETS) {
      const most = await largestPayload(bucket);
      const full = await sealContents({ ...SOUND_CONTENTS, payload: new Uint8Array(most) }, keys);
      expect(full.message.length).toBe(bucket);
      expect((await openMessage(full.message)).payload.length).toBe(most);
      const over = () => sealContents({ ...SOUND_CONTENTS, payload: new Uint8Array(most + 1) }, keys);
      const next = SIZE_BUCKETS[SIZE_BUCKETS.indexOf(bucket) + 1];
      if (next === undefined) expect(await thrownCode(over)).toBe("ENVELOPE_TOO_LARGE");
      else expect((await over()).message.length).toBe(next);
    }
  });

  it("says nothing in clear but ids, suite and bucket", async () => {
    const name = "Xanthippe";
    const payload = new TextEncoder().encode(name);
    const { message } = await sealContents({ ...TEXT_CONTENTS, payload }, keys);
    expect(Buffer.from(message).includes(name)).toBe(false);
    expect(Buffer.from(message).includes("PHONE")).toBe(false);
    const other = await sealContents({ ...SOUND_CONTENTS, payload, recordedAtMs: 1 }, keys);
    const lengths = [message, other.message].map((bytes) => parseEnvelope(bytes).headerBytes.length);
    expect(lengths[0]).toBe(lengths[1]);
  });

  it("keeps contents whatever they are", async () => {
    const contents = fc.record({
      recordedAtMs: fc.nat(),
      clock: fc.constantFrom("synced", "unsynced"),
      mode: fc.constantFrom("redact", "strict", "text", "local"),
      policyHash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      modelsHash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      removed: fc.array(
        fc.record({
          startMs: fc.nat({ max: 12_000 }),
          endMs: fc.nat({ max: 12_000 }),
          types: fc.uniqueArray(fc.constantFrom("DIGITS", "DOB", "PERSON", "PLACE"), { maxLength: 1 }),
        }),
        { maxLength: 20 },
      ),
      durationMs: fc.nat({ max: 12_000 }),
      media: fc.constantFrom("audio/ogg; codecs=opus", "text/plain"),
      // Ends in the padding's own bytes now and then.
      payload: fc.oneof(fc.uint8Array({ maxLength: 9_000 }), fc.constant(Uint8Array.of(0x80, 0, 0))),
    });
    await fc.assert(
      fc.asyncProperty(contents, async (value) => {
        expect(decodeContents(encodeContents(value))).toEqual(value);
        expect(await openMessage((await sealContents(value, keys)).message)).toEqual(value);
      }),
      { numRuns: 60, verbose: true },
    );
  });

  it("lists each removed kind once", () => {
    expect(kindsRemoved(TEXT_CONTENTS.removed)).toEqual(["PERSON", "PHONE", "DIGITS"]);
  });
});

describe("refusing", () => {
  it("opens nothing for 300 random wrong recipients, even when the header claims to be theirs", async () => {
    const { message } = await sealContents(TEXT_CONTENTS, keys);
    const envelope = parseEnvelope(message);
    const wrapped = parseWrappedBody(envelope.body, owner.public.keyId);
    for (let round = 0; round < 300; round += 1) {
      const stranger = await ownerFromSeed(random(32));
      expect(await thrownCode(() => openClip(envelope, [stranger.opener]))).toBe("ENVELOPE_NOT_FOR_US");
      // As if it had been sealed to them.
      const claimed = encodeWraps(
        wrapped.wraps.map((wrap) => ({ ...wrap, recipientKeyId: stranger.public.keyId })),
      );
      const lie = parseWrappedBody(Buffer.concat([claimed, wrapped.ciphertext]), stranger.public.keyId);
      expect(await thrownCode(() => stranger.opener.openWrapped(lie, envelope.headerBytes))).toBe(
        "ENVELOPE_OPEN_FAILED",
      );
    }
  });

  it("opens nothing when the header was replaced, even by one that the device signed", async () => {
    const first = parseEnvelope((await sealContents(TEXT_CONTENTS, keys)).message);
    const second = parseEnvelope((await sealContents(TEXT_CONTENTS, keys)).message);
    const mixed = encodeEnvelope(second.headerBytes, first.body, second.signature);
    expect(await thrownCode(() => openMessage(mixed))).toBe("ENVELOPE_SIGNATURE_WRONG");
    expect(
      await thrownCode(() => openClip({ ...first, headerBytes: second.headerBytes }, [owner.opener])),
    ).toBe("ENVELOPE_OPEN_FAILED");
  });

  it("believes neither an unknown device nor one that speaks in another's name", async () => {
    const stranger = deviceFromSeed(random(32));
    const unknown = parseEnvelope(
      (await sealContents(TEXT_CONTENTS, { ...keys, signer: stranger.signer })).message,
    );
    expect(await thrownCode(() => verifyEnvelope(unknown, [device.trusted]))).toBe(
      "ENVELOPE_SIGNATURE_WRONG",
    );
    const liar = { ...stranger.signer, deviceId: device.signer.deviceId };
    const lie = parseEnvelope((await sealContents(TEXT_CONTENTS, { ...keys, signer: liar })).message);
    expect(await thrownCode(() => verifyEnvelope(lie, [device.trusted, stranger.trusted]))).toBe(
      "ENVELOPE_SIGNATURE_WRONG",
    );
    const forger = { ...device.signer, sign: stranger.signer.sign };
    const forged = parseEnvelope((await sealContents(TEXT_CONTENTS, { ...keys, signer: forger })).message);
    expect(await thrownCode(() => verifyEnvelope(forged, [device.trusted]))).toBe("ENVELOPE_SIGNATURE_WRONG");
  });

  it.each([
    ["receipt", keeper],
    ["tombstone-listed", device],
    ["tombstone-all", device],
  ] as const)("refuses each single bit flip of a %s", (name, signer) => {
    const { message } = recordedVector(name);
    const bits = Array.from({ length: message.length * 8 }, (_, bit) => bit);
    expect(bits.length).toBeGreaterThan(1_000);
    expect(bits.filter((bit) => isBelieved(flipped(message, bit), signer.trusted))).toEqual([]);
    expect(isBelieved(message, signer.trusted)).toBe(true);
  });

  it("refuses each single bit flip in a clip's frame, header, encapsulated key and signature, and every 61st between", () => {
    const { message } = recordedVector("clip-text");
    const all = Array.from({ length: message.length * 8 }, (_, bit) => bit);
    const ends = (bit: number): boolean => bit < 8 * 220 || bit >= 8 * (message.length - 90);
    const bits = all.filter((bit) => ends(bit) || bit % 61 === 0);
    expect(bits.filter((bit) => isBelieved(flipped(message, bit), device.trusted))).toEqual([]);
    expect(isBelieved(message, device.trusted)).toBe(true);
  });

  it("refuses single bit flips by the seal itself, where a signature would not help", async () => {
    const { headerBytes, body } = parseEnvelope(recordedVector("clip-text").message);
    const open = () => owner.opener.open(body, headerBytes);
    // Bit 255 of the encapsulated key is ignored by X25519 (RFC 7748) but hashed by the KEM, so it counts too.
    const places = [
      { bytes: headerBytes, step: 7 },
      { bytes: body.subarray(0, 32), step: 1 },
      { bytes: body.subarray(32, body.length - 16), step: 509 },
      { bytes: body.subarray(body.length - 16), step: 1 },
    ];
    for (const { bytes, step } of places) {
      for (let bit = 0; bit < bytes.length * 8; bit += step) {
        const at = bit >> 3;
        const byte = bytes[at] ?? 0;
        bytes[at] = byte ^ (1 << (bit & 7));
        expect(await thrownCode(open)).toBe("ENVELOPE_OPEN_FAILED");
        bytes[at] = byte;
      }
    }
    expect((await open()).length).toBe(body.length - 48);
  });

  it("refuses a key that is none", async () => {
    expect(
      await thrownCode(() => createSealer([{ publicKey: new Uint8Array(31), keyId: owner.public.keyId }])),
    ).toBe("KEY_INVALID");
  });

  it("refuses contents that are not ours under a key that fits", async () => {
    const { headerBytes } = parseEnvelope(recordedVector("clip-one-reader").message);
    const plaintexts = [new Uint8Array(100), Uint8Array.of(0xa0, 0x80), Uint8Array.of(0x01)];
    for (const plaintext of plaintexts) {
      const body = await keys.sealer.seal(plaintext, headerBytes);
      const envelope = { ...parseEnvelope(recordedVector("clip-one-reader").message), body };
      expect(await thrownCode(() => openClip(envelope, [owner.opener]))).toBe("ENVELOPE_INVALID");
    }
  });
});

function flipped(message: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(message);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** False for a coded refusal; anything else that is thrown fails the test. */
function isBelieved(message: Uint8Array, signer: TrustedSigner): boolean {
  try {
    verifyEnvelope(parseEnvelope(message), [signer]);
    return true;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return false;
  }
}

/** By bisection, so that the test does not repeat the arithmetic that it checks. */
async function largestPayload(bucket: number): Promise<number> {
  let fits = 0;
  let tooMuch = bucket;
  while (tooMuch - fits > 1) {
    const middle = (fits + tooMuch) >> 1;
    const length = await sealContents({ ...SOUND_CONTENTS, payload: new Uint8Array(middle) }, keys).then(
      ({ message }) => message.length,
      () => Number.POSITIVE_INFINITY,
    );
    if (length <= bucket) fits = middle;
    else tooMuch = middle;
  }
  return fits;
}
