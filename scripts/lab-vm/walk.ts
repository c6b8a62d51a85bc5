import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Chapter } from "./chapter.js";
import { layOutRecordings } from "./recordings.js";

const PAGE = fileURLToPath(new URL("../../docs/device.md", import.meta.url));
const JOB = fileURLToPath(new URL("./jobs/walk", import.meta.url));

export interface WalkBlock {
  readonly who: "laptop" | "device";
  readonly text: string;
}

/** The blocks of a page that begin with "```sh walk laptop" or "```sh walk device", as they stand, but for their indent. */
export function walkBlocks(page: string): readonly WalkBlock[] {
  return [...page.matchAll(/^( *)```sh walk (laptop|device)\n(.*?)^\1```$/gms)].map(
    ([, indent = "", who, text = ""]) => ({
      who: who === "laptop" ? "laptop" : "device",
      text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
}

/** The page that leads from the box to the first clip, walked as it is written. */
export const WALK: Chapter = {
  name: "walk",
  title: "From the box to the first clip, as docs/device.md says it",
  isQuick: false,
  async run(lab) {
    const folder = join(lab.share, "walk");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [at, { who, text }] of walkBlocks(readFileSync(PAGE, "utf8")).entries()) {
      writeFileSync(join(folder, `${String(at + 1).padStart(2, "0")}-${who}`), text);
    }
    await layOutRecordings(join(lab.share, "recordings"));
    await lab.boot({ disk: lab.bareDisk(), patienceS: 1_800, job: readFileSync(JOB, "utf8") });
  },
};
