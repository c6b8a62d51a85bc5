import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "smol-toml";
import type { Config } from "../../config/config.js";
import { parseConfig } from "../../config/config.js";
import type { Clock } from "../../domain/clock.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import { rememberLamp } from "../../light/edge/lamp-file.js";
import { openPins } from "../../light/edge/onoff-pins.js";
import { lampWiring } from "../../light/lamp-wiring.js";
import type { Panel } from "../../light/panel.js";
import { type HoldEnd, POWER_UP_MS } from "../../reset/hold-at-start.js";
import { agrees, type Erases, type RememberedReset } from "../../reset/pending-reset.js";
import { ButtonAtStart, muteFromStart } from "./button-at-start.js";
import { erasedHere, readPending, writePending } from "./pending-file.js";
import { pinsAtStart } from "./pins-at-start.js";
import { resetDevice } from "./reset-device.js";
import type { ResetLayout } from "./reset-layout.js";

export interface AtStart {
  readonly layout: ResetLayout;
  readonly clock: Clock;
  readonly tell: (line: string) => void;
  /** Button and lamp; undefined where there are none, or none that can be used. */
  readonly openPanel: (pins: Config["pins"]) => Promise<Panel | undefined>;
}

/** `start-anew`: the machine has to, before anything else runs. */
export type StartOutcome = "nothing" | "muted" | "erased" | "start-anew";

/**
 * At each start, before anything of Sotto runs: a button that is held from power-up for ten seconds, and released
 * then, begins a reset. It is written down and carried out by the start that follows, before anything of what it erases is mounted.
 * @throws SottoError FILE_UNREADABLE
 */
export async function watchButton({ layout, clock, tell, openPanel }: AtStart): Promise<StartOutcome> {
  const pins = pinsAtStart(layout);
  await rememberAtStart(layout, pins);
  const panel = await openPanel(pins);
  const button = panel && new ButtonAtStart(panel, clock);
  try {
    if (button === undefined || !button.isHeld || clock.monotonicMs() > POWER_UP_MS) return "nothing";
    tell("the button is held: released after ten seconds, it erases everything");
    const end = await button.count();
    if (end !== "reset") {
      tell(WITHOUT_RESET[end]);
      await muteFromStart(layout.light);
      return "muted";
    }
    writePending(layout, { erases: erasedHere(layout), pins: JSON.stringify(pins) });
    tell("the reset has begun: nothing but its end ends it");
    return "start-anew";
  } finally {
    button?.close();
  }
}

const WITHOUT_RESET: Readonly<Record<Exclude<HoldEnd, "reset">, string>> = {
  released: "the button was released before: muted",
  stuck: "the button's line is stuck, which asks for no reset: muted. Look at button, wire and pull-up",
};

/**
 * Carries out a reset that was begun. The lamp flashes meanwhile, and says in the end that all is gone.
 * @throws SottoError RESET_FAILED: it is begun anew by the next start. RESET_UNAVAILABLE: nothing was erased
 */
export async function carryOutReset({ layout, clock, tell, openPanel }: AtStart): Promise<StartOutcome> {
  const pending = readPending(layout);
  if (pending === undefined) return "nothing";
  const erases = await foundAgain(layout, pending, clock);
  tell(`factory reset of ${erases.kind === "partition" ? erases.device : "the folders of this device"}`);
  const pins = pinsOf(pending);
  await rememberAtStart(layout, pins);
  const panel = await openPanel(pins);
  const button = panel && new ButtonAtStart(panel, clock);
  try {
    await resetDevice(layout, erases, { tell, lamp: button });
    await button?.farewell();
    await button?.released();
    return erases.kind === "partition" ? "start-anew" : "erased";
  } finally {
    button?.close();
  }
}

/** So early in a start the kernel may not have told of every partition yet. */
const ARRIVAL_MS = 30_000;

/** What is erased is what this machine itself says, at this moment; what was written down must agree with it. */
async function foundAgain(layout: ResetLayout, pending: RememberedReset, clock: Clock): Promise<Erases> {
  const untilMs = clock.monotonicMs() + ARRIVAL_MS;
  for (;;) {
    try {
      const here = erasedHere(layout);
      if (agrees(pending, here)) return here;
      throw new SottoError(
        "RESET_UNAVAILABLE",
        "another machine's reset was written down: nothing was erased",
      );
    } catch (error) {
      if (codeOf(error) !== "RESET_UNAVAILABLE" || clock.monotonicMs() > untilMs) throw error;
      await clock.sleep(AGAIN_MS);
    }
  }
}

function pinsOf({ pins }: RememberedReset): Config["pins"] {
  if (pins === undefined) return undefined;
  try {
    return parseConfig({ pins: JSON.parse(pins) }).pins;
  } catch (error) {
    // A card is a file that anybody writes: then it is erased in the dark.
    if (error instanceof SyntaxError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
}

/** For hardware/systemd/light-safe, which makes the lamp dark however this process ends. */
async function rememberAtStart({ lamp }: ResetLayout, pins: Config["pins"]): Promise<void> {
  if (pins === undefined) return;
  await rememberLamp(lamp, lampWiring(pins));
  await writeFile(join(lamp, "config.toml"), stringify({ folders: { light: lamp } }), { mode: 0o600 });
}

/** A driver of the pins may be some moments late. */
const PINS_MS = 3_000;
const AGAIN_MS = 200;

/** By onoff, as the light does. */
export async function openPanelAtStart(pins: Config["pins"], clock: Clock): Promise<Panel | undefined> {
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
