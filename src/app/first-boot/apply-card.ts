import { lstatSync, mkdirSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "smol-toml";
import { brokerWall, hostsFile, wallUnit } from "../../card/broker-wall.js";
import { KEPT } from "../../card/device-config.js";
import { REPORT_FILE, setUpReport } from "../../card/report.js";
import { wifiFile } from "../../card/wifi-network.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import { createDevice, loadDevice, pinOwner } from "../../keys/edge/device-keys.js";
import { pinKeeper, pinnedKeepers } from "../../keys/edge/pinned-keepers.js";
import { removeDurably, systemCode } from "../../keys/edge/private-file.js";
import { introduceHere } from "../household/pair-keys.js";
import type { CheckedCard } from "./check-card.js";
import type { DevicePlaces } from "./device-places.js";
import { replaceText } from "./whole-file.js";

/** Lines of config.txt that the board needs; config.txt includes it. */
export const BOARD_FILE = "sotto-board.txt";

/**
 * Makes the device what the card says. Each step does nothing where it was done, so that after a power cut the whole is done
 * again. The configuration is last: until it is there, the services do as before.
 * @throws SottoError KEY_INVALID, KEY_EXISTS, FILE_UNREADABLE
 */
export function applyToDevice(card: CheckedCard, { kept, folders, zones }: DevicePlaces): void {
  const { setup, ownerPem, keeperPem, wifi, brokerPassword, ca, config } = card;
  makeKey(folders.device);
  if (ownerPem !== undefined) pinOwner(folders.device, ownerPem);
  introduceHere(folders);
  if (keeperPem !== undefined) pinKeeper(folders.uplink, keeperPem);

  for (const name of [KEPT.brokerPassword, KEPT.wifi])
    mkdirSync(dirname(join(kept, name)), { recursive: true, mode: 0o700 });
  const keep = (name: string, text: string | undefined, mode: number): void => {
    if (text === undefined) removeDurably(join(kept, name));
    else replaceText(join(kept, name), text, mode);
  };
  const wall = brokerWall(setup.broker.url, setup.broker.addresses);
  keep(KEPT.wifi, wifi === undefined ? undefined : wifiFile(wifi), 0o600);
  keep(KEPT.brokerPassword, brokerPassword, 0o600);
  keep(KEPT.ca, ca, 0o644);
  keep(KEPT.hosts, hostsFile(wall, setup.broker.addresses ?? []), 0o644);
  keep(KEPT.wall, wallUnit(wall), 0o644);
  link(join(zones, setup.timeZone), join(kept, KEPT.zone));
  keep(KEPT.config, `# Made from sotto-setup.toml.\n${stringify(config)}\n`, 0o644);
}

function makeKey(folder: string): void {
  try {
    createDevice(folder);
  } catch (error) {
    if (codeOf(error) !== "KEY_EXISTS") throw error;
  }
}

/** The device's public key and what became of the set-up, for the person who takes the card out. */
export function tellOnCard({ setup, wifi }: CheckedCard, { card, folders }: DevicePlaces): void {
  const { identity, owner } = loadDevice(folders.device);
  replaceText(join(card, "device.pub"), identity.pem, 0o600);
  const report = setUpReport({
    fingerprint: identity.fingerprint,
    owner: owner?.fingerprint,
    keepers: pinnedKeepers(folders.uplink).map((keeper) => keeper.fingerprint),
    wall: brokerWall(setup.broker.url, setup.broker.addresses),
    wifi: wifi?.name,
    profile: setup.profile,
    mode: setup.mode,
  });
  replaceText(join(card, REPORT_FILE), report, 0o600);
}

/** @returns whether the firmware has to read the card again */
export function writeBoardLines(lines: readonly string[], card: string, before: string | undefined): boolean {
  const text = `# Made from sotto-setup.toml: what the board needs.\n${lines.map((line) => `${line}\n`).join("")}`;
  if (text === before) return false;
  replaceText(join(card, BOARD_FILE), text, 0o600);
  return true;
}

function link(target: string, path: string): void {
  try {
    if (lstatSync(path).isSymbolicLink() && readlinkSync(path) === target) return;
  } catch (cause) {
    if (systemCode(cause) !== "ENOENT") throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  try {
    removeDurably(`${path}.new`);
    symlinkSync(target, `${path}.new`);
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}
