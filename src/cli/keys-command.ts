import { join } from "node:path";
import type { Command } from "commander";
import { introduceHere } from "../app/household/pair-keys.js";
import type { Places } from "../config/places.js";
import { codeOf, SottoError } from "../domain/errors.js";
import { createDevice, loadDevice, pinOwner } from "../keys/edge/device-keys.js";
import { admitDevice, createKeeper, loadKeeper } from "../keys/edge/keeper-keys.js";
import { createOwner, loadTrustedDevices, showOwner, trustDevice } from "../keys/edge/owner-keys.js";
import { pinKeeper, pinnedKeeper } from "../keys/edge/uplink-keys.js";
import { configOf, foldersOf, printJson } from "./options.js";
import { readText } from "./read-text.js";

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What a missing key is to somebody who only asks what is there. */
function unlessMissing<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    if (codeOf(error) === "KEY_MISSING") return undefined;
    throw error;
  }
}

function owner(folders: Places): void {
  const key = createOwner(folders.owner);
  say(`The owner's key is in ${folders.owner}. There is no second copy: keep one yourself.`);
  say(`Fingerprint  ${key.fingerprint}`);
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

/** Device and reader may be one machine: whoever is here believes the keeper. */
function pinKeeperHere(folders: Places, pem: string): void {
  const isDevice = unlessMissing(() => loadDevice(folders.device)) !== undefined;
  const isReader = unlessMissing(() => showOwner(folders.owner)) !== undefined;
  if (!isDevice && !isReader) {
    throw new SottoError("KEY_MISSING", `neither a device's key in ${folders.device} nor an owner's here`);
  }
  introduceHere(folders);
  if (isDevice) {
    const pinned = pinKeeper(folders.uplink, pem);
    say(`This device takes receipts of this keeper. Compare with the keeper's: ${pinned.fingerprint}`);
  }
  if (isReader) {
    const pinned = pinKeeper(folders.owner, pem);
    say(`The reader fetches from this keeper. Compare with the keeper's: ${pinned.fingerprint}`);
  }
}

/** What is known on this machine; each part may be missing. */
function knownHere(folders: Places) {
  const own = unlessMissing(() => showOwner(folders.owner));
  return {
    own,
    trusted: own ? loadTrustedDevices(folders.owner) : [],
    feedOf: own ? pinnedKeeper(folders.owner) : undefined,
    here: unlessMissing(() => loadDevice(folders.device)),
    receiptsOf: pinnedKeeper(folders.uplink),
    kept: unlessMissing(() => loadKeeper(folders.keeper)),
  };
}

const fingerprintOf = (key: { readonly fingerprint: string } | undefined) =>
  key ? { fingerprint: key.fingerprint } : null;

function show(folders: Places, options: { readonly json?: boolean }): void {
  const { own, trusted, feedOf, here, receiptsOf, kept } = knownHere(folders);
  if (options.json) {
    printJson({
      owner: fingerprintOf(own),
      trusted: trusted.map(({ name, fingerprint }) => ({ device: name, fingerprint })),
      device: here ? { device: here.identity.name, fingerprint: here.identity.fingerprint } : null,
      pinnedOwner: fingerprintOf(here?.owner),
      pinnedKeeper: fingerprintOf(receiptsOf),
      readersKeeper: fingerprintOf(feedOf),
      keeper: fingerprintOf(kept?.identity),
      kept: (kept?.devices ?? []).map(({ name, fingerprint }) => ({ device: name, fingerprint })),
    });
    return;
  }
  const line = (what: string, value: string) => say(`${what.padEnd(16)}${value}`);
  line("owner's key", own ? `${own.fingerprint}  (${folders.owner})` : `none in ${folders.owner}`);
  for (const one of trusted) line("trusted device", `${one.fingerprint}  ${one.name}`);
  if (own) line("reads from", feedOf?.fingerprint ?? "no keeper pinned: sotto keys pin-keeper keeper.pub");
  line(
    "this device",
    here ? `${here.identity.fingerprint}  ${here.identity.name}` : `no key in ${folders.device}`,
  );
  if (here) {
    line("seals to owner", here.owner?.fingerprint ?? "none pinned: nothing can be sent");
    line(
      "receipts of",
      receiptsOf?.fingerprint ??
        "no keeper pinned: nothing counts as delivered; sotto keys pin-keeper keeper.pub",
    );
  }
  if (kept) line("this keeper", `${kept.identity.fingerprint}  (${folders.keeper})`);
  for (const one of kept?.devices ?? []) line("keeps clips of", `${one.fingerprint}  ${one.name}`);
}

export function addKeysCommand(program: Command): void {
  const keys = program.command("keys").description("makes, pins and shows keys");
  keys
    .command("owner")
    .description("on the reader's machine: makes the owner's key, the only one that opens clips")
    .action((_options: unknown, command: Command) => owner(foldersOf(configOf(command))));
  keys
    .command("device")
    .description("on the device: makes the key that signs what it sends")
    .action((_options: unknown, command: Command) => device(foldersOf(configOf(command))));
  keys
    .command("pin <owner.pub>")
    .description("on the device: seals to this owner from now on, and to no other")
    .action((path: string, _options: unknown, command: Command) => {
      const folders = foldersOf(configOf(command));
      const pinned = pinOwner(folders.device, readText(path));
      introduceHere(folders);
      say(`Pinned. Compare with the reader's: ${pinned.fingerprint}`);
    });
  keys
    .command("trust <device.pub>")
    .description("on the reader's machine: believes clips of this device")
    .action((path: string, _options: unknown, command: Command) => {
      const trusted = trustDevice(foldersOf(configOf(command)).owner, readText(path));
      say(`Trusted. Compare with the device's: ${trusted.fingerprint}`);
      say("What it sent before comes too; a running `sotto read watch` sees it within a minute.");
    });
  keys
    .command("keeper")
    .description("on the keeper's machine: makes the key that signs receipts; it opens nothing")
    .action((_options: unknown, command: Command) => keeper(foldersOf(configOf(command))));
  keys
    .command("pin-keeper <keeper.pub>")
    .description("on the device and on the reader's machine: believes this keeper, and no other")
    .action((path: string, _options: unknown, command: Command) =>
      pinKeeperHere(foldersOf(configOf(command)), readText(path)),
    );
  keys
    .command("admit <device.pub> <owner.pub>")
    .description("on the keeper's machine: keeps clips of this device for this owner")
    .action((devicePath: string, ownerPath: string, _options: unknown, command: Command) => {
      const admitted = admitDevice(foldersOf(configOf(command)).keeper, {
        devicePem: readText(devicePath),
        ownerPem: readText(ownerPath),
      });
      say(`Kept from the keeper's next start on. Compare with the device's: ${admitted.fingerprint}`);
    });
  keys
    .command("show")
    .description("the keys of this machine; public halves and fingerprints only")
    .option("--json", "as JSON")
    .action((options: { readonly json?: boolean }, command: Command) =>
      show(foldersOf(configOf(command)), options),
    );
}
