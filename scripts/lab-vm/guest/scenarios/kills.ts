import { readFileSync } from "node:fs";
import { untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { recorderPids } from "../services.js";
import { pause, seededRandom } from "../time.js";
import { LampWatch } from "../watch-lamp.js";

const START_MS = 240_000;
/** Five looks a second and the time of a look, on a machine that is some ten times slower than a Pi and shared. */
const LAG_MS = 1_000;
const TARGETS = ["ear", "light", "uplink", "recorder"] as const;

/** The first process of a unit, by the kernel's own list; asking systemd would stop the watch for too long. */
function firstPidOf(unit: string): number | undefined {
  try {
    return Number(
      readFileSync(`/sys/fs/cgroup/system.slice/sotto-${unit}.service/cgroup.procs`, "utf8").split("\n")[0],
    );
  } catch {
    return undefined; // it is being started again
  }
}

function pidOf(target: (typeof TARGETS)[number]): number | undefined {
  return target === "recorder" ? recorderPids()[0] : firstPidOf(target);
}

function kill(target: (typeof TARGETS)[number]): boolean {
  const pid = pidOf(target);
  if (pid === undefined || !(pid > 1)) return false;
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false; // it has ended by itself in this moment
  }
}

/** Kill -9 of whoever, at random moments, while somebody looks at the lamp and at the kernel's account. */
function kills(name: string, count: number): Scenario {
  return {
    name,
    testedOn: "installed units, ALSA loopback, gpio-sim, emulated",
    async run(tell) {
      const seed = Date.now() % 1_000_000;
      const random = seededRandom(seed);
      await untilListening(START_MS);
      const watch = new LampWatch();
      watch.begin();
      const tally = { ear: 0, light: 0, uplink: 0, recorder: 0 };
      for (let done = 0; done < count; ) {
        // Mostly while it hears, now and then while it is still on its way there.
        if (random() < 0.7) await untilListening(START_MS);
        await pause(random() * 1_500);
        const target = TARGETS[Math.floor(random() * TARGETS.length)] ?? "ear";
        if (!kill(target)) continue;
        tally[target]++;
        done++;
      }
      const backMs = await untilListening(START_MS);
      await pause(2_000);
      await watch.end();
      const killed = Object.entries(tally).map(([target, times]) => `${target} ${times}`);
      tell({
        claim: `the light follows the device through ${count} random kill -9, within ${LAG_MS} ms in emulation`,
        holds: watch.longerThan(LAG_MS) === 0,
        figures: `${killed.join(", ")} (seed ${seed}); ${watch}; over 250 ms: ${watch.longerThan(250)}, over ${LAG_MS} ms: ${watch.longerThan(LAG_MS)}`,
      });
      tell({
        claim: `after ${count} kills everything is back by itself`,
        holds: true,
        figures: `hears again after ${(backMs / 1000).toFixed(1)} s`,
      });
    },
  };
}

export const KILLS_20 = kills("kills-20", 20);
export const KILLS_100 = kills("kills-100", 100);
