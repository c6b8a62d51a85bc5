import { appendFileSync } from "node:fs";
import type { Claim, Scenario } from "./claim.js";
import { SCENARIOS } from "./scenarios.js";

/**
 * Runs within the machine, with the package's own Node: `main.js SCENARIO...`, one after the other. Each finding becomes a
 * line of /run/lab/claims.jsonl as soon as it is known, so that it is told although the power is cut afterwards.
 */
const CLAIMS = "/run/lab/claims.jsonl";

function tell(claim: Claim): void {
  appendFileSync(CLAIMS, `${JSON.stringify(claim)}\n`);
}

async function perform({ name, testedOn, run }: Scenario): Promise<void> {
  console.log(`== ${name}`);
  const began = Date.now();
  try {
    await run(({ claim, holds, figures }) => {
      console.log(`${holds ? "holds" : "FAILS"}  ${claim}: ${figures}`);
      tell({ claim, testedOn, result: holds ? "holds" : "fails", figures });
    });
  } catch (error) {
    console.log(error);
    const why = error instanceof Error ? error.message : String(error);
    tell({ claim: `the scenario ${name} runs to its end`, testedOn, result: "fails", figures: why });
  }
  console.log(`== ${name} took ${Math.round((Date.now() - began) / 1000)} s`);
}

for (const name of process.argv.slice(2)) {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (scenario === undefined)
    throw new Error(`no scenario ${name}; there are ${SCENARIOS.map((each) => each.name)}`);
  await perform(scenario);
}
