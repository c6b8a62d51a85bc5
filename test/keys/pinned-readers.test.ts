import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { introduceHere } from "../../src/app/household/pair-keys.js";
import { checkReplaceable, replaceOwner } from "../../src/app/household/replace-owner.js";
import { codeOf } from "../../src/domain/errors.js";
import {
  addReader,
  createDevice,
  loadDevice,
  pinOwner,
  removeReader,
} from "../../src/keys/edge/device-keys.js";
import { admitDevice, createKeeper, loadKeeper } from "../../src/keys/edge/keeper-keys.js";
import { createOwner, loadOwner, type OwnerPublicKey } from "../../src/keys/edge/owner-keys.js";
import { addKeeper, pinKeeper, pinnedKeepers } from "../../src/keys/edge/pinned-keepers.js";
import { rememberOwner, replacePinnedOwner } from "../../src/keys/edge/pinned-owner.js";
import { PinnedReaders } from "../../src/keys/edge/pinned-readers.js";
import { introduceUplink, loadUplinkKeys, ownersIn } from "../../src/keys/edge/uplink-keys.js";
import { type Envelope, parseEnvelope } from "../../src/seal/envelope.js";
import { openClip } from "../../src/seal/open-clip.js";
import { sealContents } from "../../src/seal/sealed-clip.js";
import { TEXT_CONTENTS } from "../support/clip-vectors.js";
import { thrownCode } from "../support/thrown.js";

let root: string;
let owner: OwnerPublicKey;
let reader: OwnerPublicKey;
let pinned: PinnedReaders;

const at = (...names: string[]) => join(root, ...names);
const places = () => ({ device: at("device"), uplink: at("uplink") });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "sotto-pinned-"));
  createDevice(at("device"));
  owner = createOwner(at("owner"));
  reader = createOwner(at("second"));
  pinOwner(at("device"), owner.pem);
  introduceHere(places());
  pinned = await PinnedReaders.load(at("device"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function seal(): Promise<Envelope> {
  return parseEnvelope((await sealContents(TEXT_CONTENTS, await pinned.now())).message);
}

async function opens(name: string, envelope: Envelope): Promise<boolean> {
  const { openers } = await loadOwner(at(name));
  const contents = await openClip(envelope, openers).catch((error: unknown) => codeOf(error));
  if (contents !== "ENVELOPE_NOT_FOR_US") expect(contents).toEqual(TEXT_CONTENTS);
  return contents !== "ENVELOPE_NOT_FOR_US";
}

describe("a running ear", () => {
  it("seals to a reader from the clip after it was added to the one before it was revoked", async () => {
    const before = await seal();
    addReader(at("device"), reader);
    const during = await seal();
    removeReader(at("device"), reader.keyId);
    const after = await seal();
    const seen = [before, during, after];
    expect(await Promise.all(seen.map((envelope) => opens("owner", envelope)))).toEqual([true, true, true]);
    expect(await Promise.all(seen.map((envelope) => opens("second", envelope)))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("seals to another owner from the next clip on, never again to the one of before, and erases in its name", async () => {
    const before = await seal();
    addReader(at("device"), reader);
    replaceOwner(places(), reader);
    const after = await seal();
    expect(after.header.recipientKeyId).toEqual(reader.keyId);
    expect(after.recipients).toEqual([reader.keyId]);
    expect([await opens("owner", before), await opens("owner", after)]).toEqual([true, false]);
    expect([await opens("second", before), await opens("second", after)]).toEqual([false, true]);
    expect(pinned.ownerKeyId).toEqual(reader.keyId);
  });

  it("seals no more to an owner whose place was taken, also where it lay among the readers from before", async () => {
    addReader(at("device"), reader);
    replacePinnedOwner(at("device"), reader);
    expect(readdirSync(at("device", "readers"))).toHaveLength(1);
    const third = createOwner(at("third"));
    replaceOwner(places(), third);
    expect((await seal()).recipients).toEqual([third.keyId]);
  });

  it("has no owner among its further readers after the owner is pinned again", () => {
    addReader(at("device"), reader);
    replacePinnedOwner(at("device"), reader);
    pinOwner(at("device"), reader.pem);
    expect(loadDevice(at("device")).readers).toEqual([]);
  });

  it("seals and starts although a key of an owner of before is damaged", async () => {
    replaceOwner(places(), reader);
    for (const name of readdirSync(at("device", "former"))) {
      writeFileSync(at("device", "former", name), "no key");
    }
    expect((await seal()).recipients).toEqual([reader.keyId]);
    pinned = await PinnedReaders.load(at("device"));
    expect((await seal()).recipients).toEqual([reader.keyId]);
    expect(await thrownCode(() => loadDevice(at("device")))).toBe("KEY_INVALID");
  });

  it.each([
    [
      "a file that is no key",
      () => writeFileSync(at("device", "readers", `${"0".repeat(32)}.pub`), "no key"),
    ],
    ["a key under another's name", () => addUnder(`${"0".repeat(32)}.pub`)],
    ["a private key", () => copyPrivate()],
    ["a file that others may read", () => chmodSync(at("device", "owner.pub"), 0o644)],
    ["no owner", () => rmSync(at("device", "owner.pub"))],
  ])("seals nothing while there is %s among the pinned, and still signs erasures", async (_, spoil) => {
    mkdirSync(at("device", "readers"), { mode: 0o700 });
    spoil();
    expect(await thrownCode(seal)).toMatch(/^KEY_(INVALID|MISSING)$/);
    expect(pinned.ownerKeyId).toEqual(owner.keyId);
  });

  function addUnder(name: string): void {
    writeFileSync(at("device", "readers", name), reader.pem, { mode: 0o600 });
  }

  function copyPrivate(): void {
    const pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIA==\n-----END PRIVATE KEY-----\n";
    writeFileSync(at("device", "readers", `${"1".repeat(32)}.pub`), pem, { mode: 0o600 });
  }
});

describe("pinned readers", () => {
  it("are at most seven, none of them the owner, and none without one", async () => {
    const others = Array.from({ length: 8 }, (_, index) => createOwner(at(`reader-${index}`)));
    for (const one of others.slice(0, 7)) addReader(at("device"), one);
    for (const one of others.slice(0, 7)) addReader(at("device"), one);
    expect((await seal()).recipients).toHaveLength(8);
    expect(await thrownCode(() => addReader(at("device"), others[7] ?? reader))).toBe("USAGE");
    expect(await thrownCode(() => addReader(at("device"), owner))).toBe("KEY_EXISTS");
    createDevice(at("empty"));
    expect(await thrownCode(() => addReader(at("empty"), reader))).toBe("KEY_MISSING");
  });
});

describe("another owner's key", () => {
  it("is known to the uplink beside those of before, and is not taken from a stranger", async () => {
    const isOwner = ownersIn(at("uplink"));
    expect([isOwner(owner.keyId), isOwner(reader.keyId)]).toEqual([true, false]);
    replaceOwner(places(), reader);
    replaceOwner(places(), reader);
    expect([isOwner(owner.keyId), isOwner(reader.keyId)]).toEqual([true, true]);
    expect(loadDevice(at("device")).former.map(({ fingerprint }) => fingerprint)).toEqual([
      owner.fingerprint,
    ]);
    const devicePem = loadDevice(at("device")).identity.pem;
    const stranger = createOwner(at("stranger"));
    const introduction = { devicePem, ownerPem: stranger.pem };
    expect(await thrownCode(() => introduceUplink(at("uplink"), introduction))).toBe("KEY_EXISTS");
    expect(await thrownCode(() => pinOwner(at("device"), stranger.pem))).toBe("KEY_EXISTS");
  });

  it("that only the uplink knows since the power went gives way to whom the device has, or gets then", () => {
    const known = () => loadUplinkKeys(at("uplink")).ownerKeyIds;
    replacePinnedOwner(at("uplink"), reader);
    introduceHere(places());
    expect(known()).toEqual([owner.keyId, reader.keyId]);
    replacePinnedOwner(at("uplink"), reader);
    const third = createOwner(at("third"));
    replaceOwner(places(), third);
    expect(known()[0]).toEqual(third.keyId);
    expect(known()).toContainEqual(owner.keyId);
  });

  it("may come back: each was the owner's once, and device and uplink still agree", async () => {
    replaceOwner(places(), reader);
    replaceOwner(places(), owner);
    expect((await seal()).header.recipientKeyId).toEqual(owner.keyId);
    const ids = loadUplinkKeys(at("uplink")).ownerKeyIds.map((id) => Buffer.from(id).toString("hex"));
    expect(new Set(ids).size).toBe(2);
    expect(loadUplinkKeys(at("uplink")).ownerKeyIds[0]).toEqual(owner.keyId);
    introduceHere(places());
  });

  it("is refused before the button is asked, and with a way out, where too many of before are remembered", () => {
    for (let one = 0; one < 16; one += 1) rememberOwner(at("uplink"), createOwner(at(`former-${one}`)));
    expect(() => checkReplaceable(places(), owner)).toThrow(/uplink.former remembers 16 .*sotto history/);
    rmSync(at("uplink", "former", readdirSync(at("uplink", "former"))[0] ?? ""));
    checkReplaceable(places(), owner);
    replaceOwner(places(), reader);
    checkReplaceable(places(), owner);
  });

  it("is admitted at the keeper beside the one of before", () => {
    createKeeper(at("keeper"));
    const devicePem = loadDevice(at("device")).identity.pem;
    for (const { pem } of [owner, owner, reader, reader])
      admitDevice(at("keeper"), { devicePem, ownerPem: pem });
    expect(loadKeeper(at("keeper")).devices.map(({ ownerKeyIds }) => ownerKeyIds)).toEqual([
      [reader.keyId, owner.keyId],
    ]);
    admitDevice(at("keeper"), { devicePem, ownerPem: owner.pem });
    const [kept] = loadKeeper(at("keeper")).devices;
    expect(kept?.ownerKeyIds[0]).toEqual(owner.keyId);
    expect(kept?.ownerKeyIds).toContainEqual(reader.keyId);
  });
});

describe("pinned keepers", () => {
  it("are at most four, each once, and the first is not exchanged for another", async () => {
    const keepers = Array.from({ length: 5 }, (_, index) => createKeeper(at(`keeper-${index}`)));
    const [first, second] = keepers;
    if (!first || !second) return expect.fail("keepers");
    pinKeeper(at("uplink"), first.pem);
    expect(await thrownCode(() => pinKeeper(at("uplink"), second.pem))).toBe("KEY_EXISTS");
    for (const { pem } of [...keepers.slice(0, 4), first, second]) addKeeper(at("uplink"), pem);
    expect(pinnedKeepers(at("uplink"))).toHaveLength(4);
    pinKeeper(at("uplink"), second.pem);
    expect(await thrownCode(() => addKeeper(at("uplink"), keepers[4]?.pem ?? ""))).toBe("USAGE");
    expect(readdirSync(at("uplink", "keepers"))).toHaveLength(3);
  });
});
