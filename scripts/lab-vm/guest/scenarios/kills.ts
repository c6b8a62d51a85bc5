import { readFileSync } from "node:fs";
import { untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { recorderPids } from "../services.js";
import { pause, seededRandom } from "../time.js";
import { LampWatch, lengths } from "../watch-lamp.js";

const START_MS = 240_000;
/** Five looks a second and the time of a look, on a machine that is some ten times slower than a Pi and shared. */
const LAG_MS = 1_000;
/** The light's own safety starts some seventy processes: a tenth of a second on a computer, seconds in emulation. */
const SAFETY_MS = 8_000;
const TARGETS = ["ear", "light", "uplink", "recorder"] as const;

/** The service's own process, by the kernel's list; asking systemd would stop the watch for too long. */
function processOf(unit: string): number | undefined {
  try {
    return readFileSync(`/sys/fs/cgroup/system.slice/sotto-${unit}.service/cgroup.procs`, "utf8")
      .split("\n")
      .map(Number)
      .find(
        (pid) => pid > 1 && readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(`/processes/${unit}.js`),
      );
  } catch {
    return undefined; // it is being started again
  }
}

function pidOf(target: (typeof TARGETS)[number]): number | undefined {
  return target === "recorder" ? recorderPids()[0] : processOf(target);
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
        if (target === "light") watch.lightDied();
        tally[target]++;
        done++;
      }
      const backMs = await untilListening(START_MS);
      await pause(2_000);
      await watch.end();
      const killed = Object.entries(tally).map(([target, times]) => `${target} ${times}`);
      const wrong = [...watch.darkWhileOpen, ...watch.litWhileClosed];
      const over = (ms: number) => wrong.filter((each) => each > ms).length;
      tell({
        claim: `the light follows the device through ${count} random kill -9, within ${LAG_MS} ms in emulation; an open microphone is never dark for longer, whoever dies`,
        holds: over(LAG_MS) === 0,
        figures: `${killed.join(", ")} (seed ${seed}); ${watch}; over 250 ms: ${over(250)}, over ${LAG_MS} ms: ${over(LAG_MS)}`,
      });
      tell({
        claim: `where the light itself was killed, its safety turns the lamp off within ${SAFETY_MS / 1_000} s in emulation`,
        holds: watch.litAfterDeath.every((ms) => ms <= SAFETY_MS),
        figures: `${tally.light} deaths; ${lengths("lit while closed", watch.litAfterDeath)}`,
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
