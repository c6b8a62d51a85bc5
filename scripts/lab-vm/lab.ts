import { parseArgs } from "node:util";
import { CHAPTERS, oneBoot } from "./chapters.js";
import { claimsTable } from "./claims-table.js";
import { Lab } from "./lab-machine.js";

/**
 * `lab.ts --machine FOLDER --package FILE --work FOLDER [--quick] [--only CHAPTER,...] [--scenarios NAME,...] [--out FILE]`: boots the machine,
 * lets each chapter say what it found, prints the table. Ends with 1 when a claim fails.
 */
const { values } = parseArgs({
  options: {
    machine: { type: "string" },
    package: { type: "string" },
    work: { type: "string" },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    scenarios: { type: "string" },
    out: { type: "string" },
  },
});
const { machine, package: debian, work } = values;
if (machine === undefined || debian === undefined || work === undefined) {
  throw new Error("--machine, --package and --work are needed; scripts/lab gives them");
}
const only = values.only?.split(",");
const chosen = CHAPTERS.filter(({ name, isQuick }) =>
  only === undefined ? !values.quick || isQuick : only.includes(name),
);
const chapters = values.scenarios === undefined ? chosen : [oneBoot(values.scenarios.split(","))];
if (chapters.length === 0)
  throw new Error(`no such chapter; there are ${CHAPTERS.map(({ name }) => name).join(", ")}`);

const lab = new Lab({ machine, debian, work });
for (const chapter of chapters) {
  const began = performance.now();
  process.stdout.write(`== ${chapter.title}\n`);
  await chapter.run(lab, values.quick ? "quick" : "full");
  process.stdout.write(`   ${chapter.title}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
}
process.stdout.write(`\n${claimsTable(lab.claims)}`);
if (values.out !== undefined) lab.write(values.out);
if (lab.claims.length === 0 || lab.claims.some(({ result }) => result === "fails")) process.exitCode = 1;
