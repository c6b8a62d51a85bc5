import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clipTopic, tombstoneTopic } from "../../src/deliver/topics.js";
import { codeOf, SottoError } from "../../src/domain/errors.js";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import { Keeper } from "../../src/keep/keeper.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import {
  type Envelope,
  encodeEnvelope,
  encodeHeader,
  parseEnvelope,
  signedBytes,
} from "../../src/seal/envelope.js";
import { encodeTombstone, signNotice } from "../../src/seal/notices.js";
import { openClip, verifyEnvelope } from "../../src/seal/open-clip.js";
import { sealContents } from "../../src/seal/sealed-clip.js";
import { parseWrappedBody, type WrappedBody } from "../../src/seal/wrapped-body.js";
import { TEXT_CONTENTS } from "../support/clip-vectors.js";
import { deviceFromSeed, type FixedDevice, type FixedOwner, ownerFromSeed } from "../support/fixed-keys.js";
import { IS_NIGHTLY } from "../support/nightly.js";
import { sealingKeysOf } from "../support/sealed-clips.js";
import { seeded } from "../support/seeded.js";

/** How often strangers try; a hundred thousand at night. */
const TRIES = IS_NIGHTLY ? 100_000 : 10_000;
const HOUSES = 20;
const CLIPS_OF_EACH = 4;

interface House {
  readonly owner: FixedOwner;
  readonly device: FixedDevice;
  /** Device id in hex. */
  readonly name: string;
  readonly clips: readonly Envelope[];
}

/** Two houses that have nothing to do with each other, and a clip of the first. */
interface Meeting {
  readonly mine: House;
  readonly theirs: House;
  readonly clip: Envelope;
  readonly other: Envelope;
  /** From 0 to below `bound`. */
  readonly below: (bound: number) => number;
}

const folder = mkdtempSync(join(tmpdir(), "sotto-strangers-"));
const keep = new SqliteKeep(folder, { maxBytesPerDevice: 1_000_000_000 });
let houses: readonly House[];
let keeper: Keeper;

async function house(): Promise<House> {
  const owner = await ownerFromSeed(Uint8Array.from(randomBytes(32)));
  const device = deviceFromSeed(Uint8Array.from(randomBytes(32)));
  const keys = await sealingKeysOf(owner, device);
  const seal = async () => parseEnvelope((await sealContents(TEXT_CONTENTS, keys)).message);
  const clips = await Promise.all(Array.from({ length: CLIPS_OF_EACH }, seal));
  return { owner, device, name: toHex(device.trusted.deviceId), clips };
}

beforeAll(async () => {
  houses = await Promise.all(Array.from({ length: HOUSES }, house));
  keeper = new Keeper({
    keep,
    devices: houses.map(({ owner, device, name }) => ({
      ...device.trusted,
      ...{ name, ownerKeyIds: [owner.public.keyId] },
    })),
    signer: deviceFromSeed(new Uint8Array(32).fill(0x33)).signer,
    clock: { wallMs: () => 1_700_000_000_000 },
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
});
afterAll(() => {
  keep.close();
  rmSync(folder, { recursive: true, force: true });
});

const messageOf = ({ headerBytes, body, signature }: Envelope) =>
  encodeEnvelope(headerBytes, body, signature);

/** @throws SottoError with the keeper's reason; returns where it took the message */
async function give(topic: string, message: Uint8Array): Promise<void> {
  const verdict = await keeper.receive(topic, message);
  if (verdict.kind === "refused") throw new SottoError(verdict.code, "refused by the keeper");
}

/** As a reader does: signature first, then the key. */
async function read(envelope: Envelope, reader: House): Promise<void> {
  verifyEnvelope(envelope, [reader.device.trusted]);
  await openClip(envelope, [reader.owner.opener]);
}

async function unwrap({ owner }: House, body: WrappedBody, headerBytes: Uint8Array): Promise<void> {
  await owner.opener.openWrapped(body, headerBytes);
}

/** One hostile act each; none may come to its end. */
const ACTS: Readonly<Record<string, (meeting: Meeting) => Promise<void>>> = {
  "a stranger's key": ({ theirs, clip }) => openClip(clip, [theirs.owner.opener]).then(() => undefined),
  "a stranger's key, whatever header and wrapped key say": ({ theirs, clip }) => {
    const { keyId } = theirs.owner.public;
    const body = parseWrappedBody(clip.body, clip.header.recipientKeyId);
    const wraps = body.wraps.map((wrap) => ({ ...wrap, recipientKeyId: keyId }));
    return unwrap(theirs, { ...body, wraps }, encodeHeader({ ...clip.header, recipientKeyId: keyId }));
  },
  "the header of another clip of the same device": ({ mine, clip, other }) =>
    unwrap(mine, parseWrappedBody(clip.body, clip.header.recipientKeyId), other.headerBytes),
  "the wrapped key of another clip of the same device": ({ mine, clip, other }) => {
    const { ciphertext } = parseWrappedBody(clip.body, clip.header.recipientKeyId);
    const { wraps, prefix } = parseWrappedBody(other.body, other.header.recipientKeyId);
    return unwrap(mine, { wraps, prefix, ciphertext }, clip.headerBytes);
  },
  "a header that names the stranger": ({ theirs, clip }) => {
    const headerBytes = encodeHeader({ ...clip.header, recipientKeyId: theirs.owner.public.keyId });
    return read({ ...parseEnvelope(messageOf({ ...clip, headerBytes })) }, theirs);
  },
  "the clip at a stranger who trusts its device": ({ mine, theirs, clip }) =>
    read(clip, { ...theirs, device: mine.device }),
  "the clip signed anew by a stranger's device for its own owner": ({ theirs, clip }) => {
    const { signer } = theirs.device;
    const headerBytes = encodeHeader({
      ...clip.header,
      ...{ deviceId: signer.deviceId, signingKeyId: signer.signingKeyId },
      recipientKeyId: theirs.owner.public.keyId,
    });
    const signature = signer.sign(signedBytes(headerBytes, clip.body));
    return read(parseEnvelope(encodeEnvelope(headerBytes, clip.body, signature)), theirs);
  },
  "the clip on another device's topic": ({ theirs, clip }) => give(clipTopic(theirs.name), messageOf(clip)),
  "a device in another's name": ({ mine, theirs, clip }) => {
    const signature = theirs.device.signer.sign(signedBytes(clip.headerBytes, clip.body));
    return give(clipTopic(mine.name), encodeEnvelope(clip.headerBytes, clip.body, signature));
  },
  "a tombstone of another device": ({ mine, theirs, clip }) =>
    give(tombstoneTopic(mine.name), tombstoneOf(theirs, clip)),
  "one flipped bit": ({ mine, clip, below }) => {
    const message = messageOf(clip);
    const bit = below(message.length * 8);
    message[bit >> 3] = (message[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return give(clipTopic(mine.name), message);
  },
};

function tombstoneOf({ device, owner }: House, clip: Envelope): Uint8Array {
  const address = {
    messageId: Uint8Array.from(randomBytes(16)),
    deviceId: device.signer.deviceId,
    recipientKeyId: owner.public.keyId,
  };
  const body = encodeTombstone({ scope: "listed", ids: [clip.header.messageId] });
  return signNotice("tombstone", body, address, device.signer);
}

async function outcome(act: Promise<void>): Promise<string> {
  try {
    await act;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return code;
  }
  return "OPENED";
}

describe(`${HOUSES} houses with one keeper`, () => {
  it(`open nothing of each other's, and delete nothing, in ${TRIES} tries; each has its reason`, async () => {
    const seed = Number(process.env["SOTTO_SEED"] ?? Date.now() % 1_000_000);
    const random = seeded(seed);
    const below = (bound: number) => Math.floor(random() * bound);
    const pick = <T>(from: readonly T[]): T => from[below(from.length)] ?? expect.fail("nothing to pick");
    const acts = Object.entries(ACTS);
    const counts = new Map<string, number>();
    for (let number = 0; number < TRIES; number += 1) {
      const mine = pick(houses);
      const theirs = pick(houses.filter((each) => each !== mine));
      const clip = pick(mine.clips);
      const other = pick(mine.clips.filter((each) => each !== clip));
      const [name, act] = acts[number % acts.length] ?? expect.fail("no act");
      const what = await outcome(Promise.resolve({ mine, theirs, clip, other, below }).then(act));
      counts.set(`${name}: ${what}`, (counts.get(`${name}: ${what}`) ?? 0) + 1);
    }
    const lines = [...counts].sort().map(([what, count]) => `${count} ${what}`);
    process.stdout.write(`${TRIES} tries with seed ${seed}:\n  ${lines.join("\n  ")}\n`);
    expect(lines.filter((line) => line.endsWith("OPENED"))).toEqual([]);
    expect(await keep.totals()).toEqual({ clips: 0, bytes: 0 });
    const { refused, received, deleted } = keeper.counts;
    expect([Object.values(refused).reduce((sum, count) => sum + count, 0), deleted]).toEqual([received, 0]);
    expect(received).toBe(4 * Math.floor(TRIES / acts.length));
  }, 1_200_000);

  it("open what is theirs, every clip", async () => {
    let opened = 0;
    for (const each of houses) {
      for (const clip of each.clips) {
        await give(clipTopic(each.name), messageOf(clip));
        await read(clip, each);
        opened += 1;
      }
    }
    expect([opened, (await keep.totals()).clips]).toEqual([HOUSES * CLIPS_OF_EACH, HOUSES * CLIPS_OF_EACH]);
  });
});
