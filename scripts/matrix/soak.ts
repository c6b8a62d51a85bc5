/** Clips at an even pace for long: `npx tsx scripts/matrix/soak.ts [--seconds 3600] [--rate 50]`. */
import { parseArgs } from "node:util";
import { runSoak, soakLine, soakProblems } from "../../test/faults/soak-run.js";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "3600" }, rate: { type: "string", default: "50" } },
});
const report = await runSoak({
  ...{ seconds: Number(values.seconds), clipsPerS: Number(values.rate) },
  say: (line) => process.stderr.write(`${line}\n`),
});
console.log(soakLine(report));
const problems = soakProblems(report);
for (const problem of problems) console.log(problem);
process.exit(problems.length === 0 ? 0 : 1);
