import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placesBelow } from "../../src/config/places.js";
import { foldersTable } from "../support/house-folders.js";
import { buildWhereStale, sotto } from "./built-program.js";

const root = mkdtempSync(join(tmpdir(), "sotto-three-"));

beforeAll(buildWhereStale, 180_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A machine of its own: a configuration whose folders lie below one folder. */
function machine(name: string): (...args: string[]) => ReturnType<typeof sotto> {
  const config = join(root, `${name}.toml`);
  writeFileSync(config, foldersTable(placesBelow(join(root, name))));
  return (...args) => sotto(["--config", config, ...args]);
}

const device = machine("device-machine");
const reader = machine("reader-machine");
const keeper = machine("keeper-machine");
const at = (...names: string[]) => join(root, ...names);

describe("Keys of a house on three machines", () => {
  it("are made, carried as public halves, and shown", async () => {
    const devicePub = at("device-machine", "device", "device.pub");
    const ownerPub = at("reader-machine", "owner", "owner.pub");
    const keeperPub = at("keeper-machine", "keeper", "keeper.pub");
    const steps = [
      await reader("keys", "owner"),
      await device("keys", "device"),
      await keeper("keys", "keeper"),
      await device("keys", "pin", ownerPub),
      await device("keys", "pin-keeper", keeperPub),
      await reader("keys", "trust", devicePub),
      await reader("keys", "pin-keeper", keeperPub),
      await keeper("keys", "admit", devicePub, ownerPub),
    ];
    expect(steps.map(({ status, err }) => ({ status, err }))).toEqual(
      Array(steps.length).fill({ status: 0, err: "" }),
    );
    const shown = async (where: typeof device) => JSON.parse((await where("keys", "show", "--json")).out);
    const [onDevice, onReader, onKeeper] = [await shown(device), await shown(reader), await shown(keeper)];
    expect(onDevice).toMatchObject({
      ...{ owner: null, keeper: null, pinnedOwner: onReader.owner, pinnedKeepers: [onKeeper.keeper] },
    });
    expect(onReader).toMatchObject({ device: null, keeper: null, trusted: [onDevice.device] });
    expect(onReader.readersKeepers).toEqual([onKeeper.keeper]);
    expect(onKeeper).toMatchObject({ owner: null, device: null, kept: [onDevice.device] });
    expect(readdirSync(at("device-machine", "uplink")).sort()).toEqual([
      "device.pub",
      "keeper.pub",
      "owner.pub",
    ]);
    for (const name of ["keeper.key", "devices"]) {
      expect(statSync(at("keeper-machine", "keeper", name)).mode & 0o077).toBe(0);
    }
  }, 60_000);

  it("are missing with a way out", async () => {
    const empty = machine("empty");
    for (const args of [["keep"], ["read", "list"], ["keys", "pin-keeper", at("device-machine.toml")]]) {
      const ended = await empty(...args);
      expect(ended.status).not.toBe(0);
      expect(ended.err).toContain("KEY_MISSING");
    }
    const brokerless = await keeper("keep");
    expect(brokerless.err).toContain("--embedded PORT");
    expect((await keeper("keep", "--embedded", "many")).err).toContain("USAGE");
    expect((await reader("read", "list")).out).toContain("No clips yet");
  }, 60_000);
});
