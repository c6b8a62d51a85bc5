import { join } from "node:path";
import { type Command, Option } from "commander";
import { introduceHere } from "../app/household/pair-keys.js";
import type { Places } from "../config/places.js";
import { SottoError } from "../domain/errors.js";
import { createDevice } from "../keys/edge/device-keys.js";
import { admitDevice, createKeeper } from "../keys/edge/keeper-keys.js";
import { createOwner, trustDevice } from "../keys/edge/owner-keys.js";
import { addReaderHere, joinHouseHere, pinKeeperHere, pinOwnerHere } from "./keys/pin.js";
import { type RevokeOptions, revoke } from "./keys/revoke.js";
import { ROTATED, type Rotated, rotate } from "./keys/rotate.js";
import { say } from "./keys/say.js";
import { SHOWN, type ShowOptions, show } from "./keys/show.js";
import { recover, showWords, type TellWords, tellingWords, type WordsOption } from "./keys/words.js";
import { configOf, foldersOf } from "./options.js";
import { readText } from "./read-text.js";

function owner(folders: Places, tell: TellWords): void {
  const key = createOwner(folders.owner);
  say(`The owner's key is in ${folders.owner}.`);
  say(`Fingerprint  ${key.fingerprint}`);
  tell();
  say(
    `Next: carry ${join(folders.owner, "owner.pub")} to the device and run there: sotto keys pin owner.pub`,
  );
}

function device(folders: Places): void {
  const identity = createDevice(folders.device);
  introduceHere(folders);
  say(`This device is ${identity.name}`);
  say(`Fingerprint  ${identity.fingerprint}`);
  say(
    `Next: carry ${join(folders.device, "device.pub")} to the reader and run there: sotto keys trust device.pub`,
  );
}

function keeper(folders: Places): void {
  const identity = createKeeper(folders.keeper);
  say(`The keeper's key is in ${folders.keeper}. It signs receipts and opens nothing.`);
  say(`Fingerprint  ${identity.fingerprint}`);
  say(
    `Next: carry ${join(folders.keeper, "keeper.pub")} to the device and to the reader and run on each: sotto keys pin-keeper keeper.pub`,
  );
  say("and here, for each device: sotto keys admit device.pub owner.pub");
}

/** Where the program-wide options say that things lie. */
const placesOf = (command: Command): Places => foldersOf(configOf(command));
const WORDS_FILE = ["--words-file <file>", "writes the 24 recovery words into a new file instead"] as const;

export function addKeysCommand(program: Command): void {
  const keys = program.command("keys").description("makes, pins, shows, rotates, revokes and recovers keys");
  addMaking(keys);
  addIntroducing(keys);
  addChanging(keys);
  keys
    .command("show")
    .description("the keys of this machine; public halves and fingerprints only")
    .option("--json", "as JSON")
    .addOption(new Option("--qr <key>", "the public half of one of its own keys as a QR code").choices(SHOWN))
    .action((options: ShowOptions, command: Command) => show(placesOf(command), options));
}

function addMaking(keys: Command): void {
  keys
    .command("owner")
    .description("on a reader's machine: makes the key that opens clips, and tells its 24 recovery words")
    .option(...WORDS_FILE)
    .action((options: WordsOption, command: Command) => {
      const places = placesOf(command);
      tellingWords(places, options, (tell) => owner(places, tell));
    });
  keys
    .command("device")
    .description("on the device: makes the key that signs what it sends")
    .action((_options: unknown, command: Command) => device(placesOf(command)));
  keys
    .command("keeper")
    .description("on the keeper's machine: makes the key that signs receipts; it opens nothing")
    .action((_options: unknown, command: Command) => keeper(placesOf(command)));
}

function addIntroducing(keys: Command): void {
  keys
    .command("pin <owner.pub>")
    .description("on the device: seals to this owner; in another owner's place only by the button")
    .action((path: string, _options: unknown, command: Command) =>
      pinOwnerHere(placesOf(command), readText(path)),
    );
  keys
    .command("add-reader <owner.pub>")
    .description("on the device: seals to this reader too, by the button")
    .action((path: string, _options: unknown, command: Command) =>
      addReaderHere(placesOf(command), readText(path)),
    );
  keys
    .command("join <owner.pub>")
    .description("on a further reader's machine: reads in the house of this owner")
    .action((path: string, _options: unknown, command: Command) =>
      joinHouseHere(placesOf(command), readText(path)),
    );
  keys
    .command("trust <device.pub>")
    .description("on a reader's machine: believes clips of this device")
    .action((path: string, _options: unknown, command: Command) => {
      const trusted = trustDevice(placesOf(command).owner, readText(path));
      say(`Trusted. Compare with the device's: ${trusted.fingerprint}`);
      say("What it sent before comes too; a running `sotto read watch` sees it within a minute.");
    });
  keys
    .command("pin-keeper <keeper.pub>")
    .description("on the device and on a reader's machine: believes this keeper; a further one by the button")
    .action((path: string, _options: unknown, command: Command) =>
      pinKeeperHere(placesOf(command), readText(path)),
    );
  keys
    .command("admit <device.pub> <owner.pub>")
    .description("on the keeper's machine: keeps clips of this device for this owner")
    .action((devicePath: string, ownerPath: string, _options: unknown, command: Command) => {
      const admitted = admitDevice(placesOf(command).keeper, {
        devicePem: readText(devicePath),
        ownerPem: readText(ownerPath),
      });
      say(`Kept from the keeper's next start on. Compare with the device's: ${admitted.fingerprint}`);
    });
}

function addChanging(keys: Command): void {
  keys
    .command("rotate <key>")
    .description("a new key in the place of one of this machine's own: owner or keeper")
    .option(...WORDS_FILE)
    .action((what: string, options: WordsOption, command: Command) => {
      const rotated: Rotated | undefined = ROTATED.find((each) => each === what);
      if (rotated === undefined) throw new SottoError("USAGE", `owner or keeper, not ${what}`);
      rotate(placesOf(command), rotated, options);
    });
  keys
    .command("revoke <key>")
    .description("takes a reader's, a keeper's or a device's key away here, by its file or fingerprint")
    .option("--last", "also the only keeper that is left")
    .action((named: string, options: RevokeOptions, command: Command) =>
      revoke(placesOf(command), named, options),
    );
  keys
    .command("words [fingerprint]")
    .description("on a reader's machine: the 24 recovery words of its key or of one of before, on a terminal")
    .option(...WORDS_FILE)
    .action((of: string | undefined, options: WordsOption, command: Command) =>
      showWords(placesOf(command), options, of),
    );
  keys
    .command("recover")
    .description("on a reader's machine: makes a key again from its 24 words, on standard input")
    .action((_options: unknown, command: Command) => recover(placesOf(command)));
}
