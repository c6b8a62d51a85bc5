import { isCapturing, isLit, press, setButton, untilClosed, untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { distribution, pause, quantile, untilSoon } from "../time.js";

/** The target on a Pi. Emulation is some ten times slower, so what it proves is told beside it. */
const TARGET_MS = 200;
const LAMP_MS = 500;
/** Models are loaded anew at each start of the ear; in emulation that takes long. */
const START_MS = 180_000;
const SHORT_MS = 120;

/** From the line's edge until the kernel says that the microphone is closed. */
function pressAndWatch(): { readonly closedMs: number; readonly darkMs: number } {
  setButton("down");
  const closedMs = untilSoon("the microphone is closed after a press", 5_000, () => !isCapturing());
  const darkMs = closedMs + untilSoon("the lamp is off after a press", 5_000, () => !isLit());
  return { closedMs, darkMs };
}

function presses(name: string, count: number): Scenario {
  return {
    name,
    testedOn: "installed units, ALSA loopback, gpio-sim, emulated",
    async run(tell) {
      const startMs = await untilListening(START_MS);
      const closed: number[] = [];
      const dark: number[] = [];
      const back: number[] = [startMs];
      for (let round = 0; round < count; round++) {
        const { closedMs, darkMs } = pressAndWatch();
        closed.push(closedMs);
        dark.push(darkMs);
        await pause(SHORT_MS);
        setButton("up");
        await pause(1_200);
        if (isCapturing() || isLit()) throw new Error("the mute did not last");
        await press(SHORT_MS);
        back.push(await untilListening(START_MS));
      }
      tell({
        claim: `a press closes the microphone in the kernel's account, in under ${TARGET_MS} ms`,
        holds: quantile(closed, 1) < TARGET_MS,
        figures: distribution(closed),
      });
      tell({
        claim: `the light is off within ${LAMP_MS} ms of a press`,
        holds: quantile(dark, 1) < LAMP_MS,
        figures: distribution(dark),
      });
      tell({
        claim: "a short press lifts the mute, and the device hears again",
        holds: true,
        figures: distribution(back),
      });
      await press(SHORT_MS);
      await untilClosed(5_000);
    },
  };
}

export const PRESS = presses("press", 20);
export const PRESS_QUICK = presses("press-quick", 4);
