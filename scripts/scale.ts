/**
 * Many keepers behind three nodes of RabbitMQ on one PostgreSQL; a keeper, a node and the database die on the way:
 * `npm run scale -- [--clips 10000] [--devices 20] [--keepers 4]`.
 * Wants the built program, RabbitMQ and PostgreSQL: `scripts/test` unpacks them.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SottoError } from "../src/domain/errors.js";
import { runManyKeepers } from "../test/support/many-keepers.js";

const { values } = parseArgs({
  options: {
    clips: { type: "string", default: "10000" },
    devices: { type: "string", default: "20" },
    keepers: { type: "string", default: "4" },
  },
});

function whole(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new SottoError("USAGE", `${text} is no whole number from 1`);
  return Number(text);
}

const folder = mkdtempSync(join(tmpdir(), "sotto-scale-"));
try {
  const clips = whole(values.clips);
  const report = await runManyKeepers({
    ...{ folder, clips, devices: whole(values.devices), keepers: whole(values.keepers) },
    deadlineMs: 600_000 + clips * 100,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const seconds = report.ms / 1_000;
  const rows: readonly (readonly [string, string | number])[] = [
    ["clips accepted by the devices' outboxes", report.accepted],
    ["publishes of the devices, repeated ones included", report.published],
    ["messages that came to a keeper again, and were known", report.repeated],
    ["entries in the owner's feed", report.kept],
    ["different clips among them", report.distinct],
    ["lost", report.lost],
    ["visible duplicates", report.visibleDuplicates],
    ["clips with a receipt in the devices' ledgers", report.receipted],
    ["seconds from the first clip to the last receipt", seconds.toFixed(1)],
    ["clips a second, deaths and recovery included", (report.kept / seconds).toFixed(0)],
  ];
  process.stdout.write(
    `| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |\n`).join("")}`,
  );
  const isWhole =
    report.lost === 0 &&
    report.visibleDuplicates === 0 &&
    report.kept === clips &&
    report.accepted === report.receipted;
  process.exitCode = isWhole ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
