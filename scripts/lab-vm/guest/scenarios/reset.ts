import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { outputOf, succeeds, systemctl } from "../commands.js";
import { until } from "../time.js";

const TESTED_ON =
  "installed package, a simulated button that is down at power-up, two starts of the machine, emulated";
const START_MS = 240_000;
const SECRET = "quenby orrath four nine two seven";
const REPORT = "/var/lib/sotto-reset-report.txt";
const FINGER = "/etc/systemd/system/lab-finger.service";

/** A finger that is on the button when the next start looks, for a time that is a reset, and at no later start. */
const FINGER_UNIT = `[Unit]
After=lab-hardware.service
Before=sotto-reset.service
[Service]
Type=exec
ExecStartPre=/bin/sh -c 'rm ${FINGER}; sync; echo pull-down >/run/lab-lines/sim_gpio17/pull'
ExecStart=/bin/sleep 35
ExecStopPost=/bin/sh -c 'echo pull-up >/run/lab-lines/sim_gpio17/pull'
[Install]
WantedBy=multi-user.target
`;

export const RESET_PLANT: Scenario = {
  name: "reset-plant",
  testedOn: TESTED_ON,
  async run() {
    await untilListening(START_MS);
    for (const folder of ["ear", "words", "light", "uplink"]) {
      writeFileSync(`/var/lib/sotto-${folder}/planted`, SECRET);
    }
    writeFileSync("/etc/sotto/planted", SECRET);
    writeFileSync(FINGER, FINGER_UNIT);
    await systemctl("enable", "lab-finger.service");
  },
};

export const RESET_LOOK: Scenario = {
  name: "reset-look",
  testedOn: TESTED_ON,
  async run(tell) {
    await until("the reset has left its report", START_MS, () => existsSync(REPORT));
    const report = readFileSync(REPORT, "utf8");
    tell({
      claim: "a button held at power-up for ten seconds erases everything, with a proof",
      holds: report.includes("Proof: no file is left") && report.includes("DONE"),
      figures: report.split("\n")[1] ?? "",
    });
    const found = outputOf("grep", "-rl", SECRET, "/etc/sotto", "/var/lib", "/var/log/journal");
    tell({
      claim: "nothing of what was planted in the folders of keys, words, mute and outbox is left",
      holds: found === "" && !existsSync("/var/lib/sotto-ear/owner.pub"),
      figures: found === "" ? "searched /etc/sotto, /var/lib and the journal" : found,
    });
    tell({
      claim:
        "the device is as at its first start: the package's own configuration, and no reset is left to do",
      holds:
        succeeds("cmp", "/etc/sotto/config.toml", "/opt/sotto/hardware/systemd/config.toml") &&
        !existsSync("/var/lib/sotto-reset.pending"),
      figures: outputOf("systemctl", "is-failed", "sotto-erase", "sotto-reset").replaceAll("\n", " ").trim(),
    });
  },
};
