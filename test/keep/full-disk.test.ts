import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemCode } from "../../src/keys/edge/private-file.js";
import { buildWhereStale } from "../cli/built-program.js";
import { KeeperProcess } from "../support/keeper-process.js";
import { type KeptHouse, keptHouse } from "../support/kept-house.js";
import { startMosquitto } from "../support/mosquitto.js";
import { SendingDevice } from "../support/sending-device.js";

const DISK_BYTES = 1_500_000;
const endings: (() => unknown)[] = [];

beforeAll(buildWhereStale, 180_000);
afterEach(async () => {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-full-"));
  endings.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The keeper's folder on a tiny disk of its own, with its keys bound into it. */
function onTinyDisk({ folders: { keeper } }: KeptHouse): readonly string[] {
  const bound = readdirSync(keeper).flatMap((name) => ["--ro-bind", join(keeper, name), join(keeper, name)]);
  return [
    ...["bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", "--proc", "/proc", "--die-with-parent"],
    ...["--perms", "0700", "--size", String(DISK_BYTES), "--tmpfs", keeper, ...bound, "--"],
  ];
}

/** Fills the disk, as somebody else on it would. */
function fill(path: string): void {
  for (let bytes = DISK_BYTES; bytes >= 512; bytes >>= 1) {
    try {
      writeFileSync(path, Buffer.alloc(bytes), { flag: "a" });
    } catch (error) {
      if (systemCode(error) !== "ENOSPC") throw error;
    }
  }
}

describe("A keeper whose disk is full", () => {
  it("signs nothing, lives on, and takes every clip when there is room again", async () => {
    const house = await keptHouse(folder());
    const broker = await startMosquitto({ folder: folder(), persistent: "sessions" });
    endings.push(() => broker.stop());
    const keeper = new KeeperProcess({
      house,
      args: ["--broker", broker.url],
      wrapper: onTinyDisk(house),
    });
    endings.push(() => keeper.kill());
    await keeper.line("broker-connected");
    const device = new SendingDevice(house, { url: broker.url });
    endings.push(() => device.close());
    const send = async () => {
      const clip = await house.clip();
      device.send(clip.message);
      return clip.messageId;
    };
    const early = [await send(), await send()];
    await expect.poll(() => device.pending, { timeout: 10_000 }).toBe(0);
    // Into the disk as the keeper sees it.
    const filler = join(`/proc/${keeper.nodePid}/root`, house.folders.keeper, "filler");
    fill(filler);
    const late = [await send(), await send(), await send()];
    await keeper.line("store-failed");
    expect(device.pending).toBe(3);
    expect([...device.outcomes.keys()].sort()).toEqual([...early].sort());
    rmSync(filler);
    await expect.poll(() => device.pending, { timeout: 20_000 }).toBe(0);
    expect(new Set(late.map((id) => device.outcomes.get(id)))).toEqual(new Set(["stored"]));
    await keeper.stop();
    expect(keeper.log.filter(({ event }) => event === "clip-stored")).toHaveLength(5);
    expect(keeper.complaint).toBe("");
  }, 60_000);
});
