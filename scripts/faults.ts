/**
 * Kills ear, uplink, light, keeper and broker at random, again and again, in a whole house in which commands are
 * spoken, and accounts for every clip and every moment of the lamp:
 * `npm run faults -- [--kills 200] [--seed S] [--broker forgets|persistent] [--verbose]`.
 * Wants the built program, the models, bubblewrap, arecord and Mosquitto: `scripts/test` installs them.
 */
import { parseArgs } from "node:util";
import { SottoError } from "../src/domain/errors.js";
import { killTable, problemsIn } from "../test/faults/kill-report.js";
import { runKills } from "../test/faults/kill-run.js";

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new SottoError("USAGE", `${text} is no whole number`);
  return Number(text);
}

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    broker: { type: "string", default: "forgets" },
    verbose: { type: "boolean", default: false },
  },
});
if (values.broker !== "forgets" && values.broker !== "persistent") {
  throw new SottoError("USAGE", `--broker ${values.broker}: forgets or persistent`);
}
const report = await runKills({
  ...{ kills: whole(values.kills), seed: whole(values.seed), broker: values.broker },
  longestGapMs: 6_000,
  say: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${killTable(report)}\n`);
if (values.verbose) process.stdout.write(`${report.around.join("\n")}\n`);
process.exit(problemsIn(report).length === 0 ? 0 : 1);
