import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { isCapturing, isLit, press, untilClosed, untilListening } from "../board.js";
import type { Scenario } from "../claim.js";
import { run, systemctl } from "../commands.js";
import { ledger, untilReceipted } from "../house.js";
import { earEvents, sayAndWait } from "../speak.js";
import { until } from "../time.js";

const START_MS = 240_000;
const CLIP_MS = 400_000;
const OUTBOX = "/var/lib/sotto-uplink";
const FILLER = `${OUTBOX}/filler`;

/** A file system of its own for the outbox, small enough to be filled; everything in it comes along. */
async function moveOutbox(): Promise<void> {
  await systemctl("stop", "sotto-uplink");
  await run("truncate", "-s", "16M", "/var/lab-outbox.img");
  await run("mkfs.ext4", "-q", "-F", "-m", "0", "/var/lab-outbox.img");
  mkdirSync("/mnt/lab-outbox", { recursive: true });
  await run("mount", "-o", "loop", "/var/lab-outbox.img", "/mnt/lab-outbox");
  await run("cp", "-a", `${OUTBOX}/.`, "/mnt/lab-outbox/");
  await run("chown", "--reference", OUTBOX, "/mnt/lab-outbox");
  await run("chmod", "--reference", OUTBOX, "/mnt/lab-outbox");
  await run("umount", "/mnt/lab-outbox");
  await run("mount", "-o", "loop", "/var/lab-outbox.img", OUTBOX);
  await systemctl("start", "sotto-uplink");
}

/** To the last block. */
function fill(): number {
  writeFileSync(FILLER, "");
  try {
    execFileSync("dd", ["if=/dev/zero", `of=${FILLER}`, "bs=1024"], { stdio: "ignore" });
  } catch {
    // dd ends with 1 when there is no room left, which is what was wanted
  }
  return statfsSync(OUTBOX).bavail;
}

export const DISK: Scenario = {
  name: "disk",
  testedOn: "installed units, the outbox on an ext4 of 16 MB filled to the last block, emulated",
  async run(tell) {
    await moveOutbox();
    await untilListening(START_MS);
    const blocks = fill();
    const outcome = await sayAndWait("6-harmless", CLIP_MS);
    const id = String(outcome?.fields["id"]);
    await until("the uplink has said no", 60_000, () =>
      earEvents().some(({ event }) => event === "clip-refused-for-now"),
    );
    const held = await ledger();
    tell({
      claim: "the disk is full: the clip is not taken, the ear holds it, the sum holds",
      holds: outcome?.event === "clip-sealed" && held.isBalanced && held.counts["accepted"] === 0,
      figures: `${blocks} blocks free; ${held.text}`,
    });
    rmSync(FILLER);
    const ms = await untilReceipted(id, 120_000);
    const after = await ledger();
    tell({
      claim: "when there is room again it is delivered: nothing was lost",
      holds: after.isBalanced && after.counts["receipted"] === 1,
      figures: `receipted after ${(ms / 1000).toFixed(1)} s; ${after.text}`,
    });
    fill();
    await press(120);
    const closedMs = await untilClosed(5_000);
    await press(120);
    const backMs = await untilListening(START_MS);
    rmSync(FILLER);
    tell({
      claim: "button and light live on while the disk is full",
      holds: isCapturing() && isLit(),
      figures: `muted and dark within ${closedMs.toFixed(0)} ms, lifted, heard again after ${(backMs / 1000).toFixed(1)} s`,
    });
  },
};
