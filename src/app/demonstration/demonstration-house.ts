import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "smol-toml";
import type { Config } from "../../config/config.js";
import { type Places, placesBelow } from "../../config/places.js";
import { SottoError } from "../../domain/errors.js";
import { WAKE_WORDS } from "../../hotloop/hop-scores.js";
import type { Subscription } from "../../read/edge/subscription.js";
import type { Reader } from "../../read/reader.js";
import type { CrewEvent } from "../household/crew.js";
import { CrewFeed } from "../household/crew-feed.js";
import { type Confinement, type Household, startHousehold } from "../household/household.js";
import { pairKeys } from "../household/pair-keys.js";
import { openReading } from "../wire-reader.js";
import { openPlayedMicrophone, type PlayedMicrophone } from "./played-microphone.js";

/** Keys, outbox and clips of the demonstration, apart from those of the house: it erases. */
export function demonstrationFolder(): string {
  return join(homedir(), ".local", "share", "sotto-demo");
}

export interface DemonstrationHouse {
  readonly household: Household;
  readonly feed: CrewFeed;
  readonly microphone: PlayedMicrophone;
  readonly reader: Reader;
  readonly places: Places;
  /** For `sotto --config`, to look at what is left afterwards. */
  readonly configFile: string;
  close(): Promise<void>;
}

export interface DemonstrationHouseOptions {
  /** Its folders are not used, everything else is. */
  readonly config: Config;
  readonly folder: string;
  readonly confinement: Confinement;
  /** Folder of the processes' built entries, where it is not beside this file's. */
  readonly entries?: string;
  readonly observe?: (event: CrewEvent) => void;
}

/** From a start to a microphone that is open: models are loaded, and a slow machine is busy. */
const START_MS = 60_000;

function furnish(folder: string): Places {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Sockets and the mute state are of this run alone; a path of a socket has to be short, too.
  const run = mkdtempSync(join(tmpdir(), "sotto-demo-"));
  return { ...placesBelow(folder), light: join(run, "light"), run };
}

/** A whole house with a microphone that can be played to, running and listening. */
export async function openDemonstrationHouse(
  options: DemonstrationHouseOptions,
): Promise<DemonstrationHouse> {
  const places = furnish(options.folder);
  pairKeys(places);
  const { wake } = options.config;
  // The recordings hold shipped words, whatever the house listens for.
  const config: Config = {
    ...options.config,
    wake: { ...wake, words: [...WAKE_WORDS] },
    folders: { ...places },
  };
  const configFile = join(options.folder, "config.toml");
  writeFileSync(configFile, stringify(config), { mode: 0o600 });
  const reading = await openReading({ ownerFolder: places.owner });
  const feed = new CrewFeed();
  const microphone = await openPlayedMicrophone();
  const household = await startHousehold({
    ...{ config, places, configFile, confinement: options.confinement, microphone, withKeeper: true },
    ...(options.entries === undefined ? {} : { entries: options.entries }),
    observe: (event) => {
      feed.take(event);
      options.observe?.(event);
    },
  });
  let subscription: Subscription | undefined;
  const close = async () => {
    await household.silence();
    await subscription?.close();
    reading.release();
    await household.stop();
    await microphone.close();
    rmSync(places.run, { recursive: true, force: true });
  };
  try {
    subscription = reading.receive({ ...config.broker, url: household.brokerUrl });
    await subscription.ready(AbortSignal.timeout(START_MS));
    const open = await feed.after(0, ({ line }) => line.event === "microphone-open", START_MS);
    if (!open) throw new SottoError("MICROPHONE_MISSING", "the played microphone was not opened");
    // The lamp follows the device, and whoever watches sees it before anything is said.
    await feed.after(0, ({ line }) => line.event === "led-on", START_MS);
  } catch (error) {
    await close();
    throw error;
  }
  return { household, feed, microphone, reader: reading.reader, places, configFile, close };
}
