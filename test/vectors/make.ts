import { writeFileSync } from "node:fs";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { encodeContents } from "../../src/seal/clip-contents.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import {
  makeVector,
  SOUND_CONTENTS,
  sha256Hex,
  TEXT_CONTENTS,
  VECTOR_INPUTS,
  VECTOR_NAMES,
} from "../support/clip-vectors.js";
import { deviceFromSeed, ownerFromSeed } from "../support/fixed-keys.js";

// Writes the vectors beside itself: `npx tsx test/vectors/make.ts`. A changed file is a changed format.
const owner = await ownerFromSeed(VECTOR_INPUTS.ownerSeed);
const device = deviceFromSeed(VECTOR_INPUTS.deviceSeed);
const keeper = deviceFromSeed(VECTOR_INPUTS.keeperSeed);
const reader = await ownerFromSeed(VECTOR_INPUTS.readerSeed);
for (const name of VECTOR_NAMES) {
  const message = await makeVector(name);
  const envelope = parseEnvelope(message);
  const isText = name === "clip-text" || name === "clip-one-reader";
  const contents = isText ? TEXT_CONTENTS : SOUND_CONTENTS;
  const clip = envelope.header.kind === "clip";
  const wrapped = clip && envelope.header.suite === 2;
  const vector = {
    name,
    ownerPrivateKey: toHex(VECTOR_INPUTS.ownerSeed),
    ownerPublicKey: toHex(owner.public.publicKey),
    ownerKeyId: toHex(owner.public.keyId),
    devicePrivateKey: toHex(VECTOR_INPUTS.deviceSeed),
    deviceKeyId: toHex(device.signer.signingKeyId),
    deviceId: toHex(device.signer.deviceId),
    keeperPrivateKey: toHex(VECTOR_INPUTS.keeperSeed),
    keeperKeyId: toHex(keeper.signer.signingKeyId),
    ...(clip
      ? {
          info: wrapped ? "sotto/wrap/v1" : "sotto/clip/v1",
          ephemeralIkm: toHex(VECTOR_INPUTS.ephemeral),
          ...(wrapped ? { contentKey: toHex(VECTOR_INPUTS.contentKey) } : {}),
          ...(envelope.recipients.length > 1
            ? {
                readerPrivateKey: toHex(VECTOR_INPUTS.readerSeed),
                readerPublicKey: toHex(reader.public.publicKey),
                readerKeyId: toHex(reader.public.keyId),
                readerEphemeralIkm: toHex(VECTOR_INPUTS.readerEphemeral),
              }
            : {}),
          contentsSha256: sha256Hex(encodeContents(contents)),
          ...(isText ? { contents: toHex(encodeContents(contents)) } : {}),
        }
      : { body: toHex(envelope.body) }),
    header: toHex(envelope.headerBytes),
    signature: toHex(envelope.signature),
    messageBytes: message.length,
    messageSha256: sha256Hex(message),
    messageBase64: Buffer.from(message).toString("base64"),
  };
  writeFileSync(new URL(`./${name}.json`, import.meta.url), `${JSON.stringify(vector, null, 2)}\n`);
}
