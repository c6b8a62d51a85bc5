import { isCapturing, isLit, untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { mainPid, property, recorderPids } from "../services.js";
import { nowMs, pause, until } from "../time.js";

const START_MS = 240_000;

/** A light that hangs shows what it showed last. Whoever watches it has to end it, and what it showed. */
export const WATCHDOG: Scenario = {
  name: "watchdog",
  testedOn: "installed units of systemd 257, SIGSTOP to the light, emulated",
  async run(tell) {
    await untilListening(START_MS);
    const allowed = property("light", "WatchdogUSec");
    const pid = mainPid("light");
    if (allowed === "0" || allowed === "infinity") {
      tell({ claim: "a light that hangs is ended", holds: false, figures: "the unit has no watchdog" });
      return;
    }
    const began = nowMs();
    process.kill(pid, "SIGSTOP");
    const closedMs = await until(
      "nothing records any more",
      120_000,
      () => !isCapturing() && recorderPids().length === 0,
    );
    const darkMs = closedMs + (await until("the lamp is off", 120_000, () => !isLit()));
    tell({
      claim: "a light that hangs is ended by systemd: the recorder is gone and the lamp is off",
      holds: true,
      figures: `allowed ${allowed}; recorder gone after ${(closedMs / 1000).toFixed(1)} s, lamp off after ${(darkMs / 1000).toFixed(1)} s`,
    });
    await untilListening(START_MS);
    const after = mainPid("light");
    tell({
      claim: "and it comes back by itself",
      holds: after !== pid && after > 0,
      figures: `hears again after ${((nowMs() - began) / 1000).toFixed(1)} s`,
    });
    await pause(100);
  },
};
