import { isCapturing, isLit, press, untilClosed, untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { outputOf } from "../commands.js";
import { isMuted } from "../house.js";
import { pause, until } from "../time.js";
import { LampWatch } from "../watch-lamp.js";

const START_MS = 240_000;
/** Longer than an ear that is not muted needs until it listens. */
const LOOK_MS = 60_000;
const TESTED_ON = "installed units, an orderly restart of the machine, emulated";

export const MUTE: Scenario = {
  name: "mute",
  testedOn: TESTED_ON,
  async run() {
    await untilListening(START_MS);
    await press(120);
    await untilClosed(5_000);
    await until("the mute is on disk", 5_000, isMuted);
  },
};

export const STILL_MUTED: Scenario = {
  name: "still-muted",
  testedOn: TESTED_ON,
  async run(tell) {
    await until("the light runs", START_MS, () =>
      outputOf("systemctl", "is-active", "sotto-light").startsWith("active"),
    );
    const watch = new LampWatch();
    watch.begin();
    const began = Date.now();
    let wasOpen = false;
    while (Date.now() - began < LOOK_MS) {
      wasOpen ||= isCapturing();
      await pause(20);
    }
    await watch.end();
    tell({
      claim: "the mute outlives a restart: the microphone stays closed and the lamp off",
      holds: !wasOpen && !isLit() && isMuted() && watch.litWhileClosed.length === 0,
      figures: `looked for ${LOOK_MS / 1000} s after the start; ${watch}`,
    });
    await press(120);
    const backMs = await untilListening(START_MS);
    await until("it is on disk that nothing is muted", 5_000, () => !isMuted());
    tell({
      claim: "a short press lifts it",
      holds: true,
      figures: `hears after ${(backMs / 1000).toFixed(1)} s`,
    });
  },
};

export const STILL_LISTENING: Scenario = {
  name: "still-listening",
  testedOn: TESTED_ON,
  async run(tell) {
    const ms = await untilListening(START_MS);
    tell({
      claim: "a device that was not muted hears again after a restart, and shows it",
      holds: isLit(),
      figures: `${(ms / 1000).toFixed(1)} s after the first look`,
    });
  },
};
