import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pairKeys } from "../../src/app/household/pair-keys.js";
import {
  createDevice,
  type DeviceKeys,
  loadDevice,
  pinOwner,
  sealingKeys,
} from "../../src/keys/edge/device-keys.js";
import { admitDevice, type KeeperKeys, loadKeeper } from "../../src/keys/edge/keeper-keys.js";
import { type OwnerPublicKey, showOwner } from "../../src/keys/edge/owner-keys.js";
import { pinKeeper } from "../../src/keys/edge/pinned-keepers.js";
import { introduceUplink } from "../../src/keys/edge/uplink-keys.js";
import { encodeTombstone, signNotice, type Tombstone } from "../../src/seal/notices.js";
import type { SealedClip, SealingKeys } from "../../src/seal/sealed-clip.js";
import { sealedText } from "./sealed-clips.js";

export interface KeptHouse {
  readonly folders: Readonly<Record<"device" | "owner" | "uplink" | "keeper", string>>;
  readonly device: DeviceKeys;
  readonly keys: SealingKeys;
  readonly owner: OwnerPublicKey;
  readonly keeper: KeeperKeys;
  /** Device id in hex. */
  readonly deviceId: string;
  clip(text?: string): Promise<SealedClip>;
  /** A tombstone as the ear signs it. */
  tombstone(target: Tombstone, messageId?: Uint8Array): Uint8Array;
}

/** Owner, device, uplink and keeper that know each other, with real key files below `folder`. */
export async function keptHouse(folder: string): Promise<KeptHouse> {
  const at = (name: string) => join(folder, name);
  const folders = { device: at("device"), owner: at("owner"), uplink: at("uplink"), keeper: at("keeper") };
  pairKeys(folders);
  return withDevice({ folders, device: loadDevice(folders.device), owner: showOwner(folders.owner) });
}

async function withDevice(made: Pick<KeptHouse, "folders" | "device" | "owner">): Promise<KeptHouse> {
  const { folders, device, owner } = made;
  const keys = await sealingKeys(device);
  return {
    ...{ folders, device, keys, owner },
    keeper: loadKeeper(folders.keeper),
    deviceId: device.identity.name,
    clip: (text = "lights on") => sealedText(text, keys),
    tombstone: (target, messageId = Uint8Array.from(randomBytes(16))) =>
      signNotice(
        "tombstone",
        encodeTombstone(target),
        { messageId, deviceId: device.signer.deviceId, recipientKeyId: owner.keyId },
        device.signer,
      ),
  };
}

/**
 * Another device of the same owner, which the keeper knows from its next start on and the reader does not trust yet:
 * `sotto keys trust` is for its `device.identity.pem`.
 */
export async function secondDevice(house: KeptHouse, folder: string): Promise<KeptHouse> {
  const folders = { ...house.folders, device: join(folder, "device"), uplink: join(folder, "uplink") };
  createDevice(folders.device);
  pinOwner(folders.device, house.owner.pem);
  const device = loadDevice(folders.device);
  const pems = { devicePem: device.identity.pem, ownerPem: house.owner.pem };
  introduceUplink(folders.uplink, pems);
  pinKeeper(folders.uplink, house.keeper.identity.pem);
  admitDevice(folders.keeper, pems);
  return withDevice({ folders, device, owner: house.owner });
}

/** A message id as the envelope carries it. */
export function idBytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}
