import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { KeeperProcess } from "../../test/support/keeper-process.js";
import { startMosquitto } from "../../test/support/mosquitto.js";
import type { Postgres } from "../../test/support/postgres.js";
import { LoadChild, usageOf } from "./child-lines.js";
import { CLIP_BYTES, type LoadHouse } from "./load-house.js";

export interface LoadRow {
  readonly name: string;
  readonly clips: number;
  readonly seconds: number;
  /** Milliseconds of each clip: from accept to receipt, or of a peer from publish to arrival. */
  readonly waits: readonly number[];
  /** The largest of the devices, or the publisher. */
  readonly deviceMb: number;
  /** Before the first message left. */
  readonly deviceBeforeMb: number;
  /** The largest of the keepers, or the subscriber. */
  readonly keeperMb: number;
  /** All devices together. */
  readonly deviceCpuS: number;
  readonly keeperCpuS: number;
  readonly lost: number;
  /** Messages that came a second time. */
  readonly doubles: number;
}

export interface Parts {
  readonly house: LoadHouse;
  readonly postgres: Postgres;
}

/** One keeper of the program, or several that take turns. */
export type Keepers = "one, SQLite" | "one, PostgreSQL" | "four, PostgreSQL";

export interface SottoLoad {
  readonly name: string;
  readonly keepers: Keepers;
  readonly devices: number;
  readonly clipsEach: number;
  /** Of each device, clips a second; 0: as fast as its outbox takes them. */
  readonly pace: number;
  readonly isBacklog: boolean;
}

const deviceDone = z.object({
  startMs: z.number(),
  endMs: z.number(),
  waits: z.array(z.number()),
  residentBeforeMb: z.number(),
  peakMb: z.number(),
  cpuS: z.number(),
});
const keeperEnded = z.object({ stored: z.int(), known: z.int() });
const published = z.object({
  startMs: z.number(),
  sent: z.array(z.tuple([z.string(), z.number()])),
  peakMb: z.number(),
  cpuS: z.number(),
});
const arrived = z.object({ arrivals: z.array(z.tuple([z.string(), z.number()])) });

let databases = 0;

export async function sottoRow(load: SottoLoad, { house, postgres }: Parts): Promise<LoadRow> {
  house.empty();
  const broker = await startMosquitto({ folder: mkdtempSync(join(house.root, "broker-")), log: "little" });
  const keepers = await startKeepers(load.keepers, broker.url, { house, postgres });
  const devices = house.devices.slice(0, load.devices).map(
    (device) =>
      new LoadChild("device", {
        ...{ uplinkFolder: device.house.folders.uplink, broker: broker.url, bytes: CLIP_BYTES },
        ...{ clips: house.clipsFile(device, load.clipsEach), pace: load.pace, isBacklog: load.isBacklog },
      }),
  );
  try {
    for (const device of devices) await device.told("ready");
    const before = keepers.pids.map(usageOf);
    for (const device of devices) device.say("go");
    const done = await Promise.all(
      devices.map(async (device) => deviceDone.parse(await device.told("done"))),
    );
    const after = keepers.pids.map(usageOf);
    const counts = await keepers.end();
    const clips = load.devices * load.clipsEach;
    const stored = sum(counts.map((count) => count.stored));
    return {
      ...{ name: load.name, clips },
      seconds:
        (Math.max(...done.map(({ endMs }) => endMs)) - Math.min(...done.map(({ startMs }) => startMs))) /
        1_000,
      waits: done.flatMap(({ waits }) => waits),
      deviceMb: Math.max(...done.map(({ peakMb }) => peakMb)),
      deviceBeforeMb: Math.max(...done.map(({ residentBeforeMb }) => residentBeforeMb)),
      keeperMb: Math.max(...after.map(({ peakMb }) => peakMb)),
      deviceCpuS: sum(done.map(({ cpuS }) => cpuS)),
      keeperCpuS: sum(after.map(({ cpuS }, at) => cpuS - (before[at]?.cpuS ?? 0))),
      lost: clips - stored,
      doubles: sum(counts.map((count) => count.known)),
    };
  } finally {
    for (const device of devices) await device.end();
    await keepers.end();
    await broker.stop();
  }
}

interface StartedKeepers {
  readonly pids: readonly number[];
  end(): Promise<readonly z.output<typeof keeperEnded>[]>;
}

async function startKeepers(
  which: Keepers,
  broker: string,
  { house, postgres }: Parts,
): Promise<StartedKeepers> {
  if (which === "four, PostgreSQL") {
    databases += 1;
    const store = {
      url: await postgres.createDatabase(`load_${databases}`),
      passwordFile: postgres.passwordFile,
    };
    const four: LoadChild[] = [];
    for (let at = 0; at < 4; at += 1) {
      const keeper = new LoadChild("sharing-keeper", { keeperFolder: house.keeperFolder, broker, store });
      four.push(keeper);
      await keeper.told("ready");
    }
    return ending(
      four.map(({ pid }) => pid),
      async () => {
        for (const keeper of four) keeper.say("end");
        return Promise.all(four.map(async (keeper) => keeperEnded.parse(await keeper.told("keeper-ended"))));
      },
    );
  }
  databases += 1;
  const store =
    which === "one, SQLite"
      ? []
      : [
          "[store]",
          `url = "${await postgres.createDatabase(`load_${databases}`)}"`,
          `passwordFile = "${postgres.passwordFile}"`,
        ];
  const [device] = house.devices;
  if (device === undefined) throw new RangeError("a device");
  const keeper = new KeeperProcess({ house: device.house, args: ["--broker", broker], keeperConfig: store });
  await keeper.line("broker-connected");
  return ending([keeper.pid], async () => {
    // Its log tells so many lines a second: the last one must not be beyond them.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const ended = keeper.line("keeper-ended");
    await keeper.stop();
    return [keeperEnded.parse(await ended)];
  });
}

/** Ends once, whoever asks. */
function ending(pids: readonly number[], end: StartedKeepers["end"]): StartedKeepers {
  let ended: ReturnType<StartedKeepers["end"]> | undefined;
  return {
    pids,
    end: () => {
      ended ??= end();
      return ended;
    },
  };
}

export interface BareLoad {
  readonly name: string;
  readonly clips: number;
  readonly pace: number;
  /** Each message on the disk of the subscriber before it is acknowledged. */
  readonly isStored: boolean;
}

/** The same messages by MQTT.js alone. */
export async function bareRow(load: BareLoad, house: LoadHouse): Promise<LoadRow> {
  const [device] = house.devices;
  if (device === undefined) throw new RangeError("a device");
  const folder = mkdtempSync(join(house.root, "broker-"));
  const broker = await startMosquitto({ folder, log: "little" });
  const topic = "bare/clips";
  const file = load.isStored ? { file: join(folder, "messages") } : {};
  const subscriber = new LoadChild("bare-subscriber", { broker: broker.url, topic, ...file });
  await subscriber.told("ready");
  const publisher = new LoadChild("bare-publisher", {
    ...{ broker: broker.url, topic, clips: house.clipsFile(device, load.clips) },
    ...{ bytes: CLIP_BYTES, pace: load.pace },
  });
  try {
    await publisher.told("ready");
    const before = usageOf(subscriber.pid);
    publisher.say("go");
    const { startMs, sent, peakMb, cpuS } = published.parse(await publisher.told("done"));
    // A broker acknowledges before the subscriber has it.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const after = usageOf(subscriber.pid);
    subscriber.say("report");
    const { arrivals } = arrived.parse(await subscriber.told("arrived"));
    const first = new Map(arrivals.toReversed());
    return {
      ...{ name: load.name, clips: load.clips },
      seconds: (Math.max(...first.values()) - startMs) / 1_000,
      waits: sent.flatMap(([id, at]) => (first.has(id) ? [(first.get(id) ?? 0) - at] : [])),
      ...{ deviceMb: peakMb, deviceBeforeMb: Number.NaN, keeperMb: after.peakMb },
      ...{ deviceCpuS: cpuS, keeperCpuS: after.cpuS - before.cpuS },
      lost: load.clips - first.size,
      doubles: arrivals.length - first.size,
    };
  } finally {
    await publisher.end();
    await subscriber.end();
    await broker.stop();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
