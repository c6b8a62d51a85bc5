/** A broker that is away for days of a turned clock: `npx tsx scripts/matrix/outage.ts [--days 30] [--seed S]`. */
import { parseArgs } from "node:util";
import { outageLine, runOutage } from "../../test/faults/outage-run.js";

const { values } = parseArgs({
  options: { days: { type: "string", default: "30" }, seed: { type: "string", default: "1" } },
});
const clips = Math.round(Number(values.days) * 1_440);
const maxClips = Math.min(2_000, Math.floor(clips / 4));
const report = await runOutage({
  ...{ clips, maxClips, seed: Number(values.seed) },
  say: (line) => process.stderr.write(`${line}\n`),
});
console.log(outageLine(clips, report));
const { ledger, keptNewest, inOrder, endRssMb, fullRssMb, drainedPerS } = report;
const held =
  ledger.accepted === clips &&
  ledger.evicted === clips - maxClips &&
  ledger.receipted === maxClips &&
  ledger.pending === 0 &&
  keptNewest &&
  inOrder &&
  endRssMb - fullRssMb < 20;
console.log(`ledger ${JSON.stringify(ledger)}`);
if (drainedPerS < 200) console.log(`${Math.round(drainedPerS)} a second is below the aim of 200`);
process.exit(held ? 0 : 1);
