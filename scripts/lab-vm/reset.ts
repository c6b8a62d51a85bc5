import type { Chapter } from "./chapter.js";

/** A factory reset by the button at power-up: the start that counts ends the machine, the next one erases. */
export const RESET: Chapter = {
  name: "reset",
  title: "Factory reset by the button at power-up",
  isQuick: false,
  async run(lab) {
    const disk = lab.overlay("reset", await lab.installedDisk(), "qcow2");
    const kept = { disk, writes: "kept", patienceS: 900 } as const;
    if ((await lab.perform(["reset-plant"], kept)).status !== 0) return;
    // Its job never ends: the press ends the machine, which starts anew as another one.
    const pressed = await lab.boot({ ...kept, patienceS: 600, job: "sleep infinity" });
    lab.tell({
      claim: "ten seconds of the button at power-up start the machine anew",
      testedOn: "installed package, simulated button, emulated",
      result: pressed.tookMs < 600_000 ? "holds" : "fails",
      figures: `after ${Math.round(pressed.tookMs / 1_000)} s from power-on`,
    });
    await lab.perform(["reset-look"], kept);
  },
};
