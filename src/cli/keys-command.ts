import { join } from "node:path";
import type { Command } from "commander";
import { codeOf } from "../domain/errors.js";
import { createDevice, loadDevice, pinOwner } from "../keys/edge/device-keys.js";
import { createOwner, loadTrustedDevices, showOwner, trustDevice } from "../keys/edge/owner-keys.js";
import { configOf, type Folders, foldersOf, printJson } from "./options.js";
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

function owner(folders: Folders): void {
  const key = createOwner(folders.owner);
  say(`The owner's key is in ${folders.owner}. There is no second copy: keep one yourself.`);
  say(`Fingerprint  ${key.fingerprint}`);
  say(
    `Next: carry ${join(folders.owner, "owner.pub")} to the device and run there: sotto keys pin owner.pub`,
  );
}

function device(folders: Folders): void {
  const identity = createDevice(folders.device);
  say(`This device is ${identity.name}`);
  say(`Fingerprint  ${identity.fingerprint}`);
  say(
    `Next: carry ${join(folders.device, "device.pub")} to the reader and run there: sotto keys trust device.pub`,
  );
}

function show(folders: Folders, options: { readonly json?: boolean }): void {
  const own = unlessMissing(() => showOwner(folders.owner));
  const trusted = own ? loadTrustedDevices(folders.owner) : [];
  const here = unlessMissing(() => loadDevice(folders.device));
  if (options.json) {
    printJson({
      owner: own ? { fingerprint: own.fingerprint } : null,
      trusted: trusted.map(({ name, fingerprint }) => ({ device: name, fingerprint })),
      device: here ? { device: here.identity.name, fingerprint: here.identity.fingerprint } : null,
      pinnedOwner: here?.owner ? { fingerprint: here.owner.fingerprint } : null,
    });
    return;
  }
  say(
    own
      ? `owner's key     ${own.fingerprint}  (${folders.owner})`
      : `owner's key     none in ${folders.owner}`,
  );
  for (const one of trusted) say(`trusted device  ${one.fingerprint}  ${one.name}`);
  say(
    here
      ? `this device     ${here.identity.fingerprint}  ${here.identity.name}`
      : `this device     no key in ${folders.device}`,
  );
  if (here)
    say(
      here.owner
        ? `seals to owner  ${here.owner.fingerprint}`
        : "seals to owner  none pinned: nothing can be sent",
    );
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
      const pinned = pinOwner(foldersOf(configOf(command)).device, readText(path));
      say(`Pinned. Compare with the reader's: ${pinned.fingerprint}`);
    });
  keys
    .command("trust <device.pub>")
    .description("on the reader's machine: believes clips of this device")
    .action((path: string, _options: unknown, command: Command) => {
      const trusted = trustDevice(foldersOf(configOf(command)).owner, readText(path));
      say(`Trusted. Compare with the device's: ${trusted.fingerprint}`);
    });
  keys
    .command("show")
    .description("the keys of this machine; public halves and fingerprints only")
    .option("--json", "as JSON")
    .action((options: { readonly json?: boolean }, command: Command) =>
      show(foldersOf(configOf(command)), options),
    );
}
