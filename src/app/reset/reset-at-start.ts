import type { Clock } from "../../domain/clock.js";
import { codeOf } from "../../domain/errors.js";
import { openPins } from "../../light/edge/onoff-pins.js";
import type { Panel } from "../../light/panel.js";
import { POWER_UP_MS } from "../../reset/hold-at-start.js";
import { ButtonAtStart, muteFromStart } from "./button-at-start.js";
import { placeHere, readPending, writePending } from "./pending-file.js";
import { pinsAtStart } from "./pins-at-start.js";
import { resetDevice } from "./reset-device.js";
import type { ResetLayout } from "./reset-layout.js";

export interface ResetAtStart {
  readonly layout: ResetLayout;
  /** Button and lamp, where there are any. */
  readonly panel: Panel | undefined;
  readonly clock: Clock;
  readonly tell: (line: string) => void;
}

/** `erased-partition`: whatever was mounted of it is gone, so the machine has to start anew. */
export type ResetOutcome = "nothing" | "muted" | "erased-partition" | "erased-folders";

/**
 * What happens at each start before anything of Sotto runs: a reset that was begun goes on, a button that is held from
 * power-up for ten seconds begins one, and nothing else does.
 * @throws SottoError RESET_FAILED, FILE_UNREADABLE
 */
export async function resetAtStart({ layout, panel, clock, tell }: ResetAtStart): Promise<ResetOutcome> {
  const button = panel && new ButtonAtStart(panel, clock);
  try {
    let pending = readPending(layout);
    if (pending === undefined) {
      if (button === undefined || !button.isHeld || clock.monotonicMs() > POWER_UP_MS) return "nothing";
      tell("the button is held: ten seconds of it erase everything");
      if ((await button.count()) === "released") {
        await muteFromStart(layout.light);
        return "muted";
      }
      pending = placeHere(layout);
      writePending(layout, pending);
    }
    tell(`factory reset of ${pending.place === "partition" ? pending.device : "the folders of this device"}`);
    button?.flash();
    await resetDevice(layout, pending, tell);
    await button?.farewell();
    await button?.released();
    return pending.place === "partition" ? "erased-partition" : "erased-folders";
  } finally {
    button?.close();
  }
}

/** A driver of the pins may be some moments late. */
const PINS_MS = 3_000;
const AGAIN_MS = 200;

/** Button and lamp of this board; undefined where there are none, or none that can be used. */
export async function openPanelAtStart(layout: ResetLayout, clock: Clock): Promise<Panel | undefined> {
  const pins = pinsAtStart(layout);
  const untilMs = clock.monotonicMs() + PINS_MS;
  while (pins !== undefined) {
    try {
      return await openPins(pins, "off");
    } catch (error) {
      if (codeOf(error) !== "PINS_UNAVAILABLE") throw error;
      if (clock.monotonicMs() >= untilMs) return undefined;
      await clock.sleep(AGAIN_MS);
    }
  }
  return undefined;
}
