import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Finding, ill, well } from "./health.js";
import type { Surroundings } from "./surroundings.js";

/** Made with the release, and not after it. */
const MADE_WITH_RELEASE = fileURLToPath(import.meta.url);
/** The two ends of a build's own clock. */
const SLACK_MS = 24 * 3_600_000;

const NETWORK_TIME =
  "Let it reach a time server: timedatectl set-ntp true, then timedatectl timesync-status. Until then clips say clock: unsynced, certificates may seem expired, and retention counts wrongly";

/** The time that clips and certificates are judged by. */
export function* examineClock(at: Surroundings, nowMs: number): Generator<Finding> {
  yield judgeClock({
    nowMs,
    releasedMs: statSync(MADE_WITH_RELEASE).mtimeMs,
    ...timesyncd(at),
  });
}

/** Its folder is there as long as it runs; the mark in it since it has set the clock. */
function timesyncd({ run }: Surroundings): Pick<ClockFacts, "asksNetwork" | "isSynchronized"> {
  const folder = join(run, "systemd/timesync");
  return { asksNetwork: existsSync(folder), isSynchronized: existsSync(join(folder, "synchronized")) };
}

export interface ClockFacts {
  readonly nowMs: number;
  readonly releasedMs: number;
  /** systemd-timesyncd runs. */
  readonly asksNetwork: boolean;
  /** As systemd-timesyncd left it; other programs leave no such mark. */
  readonly isSynchronized: boolean;
}

export function judgeClock({ nowMs, releasedMs, asksNetwork, isSynchronized }: ClockFacts): Finding {
  const seen = `${new Date(nowMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (nowMs < releasedMs - SLACK_MS) {
    const released = new Date(releasedMs).toISOString().slice(0, 10);
    return ill("clock", `${seen}, which is before this release was made (${released})`, NETWORK_TIME);
  }
  if (isSynchronized) return well("clock", `${seen}, set by systemd-timesyncd`);
  // A board without a clock of its own goes on with the time of its last run.
  if (asksNetwork)
    return ill(
      "clock",
      `${seen}, which systemd-timesyncd has not set since the start: it may be that of the last run`,
      NETWORK_TIME,
    );
  return well("clock", `${seen}, and nobody says that it was set from the network`, NETWORK_TIME);
}
