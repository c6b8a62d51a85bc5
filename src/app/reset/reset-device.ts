import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { replacePrivateFile } from "../../keys/edge/private-file.js";
import { cleanCard } from "../../reset/edge/clean-card.js";
import { eraseFolders, leftIn } from "../../reset/edge/erase-folders.js";
import { erasePartition } from "../../reset/edge/erase-partition.js";
import { deviceNumber } from "../../reset/edge/image-partition.js";
import { unmountAll } from "../../reset/edge/mounts.js";
import type { Erases } from "../../reset/pending-reset.js";
import { type CardFacts, type ErasureFacts, isProved, resetReport } from "../../reset/reset-report.js";
import { withWritableCard } from "../first-boot/writable-card.js";
import { removePending } from "./pending-file.js";
import type { ResetLayout } from "./reset-layout.js";

const REPORT = "sotto-reset-report.txt";
const TOLD_PERCENT = 10;

export interface ResetProgress {
  readonly tell: (line: string) => void;
  /** Flashes, but for work during which no timer runs: that would keep a flash lit for as long as it takes. */
  readonly lamp: { flash(): void; dark(): void } | undefined;
}

/**
 * Carries out a reset that was written down: erases, proves, reports, and lays everything out as at first. What fails
 * stays written down, so that it begins anew at the next start.
 * @throws SottoError RESET_FAILED
 */
export async function resetDevice(
  layout: ResetLayout,
  erases: Erases,
  progress: ResetProgress,
): Promise<ErasureFacts> {
  const { tell, lamp } = progress;
  lamp?.dark();
  const facts = erases.kind === "partition" ? await erase(erases.device, progress) : eraseHere(layout);
  if (erases.kind === "partition" && isProved(facts)) makeFileSystem(erases.device);
  const at = new Date(systemClock.wallMs()).toISOString();
  const onCard = erases.kind === "partition" && existsSync(layout.card);
  const reportFolder = onCard ? layout.card : layout.pendingFolder;
  const report = withWritableCard(reportFolder, () => {
    const card: CardFacts | undefined = onCard
      ? cleanCard(layout.card, join(layout.root, "hardware/image/sotto-setup.toml"))
      : undefined;
    const text = resetReport(at, facts, card);
    replacePrivateFile(join(reportFolder, REPORT), onCard ? text.replaceAll("\n", "\r\n") : text);
    return text;
  });
  for (const line of report.trimEnd().split("\n")) tell(line);
  if (!isProved(facts)) throw new SottoError("RESET_FAILED", "there is no proof that everything is gone");
  if (erases.kind === "folders") layOut(layout);
  removePending(layout);
  return facts;
}

async function erase(device: string, { tell, lamp }: ResetProgress): Promise<ErasureFacts> {
  const startMs = systemClock.monotonicMs();
  unmountAll(deviceNumber(device));
  lamp?.flash();
  let told = "";
  const { overwritten, proof } = await erasePartition(device, (what, bytes, of) => {
    const percent = Math.floor((bytes * 100) / of / TOLD_PERCENT) * TOLD_PERCENT;
    const line = `${what}: ${percent} %`;
    if (line !== told) tell(line);
    told = line;
  });
  lamp?.dark();
  // Not every card takes it; what was proved before is proved.
  const discarded = spawnSync("blkdiscard", ["--force", device], { stdio: "ignore" }).status === 0;
  return { place: "partition", device, overwritten, proof, discarded, seconds: secondsSince(startMs) };
}

function eraseHere({ folders }: ResetLayout): ErasureFacts {
  const startMs = systemClock.monotonicMs();
  const { files, bytes } = eraseFolders(folders);
  return {
    place: "folders",
    ...{ folders, files, overwritten: bytes, left: leftIn(folders), seconds: secondsSince(startMs) },
  };
}

function secondsSince(startMs: number): number {
  return Math.round((systemClock.monotonicMs() - startMs) / 1_000);
}

/** As the image brings it. @throws SottoError RESET_FAILED */
function makeFileSystem(device: string): void {
  try {
    execFileSync("mkfs.ext4", ["-q", "-F", "-L", "data", device], { stdio: "pipe" });
  } catch (cause) {
    throw new SottoError("RESET_FAILED", `no file system could be made on ${device}`, cause);
  }
}

/** As the package leaves it: its folders and the configuration it begins with. */
function layOut({ root, config }: ResetLayout): void {
  spawnSync("systemd-tmpfiles", ["--create", "sotto.conf"], { stdio: "ignore" });
  spawnSync("install", ["-D", "-m", "0644", join(root, "hardware/systemd/config.toml"), config], {
    stdio: "ignore",
  });
}
