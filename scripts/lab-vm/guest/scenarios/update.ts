import { untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { outputOf, run } from "../commands.js";

const START_MS = 240_000;

/** The chapter puts the bundles and their key into the shared folder. */
export const UPDATE: Scenario = {
  name: "update",
  testedOn: "installed package, bundles signed by a key of this run, emulated",
  async run(tell) {
    await untilListening(START_MS);
    await run("cp", "/run/lab/release.pub", "/opt/sotto/release.pub");
    const version = () => outputOf("sotto", "update", "status").split("\n")[0] ?? "";
    const before = version();
    for (const [bundle, claim] of [
      ["altered.bundle", "an update of which one byte was altered is refused"],
      ["broken.bundle", "an update that never hears is taken back"],
    ] as const) {
      const said = outputOf("sotto", "update", `/run/lab/${bundle}`);
      const backMs = await untilListening(START_MS);
      tell({
        claim: `${claim}, and the version before hears again`,
        holds: !said.includes("\nDONE.") && version() === before,
        figures: `${/NOT DONE\. (\w+)/.exec(said)?.[1] ?? "refused at once"}; hears ${(backMs / 1_000).toFixed(1)} s later; ${version()}`,
      });
    }
  },
};
