import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { replacePrivateFile, syncFolder } from "../../keys/edge/private-file.js";
import { withWritableCard } from "../first-boot/writable-card.js";
import type { DeviceLayout } from "./device-layout.js";

const BUNDLE = "sotto-update.bundle";
const REPORT = "sotto-update-report.txt";

/** A bundle that waits to be applied. */
export interface WaitingBundle {
  readonly path: string;
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

/** Those that wait, at most one in each place: what a command has laid down first, then the card. */
export function waitingBundles(layout: DeviceLayout): readonly WaitingBundle[] {
  const incoming = join(incomingFolder(layout), BUNDLE);
  const onCard = join(layout.card, BUNDLE);
  const keep = (report: string) => replacePrivateFile(reportPath(layout), report);
  const fromCommand: WaitingBundle = {
    path: incoming,
    finish: (report) => {
      keep(report);
      rmSync(incoming, { force: true });
      syncFolder(dirname(incoming));
    },
  };
  const fromCard: WaitingBundle = {
    path: onCard,
    finish: (report, how) => {
      keep(report);
      withWritableCard(layout.card, () => {
        replacePrivateFile(join(layout.card, REPORT), report.replaceAll("\n", "\r\n"));
        renameSync(onCard, join(layout.card, `sotto-update.${how}`));
        syncFolder(layout.card);
      });
    },
  };
  return [fromCommand, fromCard].filter(({ path }) => existsSync(path));
}

/** Lays a file where the service takes it from, whole or not at all. */
export async function layIncoming(layout: DeviceLayout, file: string): Promise<void> {
  const folder = incomingFolder(layout);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await copyFile(file, join(folder, `${BUNDLE}.new`));
  renameSync(join(folder, `${BUNDLE}.new`), join(folder, BUNDLE));
  syncFolder(folder);
}
