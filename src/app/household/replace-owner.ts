import type { Places } from "../../config/places.js";
import { codeOf } from "../../domain/errors.js";
import { loadDevice, removeReader } from "../../keys/edge/device-keys.js";
import type { OwnerPublicKey } from "../../keys/edge/owner-keys.js";
import {
  checkRoomForFormer,
  pinnedOwner,
  rememberOwner,
  replacePinnedOwner,
} from "../../keys/edge/pinned-owner.js";
import { introduceUplink } from "../../keys/edge/uplink-keys.js";
import { equalBytes } from "../../seal/canonical-cbor.js";
import { introduceHere } from "./pair-keys.js";

/**
 * Whether another key can take this owner's place, before anybody is asked.
 * @throws SottoError USAGE after too many rotations, KEY_INVALID, FILE_UNREADABLE
 */
export function checkReplaceable(places: Pick<Places, "device" | "uplink">, owner: OwnerPublicKey): void {
  for (const folder of [places.device, places.uplink]) checkRoomForFormer(folder, owner);
}

/**
 * Another key is the owner's from the next clip on; whoever asks for it has the consent of the button. The uplink knows
 * it first: what the ear seals is then never for somebody whom the uplink does not know, wherever the power goes.
 * @throws SottoError KEY_INVALID, KEY_EXISTS when the uplink was introduced to others, USAGE after too many rotations,
 * FILE_UNREADABLE
 */
export function replaceOwner(places: Pick<Places, "device" | "uplink">, owner: OwnerPublicKey): void {
  const before = pinnedOwner(places.device);
  if (before !== undefined && equalBytes(before.publicKey, owner.publicKey)) {
    removeReader(places.device, owner.keyId);
    return;
  }
  if (before !== undefined) rememberOwner(places.device, before);
  tellUplink(places, owner);
  // No owner is a further reader as well: whose place is taken later would go on reading.
  removeReader(places.device, owner.keyId);
  if (before !== undefined) removeReader(places.device, before.keyId);
  replacePinnedOwner(places.device, owner);
  introduceHere(places);
}

function tellUplink(places: Pick<Places, "device" | "uplink">, owner: OwnerPublicKey): void {
  try {
    const { identity, owner: before, former } = loadDevice(places.device);
    introduceUplink(places.uplink, {
      devicePem: identity.pem,
      ownerPem: owner.pem,
      formerPems: [...former, ...(before === undefined ? [] : [before])].map(({ pem }) => pem),
    });
  } catch (error) {
    // A device without a key has sealed nothing yet; its uplink is introduced when it has one.
    if (codeOf(error) !== "KEY_MISSING") throw error;
  }
}
