import { randomBytes } from "node:crypto";
import { SottoError } from "../../src/domain/errors.js";
import { EncodedClip } from "../../src/encode/encoded-clip.js";
import type { OpusCodec } from "../../src/encode/opus-codec.js";
import type { ClipDetails } from "../../src/seal/clip-contents.js";
import { createSealer } from "../../src/seal/edge/hpke.js";
import { SealedClip, type SealingKeys } from "../../src/seal/sealed-clip.js";
import { VerifiedClip } from "../../src/verify/verified-clip.js";
import type { FixedDevice, FixedOwner } from "./fixed-keys.js";

const NO_CODEC: OpusCodec = {
  open() {
    throw new SottoError("INTERNAL", "text needs no codec");
  },
};

export const SAMPLE_DETAILS: ClipDetails = {
  recordedAtMs: 1_700_000_000_000,
  clock: "synced",
  mode: "text",
  policyHash: new Uint8Array(32).fill(1),
  modelsHash: new Uint8Array(32).fill(2),
  removed: [],
};

/** Text that went the whole way of types: verified, encoded. The text must be harmless, as "lights on" is. */
export async function encodedText(text: string): Promise<EncodedClip> {
  const words = text.split(" ");
  const tokens = words.map((word, id) => ({ id, text: ` ${word}`, probability: 0.99, capital: 0 }));
  const verification = await VerifiedClip.ofText({
    transcript: {
      tokens,
      words: words.map((text, at) => ({
        ...{ text, tokenStart: at, tokenEnd: at + 1 },
        ...{ probability: 0.99, capital: 0 },
      })),
      doubts: [],
    },
    convictions: [],
    finders: [],
    strictness: "redact",
  });
  if (verification.kind !== "verified") throw new SottoError("INTERNAL", "the sample text was refused");
  return EncodedClip.encode(verification.clip, NO_CODEC);
}

export async function sealingKeysOf(owner: FixedOwner, device: FixedDevice): Promise<SealingKeys> {
  return {
    sealer: await createSealer([owner.public]),
    signer: device.signer,
    random: (length) => Uint8Array.from(randomBytes(length)),
  };
}

export async function sealedText(text: string, keys: SealingKeys): Promise<SealedClip> {
  return SealedClip.seal(await encodedText(text), SAMPLE_DETAILS, keys);
}
