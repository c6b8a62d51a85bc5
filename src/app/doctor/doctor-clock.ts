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
    isSynchronized: existsSync(join(at.run, "systemd/timesync/synchronized")),
  });
}

export interface ClockFacts {
  readonly nowMs: number;
  readonly releasedMs: number;
  /** As systemd-timesyncd left it; other programs leave no such mark. */
  readonly isSynchronized: boolean;
}

export function judgeClock({ nowMs, releasedMs, isSynchronized }: ClockFacts): Finding {
  const seen = `${new Date(nowMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (nowMs < releasedMs - SLACK_MS) {
    const released = new Date(releasedMs).toISOString().slice(0, 10);
    return ill("clock", `${seen}, which is before this release was made (${released})`, NETWORK_TIME);
  }
  if (isSynchronized) return well("clock", `${seen}, set by systemd-timesyncd`);
  return well("clock", `${seen}, and nobody says that it was set from the network`, NETWORK_TIME);
}
