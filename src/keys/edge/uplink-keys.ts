import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import type { TrustedSigner } from "../../seal/ports.js";
import { refuseForeignKeys } from "./foreign-keys.js";
import { describeDevice, describeOwner, type TrustedDevice } from "./owner-keys.js";
import { pinPublicKey, readPinnedKey } from "./pinned-key.js";
import { openPrivateFolder } from "./private-file.js";
import type { KeyType } from "./raw-keys.js";

const DEVICE_FILE = "device.pub";
const OWNER_FILE = "owner.pub";
/** In the uplink's folder whose receipts are believed, in the owner's folder whose feed is. */
export const KEEPER_FILE = "keeper.pub";

/** Public keys that the uplink checks with; it holds none that signs and none that opens. */
export interface UplinkKeys {
  readonly device: TrustedDevice;
  /** Id of the key that the device seals to, 16 bytes. */
  readonly ownerKeyId: Uint8Array;
  /** Whose receipts are believed; undefined until pinned, and then nothing ever counts as delivered. */
  readonly keeper: TrustedKeeper | undefined;
}

/** A keeper that is believed. */
export interface TrustedKeeper extends TrustedSigner {
  readonly fingerprint: string;
}

/**
 * Tells the uplink's folder whose clips it carries and for whom. The same again changes nothing.
 * @throws SottoError KEY_EXISTS when it carries another's, KEY_INVALID, FILE_UNREADABLE
 */
export function introduceUplink(
  folder: string,
  { devicePem, ownerPem }: { readonly devicePem: string; readonly ownerPem: string },
): void {
  openPrivateFolder(folder);
  pinPublicKey(join(folder, DEVICE_FILE), devicePem, "ed25519");
  pinPublicKey(join(folder, OWNER_FILE), ownerPem, "x25519");
}

/**
 * Believes this keeper from now on, and no other. For the uplink's folder and for the owner's.
 * @throws SottoError KEY_EXISTS when another is pinned, KEY_INVALID, FILE_UNREADABLE
 */
export function pinKeeper(folder: string, keeperPem: string): TrustedKeeper {
  openPrivateFolder(folder);
  return describeKeeper(pinPublicKey(join(folder, KEEPER_FILE), keeperPem, "ed25519"));
}

/** The keeper pinned in a folder. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function pinnedKeeper(folder: string): TrustedKeeper | undefined {
  const key = readPinnedKey(join(folder, KEEPER_FILE), "ed25519");
  return key === undefined ? undefined : describeKeeper(key);
}

/**
 * @throws SottoError KEY_MISSING when nobody introduced it, KEY_INVALID also when any private key that opens or signs
 * lies in the folder, FILE_UNREADABLE
 */
export function loadUplinkKeys(folder: string): UplinkKeys {
  refuseForeignKeys(folder, []);
  return {
    device: describeDevice(needed(folder, DEVICE_FILE, "ed25519")),
    ownerKeyId: describeOwner(needed(folder, OWNER_FILE, "x25519")).keyId,
    keeper: pinnedKeeper(folder),
  };
}

function needed(folder: string, name: string, type: KeyType): KeyObject {
  const key = readPinnedKey(join(folder, name), type);
  if (key === undefined) throw new SottoError("KEY_MISSING", `no ${name} in ${folder}`);
  return key;
}

export function describeKeeper(key: KeyObject): TrustedKeeper {
  const { deviceId, signingKeyId, verify, fingerprint } = describeDevice(key);
  return { deviceId, signingKeyId, verify, fingerprint };
}
