import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Chapter } from "./chapter.js";
import type { Lab } from "./lab-machine.js";

const CUTS = { quick: 3, full: 20 } as const;
const START_S = 300;
/** The power goes at a random moment of the first so many seconds in which clips flow. */
const FLOW_MS = 12_000;
const TESTED_ON =
  "installed units on a disk that stays, qemu killed by SIGKILL while sealed clips flow through uplink, broker and keeper, emulated";

const row = z.object({
  isBalanced: z.boolean(),
  accepted: z.int(),
  lost: z.int(),
  pending: z.int(),
  receipted: z.int(),
  isMuteKept: z.boolean(),
  mute: z.string(),
  isDark: z.boolean(),
});
type Row = z.output<typeof row>;

function rowsOf(path: string): readonly Row[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => row.parse(JSON.parse(line)));
}

/** Boots, waits until clips flow, and pulls the plug. @returns false when they never flowed */
async function cutOnce(lab: Lab, disk: string): Promise<boolean> {
  const flowing = join(lab.share, "flowing");
  rmSync(flowing, { force: true });
  const machine = lab.startScenarios(["power"], { disk, writes: "synced", patienceS: START_S });
  const until = performance.now() + START_S * 1_000;
  while (!existsSync(flowing) && performance.now() < until) await pause(200);
  const flowed = existsSync(flowing);
  if (flowed) await pause(500 + Math.random() * FLOW_MS);
  machine.cutPower();
  await machine.ended();
  lab.collect();
  return flowed;
}

function tellRows(
  lab: Lab,
  { cuts, booted }: { readonly cuts: number; readonly booted: number },
  rows: readonly Row[],
): void {
  const last = rows.at(-1);
  const tell = (claim: string, holds: boolean, figures: string) =>
    lab.tell({ claim, testedOn: TESTED_ON, result: holds ? "holds" : "fails", figures });
  const count = (is: (row: Row) => boolean) => rows.filter(is).length;
  tell(
    `the power is cut ${cuts} times while clips flow: it starts again each time`,
    booted === cuts && rows.length === cuts + 1,
    `${booted} of ${cuts}`,
  );
  tell(
    "after each cut the outbox opens and its sum holds",
    count((each) => each.isBalanced) === rows.length,
    `${count((each) => each.isBalanced)} of ${rows.length} looks`,
  );
  tell(
    "no clip is lost that the outbox had accepted",
    rows.every(({ lost }) => lost === 0) && (last?.accepted ?? 0) > 0,
    `${last?.accepted ?? 0} accepted over all cuts, ${last?.lost ?? 0} unknown at the end, ${last?.receipted ?? 0} receipted`,
  );
  tell(
    "the mute is kept through each cut, and a muted device stays dark",
    rows.every((each) => each.isMuteKept && (each.mute.endsWith("lifted") || each.isDark)),
    `${count(({ mute }) => mute === "muted:muted")} times muted, ${count(({ mute }) => mute === "lifted:lifted")} times not, ${count(({ mute }) => mute.startsWith("either"))} times cut in the press itself`,
  );
}

export const POWER_CUTS: Chapter = {
  name: "power",
  title: "Power cuts",
  isQuick: false,
  async run(lab, extent) {
    const cuts = CUTS[extent];
    const rows = join(lab.share, "cuts.jsonl");
    for (const old of ["cuts.jsonl", "accepted", "mute", "enough"])
      rmSync(join(lab.share, old), { force: true });
    const disk = lab.overlay("power", await lab.installedDisk(), "qcow2");
    let booted = 0;
    for (let cut = 0; cut < cuts; cut++) if (await cutOnce(lab, disk)) booted++;
    await lab.perform(["power-look"], { disk, writes: "synced", patienceS: START_S });
    tellRows(lab, { cuts, booted }, rowsOf(rows));
  },
};
