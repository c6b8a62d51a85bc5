import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { loadConfig } from "../../config/edge/config-file.js";
import { placesOf, recorderName, socketPath } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { ACCOUNTS, type AccountName, chooseAccount } from "../../light/edge/account.js";
import { openPins } from "../../light/edge/onoff-pins.js";
import { endRecorders } from "../../light/edge/recorder-processes.js";
import { StandIn } from "../../light/edge/stand-in.js";
import type { Panel } from "../../light/panel.js";
import { isLive } from "../../link/edge/open-link.js";

/**
 * The light's process: `light.js [--config FILE] [--account kernel|recorder|auto] [--kernel-sound FOLDER]`.
 * What it needs to show the truth is imported above; all the rest is loaded when the truth is shown.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: "string" },
      account: { type: "string", default: "auto" },
      /** A tree of the form of /proc/asound. */
      "kernel-sound": { type: "string" },
    },
  });
  const config = loadConfig(values.config);
  const places = placesOf(config, { home: homedir(), runtime: process.env["XDG_RUNTIME_DIR"] });
  const recorder = recorderName(places.run);
  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ending.abort());
  // A second light would take the pins from the first. The socket asked is the one that has room for one more.
  if (await isLive(socketPath(places.run, "control"))) {
    throw new SottoError("ALREADY_RUNNING", `another light serves ${places.run}`);
  }
  // Whatever ends this process: no light, no microphone.
  process.on("uncaughtExceptionMonitor", () => endRecorders(recorder));
  let panel: Panel | undefined;
  try {
    const root = values["kernel-sound"];
    const account = chooseAccount(accountName(values.account), {
      recorder,
      ...(root === undefined ? {} : { kernelSound: root }),
    });
    const lamp = account.read().account === "open" ? "dim" : "off";
    panel = await openPanel(config.pins, lamp);
    panel.show(lamp);
    const { runLight } = await import("../run-light.js");
    await runLight({ places, account, panel, ending: ending.signal });
  } catch (error) {
    endRecorders(recorder);
    panel?.close();
    throw error;
  }
}

async function openPanel(
  pins: Parameters<typeof openPins>[0] | undefined,
  lamp: "dim" | "off",
): Promise<Panel> {
  if (pins !== undefined) return await openPins(pins, lamp);
  return new StandIn({ input: process.stdin, output: process.stdout, clock: systemClock });
}

function accountName(asked: string): AccountName | "auto" {
  const known = [...ACCOUNTS, "auto" as const].find((each) => each === asked);
  if (known === undefined) throw new SottoError("USAGE", `--account ${asked}`);
  return known;
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`sotto light: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof SottoError && error.code === "CONFIG_INVALID" ? 78 : 1);
}
