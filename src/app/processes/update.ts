import { parseArgs } from "node:util";
import { loadConfig } from "../../config/edge/config-file.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import { DEVICE, type DeviceLayout } from "../update/device-layout.js";
import { applyWaiting, openUpdater } from "../update/device-update.js";
import { SystemdServices } from "../update/systemd-services.js";
import { sweepIncoming } from "../update/waiting-bundle.js";

/**
 * What the units run, out of the root and never out of a release that is on trial:
 * `update.js settle` at every start, before anything hears; `update.js apply` where a bundle waits;
 * `update.js abandon` whenever that has ended, however it ended.
 */
const tell = (line: string) => process.stdout.write(`${line}\n`);

/** Where the sockets are, also where the configuration has mistakes. */
function runFolder({ config }: DeviceLayout): string {
  const usual = "/run/sotto";
  try {
    return loadConfig(config).folders.run ?? usual;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return usual;
  }
}

async function work(what: string | undefined): Promise<number> {
  const device = { layout: DEVICE, services: new SystemdServices(runFolder(DEVICE)), tell };
  switch (what) {
    case "settle": {
      const done = openUpdater(device).settle();
      if (done !== undefined) tell(done);
      sweepIncoming(DEVICE);
      return 0;
    }
    case "apply":
      return (await applyWaiting(device)) === 0 ? 0 : 1;
    case "abandon":
      if ((await openUpdater(device).abandon()) === "taken-back")
        tell("the update was interrupted and taken back");
      return 0;
    case "roll-back":
      tell(`version ${await openUpdater(device).rollBack()} runs`);
      return 0;
    default:
      throw new SottoError("USAGE", "update.js settle|apply|abandon|roll-back");
  }
}

try {
  process.exit(await work(parseArgs({ allowPositionals: true }).positionals[0]));
} catch (error) {
  process.stderr.write(`sotto update: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
