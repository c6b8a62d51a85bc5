import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placesBelow } from "../../src/config/places.js";
import { temporaryFolders } from "../app/demonstration-world.js";
import { foldersTable } from "../support/house-folders.js";
import { buildWhereStale, sotto } from "./built-program.js";

const folders = temporaryFolders();

beforeAll(buildWhereStale, 240_000);
afterAll(() => folders.end());

function machine(...lines: readonly string[]) {
  const folder = folders.folder();
  const config = join(folder, "config.toml");
  writeFileSync(config, [...lines, foldersTable(placesBelow(folder))].join("\n"));
  return { places: placesBelow(folder), setup: () => sotto(["--config", config, "setup"]) };
}

describe("sotto setup", () => {
  it("makes a whole house on one machine, and changes nothing the second time", async () => {
    const { places, setup } = machine();
    const first = await setup();
    expect(first).toMatchObject({ status: 0, err: "" });
    for (const key of [join(places.device, "device.key"), join(places.owner, "owner.key")])
      expect(existsSync(key)).toBe(true);
    expect(await setup()).toMatchObject({ status: 0, out: first.out });
  });

  it("makes no owner's key where a broker parts the house, and says whose keys are to be carried here", async () => {
    const { places, setup } = machine("[broker]", 'url = "mqtt://127.0.0.1:1"');
    const { status, out } = await setup();
    expect(status).toBe(0);
    expect(existsSync(join(places.device, "device.key"))).toBe(true);
    expect(existsSync(places.owner)).toBe(false);
    expect(existsSync(places.keeper)).toBe(false);
    expect(out).toContain("sotto keys pin owner.pub");
    expect(out).toContain("sotto keys pin-keeper keeper.pub");
  });
});
