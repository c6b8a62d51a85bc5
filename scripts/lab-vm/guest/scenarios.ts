import type { Scenario } from "./claim.js";
import { CLOCK } from "./scenarios/clock.js";
import { DISK } from "./scenarios/disk.js";
import { DOCTOR } from "./scenarios/doctor.js";
import { ISOLATION } from "./scenarios/isolation.js";
import { KILLS_20, KILLS_100 } from "./scenarios/kills.js";
import { POWER, POWER_LOOK } from "./scenarios/power.js";
import { PRESS, PRESS_QUICK } from "./scenarios/press.js";
import { MUTE, STILL_LISTENING, STILL_MUTED } from "./scenarios/reboot.js";
import { RESET_LOOK, RESET_PLANT } from "./scenarios/reset.js";
import { SPEECH } from "./scenarios/speech.js";
import { SWAPPED, UNPLUG } from "./scenarios/unplug.js";
import { UPDATE } from "./scenarios/update.js";
import { WATCHDOG } from "./scenarios/watchdog.js";

/** Everything that runs in a machine in which the package is installed. A new one needs no more than its line here. */
export const SCENARIOS: readonly Scenario[] = [
  ...[PRESS, PRESS_QUICK, KILLS_20, KILLS_100, UNPLUG, SWAPPED, WATCHDOG],
  ...[ISOLATION, SPEECH, CLOCK, DISK, DOCTOR],
  ...[MUTE, STILL_MUTED, STILL_LISTENING, POWER, POWER_LOOK],
  ...[RESET_PLANT, RESET_LOOK, UPDATE],
];
