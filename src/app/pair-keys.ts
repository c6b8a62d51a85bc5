import { codeOf } from "../domain/errors.js";
import { createDevice, loadDevice, pinOwner } from "../keys/edge/device-keys.js";
import { createOwner, showOwner, trustDevice } from "../keys/edge/owner-keys.js";

export interface KeyFolders {
  readonly device: string;
  readonly owner: string;
}

/** Makes the thing unless it is there; every other failure is the caller's. */
function unlessThere(make: () => unknown): void {
  try {
    make();
  } catch (error) {
    if (codeOf(error) !== "KEY_EXISTS") throw error;
  }
}

/**
 * Makes an owner and a device on one machine and introduces them to each other, for a house whose reader is the
 * same computer, and for the demonstration. What is there is kept. The two folders stay apart: nothing on the
 * device's side ever reads the owner's.
 * @throws SottoError KEY_INVALID, KEY_EXISTS when the device has another owner pinned, FILE_UNREADABLE
 */
export function pairKeys(folders: KeyFolders): void {
  unlessThere(() => createOwner(folders.owner));
  unlessThere(() => createDevice(folders.device));
  pinOwner(folders.device, showOwner(folders.owner).pem);
  trustDevice(folders.owner, loadDevice(folders.device).identity.pem);
}
