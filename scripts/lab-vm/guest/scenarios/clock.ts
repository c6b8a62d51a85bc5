import { execFileSync } from "node:child_process";
import { isCapturing, isLit, press, setButton, untilClosed, untilListening } from "../board.js";
import type { Finding, Scenario } from "../claim.js";
import { systemctl } from "../commands.js";
import { clipState, history, isMuted, ledger, untilReceipted } from "../house.js";
import { sayAndWait } from "../speak.js";
import { pause, untilSoon } from "../time.js";

const START_MS = 240_000;
const CLIP_MS = 400_000;
/** Beyond outbox.maxAgeHours, which is a week. */
const JUMPS_HOURS = [200, -200, -3, 3] as const;

function jump(hours: number): void {
  const to = Math.round(Date.now() / 1000 + hours * 3_600);
  execFileSync("date", ["--set", `@${to}`], { stdio: "ignore" });
}

/** A short press in whose midst the clock jumps means what it meant: mute, then lift; no erasure is asked for. */
async function pressInJump(hours: number): Promise<number> {
  setButton("down");
  const ms = untilSoon("the microphone is closed after a press", 5_000, () => !isCapturing());
  jump(hours);
  await pause(150);
  setButton("up");
  await untilClosed(5_000);
  await pause(1_200);
  if (!isMuted() || isLit()) throw new Error(`a press was misread when the clock jumped by ${hours} h`);
  await press(120);
  await untilListening(START_MS);
  return ms;
}

async function pending(tell: (finding: Finding) => void): Promise<string | undefined> {
  await systemctl("stop", "lab-broker");
  const outcome = await sayAndWait("6-harmless", CLIP_MS);
  if (outcome?.event === "clip-sealed") {
    await pause(2_000);
    return String(outcome.fields["id"]);
  }
  tell({
    claim: "a clip waits in the outbox while the clock jumps",
    holds: false,
    figures: outcome?.event ?? "no clip",
  });
  return undefined;
}

export const CLOCK: Scenario = {
  name: "clock",
  testedOn: "installed units, the machine's clock set forward and back, emulated",
  async run(tell) {
    await untilListening(START_MS);
    const id = await pending(tell);
    const closed: number[] = [];
    for (const hours of JUMPS_HOURS) {
      closed.push(await pressInJump(hours));
      // The uplink looks at ages once a minute.
      if (Math.abs(hours) > 100) await pause(65_000);
    }
    const erasures = (await history()).filter(({ kind }) => kind === "erasure").length;
    tell({
      claim: `the clock jumps by ${JUMPS_HOURS.join(", ")} h in the middle of a press: the press means what it meant`,
      holds: erasures === 0,
      figures: `closed after ${closed.map((ms) => ms.toFixed(0)).join(", ")} ms; no erasure was asked for`,
    });
    if (id === undefined) return;
    const state = (await clipState(id))?.state;
    await systemctl("start", "lab-broker");
    const ms = state === "pending" ? await untilReceipted(id, 180_000) : Number.NaN;
    const sum = await ledger();
    tell({
      claim: "a clip that waits meanwhile neither expires nor is lost",
      holds: state === "pending" && sum.isBalanced && sum.counts["expired"] === 0,
      figures: `${state}, then receipted ${(ms / 1000).toFixed(0)} s after the broker was back; ${sum.text}`,
    });
  },
};
