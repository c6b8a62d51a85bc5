import { join } from "node:path";
import { renderUnicodeCompact } from "uqr";
import type { Places } from "../../config/places.js";
import { loadDevice } from "../../keys/edge/device-keys.js";
import { joinedHouses } from "../../keys/edge/joined-houses.js";
import { loadKeeper } from "../../keys/edge/keeper-keys.js";
import { idOfKeyText, keyTextOf } from "../../keys/edge/key-text.js";
import { loadTrustedDevices, showFormer, showOwner } from "../../keys/edge/owner-keys.js";
import { pinnedKeepers } from "../../keys/edge/pinned-keepers.js";
import { fingerprintWords } from "../../keys/edge/recovery-words.js";
import { printJson } from "../options.js";
import { say, unlessMissing } from "./say.js";

export const SHOWN = ["owner", "device", "keeper"] as const;
export type Shown = (typeof SHOWN)[number];

export interface ShowOptions {
  readonly json?: boolean;
  readonly qr?: Shown;
}

/** Public halves and fingerprints only. */
export function show(places: Places, options: ShowOptions): void {
  if (options.qr !== undefined) showCode(places, options.qr);
  else if (options.json) printJson(asJson(knownHere(places)));
  else list(places);
}

/** What is known on this machine; each part may be missing. */
function knownHere(places: Places) {
  const own = unlessMissing(() => showOwner(places.owner));
  return {
    own,
    former: showFormer(places.owner),
    trusted: own ? loadTrustedDevices(places.owner) : [],
    houses: own ? joinedHouses(places.owner) : [],
    feedOf: own ? pinnedKeepers(places.owner) : [],
    here: unlessMissing(() => loadDevice(places.device)),
    receiptsOf: pinnedKeepers(places.uplink),
    kept: unlessMissing(() => loadKeeper(places.keeper)),
  };
}

const fingerprintOf = ({ fingerprint }: { readonly fingerprint: string }) => ({ fingerprint });
const namedOf = ({ name, fingerprint }: { readonly name: string; readonly fingerprint: string }) => ({
  device: name,
  fingerprint,
});

function asJson({
  own,
  former,
  trusted,
  houses,
  feedOf,
  here,
  receiptsOf,
  kept,
}: ReturnType<typeof knownHere>) {
  return {
    owner: own ? fingerprintOf(own) : null,
    former: former.map(fingerprintOf),
    trusted: trusted.map(namedOf),
    houses: houses.map(fingerprintOf),
    device: here ? namedOf(here.identity) : null,
    pinnedOwner: here?.owner ? fingerprintOf(here.owner) : null,
    pinnedReaders: (here?.readers ?? []).map(fingerprintOf),
    formerOwners: (here?.former ?? []).map(fingerprintOf),
    pinnedKeepers: receiptsOf.map(fingerprintOf),
    readersKeepers: feedOf.map(fingerprintOf),
    keeper: kept ? fingerprintOf(kept.identity) : null,
    kept: (kept?.devices ?? []).map(namedOf),
  };
}

function list(places: Places): void {
  const { own, former, trusted, houses, feedOf, here, receiptsOf, kept } = knownHere(places);
  line("owner's key", own ? `${own.fingerprint}  (${places.owner})` : `none in ${places.owner}`);
  if (own) words(own.keyId);
  for (const one of former) line("key of before", `${one.fingerprint}  opens old clips`);
  for (const one of trusted) line("trusted device", `${one.fingerprint}  ${one.name}`);
  for (const one of houses) line("house", `${one.fingerprint}  followed`);
  if (own && feedOf.length === 0) line("reads from", "no keeper pinned: sotto keys pin-keeper keeper.pub");
  for (const one of feedOf) line("reads from", one.fingerprint);
  if (here) {
    line("this device", `${here.identity.fingerprint}  ${here.identity.name}`);
    words(idOfKeyText(here.identity.pem, "device.pub"));
    line("seals to owner", here.owner?.fingerprint ?? "none pinned: nothing can be sent");
    if (here.owner) words(here.owner.keyId);
    for (const one of here.readers) line("and to reader", one.fingerprint);
    for (const one of here.former) line("owner before", `${one.fingerprint}  nothing is sealed to it`);
    if (receiptsOf.length === 0) {
      line("receipts of", "no keeper pinned: nothing counts as delivered; sotto keys pin-keeper keeper.pub");
    }
    for (const one of receiptsOf) line("receipts of", one.fingerprint);
  } else line("this device", `no key in ${places.device}`);
  if (kept) line("this keeper", `${kept.identity.fingerprint}  (${places.keeper})`);
  if (kept) words(idOfKeyText(kept.identity.pem, "keeper.pub"));
  for (const one of kept?.devices ?? []) line("keeps clips of", `${one.fingerprint}  ${one.name}`);
}

function line(what: string, value: string): void {
  say(`${what.padEnd(16)}${value}`);
}

/** The same fingerprint to be read aloud. */
function words(id: Uint8Array): void {
  line("", fingerprintWords(id));
}

/** One own key's public half, to be scanned or typed: `sotto keys pin -` and its like take the line. */
function showCode(places: Places, what: Shown): void {
  const { pem, type } = publicHalf(places, what);
  const text = keyTextOf(pem, type, join(places[what], `${what}.pub`));
  say(renderUnicodeCompact(text, { border: 2 }));
  say(text);
}

function publicHalf(places: Places, what: Shown) {
  switch (what) {
    case "owner":
      return { pem: showOwner(places.owner).pem, type: "x25519" } as const;
    case "device":
      return { pem: loadDevice(places.device).identity.pem, type: "ed25519" } as const;
    case "keeper":
      return { pem: loadKeeper(places.keeper).identity.pem, type: "ed25519" } as const;
  }
}
