import type { Chapter } from "./chapter.js";

/** The mute outlives an orderly restart of the machine, and so does its absence. */
export const REBOOT: Chapter = {
  name: "reboot",
  title: "The mute outlives a restart",
  isQuick: false,
  async run(lab) {
    const disk = lab.overlay("reboot", await lab.installedDisk(), "qcow2");
    for (const scenario of ["mute", "still-muted", "still-listening"]) {
      const { status } = await lab.perform([scenario], { disk, writes: "kept", patienceS: 600 });
      if (status !== 0) return;
    }
  },
};
