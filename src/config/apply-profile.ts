import { SottoError } from "../domain/errors.js";
import type { Profile } from "./profile.js";

/** Where profiles come from; undefined for a name that there is none of. */
export interface ProfileShelf {
  readonly names: readonly string[];
  get(name: string): Profile;
}

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without the keys that the ones set by hand stand instead of. */
function without(table: Table, keys: readonly string[]): Table {
  return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)));
}

function has(table: Table, ...keys: readonly string[]): boolean {
  return keys.some((key) => key in table);
}

/** A device or cards set by hand stand instead of the profile's cards; the rest of the microphone stays the profile's. */
function microphoneOf({ microphone }: Profile, byHand: Table): Table {
  const { cards, rateHz, channels, channel, gains } = microphone;
  const own = { cards, rateHz, channels, channel, gains };
  return { ...without(own, has(byHand, "device") ? ["cards"] : []), ...byHand };
}

/** Lamp and strip exclude each other, so one set by hand stands instead of the profile's other. */
function pinsOf({ pins }: Profile, byHand: Table): Table {
  const lamp = has(byHand, "led", "ledLit", "ledBright");
  const instead = has(byHand, "strip") ? ["led", "ledLit", "ledBright"] : lamp ? ["strip"] : [];
  // A second lamp belongs to the first: who moves the first says where the second is, if there is one.
  const second = has(byHand, "led") ? ["ledBright"] : [];
  return { ...without(pins, [...instead, ...second]), ...byHand };
}

/**
 * The configuration as it was written, with what its profile says where nothing was set by hand. What is no table, and
 * mistakes of any other kind, are left for parseConfig to find.
 * @throws SottoError CONFIG_INVALID for a profile that is not known, naming those that are, or that is damaged
 */
export function applyProfile(raw: unknown, shelf: ProfileShelf): unknown {
  if (!isTable(raw) || !isTable(raw["hardware"])) return raw;
  const name = raw["hardware"]["profile"];
  if (typeof name !== "string") return raw;
  if (!shelf.names.includes(name)) {
    throw new SottoError(
      "CONFIG_INVALID",
      `hardware.profile: there is no ${JSON.stringify(name)}; known: ${shelf.names.join(", ")}`,
    );
  }
  const profile = shelf.get(name);
  const { microphone = {}, pins = {} } = raw;
  return {
    ...raw,
    microphone: isTable(microphone) ? microphoneOf(profile, microphone) : microphone,
    pins: isTable(pins) ? pinsOf(profile, pins) : pins,
  };
}
