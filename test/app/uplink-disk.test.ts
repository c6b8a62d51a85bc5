import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import {
  CHANGES,
  compileDiskLayer,
  DiskControl,
  type DiskLayer,
  layerEnvironment,
} from "../faults/disk-layer/disk-layer.js";
import { startMosquitto } from "../support/mosquitto.js";
import { IS_NIGHTLY } from "../support/nightly.js";
import { printedSeed } from "../support/outbox-world.js";
import { seeded } from "../support/seeded.js";
import { ledgerOf, openUplinkWorld, type UplinkWorld } from "./uplink-world.js";

const PATIENCE = { timeout: 120_000 };
const KILLS = IS_NIGHTLY ? 100 : 8;
/** An uplink that takes a clip and sends it makes about so many changes to its disk, its start included. */
const CALLS = 110;
/** Its look at the ages comes once a minute, and the first at the start. */
const IDLE_MS = 8_000;

let layer: DiskLayer;
let world: UplinkWorld;
beforeAll(() => {
  layer = compileDiskLayer();
});
afterAll(() => layer.remove());
afterEach(() => world.end());

describe("an uplink that is killed at a counted call of its disk, below a real broker and keeper", () => {
  it(`loses no clip and delivers each once, after each of ${KILLS} kills`, async () => {
    const random = seeded(printedSeed("uplink kills"));
    world = await openUplinkWorld();
    const broker = await startMosquitto({ folder: world.root });
    world.later(() => broker.stop());
    const keeper = world.start("keep", "--broker", broker.url);
    const control = new DiskControl(join(world.root, "control"));
    const environment = layerEnvironment(layer, { root: world.house.folders.uplink, control: control.path });
    const ear = world.waitingEar();
    const accepted = new Set<string>();
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const action = (["kill-before", "kill-middle", "kill-after"] as const)[kill % 3] ?? "kill-before";
      control.set({ at: 1 + Math.floor(((kill + random()) * CALLS) / KILLS), action, counted: CHANGES });
      const uplink = world.startWith(environment, "uplink", "--broker", broker.url);
      const clips = await Promise.all([world.house.clip(), world.house.clip(), world.house.clip()]);
      // Offered again and again, as an ear does, until the uplink is dead.
      while (uplink.child.exitCode === null && uplink.child.signalCode === null) {
        for (const { message } of clips) ear.client.send({ kind: "clip", message });
        await systemClock.sleep(40);
      }
      if (uplink.child.signalCode === "SIGKILL") killed += 1;
      for (const each of ear.heard) if (each.kind === "accepted") accepted.add(each.id);
    }
    const last = world.start("uplink", "--broker", broker.url);
    await ear.until(() => ear.client.isConnected);
    await expect.poll(() => ledgerOf(world)?.pending, PATIENCE).toBe(0);
    expect(await last.end("SIGTERM")).toBe(0);
    await keeper.end("SIGTERM");
    const ledger = ledgerOf(world);
    const keep = new SqliteKeep(world.house.folders.keeper, { maxBytesPerDevice: 1_000_000_000 });
    const { clips: kept } = await keep.totals();
    await keep.close();
    process.stdout.write(
      `${killed} kills: ${accepted.size} told as accepted, ${JSON.stringify(ledger)}, ${kept} kept\n`,
    );
    expect(killed).toBe(KILLS);
    expect(ledger).toMatchObject({ erased: 0, expired: 0, evicted: 0, quarantined: 0, pending: 0 });
    expect(ledger?.receipted).toBe(kept);
    expect(ledger?.receipted).toBeGreaterThanOrEqual(accepted.size);
    expect(accepted.size).toBeGreaterThan(KILLS / 3);
  }, 600_000);
});

describe("an uplink that has nothing to do", () => {
  it("writes nothing to its disk", async () => {
    world = await openUplinkWorld();
    const broker = await startMosquitto({ folder: world.root });
    world.later(() => broker.stop());
    const control = new DiskControl(join(world.root, "control"));
    const environment = layerEnvironment(layer, { root: world.house.folders.uplink, control: control.path });
    const uplink = world.startWith(environment, "uplink", "--broker", broker.url);
    await expect.poll(() => uplink.lines.map(({ event }) => event), PATIENCE).toContain("broker-connected");
    const { calls } = control.counts();
    expect(calls).toBeGreaterThan(10);
    await systemClock.sleep(IDLE_MS); // the time that is asked about
    expect(control.counts().calls).toBe(calls);
    expect(await uplink.end("SIGTERM")).toBe(0);
  }, 240_000);
});
