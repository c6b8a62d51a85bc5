import type { Places } from "../../config/places.js";
import { codeOf } from "../../domain/errors.js";
import { createDevice, type DeviceKeys, loadDevice, pinOwner } from "../../keys/edge/device-keys.js";
import { admitDevice, createKeeper, loadKeeper } from "../../keys/edge/keeper-keys.js";
import { createOwner, showOwner, trustDevice } from "../../keys/edge/owner-keys.js";
import { pinKeeper, pinnedKeepers } from "../../keys/edge/pinned-keepers.js";
import { introduceUplink } from "../../keys/edge/uplink-keys.js";

/** Every `Places` is one; who has no keeper names none. */
export type KeyFolders = Pick<Places, "device" | "owner"> & Partial<Pick<Places, "uplink" | "keeper">>;

/** Makes the thing unless it is there; every other failure is the caller's. */
function unlessThere(make: () => unknown): void {
  try {
    make();
  } catch (error) {
    if (codeOf(error) !== "KEY_EXISTS") throw error;
  }
}

/**
 * Makes owner, device and keeper on one machine and introduces them to each other, for a house whose reader and
 * keeper are the same computer, and for the demonstration. What is there is kept. The folders stay apart: nothing on
 * the device's side ever reads the owner's.
 * @throws SottoError KEY_INVALID, KEY_EXISTS when somebody has another one pinned, FILE_UNREADABLE
 */
export function pairKeys(folders: KeyFolders): void {
  unlessThere(() => createOwner(folders.owner));
  unlessThere(() => createDevice(folders.device));
  const ownerPem = showOwner(folders.owner).pem;
  pinOwner(folders.device, ownerPem);
  const devicePem = loadDevice(folders.device).identity.pem;
  trustDevice(folders.owner, devicePem);
  const { uplink, keeper } = folders;
  if (uplink !== undefined) introduceUplink(uplink, { devicePem, ownerPem });
  if (keeper === undefined) return;
  unlessThere(() => createKeeper(keeper));
  admitDevice(keeper, { devicePem, ownerPem });
  const keeperPem = loadKeeper(keeper).identity.pem;
  pinKeeper(folders.owner, keeperPem);
  if (uplink !== undefined) pinKeeper(uplink, keeperPem);
}

/**
 * Tells the uplink on this machine what its device knows, as soon as the device has a key and an owner.
 * @throws SottoError KEY_INVALID, KEY_EXISTS when the uplink was introduced to others, FILE_UNREADABLE
 */
export function introduceHere(places: Pick<Places, "device" | "uplink">): void {
  let device: DeviceKeys;
  try {
    device = loadDevice(places.device);
  } catch (error) {
    if (codeOf(error) === "KEY_MISSING") return;
    throw error;
  }
  const { identity, owner, former } = device;
  if (owner === undefined) return;
  introduceUplink(places.uplink, {
    devicePem: identity.pem,
    ownerPem: owner.pem,
    formerPems: former.map(({ pem }) => pem),
  });
}

/** A device whose owner and keeper are elsewhere: makes its key unless it is there, and says who is known to it. */
export function setUpDevice(places: Places): {
  readonly device: DeviceKeys["identity"];
  readonly hasOwner: boolean;
  readonly hasKeeper: boolean;
} {
  unlessThere(() => createDevice(places.device));
  const { identity, owner } = loadDevice(places.device);
  introduceHere(places);
  return {
    device: identity,
    hasOwner: owner !== undefined,
    hasKeeper: pinnedKeepers(places.uplink).length > 0,
  };
}
