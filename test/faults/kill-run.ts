import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { CrewEvent } from "../../src/app/household/crew.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import type { Ledger } from "../../src/outbox/outbox.js";
import { type Mosquitto, startMosquitto } from "../support/mosquitto.js";
import { accountFor, type DeliveryAccount, readerFiles } from "./delivery-account.js";
import { Executioner } from "./executioner.js";
import { idsInKeeper } from "./keeper-ids.js";
import { planKills, type Victim } from "./kill-plan.js";
import type { LampReport } from "./lamp-observer.js";
import { type LedgerLook, lookAtLedger } from "./ledger-observer.js";
import { demonstrationSounds, playOn } from "./player.js";
import { openReading } from "./reading.js";
import { SealedByEar } from "./sealed-by-ear.js";
import { furnishSecond, openSecondHouse, type SecondHouse } from "./second-house.js";
import { Timeline } from "./timeline.js";
import { watchLedgers } from "./watch-ledgers.js";
import {
  furnishHouse,
  type HouseFolders,
  lineAfter,
  openHouse,
  untilListening,
  type WholeHouse,
} from "./whole-house.js";

export interface KillRunOptions {
  readonly kills: number;
  readonly seed: number;
  /** Between two kills. */
  readonly longestGapMs: number;
  /** Whether the broker keeps sessions over its own death. */
  readonly broker: "forgets" | "persistent";
  /** Told what goes on, a line at a time. */
  readonly say?: (line: string) => void;
}

export interface DeviceReport {
  readonly sealed: number;
  /** Sealed by an ear that was killed before its uplink had the clip on disk. */
  readonly diedWithEar: number;
  readonly ledger: Ledger;
  readonly delivery: DeliveryAccount;
  readonly ledgerProblems: readonly string[];
}

export interface KillRunReport {
  readonly options: KillRunOptions;
  readonly killed: ReadonlyMap<Victim, number>;
  readonly starts: Readonly<Record<string, number>>;
  readonly played: number;
  readonly first: DeviceReport;
  readonly second: DeviceReport;
  /** Clips that came again and were dropped, by who dropped them. */
  readonly duplicates: { readonly keeper: number; readonly reader: number };
  /** So often the ledgers were read from the disk while it went on. */
  readonly ledgerLooks: number;
  /** `outbox-damaged` and the like, which a killed process is no reason for. */
  readonly alarms: readonly string[];
  readonly lamp: LampReport;
  /** What happened around the longest lie of each kind. */
  readonly around: readonly string[];
  /** How long this very process, which is also the supervisor and shows the lamp, did not come to its events. */
  readonly stallMs: number;
  readonly killMs: number;
  readonly drainMs: number;
}

const FEED_EVERY_MS = 450;
/** Of the second device; the reader's folder holds 2,000 clips in all. */
const MOST_FED = 1_800;
/** After so many kills the house is let alone for a command. */
const KILLS_TO_A_LULL = 10;
/** A receipt that was lost is asked for after 15 s, and a keeper that was away after a growing pause. */
const DRAIN_MS = 240_000;

/** Kills a whole house again and again while clips flow, lets it come to rest, and accounts for everything. */
export async function runKills(options: KillRunOptions): Promise<KillRunReport> {
  const brokerFolder = mkdtempSync(join(tmpdir(), "sotto-broker-"));
  const broker = await startMosquitto({
    folder: brokerFolder,
    ...(options.broker === "persistent" ? { persistent: "sessions" as const } : {}),
  });
  const folders = furnishHouse({ brokerUrl: broker.url });
  try {
    return await killIn(folders, broker, options);
  } finally {
    await broker.stop();
    folders.remove();
    rmSync(brokerFolder, { recursive: true, force: true });
  }
}

async function killIn(
  folders: HouseFolders,
  broker: Mosquitto,
  options: KillRunOptions,
): Promise<KillRunReport> {
  const say = options.say ?? (() => undefined);
  const timeline = new Timeline();
  const secondFolders = furnishSecond(folders);
  const sealed = new SealedByEar();
  const alarms: string[] = [];
  const observe = (event: CrewEvent) => {
    timeline.take(event);
    sealed.take(event);
    if (event.kind === "line" && ALARMS.includes(event.line.event)) {
      alarms.push(`${event.from}: ${JSON.stringify(event.line)}`);
    }
  };
  const house = await openHouse(folders, { observe });
  const second = openSecondHouse(secondFolders, {
    ...{ brokerUrl: broker.url, everyMs: FEED_EVERY_MS, mostClips: MOST_FED },
  });
  const reading = await openReading(folders);
  await untilListening(house);
  const player = playOn(house.microphone, await demonstrationSounds(), options.seed);
  const ledgers = watchLedgers([folders.places.uplink, secondFolders.places.uplink]);
  const executioner = new Executioner({ house, second, broker });
  const stalls = monitorEventLoopDelay({ resolution: 5 });
  stalls.enable();
  const startMs = systemClock.monotonicMs();
  for (const [index, kill] of planKills(options.kills, options.seed, options.longestGapMs).entries()) {
    await systemClock.sleep(kill.afterMs);
    timeline.note(`kill -9 ${kill.victim}, its ${kill.of}`);
    await executioner.kill(kill);
    if ((index + 1) % KILLS_TO_A_LULL !== 0) continue;
    say(`${index + 1} of ${options.kills} kills`);
    await lull(house);
  }
  const killMs = systemClock.monotonicMs() - startMs;
  await executioner.brokerThere();
  await lull(house);
  await player.calm();
  second.calm();
  const drainStart = systemClock.monotonicMs();
  await drained(folders, secondFolders, { second, sealed });
  const drainMs = systemClock.monotonicMs() - drainStart;
  const watched = await ledgers.end();
  alarms.push(...watched.problems);
  await second.stop();
  await house.close();
  await reading.close();
  const lamp = await house.lamp.report();
  const around = [lamp.litWithoutDevice, lamp.deviceWithoutLight].flatMap((lie, index) => [
    `${index === 0 ? "lit without an open device" : "open device without light"}: ${lie.forMs.toFixed(1)} ms`,
    ...timeline.around(lie.fromMs, lie.forMs),
  ]);
  const keeper = await idsInKeeper(folders);
  const reader = readerFiles(folders.places.owner);
  const told = new Set([
    ...house.ids.said("uplink", "clip-accepted"),
    ...house.ids.said("ear", "clip-accepted"),
  ]);
  return {
    ...{ options, killed: executioner.killed, played: player.played, alarms, lamp, around, killMs, drainMs },
    starts: startsOf(house, second),
    first: deviceReport(lookAtLedger(folders.places.uplink), { told, keeper, reader, sealed: sealed.all }),
    second: deviceReport(lookAtLedger(secondFolders.places.uplink), {
      ...{ told: second.accepted, keeper, reader, sealed: second.sealed },
    }),
    stallMs: stalls.max / 1e6,
    duplicates: { keeper: house.ids.said("keep", "clip-known").length, reader: reading.duplicates },
    ledgerLooks: watched.looks,
  };
}

const ALARMS: readonly string[] = ["outbox-damaged", "clip-refused", "receipt-refused", "message-refused"];

/** Lets the house alone until its ear, which takes seconds to come back, has sealed a command. */
async function lull(house: WholeHouse): Promise<void> {
  const place = house.feed.now;
  await lineAfter(house, place, ({ from, line }) => from === "ear" && line.event === "clip-sealed");
}

/** Until nothing waits any more, anywhere. What still waits after DRAIN_MS is found by the account that follows. */
async function drained(
  first: HouseFolders,
  other: { readonly places: HouseFolders["places"] },
  waiting: { readonly second: SecondHouse; readonly sealed: SealedByEar },
): Promise<void> {
  const deadline = systemClock.monotonicMs() + DRAIN_MS;
  while (systemClock.monotonicMs() < deadline) {
    const looks = [lookAtLedger(first.places.uplink), lookAtLedger(other.places.uplink)];
    const read = new Set(readerFiles(first.places.owner));
    const isRead = looks.every(({ clips }) =>
      [...clips].every(([id, state]) => state !== "receipted" || read.has(id)),
    );
    const isEmpty = looks.every(({ ledger }) => ledger.pending === 0);
    if (isEmpty && isRead && waiting.second.held === 0 && waiting.sealed.held.size === 0) return;
    await systemClock.sleep(250);
  }
}

function deviceReport(
  look: LedgerLook,
  facts: {
    readonly told: ReadonlySet<string>;
    readonly keeper: ReadonlySet<string>;
    readonly reader: readonly string[];
    readonly sealed: readonly string[];
  },
): DeviceReport {
  return {
    sealed: facts.sealed.length,
    diedWithEar: facts.sealed.filter((id) => !look.clips.has(id)).length,
    ledger: look.ledger,
    delivery: accountFor({ ...facts, outbox: look.clips }),
    ledgerProblems: look.problems,
  };
}

function startsOf({ ids }: WholeHouse, second: SecondHouse): Readonly<Record<string, number>> {
  const names = ["ear", "uplink", "light", "keep"] as const;
  return {
    ...Object.fromEntries(names.map((name) => [name, ids.startsOf(name)])),
    "second-uplink": second.starts,
  };
}
