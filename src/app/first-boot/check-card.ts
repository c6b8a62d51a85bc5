import { pbkdf2Sync } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { deviceConfig, KEPT } from "../../card/device-config.js";
import { readSetup, SETUP_FILE, type Setup } from "../../card/setup-file.js";
import { keyInWifiFile, type WifiNetwork } from "../../card/wifi-network.js";
import { codeOf } from "../../domain/errors.js";
import { checkKeeper, isPinned, pinnedKeepers } from "../../keys/edge/pinned-keepers.js";
import { pinnedOwner, readOwner } from "../../keys/edge/pinned-owner.js";
import { equalBytes } from "../../seal/canonical-cbor.js";
import type { Boards } from "./boards.js";
import { type Card, parseSetupText } from "./card.js";
import type { DevicePlaces } from "./device-places.js";
import { keptBroker, keptPassword } from "./kept-settings.js";
import { readText } from "./whole-file.js";

/** A card without mistakes, and all that follows from it. */
export interface CheckedCard {
  readonly setup: Setup;
  readonly config: Readonly<Record<string, unknown>>;
  readonly ownerPem: string | undefined;
  readonly keeperPem: string | undefined;
  readonly wifi: WifiNetwork | undefined;
  readonly brokerPassword: string | undefined;
  readonly ca: string | undefined;
  /** As they stand on the card. */
  readonly secrets: readonly string[];
}

export type Check =
  | { readonly is: "whole"; readonly card: CheckedCard }
  | { readonly is: "mistaken"; readonly problems: readonly string[] };

/** All mistakes at once. Changes nothing. @throws SottoError FILE_UNREADABLE, KEY_INVALID for what the device itself keeps */
export function checkCard(card: Card, places: DevicePlaces, boards: Boards): Check {
  const parsed = parseSetupText(card.text);
  if ("problem" in parsed) return { is: "mistaken", problems: [parsed.problem] };
  const read = readSetup(parsed.raw);
  if (read.is === "mistaken") return read;
  const { setup } = read;
  const problems: string[] = [];
  const say = (problem: string | undefined): void => {
    if (problem !== undefined) problems.push(problem);
  };
  const owner = oneOf("owner", setup.keys.owner, card.owner, say);
  const keeper = oneOf("keeper", setup.keys.keeper, card.keeper, say);
  if (card.hasOwnersSecret) {
    say(
      "owner.key: is the key that opens every clip and belongs to the reader's machine alone; take it off this card",
    );
  }
  if (owner !== undefined) say(ownerProblem(owner, places));
  if (keeper !== undefined) say(keeperProblem(keeper, places));
  const config = deviceConfig(setup, places.kept);
  for (const problem of boards.problemsOf(config)) say(problem);
  if (!existsSync(join(places.zones, setup.timeZone)))
    say(`timeZone: ${setup.timeZone} is not known on this device`);
  const ca = caOf(setup, places, say);
  const wifi = wifiOf(setup, places, say);
  const brokerPassword = brokerPasswordOf(setup, places, say);
  if (problems.length > 0) return { is: "mistaken", problems };
  const secrets = [setup.wifi.password, setup.broker.password].filter((each) => each !== undefined);
  return {
    is: "whole",
    card: { setup, config, ownerPem: owner, keeperPem: keeper, wifi, brokerPassword, ca, secrets },
  };
}

type Say = (problem: string) => void;

function oneOf(
  name: string,
  line: string | undefined,
  file: string | undefined,
  say: Say,
): string | undefined {
  if (line !== undefined && file !== undefined && line.trim() !== file.trim()) {
    say(`keys.${name}: is another key than the file ${name}.pub beside it; leave one of them away`);
  }
  return line ?? file;
}

function ownerProblem(text: string, { folders }: DevicePlaces): string | undefined {
  return keyProblem("owner", () => {
    const owner = readOwner(text);
    const pinned = pinnedOwner(folders.device);
    return pinned === undefined || equalBytes(pinned.publicKey, owner.publicKey);
  });
}

function keeperProblem(text: string, { folders }: DevicePlaces): string | undefined {
  return keyProblem("keeper", () => {
    const keeper = checkKeeper(text);
    return pinnedKeepers(folders.uplink).length === 0 || isPinned(folders.uplink, keeper);
  });
}

/** Whoever holds the card holds not yet the house: another owner or keeper is the button's to allow. */
function keyProblem(name: string, mayBePinned: () => boolean): string | undefined {
  try {
    if (mayBePinned()) return undefined;
    return `keys.${name}: this device has another ${name} already; a factory reset makes room for a new one`;
  } catch (error) {
    if (codeOf(error) !== "KEY_INVALID") throw error;
    return `keys.${name}: is no public key of ${name === "owner" ? "an owner" : "a keeper"}, or not copied whole`;
  }
}

function caOf({ broker: { caFile } }: Setup, { card }: DevicePlaces, say: Say): string | undefined {
  if (caFile === undefined) return undefined;
  const text = readText(join(card, caFile));
  if (text?.includes("-----BEGIN CERTIFICATE-----") !== true) {
    say(`broker.caFile: there is no certificate in ${caFile} beside ${SETUP_FILE}`);
  }
  return text;
}

function wifiOf({ wifi }: Setup, { kept }: DevicePlaces, say: Say): WifiNetwork | undefined {
  const { name, password, country, hidden } = wifi;
  if (name === undefined || country === undefined) return undefined;
  const key =
    password === undefined
      ? keyInWifiFile(readText(join(kept, KEPT.wifi)) ?? "", name)
      : derivedKey(password, name);
  if (key === undefined) say("wifi.password: is missing; Sotto joins no network that has none");
  return key === undefined ? undefined : { name, country, key, hidden };
}

function derivedKey(password: string, name: string): string {
  if (password.length === 64) return password.toLowerCase();
  return pbkdf2Sync(password, name, 4096, 32, "sha1").toString("hex");
}

function brokerPasswordOf({ broker }: Setup, { kept }: DevicePlaces, say: Say): string | undefined {
  const { url, userName, password } = broker;
  if (userName === undefined || password !== undefined) return password;
  // A password goes to nobody but whom it was given for.
  const before = keptBroker(kept);
  if (before.url === url && before.userName === userName) {
    const same = keptPassword(kept);
    if (same !== undefined) return same;
  }
  say("broker.password: is missing, and there is a user name");
  return undefined;
}
