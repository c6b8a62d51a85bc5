import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Chapter } from "./chapter.js";
import { POWER_CUTS } from "./power-cuts.js";
import { REBOOT } from "./reboot.js";
import { layOutRecordings } from "./recordings.js";
import { RESET } from "./reset.js";
import { UPDATE } from "./update.js";
import { upgradedPackage } from "./upgraded-package.js";
import { WALK } from "./walk.js";

const JOBS = fileURLToPath(new URL("./jobs/", import.meta.url));

const PACKAGE: Chapter = {
  name: "package",
  title: "Install, upgrade, remove, purge",
  isQuick: true,
  async run(lab) {
    await lab.boot({
      disk: lab.bareDisk(),
      patienceS: 900,
      job: `set -- /run/lab/sotto.deb /run/lab/upgraded.deb\n${readFileSync(join(JOBS, "package"), "utf8")}`,
      files: { "upgraded.deb": upgradedPackage(lab.debian, lab.work) },
    });
  },
};

/** One boot in which scenarios of `guest/` run one after the other. */
function boot(
  chapter: Pick<Chapter, "name" | "title" | "isQuick">,
  full: readonly string[],
  quick = full,
): Chapter {
  return {
    ...chapter,
    async run(lab, extent) {
      await layOutRecordings(join(lab.share, "recordings"));
      await lab.perform(extent === "quick" ? quick : full, { patienceS: extent === "quick" ? 900 : 3_600 });
    },
  };
}

/** In the order in which they run. A new one needs no more than its line here. */
export const CHAPTERS: readonly Chapter[] = [
  PACKAGE,
  boot(
    { name: "light", title: "Button, light and sound card", isQuick: true },
    ["press", "kills-100", "unplug", "swapped", "watchdog"],
    ["press-quick", "kills-20", "unplug"],
  ),
  boot({ name: "isolation", title: "What the units wall off", isQuick: true }, ["isolation"]),
  REBOOT,
  boot({ name: "speech", title: "From a spoken command to an opened clip", isQuick: false }, ["speech"]),
  boot({ name: "clock", title: "A clock that jumps", isQuick: false }, ["clock"]),
  boot({ name: "disk", title: "A full disk", isQuick: false }, ["disk"]),
  boot({ name: "doctor", title: "The doctor on a device that runs", isQuick: false }, ["doctor"]),
  POWER_CUTS,
  RESET,
  UPDATE,
  WALK,
];

/** Scenarios by their names, in one boot: for whoever writes one. */
export function oneBoot(scenarios: readonly string[]): Chapter {
  return boot({ name: "chosen", title: scenarios.join(", "), isQuick: false }, scenarios);
}
