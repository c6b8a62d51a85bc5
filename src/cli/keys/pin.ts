import { introduceHere } from "../../app/household/pair-keys.js";
import { checkReplaceable, replaceOwner } from "../../app/household/replace-owner.js";
import type { Places } from "../../config/places.js";
import { SottoError } from "../../domain/errors.js";
import { addReader, checkReader, loadDevice, pinOwner } from "../../keys/edge/device-keys.js";
import { joinHouse } from "../../keys/edge/joined-houses.js";
import { showOwner } from "../../keys/edge/owner-keys.js";
import {
  addKeeper,
  checkKeeper,
  checkRoomForKeeper,
  isPinned,
  pinnedKeepers,
} from "../../keys/edge/pinned-keepers.js";
import { pinnedOwner, readOwner } from "../../keys/edge/pinned-owner.js";
import { equalBytes } from "../../seal/canonical-cbor.js";
import { waitForButton } from "./consent.js";
import { say, unlessMissing } from "./say.js";

/** The first owner is pinned at once, another one by the button. */
export async function pinOwnerHere(places: Places, text: string): Promise<void> {
  const owner = readOwner(text);
  const pinned = pinnedOwner(places.device);
  if (pinned === undefined || equalBytes(pinned.publicKey, owner.publicKey)) {
    pinOwner(places.device, text);
    introduceHere(places);
    say(`Pinned. Compare with the reader's: ${owner.fingerprint}`);
    return;
  }
  checkReplaceable(places, pinned);
  say(`This device seals to the owner's key ${pinned.fingerprint}.`);
  await waitForButton(places, "Its place is to be taken by", owner);
  replaceOwner(places, owner);
  say(`From the next clip on it seals to ${owner.fingerprint}. Clips of before open with the key of before.`);
}

/** A further reader: always by the button. */
export async function addReaderHere(places: Places, text: string): Promise<void> {
  const reader = readOwner(text);
  if (checkReader(places.device, reader) === "known") {
    say(`This reader is pinned already: ${reader.fingerprint}`);
    return;
  }
  await waitForButton(places, "Everything that is said from now on is to be readable for", reader);
  addReader(places.device, reader);
  say(`From the next clip on it opens for ${reader.fingerprint} too.`);
  say("Next, on that reader's machine: sotto keys trust device.pub, sotto keys pin-keeper keeper.pub and,");
  say("with the public key of this house's owner, sotto keys join owner.pub");
}

/** On a reader's machine: whose house it reads in beside its own. */
export function joinHouseHere(places: Places, text: string): void {
  showOwner(places.owner);
  const house = joinHouse(places.owner, text);
  say(`From the next start of \`sotto read watch\` on it follows the house of ${house.fingerprint}`);
}

/** Device and reader may be one machine: whoever is here believes the keeper. */
export async function pinKeeperHere(places: Places, text: string): Promise<void> {
  const isDevice = unlessMissing(() => loadDevice(places.device)) !== undefined;
  const isReader = unlessMissing(() => showOwner(places.owner)) !== undefined;
  if (!isDevice && !isReader) {
    throw new SottoError("KEY_MISSING", `neither a device's key in ${places.device} nor an owner's here`);
  }
  introduceHere(places);
  const keeper = checkKeeper(text);
  if (isDevice) {
    // A keeper confirms, and for what is confirmed the device forgets its own copy: a second one is no small thing.
    if (pinnedKeepers(places.uplink).length > 0 && !isPinned(places.uplink, keeper)) {
      checkRoomForKeeper(places.uplink);
      await waitForButton(places, "Receipts are to be believed, too, of the keeper", {
        ...keeper,
        keyId: keeper.signingKeyId,
      });
    }
    addKeeper(places.uplink, text);
    say(`This device takes receipts of this keeper. Compare with the keeper's: ${keeper.fingerprint}`);
  }
  if (isReader) {
    addKeeper(places.owner, text);
    say(`The reader fetches from this keeper. Compare with the keeper's: ${keeper.fingerprint}`);
  }
}
