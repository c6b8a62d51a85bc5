import { existsSync } from "node:fs";
import type { Places } from "../../config/places.js";
import { SottoError } from "../../domain/errors.js";
import { type DeviceKeys, loadDevice, removeReader } from "../../keys/edge/device-keys.js";
import { joinedHouses, leaveHouse } from "../../keys/edge/joined-houses.js";
import { idOfKeyText } from "../../keys/edge/key-text.js";
import { distrustDevice, loadTrustedDevices, showOwner } from "../../keys/edge/owner-keys.js";
import { pinnedKeepers, unpinKeeper } from "../../keys/edge/pinned-keepers.js";
import { idFromWords } from "../../keys/edge/recovery-words.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { readText } from "../read-text.js";
import { say, unlessMissing } from "./say.js";

export interface RevokeOptions {
  /** Also a folder's only keeper. */
  readonly last?: boolean;
}

/** A key that is known here, and what it takes to be rid of it. */
interface Known {
  readonly id: Uint8Array;
  readonly fingerprint: string;
  /** What the person is told when it is done. */
  readonly told: string;
  /** Why it has to stay: nothing would work without it. */
  readonly needed?: string | undefined;
  readonly remove: () => void;
}

/** As much of a fingerprint as tells keys apart. */
const SHORTEST = 8;

/**
 * Takes a key away wherever it is known on this machine. It makes things stricter, so it needs no button.
 * @param named a file with the public key, or a fingerprint in hex or words
 * @throws SottoError KEY_MISSING, KEY_NEEDED, USAGE when the name means several keys, KEY_INVALID, FILE_UNREADABLE
 */
export function revoke(places: Places, named: string, { last }: RevokeOptions): void {
  const prefix = idOf(named);
  const found = knownHere(places, last === true).filter(({ id }) => toHex(id).startsWith(prefix));
  const [first, ...others] = found;
  if (first === undefined)
    throw new SottoError("KEY_MISSING", "no key here has this fingerprint: sotto keys show");
  if (others.some(({ id }) => toHex(id) !== toHex(first.id))) {
    throw new SottoError("USAGE", "several keys begin so: give more of the fingerprint");
  }
  // Everywhere or nowhere: a key that has to stay in one place is not half taken away.
  for (const { needed } of found) if (needed !== undefined) throw new SottoError("KEY_NEEDED", needed);
  for (const { remove } of found) remove();
  for (const { told, fingerprint } of found) say(`${fingerprint}  ${told}`);
}

function idOf(named: string): string {
  if (named === "-" || existsSync(named)) return toHex(idOfKeyText(readText(named), named));
  const hex = named.toLowerCase().replaceAll(/\s/g, "");
  if (/^[0-9a-f]{8,32}$/.test(hex)) return hex;
  const id = idFromWords(named);
  if (id !== undefined) return toHex(id);
  throw new SottoError(
    "USAGE",
    `neither a file nor ${SHORTEST} hex digits of a fingerprint nor its 12 words: ${named}`,
  );
}

function knownHere(places: Places, isLastMeant: boolean): readonly Known[] {
  const device = unlessMissing(() => loadDevice(places.device));
  return [
    ...(device === undefined ? [] : onDevice(device, places)),
    ...keepersIn(places.uplink, "This device believes no receipt of it any more.", isLastMeant),
    ...keepersIn(places.owner, "The reader takes nothing from it any more.", isLastMeant),
    ...onReader(places),
  ];
}

function onDevice({ identity, owner, readers }: DeviceKeys, places: Places): readonly Known[] {
  const kept = (needed: string) => ({ told: "", needed, remove: () => undefined });
  const own = owner && {
    ...{ id: owner.keyId, fingerprint: owner.fingerprint },
    ...kept("this device seals to this owner: carry a new owner.pub here and run sotto keys pin owner.pub"),
  };
  const self = {
    ...{ id: idOfKeyText(identity.pem, "device.pub"), fingerprint: identity.fingerprint },
    ...kept("this is the device itself: see sotto keys rotate device"),
  };
  const others = readers.map(({ keyId, fingerprint }) => ({
    ...{ id: keyId, fingerprint },
    told: "Nothing is sealed to it from the next clip on. What was sealed to it before, it can still open.",
    remove: () => removeReader(places.device, keyId),
  }));
  return [...(own ? [own] : []), self, ...others];
}

function keepersIn(folder: string, told: string, isLastMeant: boolean): readonly Known[] {
  const keepers = pinnedKeepers(folder);
  return keepers.map(({ signingKeyId: id, fingerprint }) => ({
    ...{ id, fingerprint, told },
    needed:
      keepers.length === 1 && !isLastMeant
        ? `this is the only keeper in ${folder}; --last takes it away nevertheless`
        : undefined,
    remove: () => unpinKeeper(folder, id),
  }));
}

function onReader({ owner }: Places): readonly Known[] {
  if (unlessMissing(() => showOwner(owner)) === undefined) return [];
  const devices = loadTrustedDevices(owner).map(({ signingKeyId: id, fingerprint, name }) => ({
    ...{ id, fingerprint, told: "The reader believes nothing more of this device; what it fetched stays." },
    remove: () => distrustDevice(owner, name),
  }));
  const houses = joinedHouses(owner).map(({ keyId: id, fingerprint }) => ({
    ...{ id, fingerprint, told: "From its next start on the reader does not follow this house any more." },
    remove: () => leaveHouse(owner, id),
  }));
  return [...devices, ...houses];
}
