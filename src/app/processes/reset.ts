import { parseArgs } from "node:util";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { readPending } from "../reset/pending-file.js";
import { type AtStart, carryOutReset, openPanelAtStart, watchButton } from "../reset/reset-at-start.js";
import { DEVICE_RESET, type ResetLayout, readLayout } from "../reset/reset-layout.js";

/**
 * What runs at each start before anything else of Sotto: `reset.js erase|button [--layout FILE]`. Exits 0; 10 when the
 * machine has to start anew; 1 when a reset was begun and is not at its end, so that nothing may run.
 */
const STATUS_START_ANEW = 10;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function work(what: string | undefined, layout: ResetLayout): Promise<number> {
  const clock = systemClock;
  const start: AtStart = { layout, clock, tell: say, openPanel: (pins) => openPanelAtStart(pins, clock) };
  if (what !== "erase" && what !== "button") throw new SottoError("USAGE", "reset.js erase|button");
  const outcome = await (what === "erase" ? carryOutReset(start) : watchButton(start));
  if (outcome !== "nothing") say(outcome);
  return outcome === "start-anew" ? STATUS_START_ANEW : 0;
}

const { values, positionals } = parseArgs({
  options: { layout: { type: "string" } },
  allowPositionals: true,
});
const layout = values.layout === undefined ? DEVICE_RESET : readLayout(values.layout);
try {
  process.exit(await work(positionals[0], layout));
} catch (error) {
  process.stderr.write(`sotto reset: ${error instanceof Error ? error.message : String(error)}\n`);
  // Half a house does not run; a device on which no reset was begun does, whatever went wrong here.
  process.exit(readPending(layout) === undefined ? 0 : 1);
}
