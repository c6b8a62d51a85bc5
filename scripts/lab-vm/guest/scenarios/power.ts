import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { isCapturing, isLit, press } from "../board.js";
import type { Scenario } from "../claim.js";
import { streamClips } from "../clip-stream.js";
import { outputOf, systemctl } from "../commands.js";
import { history, isMuted, ledger } from "../house.js";
import { pause, until } from "../time.js";

const SHARE = "/run/lab";
/** What was confirmed before the cut; it lies on the building machine's disk, which keeps its power. */
const ACCEPTED = `${SHARE}/accepted`;
const MUTE = `${SHARE}/mute`;
const ROWS = `${SHARE}/cuts.jsonl`;
const START_MS = 120_000;
const CLIP_EVERY_MS = 150;

function accepted(): readonly string[] {
  return existsSync(ACCEPTED)
    ? readFileSync(ACCEPTED, "utf8")
        .split("\n")
        .filter((id) => id !== "")
    : [];
}

/** What the light had on its disk; "either" where the cut came while it changed. */
function expectedMute(): string {
  return existsSync(MUTE) ? readFileSync(MUTE, "utf8") : "lifted";
}

async function lookAtWhatIsLeft(): Promise<void> {
  await until("light and uplink run", START_MS, () =>
    ["sotto-light", "sotto-uplink"].every((unit) =>
      outputOf("systemctl", "is-active", unit).startsWith("active"),
    ),
  );
  await until("the uplink is ready", START_MS, () => existsSync("/run/sotto/ear-uplink/socket"));
  await systemctl("stop", "sotto-ear");
  const sum = await ledger();
  const known = new Set((await history()).map(({ id }) => id));
  const lost = accepted().filter((id) => !known.has(id));
  const muted = isMuted() ? "muted" : "lifted";
  const expected = expectedMute();
  appendFileSync(
    ROWS,
    `${JSON.stringify({
      isBalanced: sum.isBalanced,
      accepted: accepted().length,
      lost: lost.length,
      pending: sum.counts["pending"] ?? 0,
      receipted: sum.counts["receipted"] ?? 0,
      isMuteKept: expected === "either" || expected === muted,
      mute: `${expected}:${muted}`,
      isDark: !isLit() && !isCapturing(),
    })}\n`,
  );
}

/** Presses now and then, and says on which side of the press the power was cut. */
async function pressNowAndThen(): Promise<void> {
  for (;;) {
    await pause(2_000 + Math.random() * 3_000);
    const before = isMuted();
    writeFileSync(MUTE, "either");
    await press(120);
    await until("the press is on disk", 10_000, () => isMuted() !== before);
    writeFileSync(MUTE, before ? "lifted" : "muted");
  }
}

/** Looks at what the last cut has left, then lets clips flow until the power is cut again. */
export const POWER: Scenario = {
  name: "power",
  testedOn: "installed units, qemu killed, emulated",
  async run() {
    await lookAtWhatIsLeft();
    writeFileSync(`${SHARE}/flowing`, "");
    const pressing = pressNowAndThen();
    await streamClips({
      everyMs: CLIP_EVERY_MS,
      goesOn: () => !existsSync(`${SHARE}/enough`),
      onAccepted: (id) => appendFileSync(ACCEPTED, `${id}\n`),
    });
    await pressing;
  },
};

/** The last look, after the last cut. */
export const POWER_LOOK: Scenario = {
  name: "power-look",
  testedOn: "installed units, qemu killed, emulated",
  run: lookAtWhatIsLeft,
};
