import type { Config } from "../../config/config.js";
import { recorderName, socketPath } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { ACCOUNTS, type AccountName, chooseAccount } from "../../light/edge/account.js";
import { rememberLamp } from "../../light/edge/lamp-file.js";
import { openPins } from "../../light/edge/onoff-pins.js";
import { endRecorders } from "../../light/edge/recorder-processes.js";
import { StandIn } from "../../light/edge/stand-in.js";
import { lampWiring } from "../../light/lamp-wiring.js";
import type { Panel } from "../../light/panel.js";
import { isLive } from "../../link/edge/open-link.js";
import { runProcess } from "../run-process.js";

/**
 * The light's process: `light.js [--config FILE] [--account kernel|recorder|auto] [--kernel-sound FOLDER]`; the last is a
 * tree of the form of /proc/asound. What it needs to show the truth is imported above; all the rest is loaded when the
 * truth is shown.
 */
await runProcess(
  "light",
  ["account", "kernel-sound"],
  async ({ option, config, places, log, ending, openWatchdog }) => {
    const recorder = recorderName(places.run);
    // A second light would take the pins from the first. The socket asked is the one that has room for one more.
    if (await isLive(socketPath(places.run, "control"))) {
      throw new SottoError("ALREADY_RUNNING", `another light serves ${places.run}`);
    }
    // Whatever ends this process: no light, no microphone.
    process.on("uncaughtExceptionMonitor", () => endRecorders(recorder));
    let panel: Panel | undefined;
    try {
      const kernelSound = option("kernel-sound");
      const account = chooseAccount(accountName(option("account") ?? "auto"), {
        recorder,
        ...(kernelSound === undefined ? {} : { kernelSound }),
      });
      const lamp = account.read().account === "open" ? "dim" : "off";
      if (config.pins !== undefined) {
        // Before it can be lit. A full disk is no reason for no light.
        const isRemembered = await rememberLamp(places.light, lampWiring(config.pins));
        if (isRemembered === "failed") log.write("lamp-not-saved", { code: "FILE_UNREADABLE" });
      }
      panel = await openPanel(config.pins, lamp);
      panel.show(lamp);
      const { runLight } = await import("../light/run-light.js");
      await runLight({ places, account, panel, log, ending, watchdog: openWatchdog() });
    } catch (error) {
      endRecorders(recorder);
      panel?.close();
      throw error;
    }
  },
);

async function openPanel(pins: Config["pins"], lamp: "dim" | "off"): Promise<Panel> {
  if (pins !== undefined) return await openPins(pins, lamp);
  return new StandIn({ input: process.stdin, output: process.stdout, clock: systemClock });
}

function accountName(asked: string): AccountName | "auto" {
  const known = [...ACCOUNTS, "auto" as const].find((each) => each === asked);
  if (known === undefined) throw new SottoError("USAGE", `--account ${asked}`);
  return known;
}
