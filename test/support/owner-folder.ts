import { join } from "node:path";
import {
  createDevice,
  type DeviceKeys,
  loadDevice,
  pinOwner,
  sealingKeys,
} from "../../src/keys/edge/device-keys.js";
import { createOwner, trustDevice } from "../../src/keys/edge/owner-keys.js";
import type { SealedClip, SealingKeys } from "../../src/seal/sealed-clip.js";
import { sealedText } from "./sealed-clips.js";

export interface Household {
  /** Below it lie `owner` and `device`. */
  readonly folder: string;
  readonly ownerFolder: string;
  readonly device: DeviceKeys;
  readonly keys: SealingKeys;
  /** Device id in hex. */
  readonly deviceId: string;
  clip(text?: string): Promise<SealedClip>;
}

/** An owner and a device that know each other, with real key files below `folder`. */
export async function household(folder: string): Promise<Household> {
  const ownerFolder = join(folder, "owner");
  const deviceFolder = join(folder, "device");
  const identity = createDevice(deviceFolder);
  pinOwner(deviceFolder, createOwner(ownerFolder).pem);
  trustDevice(ownerFolder, identity.pem);
  const device = loadDevice(deviceFolder);
  const keys = await sealingKeys(device);
  return {
    folder,
    ownerFolder,
    device,
    keys,
    deviceId: identity.name,
    clip: (text = "lights on") => sealedText(text, keys),
  };
}
