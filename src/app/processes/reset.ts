import { parseArgs } from "node:util";
import { systemClock } from "../../domain/edge/system-clock.js";
import { readPending } from "../reset/pending-file.js";
import { openPanelAtStart, resetAtStart } from "../reset/reset-at-start.js";
import { DEVICE_RESET, type ResetLayout, readLayout } from "../reset/reset-layout.js";

/**
 * What runs at each start before anything else of Sotto: `reset.js [--layout FILE]`. Exits 0; 10 when the data partition
 * was erased and the machine has to start anew; 1 when a reset was begun and is not at its end, so that nothing may run.
 */
const STATUS_START_ANEW = 10;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function work(layout: ResetLayout): Promise<number> {
  const panel = await openPanelAtStart(layout, systemClock);
  const outcome = await resetAtStart({ layout, panel, clock: systemClock, tell: say });
  if (outcome !== "nothing") say(outcome);
  return outcome === "erased-partition" ? STATUS_START_ANEW : 0;
}

const { layout: path } = parseArgs({ options: { layout: { type: "string" } } }).values;
const layout = path === undefined ? DEVICE_RESET : readLayout(path);
try {
  process.exit(await work(layout));
} catch (error) {
  process.stderr.write(`sotto reset: ${error instanceof Error ? error.message : String(error)}\n`);
  // Half a house does not run; a device on which no reset was begun does, whatever went wrong here.
  process.exit(readPending(layout) === undefined ? 0 : 1);
}
