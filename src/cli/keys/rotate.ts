import { join } from "node:path";
import type { Places } from "../../config/places.js";
import { SottoError } from "../../domain/errors.js";
import { joinedHouses } from "../../keys/edge/joined-houses.js";
import type { OwnerPublicKey } from "../../keys/edge/owner-keys.js";
import { rotateOwner } from "../../keys/edge/owner-rotation.js";
import { rotateSigningKey } from "../../keys/edge/signing-key.js";
import { say } from "./say.js";
import { type TellWords, tellingWords, type WordsOption } from "./words.js";

export const ROTATED = ["owner", "keeper", "device"] as const;
export type Rotated = (typeof ROTATED)[number];

/** @throws SottoError KEY_NEEDED for a device's key, KEY_MISSING, KEY_LOST, KEY_INVALID, USAGE, FILE_UNREADABLE */
export function rotate(places: Places, what: Rotated, options: WordsOption): void {
  switch (what) {
    case "owner":
      rotateOwnerHere(places, options);
      return;
    case "keeper":
      rotateKeeperHere(places);
      return;
    case "device":
      throw new SottoError(
        "KEY_NEEDED",
        `a device is its key: its name, its topics and its erasures hang on it, so a new key is a new device. Hold the button 10 s, wait for \`confirmed\` in sotto history, then delete ${places.device} and ${places.uplink} and run sotto keys device`,
      );
  }
}

function rotateOwnerHere(places: Places, options: WordsOption): void {
  tellingWords(places, options, (tell) => rotateAndTell(places, tell));
}

function rotateAndTell(places: Places, tell: TellWords): void {
  const { now, before } = rotateOwner(places.owner);
  say(`The owner's key is now ${now.fingerprint}`);
  say(
    `Clips of before open by ${before.fingerprint}, which stays in ${join(places.owner, "former")}: keep ITS words, or a copy of that folder, too. The new words do not make it again; its own are told by: sotto keys words "${before.fingerprint}"`,
  );
  tell();
  tellWhereTo(places, before);
}

function tellWhereTo(places: Places, before: OwnerPublicKey): void {
  const pub = join(places.owner, "owner.pub");
  if (joinedHouses(places.owner).length > 0) {
    say(`In a house that this reader joined it is a further reader: carry ${pub} to each of its devices;`);
    say("there, where the button has to agree: sotto keys add-reader owner.pub");
    say(`and after that: sotto keys revoke "${before.fingerprint}"`);
    say("NOT sotto keys pin there: that would put it in the place of the house's owner.");
    say("Only in a house whose owner it is itself:");
  }
  say(`Next: carry ${pub} to the keeper: sotto keys admit device.pub owner.pub, and start it again;`);
  say("then to each device, where the button has to agree: sotto keys pin owner.pub");
  say("and to the other readers of this house: sotto keys join owner.pub");
  say("Until a device has it, it seals to the key of before. Start `sotto read watch` again.");
}

function rotateKeeperHere(places: Places): void {
  const { now, before } = rotateSigningKey(places.keeper, "keeper");
  say(`The keeper's key is now ${now.fingerprint}; ${before.fingerprint} is gone.`);
  say("A keeper that runs signs with the old one until its next start. So, before that:");
  say(
    `carry ${join(places.keeper, "keeper.pub")} to device and reader and run on each: sotto keys pin-keeper keeper.pub`,
  );
  say("Then start the keeper again, and take the old one away on each: sotto keys revoke FINGERPRINT");
}
