/** The plan of the development set as JSON lines: npx tsx scripts/dev-set/plan.ts --out plan.jsonl [--seed 1] */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { SottoError } from "../../src/domain/errors.js";
import { DEV_SET_SEED, devSetPlan } from "./dev-set-plan.js";

const { values } = parseArgs({
  options: { out: { type: "string" }, seed: { type: "string", default: String(DEV_SET_SEED) } },
});
const seed = Number(values.seed);
if (values.out === undefined || !Number.isInteger(seed)) {
  throw new SottoError("USAGE", "plan --out plan.jsonl [--seed 1]");
}
const plan = devSetPlan(seed);
await writeFile(values.out, plan.map((clip) => `${JSON.stringify(clip)}\n`).join(""));
console.error(`${plan.length} clips in ${values.out}`);
