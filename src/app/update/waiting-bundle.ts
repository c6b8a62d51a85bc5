import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { replacePrivateFile, syncFolder } from "../../keys/edge/private-file.js";
import { requireRoom } from "../../update/edge/free-space.js";
import { withWritableCard } from "../first-boot/writable-card.js";
import type { DeviceLayout } from "./device-layout.js";

const BUNDLE = "sotto-update.bundle";
/** Its name while it is tried, so that one that freezes the machine is not found again at the next start. */
const TRYING = "sotto-update.trying";
const REPORT = "sotto-update-report.txt";

/** A bundle that waits to be applied. */
export interface WaitingBundle {
  readonly path: string;
  /** From now on it waits no more, however it ends. @returns where it is */
  readonly take: () => string;
  /** Tells how it went, beside it; the bundle is not applied again. */
  readonly finish: (report: string, how: "done" | "refused") => void;
}

export function incomingFolder({ releases }: DeviceLayout): string {
  return join(releases, "incoming");
}

/** Where `sotto update` and `sotto update status` find how the last one went. */
export function reportPath({ releases }: DeviceLayout): string {
  return join(releases, REPORT);
}

/** What the last update told; undefined before any, and from a command until the service has begun. */
export function readReport(layout: DeviceLayout): string | undefined {
  const path = reportPath(layout);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** @param status of the service's start */
export function isDone(status: number | null, report: string | undefined): boolean {
  return status === 0 && report !== undefined && report.includes("\nDONE.");
}

/** Those that wait, at most one in each place: what a command has laid down first, then the card. */
export function waitingBundles(layout: DeviceLayout): readonly WaitingBundle[] {
  const incoming = join(incomingFolder(layout), BUNDLE);
  const onCard = join(layout.card, BUNDLE);
  const takenIncoming = join(incomingFolder(layout), TRYING);
  const takenOnCard = join(layout.card, TRYING);
  const keep = (report: string) => replacePrivateFile(reportPath(layout), report);
  const fromCommand: WaitingBundle = {
    path: incoming,
    take: () => {
      keep(UNFINISHED);
      moveWithin(incoming, takenIncoming);
      return takenIncoming;
    },
    finish: (report) => {
      keep(report);
      for (const path of [incoming, takenIncoming]) rmSync(path, { force: true });
      syncFolder(dirname(takenIncoming));
    },
  };
  const fromCard: WaitingBundle = {
    path: onCard,
    take: () => {
      keep(UNFINISHED);
      withWritableCard(layout.card, () => {
        tellOnCard(layout, UNFINISHED);
        moveWithin(onCard, takenOnCard);
      });
      return takenOnCard;
    },
    finish: (report, how) => {
      keep(report);
      withWritableCard(layout.card, () => {
        tellOnCard(layout, report);
        moveWithin(takenOnCard, join(layout.card, `sotto-update.${how}`));
      });
    },
  };
  return [fromCommand, fromCard].filter(({ path }) => existsSync(path));
}

/** At a start, where nothing is tried: half-copied bundles, and one whose trial was interrupted. */
export function sweepIncoming(layout: DeviceLayout): void {
  for (const name of [`${BUNDLE}.new`, TRYING]) rmSync(join(incomingFolder(layout), name), { force: true });
}

/** What stands in the report when the machine was switched off, or froze, in the midst of it. */
const UNFINISHED = [
  "NOT DONE. The update has begun and did not come to its end. Wait some minutes.",
  "Where nothing else stands here then, the machine was switched off or stood still; the version before runs.",
  `It is not tried again by itself: name ${TRYING} ${BUNDLE} again, or say sotto update once more.`,
  "",
].join("\n");

function tellOnCard({ card }: DeviceLayout, report: string): void {
  replacePrivateFile(join(card, REPORT), report.replaceAll("\n", "\r\n"));
}

function moveWithin(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/**
 * Lays a file where the service takes it from, whole or not at all; what an earlier one left, half-copied or half-tried,
 * goes, and so does the report of it.
 * @throws SottoError UPDATE_NO_ROOM, FILE_UNREADABLE
 */
export async function layIncoming(layout: DeviceLayout, file: string): Promise<void> {
  const folder = incomingFolder(layout);
  rmSync(reportPath(layout), { force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireRoom(folder, { bytes: statSync(file).size, entries: 1 });
  await copyFile(file, join(folder, `${BUNDLE}.new`));
  renameSync(join(folder, `${BUNDLE}.new`), join(folder, BUNDLE));
  syncFolder(folder);
}
