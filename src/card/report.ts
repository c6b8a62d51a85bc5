import { assertNever } from "../domain/assert-never.js";
import type { BrokerWall } from "./broker-wall.js";
import { SETUP_FILE } from "./setup-file.js";

/** What a person reads on the card after the boot. */
export const REPORT_FILE = "sotto-setup-report.txt";

export interface SetUpDevice {
  readonly fingerprint: string;
  /** Fingerprints. */
  readonly owner: string | undefined;
  readonly keepers: readonly string[];
  readonly wall: BrokerWall;
  readonly wifi: string | undefined;
  readonly profile: string | undefined;
  readonly mode: string;
}

export function mistakesReport(problems: readonly string[]): string {
  const count = problems.length === 1 ? "1 mistake" : `${problems.length} mistakes`;
  return [
    `${SETUP_FILE} has ${count}. Nothing was changed.`,
    ...problems.map((problem) => `  ${problem}`),
    "Correct it on any computer and start the device with the card again.",
    "",
  ].join("\n");
}

/** A failure that is no mistake of the person's, such as a full disk. */
export function failureReport(message: string): string {
  return `The set-up stopped: ${message}\nStart the device again; if it stops again, report it.\n`;
}

export function setUpReport(device: SetUpDevice): string {
  const { fingerprint, owner, keepers, wall, wifi, profile, mode } = device;
  const missing = [
    ...(owner === undefined ? ["No owner's key: nothing is heard. Copy owner.pub beside this file."] : []),
    ...(wall.to !== "nobody" && keepers.length === 0
      ? [
          "No keeper's key: clips are sent and wait for a receipt until they expire. Copy keeper.pub beside this file.",
        ]
      : []),
    ...(profile === undefined ? ["No profile: no button and no lamp, so nothing is heard."] : []),
  ];
  return [
    missing.length === 0 ? "Sotto is set up." : "Sotto is set up, and something is missing:",
    ...missing.map((line) => `  ${line}`),
    "",
    `This device:   ${fingerprint}`,
    "               device.pub beside this file is its public key, for reader and keeper",
    `Owner:         ${owner ?? "none"}`,
    `Keeper:        ${keepers.length === 0 ? "none" : keepers.join("\n               ")}`,
    `Board:         ${profile ?? "none"}`,
    `Mode:          ${mode}`,
    `Wi-Fi:         ${wifi ?? "none; a cable is used"}`,
    `The uplink may reach ${reach(wall)}.`,
    "",
    "Passwords were taken from the card and are no longer on it. Compare the fingerprints with `sotto keys show`",
    `of reader and keeper. To change a setting, edit ${SETUP_FILE} and start the device again; an empty password keeps the one`,
    "of before.",
    "",
  ].join("\n");
}

function reach(wall: BrokerWall): string {
  switch (wall.to) {
    case "nobody":
      return "nobody, as there is no broker";
    case "addresses":
      return `only ${wall.addresses.join(", ")}`;
    case "anybody":
      return "any address, since broker.url has a name; broker.addresses holds it to the broker's";
    default:
      return assertNever(wall);
  }
}
