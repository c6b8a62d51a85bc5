import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ClipContents } from "../../src/seal/clip-contents.js";
import { encodeReceipt, encodeTombstone, signNotice } from "../../src/seal/notices.js";
import { sealContents } from "../../src/seal/sealed-clip.js";
import { deviceFromSeed, FIXED_SEEDS, ownerFromSeed } from "./fixed-keys.js";
import { type FixedRandom, secondSealer, secondWrapping } from "./second-hpke.js";

export const VECTOR_NAMES = [
  "clip-text",
  "clip-sound",
  "clip-one-reader",
  "clip-two-readers",
  "receipt",
  "tombstone-listed",
  "tombstone-all",
] as const;
export type VectorName = (typeof VECTOR_NAMES)[number];

const filled = (byte: number, length = 32): Uint8Array => new Uint8Array(length).fill(byte);

/** All inputs of the vectors; docs/clip-format.md says the same. */
export const VECTOR_INPUTS = {
  ownerSeed: FIXED_SEEDS.owner,
  deviceSeed: FIXED_SEEDS.device,
  keeperSeed: FIXED_SEEDS.keeper,
  ephemeral: filled(0x44),
  readerSeed: filled(0x55),
  contentKey: filled(0x66, 16),
  readerEphemeral: filled(0x77),
  clipId: filled(0xa1, 16),
  receiptId: filled(0xa2, 16),
  tombstoneId: filled(0xa3, 16),
} as const;

export const TEXT_CONTENTS: ClipContents = {
  recordedAtMs: 1_700_000_000_000,
  clock: "synced",
  mode: "text",
  policyHash: filled(0x51),
  modelsHash: filled(0x52),
  removed: [
    { startMs: 480, endMs: 1_440, types: ["PERSON"] },
    { startMs: 2_000, endMs: 3_520, types: ["DIGITS", "PHONE"] },
  ],
  durationMs: 4_160,
  media: "text/plain",
  payload: new TextEncoder().encode("call [PERSON] at [PHONE]"),
};

/** Not really Opus: the format does not look into the payload. 20,000 bytes need the third bucket. */
export const SOUND_CONTENTS: ClipContents = {
  ...TEXT_CONTENTS,
  clock: "unsynced",
  mode: "redact",
  removed: [],
  media: "audio/ogg; codecs=opus",
  payload: Uint8Array.from({ length: 20_000 }, (_, index) => index % 251),
};

/** Makes every vector anew, with the second HPKE library and a fixed ephemeral key. */
export async function makeVector(name: VectorName): Promise<Uint8Array> {
  const owner = await ownerFromSeed(VECTOR_INPUTS.ownerSeed);
  const reader = await ownerFromSeed(VECTOR_INPUTS.readerSeed);
  const device = deviceFromSeed(VECTOR_INPUTS.deviceSeed);
  const keeper = deviceFromSeed(VECTOR_INPUTS.keeperSeed);
  const sealer = secondSealer(owner.public.publicKey, owner.public.keyId, VECTOR_INPUTS.ephemeral);
  const tombstoneAddress = {
    messageId: VECTOR_INPUTS.tombstoneId,
    deviceId: device.signer.deviceId,
    recipientKeyId: owner.public.keyId,
  };
  const { contentKey, ephemeral, readerEphemeral } = VECTOR_INPUTS;
  const fixed: FixedRandom = { contentKey, ephemerals: [ephemeral, readerEphemeral] };
  const clipKeys = { sealer, signer: device.signer, random: () => VECTOR_INPUTS.clipId };
  switch (name) {
    case "clip-text":
      return (await sealContents(TEXT_CONTENTS, clipKeys)).message;
    case "clip-sound":
      return (await sealContents(SOUND_CONTENTS, clipKeys)).message;
    case "clip-one-reader": {
      const one = { ...clipKeys, sealer: secondWrapping([owner.public], fixed) };
      return (await sealContents(TEXT_CONTENTS, one)).message;
    }
    case "clip-two-readers": {
      const two = { ...clipKeys, sealer: secondWrapping([owner.public, reader.public], fixed) };
      return (await sealContents(SOUND_CONTENTS, two)).message;
    }
    case "receipt":
      return signNotice(
        "receipt",
        encodeReceipt({ of: VECTOR_INPUTS.clipId, outcome: "stored" }),
        {
          messageId: VECTOR_INPUTS.receiptId,
          deviceId: device.signer.deviceId,
          recipientKeyId: device.signer.signingKeyId,
        },
        keeper.signer,
      );
    case "tombstone-listed":
      return signNotice(
        "tombstone",
        encodeTombstone({ scope: "listed", ids: [VECTOR_INPUTS.clipId] }),
        tombstoneAddress,
        device.signer,
      );
    case "tombstone-all":
      return signNotice("tombstone", encodeTombstone({ scope: "all" }), tombstoneAddress, device.signer);
  }
}

export interface RecordedVector {
  readonly message: Uint8Array;
  readonly sha256: string;
}

/** The committed bytes. */
export function recordedVector(name: VectorName): RecordedVector {
  const url = new URL(`../vectors/${name}.json`, import.meta.url);
  const raw: unknown = JSON.parse(readFileSync(url, "utf8"));
  if (
    typeof raw !== "object" ||
    raw === null ||
    !("messageBase64" in raw && typeof raw.messageBase64 === "string") ||
    !("messageSha256" in raw && typeof raw.messageSha256 === "string")
  ) {
    throw new TypeError(`vector ${name} is damaged`);
  }
  return {
    message: Uint8Array.from(Buffer.from(raw.messageBase64, "base64")),
    sha256: raw.messageSha256,
  };
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
