import { createSealer } from "../../src/seal/edge/hpke.js";
import { type Envelope, encodeEnvelope, encodeHeader, parseEnvelope } from "../../src/seal/envelope.js";
import { idBytes, type KeptHouse } from "../support/kept-house.js";
import { sealedText } from "../support/sealed-clips.js";

/** Sealed to somebody else's key by a device that may sign: what a mistaken house would send. */
export async function forStranger({ keys }: KeptHouse, stranger: KeptHouse): Promise<Uint8Array> {
  const sealer = await createSealer([stranger.owner]);
  return (await sealedText("lights on", { ...keys, sealer })).message;
}

/** A clip with one field of its header replaced after it was signed, and with what it must be refused. */
export async function tamperedHeaders(
  house: KeptHouse,
  stranger: KeptHouse,
): Promise<readonly (readonly [field: string, message: Uint8Array, code: string])[]> {
  const clip = parseEnvelope((await house.clip()).message);
  const { header } = clip;
  if (header.kind !== "clip") return [];
  const { keyId } = stranger.owner;
  const { signer } = stranger.device;
  const relabelled = Uint8Array.from(clip.body);
  relabelled.set(keyId, 1);
  const version = Uint8Array.from(clip.headerBytes);
  version[Buffer.from(version).indexOf("sotto") + 5] = 2;
  return [
    ["id", framed(clip, encodeHeader({ ...header, messageId: keyId })), "ENVELOPE_SIGNATURE_WRONG"],
    [
      "device",
      framed(clip, encodeHeader({ ...header, deviceId: signer.deviceId })),
      "ENVELOPE_SIGNATURE_WRONG",
    ],
    // The first wrapped key says whose it is.
    ["to", framed(clip, encodeHeader({ ...header, recipientKeyId: keyId })), "ENVELOPE_INVALID"],
    [
      "to, in the first wrapped key too",
      framed({ ...clip, body: relabelled }, encodeHeader({ ...header, recipientKeyId: keyId })),
      "ENVELOPE_SIGNATURE_WRONG",
    ],
    [
      "by",
      framed(clip, encodeHeader({ ...header, signingKeyId: signer.signingKeyId })),
      "ENVELOPE_SIGNATURE_WRONG",
    ],
    ["bucket", framed(clip, encodeHeader({ ...header, bucket: 16_000 })), "ENVELOPE_INVALID"],
    ["version", framed(clip, version), "ENVELOPE_VERSION_UNKNOWN"],
  ];
}

const framed = ({ body, signature }: Envelope, headerBytes: Uint8Array) =>
  encodeEnvelope(headerBytes, body, signature);

/** The header of one clip before the body of the other, with either's signature. */
export async function swappedBodies(house: KeptHouse): Promise<readonly Uint8Array[]> {
  const [one, two] = [
    parseEnvelope((await house.clip()).message),
    parseEnvelope((await house.clip()).message),
  ];
  return [
    encodeEnvelope(one.headerBytes, two.body, one.signature),
    encodeEnvelope(one.headerBytes, two.body, two.signature),
  ];
}

/** Beginnings of a message, from nothing to all but the last byte. */
export function truncated(message: Uint8Array): readonly Uint8Array[] {
  const lengths = [
    0,
    1,
    2,
    3,
    50,
    150,
    200,
    1_000,
    4_000,
    message.length - 65,
    message.length - 64,
    message.length - 1,
  ];
  return lengths.map((length) => message.subarray(0, length));
}

/** One byte more than any message may have, and the frame of one around it. */
export function tooLarge(): readonly Uint8Array[] {
  const framedToo = encodeEnvelope(new Uint8Array(100), new Uint8Array(119_827), new Uint8Array(64));
  return [new Uint8Array(120_001), framedToo];
}

export const listedTombstone = (house: KeptHouse, ids: readonly string[]) =>
  house.tombstone({ scope: "listed", ids: ids.map(idBytes) });
