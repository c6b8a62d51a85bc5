import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { equalBytes, toHex } from "../../seal/canonical-cbor.js";
import { refuseForeignKeys } from "./foreign-keys.js";
import { describeDevice, type OwnerPublicKey, type TrustedDevice } from "./owner-keys.js";
import { pinnedKeepers, type TrustedKeeper } from "./pinned-keepers.js";
import { pinPublicKey, readPinnedKey } from "./pinned-key.js";
import {
  formerOwners,
  pinFirstOwner,
  pinnedOwner,
  readOwner,
  rememberOwner,
  replacePinnedOwner,
} from "./pinned-owner.js";
import { openPrivateFolder } from "./private-file.js";

const DEVICE_FILE = "device.pub";

/** Public keys that the uplink checks with; it holds none that signs and none that opens. */
export interface UplinkKeys {
  readonly device: TrustedDevice;
  /** Ids of the owner's keys, 16 bytes each: today's, which the device seals to, and then those of before. */
  readonly ownerKeyIds: readonly Uint8Array[];
  /** Whose receipts are believed; none until pinned, and then nothing ever counts as delivered. */
  readonly keepers: readonly TrustedKeeper[];
}

export interface UplinkIntroduction {
  readonly devicePem: string;
  readonly ownerPem: string;
  /** The owner's keys of before, as the device remembers them. */
  readonly formerPems?: readonly string[];
}

/**
 * Tells the uplink's folder whose clips it carries and for whom. The same again changes nothing.
 * @throws SottoError KEY_EXISTS when it carries another's, KEY_INVALID, FILE_UNREADABLE
 */
export function introduceUplink(
  folder: string,
  { devicePem, ownerPem, formerPems = [] }: UplinkIntroduction,
): void {
  openPrivateFolder(folder);
  pinPublicKey(join(folder, DEVICE_FILE), devicePem, "ed25519");
  const owner = readOwner(ownerPem);
  const former = formerPems.map(readOwner);
  const pinned = pinnedOwner(folder);
  // Known here as one of this house's owners, too: the power went after the uplink had been told of a new owner, and
  // before the device had it.
  const before = formerOwners(folder);
  const isHouse = [owner, ...former].some((one) => isAmong(before, one));
  if (pinned !== undefined && (isHouse || isAmong(former, pinned))) replacePinnedOwner(folder, owner);
  else pinFirstOwner(folder, owner);
  const known = formerOwners(folder);
  for (const one of former) if (!isAmong(known, one)) rememberOwner(folder, one);
}

function isAmong(owners: readonly OwnerPublicKey[], owner: OwnerPublicKey): boolean {
  return owners.some(({ publicKey }) => equalBytes(publicKey, owner.publicKey));
}

/**
 * @throws SottoError KEY_MISSING when nobody introduced it, KEY_INVALID also when any private key that opens or signs
 * lies in the folder, FILE_UNREADABLE
 */
export function loadUplinkKeys(folder: string): UplinkKeys {
  refuseForeignKeys(folder, []);
  const device = readPinnedKey(join(folder, DEVICE_FILE), "ed25519");
  if (device === undefined) throw new SottoError("KEY_MISSING", `no ${DEVICE_FILE} in ${folder}`);
  return {
    device: describeDevice(device),
    ownerKeyIds: ownerKeyIdsIn(folder),
    keepers: pinnedKeepers(folder),
  };
}

function ownerKeyIdsIn(folder: string): readonly Uint8Array[] {
  const owner = pinnedOwner(folder);
  if (owner === undefined) throw new SottoError("KEY_MISSING", `no owner's public key in ${folder}`);
  return [owner, ...formerOwners(folder)].map(({ keyId }) => keyId);
}

/**
 * Tells for each message whether it is for the owner. An id that is not known is looked for in the folder again, since
 * the owner's key may have been replaced while the uplink runs; one that is known stays so, as the device remembers it.
 * @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE, also when it is asked
 */
export function ownersIn(folder: string): (keyId: Uint8Array) => boolean {
  const read = (): ReadonlySet<string> => new Set(ownerKeyIdsIn(folder).map(toHex));
  let known = read();
  return (keyId) => {
    const id = toHex(keyId);
    if (!known.has(id)) known = read();
    return known.has(id);
  };
}
