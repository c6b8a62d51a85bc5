import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { MqttTransport } from "../../src/deliver/edge/mqtt-transport.js";
import type { LinkStatus } from "../../src/deliver/transport.js";
import { UplinkSender } from "../../src/deliver/uplink-sender.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import type { Ledger } from "../../src/outbox/outbox.js";
import { brokerWorld } from "../support/broker-world.js";
import { deviceFromSeed } from "../support/fixed-keys.js";
import { isKey } from "../support/is-key.js";
import { startMosquitto } from "../support/mosquitto.js";
import { startPoorLine } from "../support/poor-line.js";
import { KEEPER_SEED, startTestKeeper } from "../support/test-keeper.js";
import { VirtualClock } from "../support/virtual-clock.js";
import { settledRssMb } from "./settled-memory.js";

export interface OutageOptions {
  /** A clip each minute of them. */
  readonly clips: number;
  readonly maxClips: number;
  readonly seed: number;
  /** Told what goes on, a line at a time. */
  readonly say?: (line: string) => void;
}

export interface OutageReport {
  readonly ledger: Ledger;
  /** Resident memory when the outbox had just become full, and at the end of the outage. */
  readonly fullRssMb: number;
  readonly endRssMb: number;
  /** Connections that were tried while nobody was there. */
  readonly attempts: number;
  /** Whether what is left are the newest, oldest first, and each came to the keeper once. */
  readonly keptNewest: boolean;
  readonly inOrder: boolean;
  readonly doubles: number;
  readonly drainS: number;
  readonly drainedPerS: number;
}

const MINUTE_MS = 60_000;
const DRAIN_DEADLINE_MS = 300_000;
/** One way; 50 ms there and back. */
const LATENCY_MS = 25;

/** In memory where there is room, since what a disk's sync takes is another figure. */
function placeFor(bytes: number): string {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    if (bavail * bsize > 2 * bytes) return "/dev/shm";
  } catch {
    return tmpdir(); // a system without one
  }
  return tmpdir();
}

/** The broker is away for so many minutes of a clock that is turned; then it is back, at the end of a line of 50 ms. */
export async function runOutage({ clips, maxClips, seed, say }: OutageOptions): Promise<OutageReport> {
  const world = await brokerWorld();
  const folder = mkdtempSync(join(placeFor(maxClips * 16_000), "sotto-outage-"));
  world.later(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const broker = await startMosquitto({ folder: world.folder() });
    world.later(() => broker.stop());
    const line = await startPoorLine({ port: broker.port, profile: { latencyMs: LATENCY_MS }, seed });
    world.later(() => line.close());
    await broker.kill();
    const clock = new VirtualClock();
    let attempts = 0;
    const observe = ({ state }: LinkStatus): void => {
      if (state === "waiting") attempts += 1;
    };
    const origin = { device: world.device.trusted, isOwner: isKey(world.owner.public.keyId) };
    const outbox = SqliteOutbox.open({
      folder: join(folder, "outbox"),
      bounds: {
        maxClips,
        maxBytes: 200_000_000,
        maxAgeMs: 720 * 60 * MINUTE_MS,
        historyMs: 720 * 60 * MINUTE_MS,
      },
      expected: origin,
      ...{ clock, bootClock: clock.boot },
      log: { write: () => undefined },
    });
    world.later(() => outbox.close());
    const transport = new MqttTransport({
      settings: loadBrokerSettings({ url: line.url }),
      ...{ deviceId: world.deviceId, clock, random: Math.random, observe },
      onReceipt: (message) => sender.receive(message),
    });
    world.later(() => transport.close());
    const sender: UplinkSender = new UplinkSender({
      ...{ outbox, transport, clock, origin },
      keepers: () => [deviceFromSeed(KEEPER_SEED).trusted],
      random: Math.random,
    });
    world.later(() => sender.close());
    const newest: string[] = [];
    let fullRssMb = 0;
    for (let minute = 0; minute < clips; minute += 1) {
      const clip = await world.clip();
      const acceptance = outbox.accept(clip);
      if (acceptance.kind === "accepted") sender.left(acceptance.evicted);
      newest.push(clip.messageId);
      if (newest.length > maxClips) newest.shift();
      sender.wake();
      outbox.expire();
      clock.pass(MINUTE_MS);
      await turn();
      if (minute + 1 === maxClips + 100) fullRssMb = settledRssMb();
      if ((minute + 1) % 1_440 === 0) say?.(`${(minute + 1) / 1_440} days, ${settledRssMb().toFixed(0)} MB`);
    }
    const endRssMb = settledRssMb();
    const waiting = outbox.waiting(maxClips, new Set()).map(({ id }) => id);
    await broker.restart();
    const keeper = await startTestKeeper({ broker, device: world.device.trusted });
    world.later(() => keeper.close());
    clock.follow();
    const startMs = systemClock.monotonicMs();
    let firstMs = 0;
    while (outbox.ledger.pending > 0 && systemClock.monotonicMs() - startMs < DRAIN_DEADLINE_MS) {
      if (firstMs === 0 && keeper.order.length > 0) firstMs = systemClock.monotonicMs();
      await systemClock.sleep(5);
    }
    const drainS = (systemClock.monotonicMs() - firstMs) / 1_000;
    return {
      ...{ ledger: outbox.ledger, fullRssMb, endRssMb, attempts, drainS },
      keptNewest: newest.join() === waiting.join(),
      inOrder: [...new Set(keeper.order)].join() === newest.join(),
      doubles: keeper.order.length - newest.length,
      drainedPerS: newest.length / drainS,
    };
  } finally {
    await world.end();
  }
}

export function outageLine(clips: number, report: OutageReport): string {
  const { ledger, fullRssMb, endRssMb, attempts, doubles, drainS, drainedPerS } = report;
  return (
    `${clips} minutes without a broker: ${ledger.accepted} accepted, ${ledger.evicted} evicted, ` +
    `${attempts} attempts, memory ${fullRssMb.toFixed(1)} MB when full and ${endRssMb.toFixed(1)} MB at the end; ` +
    `${ledger.receipted} drained in ${drainS.toFixed(1)} s, ${Math.round(drainedPerS)} a second, ${doubles} doubles`
  );
}
