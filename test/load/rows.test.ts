import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LoadHouse, loadHouse } from "../../scripts/load/load-house.js";
import { loadTable } from "../../scripts/load/load-table.js";
import { bareRow, sottoRow } from "../../scripts/load/rows.js";
import { buildWhereStale } from "../cli/built-program.js";
import { type Postgres, startPostgres } from "../support/postgres.js";

const CLIPS = 24;
let house: LoadHouse;
let postgres: Postgres;
let folder: string;

beforeAll(async () => {
  buildWhereStale();
  folder = mkdtempSync(join(tmpdir(), "sotto-load-test-"));
  postgres = await startPostgres(folder);
  house = await loadHouse(2, CLIPS);
}, 180_000);
afterAll(async () => {
  await postgres.stop();
  house.end();
  rmSync(folder, { recursive: true, force: true });
});

const expected = { clips: CLIPS, lost: 0 };

describe("The rows of npm run load", () => {
  it("count each message of MQTT.js once, with a wait", async () => {
    const row = await bareRow({ name: "bare", clips: CLIPS, pace: 0, isStored: true }, house);
    expect(row).toMatchObject({ ...expected, doubles: 0 });
    expect(row.waits).toHaveLength(CLIPS);
  });

  it.each([
    ["one, SQLite", false],
    ["four, PostgreSQL", true],
  ] as const)(
    "count each clip once that %s kept and signed for (backlog: %s)",
    async (keepers, isBacklog) => {
      const load = { name: keepers, keepers, devices: 2, clipsEach: CLIPS / 2, pace: 0, isBacklog };
      const row = await sottoRow(load, { house, postgres });
      expect(row).toMatchObject(expected);
      expect(row.waits).toHaveLength(CLIPS);
      expect(Math.min(...row.waits, row.seconds, row.deviceMb, row.keeperMb)).toBeGreaterThan(0);
      expect(loadTable([row], { cores: 1, loads: [0, 0] })).toContain(`| ${keepers} | ${CLIPS} |`);
    },
  );
});
