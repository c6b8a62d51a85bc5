/**
 * Delivery under load: `npm run load -- [--clips 2000] [--backlog 10000] [--only WORD]`. The same sealed clips by
 * MQTT.js alone, by one keeper and by four, and a backlog that drains; all processes share this machine.
 * Wants the built program, Mosquitto and PostgreSQL: `scripts/test` installs them.
 */
import { mkdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SottoError } from "../src/domain/errors.js";
import { startPostgres } from "../test/support/postgres.js";
import { loadHouse } from "./load/load-house.js";
import { loadTable } from "./load/load-table.js";
import { bareRow, type Keepers, type LoadRow, sottoRow } from "./load/rows.js";

const DEVICES = 4;
/** Slow enough that nothing waits for anything but its own way. */
const PACE = 10;
const PACED_CLIPS = 100;

function whole(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new SottoError("USAGE", `${text} is no whole number from 1`);
  return Math.ceil(Number(text) / DEVICES) * DEVICES;
}

const { values } = parseArgs({
  options: {
    clips: { type: "string", default: "2000" },
    backlog: { type: "string", default: "10000" },
    only: { type: "string", default: "" },
  },
});
const [clips, backlog] = [whole(values.clips), whole(values.backlog)];
const house = await loadHouse(DEVICES, Math.max(clips, backlog / DEVICES));
const folder = join(house.root, "postgres");
mkdirSync(folder);
const postgres = await startPostgres(folder);
const parts = { house, postgres };

const bare = (name: string, isStored: boolean, pace = 0) => ({
  name,
  run: () => bareRow({ name, isStored, pace, clips: pace === 0 ? clips : PACED_CLIPS }, house),
});
const sotto = (name: string, keepers: Keepers, devices: number, total: number, more: object = {}) => ({
  name,
  run: () =>
    sottoRow(
      { ...{ name, keepers, devices, clipsEach: total / devices, pace: 0, isBacklog: false }, ...more },
      parts,
    ),
});

const plan = [
  bare("MQTT.js QoS 1, subscriber counts", false),
  bare("MQTT.js QoS 1, subscriber writes and syncs before it acknowledges", true),
  sotto("one device, one keeper, SQLite", "one, SQLite", 1, clips),
  sotto("one device, one keeper, PostgreSQL", "one, PostgreSQL", 1, clips),
  sotto("four devices, one keeper, SQLite", "one, SQLite", 4, clips),
  sotto("four devices, one keeper, PostgreSQL", "one, PostgreSQL", 4, clips),
  sotto("four devices, four keepers, PostgreSQL", "four, PostgreSQL", 4, clips),
  bare(`MQTT.js QoS 1, subscriber counts, ${PACE} a second`, false, PACE),
  sotto(`one device, one keeper, SQLite, ${PACE} a second`, "one, SQLite", 1, PACED_CLIPS, { pace: PACE }),
  sotto(`one device, four keepers, PostgreSQL, ${PACE} a second`, "four, PostgreSQL", 1, PACED_CLIPS, {
    pace: PACE,
  }),
  sotto("backlog of four devices drains, one keeper, SQLite", "one, SQLite", 4, backlog, { isBacklog: true }),
  sotto("backlog of four devices drains, four keepers, PostgreSQL", "four, PostgreSQL", 4, backlog, {
    isBacklog: true,
  }),
].filter(({ name }) => name.includes(values.only));

const rows: LoadRow[] = [];
const loads = [loadavg()[0] ?? 0];
try {
  for (const { name, run } of plan) {
    process.stderr.write(`${name}\n`);
    rows.push(await run());
  }
  loads.push(loadavg()[0] ?? 0);
  process.stdout.write(`${loadTable(rows, { cores: cpus().length, loads })}\n`);
} finally {
  await postgres.stop();
  house.end();
}
process.exitCode = rows.every(({ lost }) => lost === 0) ? 0 : 1;
