import { encodeContents } from "../../../src/seal/clip-contents.js";
import { createSealer } from "../../../src/seal/edge/hpke.js";
import { encodeReceipt, encodeTombstone, MAX_ERASED_IDS, signNotice } from "../../../src/seal/notices.js";
import type { Opener, TrustedSigner } from "../../../src/seal/ports.js";
import { sealContents } from "../../../src/seal/sealed-clip.js";
import { pad } from "../../../src/seal/size-bucket.js";
import {
  recordedVector,
  SOUND_CONTENTS,
  TEXT_CONTENTS,
  VECTOR_INPUTS,
  VECTOR_NAMES,
} from "../../support/clip-vectors.js";
import {
  deviceFromSeed,
  type FixedDevice,
  type FixedOwner,
  ownerFromSeed,
} from "../../support/fixed-keys.js";
import { chanceOf } from "./chance.js";

export interface ValidWorld {
  readonly owner: FixedOwner;
  readonly device: FixedDevice;
  readonly keeper: FixedDevice;
  /** Whose signatures count: every message below is signed by one of them, and nothing else is. */
  readonly trusted: readonly TrustedSigner[];
  readonly opener: Opener;
  /** Messages that parse, verify and, where they are clips, open. The small ones come more than once: they are quick. */
  readonly messages: readonly Uint8Array[];
  /** What is inside of clips, padded. */
  readonly plaintexts: readonly Uint8Array[];
}

/** The one place from which the fuzzer takes valid messages: each test vector, and one for each length. */
export async function validWorld(seed: number): Promise<ValidWorld> {
  const owner = await ownerFromSeed(VECTOR_INPUTS.ownerSeed);
  const device = deviceFromSeed(VECTOR_INPUTS.deviceSeed);
  const keeper = deviceFromSeed(VECTOR_INPUTS.keeperSeed);
  const chance = chanceOf(seed);
  const further = await Promise.all([1, 2].map(() => ownerFromSeed(chance.bytes(32))));
  const keysFor = async (readers: readonly FixedOwner[]) => ({
    sealer: await createSealer([owner, ...readers].map((each) => each.public)),
    signer: device.signer,
    random: (length: number) => chance.bytes(length),
  });
  const address = () => ({
    messageId: chance.bytes(16),
    deviceId: device.signer.deviceId,
    recipientKeyId: owner.public.keyId,
  });
  const tombstone = (ids: number) =>
    signNotice(
      "tombstone",
      encodeTombstone({ scope: "listed", ids: Array.from({ length: ids }, () => chance.bytes(16)) }),
      address(),
      device.signer,
    );
  const receipt = (outcome: "stored" | "erased") =>
    signNotice(
      "receipt",
      encodeReceipt({ of: chance.bytes(16), outcome }),
      { ...address(), recipientKeyId: device.signer.signingKeyId },
      keeper.signer,
    );
  const vectors = VECTOR_NAMES.map((name) => recordedVector(name).message);
  const clips: Uint8Array[] = [];
  for (const [payload, readers] of [
    [0, []],
    [0, further],
    [10_000, further.slice(1)],
    [40_000, []],
    [100_000, further],
  ] as const) {
    const contents = { ...SOUND_CONTENTS, payload: chance.bytes(payload) };
    clips.push((await sealContents(contents, await keysFor(readers))).message);
  }
  const small = [...vectors, ...clips].filter((message) => message.length <= 8_000);
  return {
    owner,
    device,
    keeper,
    trusted: [device.trusted, keeper.trusted],
    opener: owner.opener,
    messages: [
      ...[
        ...vectors,
        ...clips,
        tombstone(3),
        tombstone(MAX_ERASED_IDS),
        receipt("stored"),
        receipt("erased"),
      ],
      ...Array.from({ length: 5 }, () => [...small]).flat(),
    ],
    plaintexts: [TEXT_CONTENTS, { ...SOUND_CONTENTS, payload: chance.bytes(40) }].map((contents) =>
      pad(encodeContents(contents), 1_000),
    ),
  };
}
