import { readdirSync, statfsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config/config.js";
import type { Places } from "../../config/places.js";
import { examineSwap } from "./doctor-swap.js";
import { absent, type Finding, ill, well } from "./health.js";
import { type Surroundings, told, unlessUntold } from "./surroundings.js";

/** Below this nothing can be relied on: the mute state, the ledger, the system's own files. */
const LEAST_BYTES = 20_000_000;
const LEAST_FILES = 1_000;

/** Where states are kept: room, the card's health, and whether memory may reach it. */
export function* examineDisk(config: Config, places: Places, at: Surroundings): Generator<Finding> {
  const folders = [
    { what: "uplink's disk", folder: places.uplink, wanted: config.outbox.maxBytes },
    { what: "light's disk", folder: places.light, wanted: 0 },
    { what: "ear's disk", folder: places.device, wanted: 0 },
  ];
  const mounts = mountsOf(told(join(at.proc, "self/mountinfo")) ?? "");
  const known = new Set<string>();
  for (const { what, folder, wanted } of folders) {
    const room = roomIn(folder);
    const mount = mountOf(folder, mounts);
    if (room === undefined) {
      yield absent(what, `${folder} is not there yet`);
      continue;
    }
    // The ear writes nothing: a disk of its own that is read-only is well.
    const isWritten = folder !== places.device;
    const place = `${mount?.at ?? folder}`;
    if (known.has(place)) continue;
    known.add(place);
    yield judgeRoom(what, { ...room, place, isReadOnly: isWritten && mount?.isReadOnly === true, wanted });
  }
  yield* cardErrors(at);
  yield examineSwap(at);
}

interface Room {
  readonly bytes: number;
  readonly files: number;
}

export interface RoomFacts extends Room {
  readonly place: string;
  readonly isReadOnly: boolean;
  /** So many bytes the configuration lets the outbox have. */
  readonly wanted: number;
}

export function judgeRoom(what: string, { bytes, files, place, isReadOnly, wanted }: RoomFacts): Finding {
  const seen = `${megabytes(bytes)} MB and ${files} files free on ${place}`;
  if (isReadOnly)
    return ill(
      what,
      `${place} is read-only`,
      "Read-only after an error: dmesg, then fsck; else remount it rw",
    );
  if (bytes < LEAST_BYTES || files < LEAST_FILES)
    return ill(what, seen, "Free some: journalctl --vacuum-size=20M, then what du -x / finds");
  if (bytes < wanted) {
    const own = `outbox.maxBytes is ${megabytes(wanted)} MB: lower it to what is free, so that the oldest clips go and not all`;
    return well(what, seen, own);
  }
  return well(what, seen);
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1_000_000);
}

function roomIn(folder: string): Room | undefined {
  const found = unlessUntold(() => statfsSync(folder));
  if (found === undefined) return undefined;
  // File systems without a table of files (btrfs, vfat) say 0 of 0.
  const files = found.files === 0 ? Number.MAX_SAFE_INTEGER : found.ffree;
  return { bytes: found.bavail * found.bsize, files };
}

interface Mount {
  readonly at: string;
  readonly isReadOnly: boolean;
}

/** Fields 5 and 6 of /proc/self/mountinfo, and the file system's own options behind the dash; blanks are `\040`. */
export function mountsOf(text: string): readonly Mount[] {
  return text.split("\n").flatMap((line) => {
    const [own = "", system = ""] = line.split(" - ");
    const fields = own.split(" ");
    const [at, options] = [fields[4], fields[5]];
    if (at === undefined || options === undefined) return [];
    const all = [...options.split(","), ...(system.split(" ")[2] ?? "").split(",")];
    return { at: at.replaceAll("\\040", " "), isReadOnly: all.includes("ro") };
  });
}

function mountOf(folder: string, mounts: readonly Mount[]): Mount | undefined {
  const holds = (at: string) => at === "/" || folder === at || folder.startsWith(`${at}/`);
  return mounts.filter(({ at }) => holds(at)).toSorted((a, b) => b.at.length - a.at.length)[0];
}

function* cardErrors({ sys }: Surroundings): Generator<Finding> {
  const what = "card's health";
  const folder = join(sys, "fs/ext4");
  const counts = (unlessUntold(() => readdirSync(folder)) ?? []).flatMap((name) => {
    const errors = told(join(folder, name, "errors_count"));
    return errors === undefined ? [] : [{ name, errors: Number(errors) }];
  });
  if (counts.length === 0) return;
  const bad = counts.filter(({ errors }) => errors > 0);
  if (bad.length === 0) {
    yield well(what, `no error on ${counts.map(({ name }) => name).join(", ")}`);
    return;
  }
  const seen = bad.map(({ name, errors }) => `${errors} error(s) on ${name}`).join(", ");
  yield ill(what, seen, "Check the file system at the next start (fsck); if it comes back, replace the card");
}
