import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "smol-toml";
import {
  openPlayedMicrophone,
  type PlayedMicrophone,
} from "../../src/app/demonstration/played-microphone.js";
import type { CrewEvent } from "../../src/app/household/crew.js";
import { CrewFeed, type FeedLine } from "../../src/app/household/crew-feed.js";
import { type Household, startHousehold } from "../../src/app/household/household.js";
import { pairKeys } from "../../src/app/household/pair-keys.js";
import { type Config, parseConfig } from "../../src/config/config.js";
import { type Places, recorderName } from "../../src/config/places.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SottoError } from "../../src/domain/errors.js";
import { type LampObserver, monotonicMs, watchLamp } from "./lamp-observer.js";

/** Entries of the processes, as they were built. */
export const BUILT_PROCESSES = fileURLToPath(new URL("../../dist/app/processes", import.meta.url));

/** Models are loaded on a machine that is busy with other tests. */
export const START_MS = 90_000;

/** Folders of one house, which outlive the running of it. */
export interface HouseFolders {
  readonly places: Places;
  readonly configFile: string;
  readonly config: Config;
  remove(): void;
}

export interface FurnishOptions {
  readonly brokerUrl?: string;
  /** Instead of one below the house's own folder. */
  readonly uplinkFolder?: string;
  readonly configure?: (config: Config) => Config;
}

/** New keys, new folders; paths are short, because sockets lie below them. */
export function furnishHouse({ brokerUrl, uplinkFolder, configure }: FurnishOptions): HouseFolders {
  const folder = mkdtempSync(join(tmpdir(), "sotto-faults-"));
  const below = (name: string) => join(folder, name);
  const places: Places = {
    device: below("device"),
    owner: below("owner"),
    words: below("words"),
    light: below("light"),
    uplink: uplinkFolder ?? below("uplink"),
    keeper: below("keeper"),
    run: below("run"),
  };
  pairKeys(places);
  const plain = parseConfig({ ...(brokerUrl === undefined ? {} : { broker: { url: brokerUrl } }) });
  const config: Config = { ...(configure?.(plain) ?? plain), folders: { ...places } };
  const configFile = below("config.toml");
  writeFileSync(configFile, stringify(config), { mode: 0o600 });
  mkdirSync(places.run, { recursive: true, mode: 0o700 });
  return { places, configFile, config, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A running house with all that watches it. */
export interface WholeHouse {
  readonly household: Household;
  readonly feed: CrewFeed;
  readonly microphone: PlayedMicrophone;
  readonly lamp: LampObserver;
  readonly ids: IdWatch;
  /** Ends the processes; the folders stay. */
  close(): Promise<void>;
}

/** Ids that the processes' lines have named, as long as the house stands. */
export class IdWatch {
  readonly #ids = new Map<string, string[]>();
  readonly #starts = new Map<string, number>();

  take(event: CrewEvent): void {
    if (event.kind === "started") this.#starts.set(event.name, event.starts);
    if (event.kind !== "line") return;
    const id = event.line["id"];
    if (typeof id !== "string") return;
    const key = `${event.from} ${event.line.event}`;
    const ids = this.#ids.get(key) ?? [];
    ids.push(id);
    this.#ids.set(key, ids);
  }

  /** In the order of the lines, repetitions too. */
  said(by: string, event: string): readonly string[] {
    return this.#ids.get(`${by} ${event}`) ?? [];
  }

  startsOf(name: string): number {
    return this.#starts.get(name) ?? 0;
  }
}

export interface OpenHouseOptions {
  readonly observe?: (event: CrewEvent) => void;
}

/** The real household in its sandboxes: a real recorder that is played to, and no reader yet. */
export async function openHouse(
  { places, config, configFile }: HouseFolders,
  { observe }: OpenHouseOptions = {},
): Promise<WholeHouse> {
  const feed = new CrewFeed();
  const ids = new IdWatch();
  const lamp = await watchLamp(recorderName(places.run));
  const microphone = await openPlayedMicrophone();
  const household = await startHousehold({
    ...{ config, places, configFile, confinement: "enforced", microphone, withKeeper: true },
    entries: BUILT_PROCESSES,
    observe: (event) => {
      lamp.take(event);
      ids.take(event);
      feed.take(event);
      observe?.(event);
    },
  });
  return {
    ...{ household, feed, microphone, lamp, ids },
    async close() {
      await household.stop();
      await microphone.close();
    },
  };
}

/** Resolves when the recorder runs and the lamp shows it. @throws SottoError MICROPHONE_MISSING */
export async function untilListening({ lamp }: WholeHouse, patienceMs: number = START_MS): Promise<void> {
  await inTime(Promise.all([lamp.device("open"), lamp.lamp("lit")]), patienceMs, "MICROPHONE_MISSING");
}

/** @throws SottoError with this code when it takes longer */
export async function inTime<T>(
  what: Promise<T>,
  patienceMs: number,
  code: "MICROPHONE_MISSING" | "CLIP_MISSING" | "NOT_RUNNING",
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SottoError(code, `not within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([what, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The first line of the house after `place` that fits. @throws SottoError CLIP_MISSING when there is none in time */
export async function lineAfter(
  { feed }: WholeHouse,
  place: number,
  isIt: (told: FeedLine) => boolean,
  patienceMs: number = START_MS,
): Promise<FeedLine> {
  const line = await feed.after(place, isIt, patienceMs);
  if (line === undefined) throw new SottoError("CLIP_MISSING", `no such line within ${patienceMs} ms`);
  return line;
}

/** The button goes down and, when the device is closed and the lamp dark, up again. */
export async function press({ household, lamp }: WholeHouse) {
  const downMs = monotonicMs();
  household.crew.button("down");
  const [closedMs, darkMs] = await Promise.all([lamp.device("closed"), lamp.lamp("dark")]);
  household.crew.button("up");
  return { downMs, closedMs, darkMs };
}

/**
 * Between two edges: a button that has rested so long was let go, and a press so short lifts the mute. The light looks at
 * its own clock, and two edges that a busy machine brings it together are a contact that bounces.
 */
const REST_MS = 250;

/** A short press of a muted house, which lifts the mute. */
export async function lift(house: WholeHouse): Promise<void> {
  const place = house.feed.now;
  await systemClock.sleep(REST_MS);
  house.household.crew.button("down");
  await systemClock.sleep(REST_MS);
  house.household.crew.button("up");
  await lineAfter(house, place, ({ line }) => line.event === "mute-lifted");
}
