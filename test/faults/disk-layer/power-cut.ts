import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  bytesAfter,
  type DataChange,
  type TracedFile,
  type TracedFolder,
  type TracedNode,
} from "./traced-disk.js";

/** What a disk may do with that which was not synced when the power went. */
export const SURVIVALS = [
  "nothing",
  "everything",
  "some writes",
  "some sectors",
  "some pages",
  "some junk",
] as const;
export type Survival = (typeof SURVIVALS)[number];
/** Names: nothing that was not synced, all, all up to one moment as a journal keeps them, or any of them. */
export const NAMINGS = ["nothing", "everything", "up to a moment", "some"] as const;
export type Naming = (typeof NAMINGS)[number];

const SECTOR_BYTES = 512;
const PAGE_BYTES = 4_096;

export interface PowerCut {
  readonly random: () => number;
  readonly survival: Survival;
  readonly naming: Naming;
}

/** Writes the disk as it lies there after the cut. */
export function writeSurvivors(root: TracedFolder, folder: string, cut: PowerCut, nameChanges: number): void {
  const moment = Math.floor(cut.random() * (nameChanges + 1));
  const chosen = new Map<number, boolean>();
  const isKept = (number: number): boolean => {
    if (cut.naming === "nothing") return false;
    if (cut.naming === "everything") return true;
    if (cut.naming === "up to a moment") return number <= moment;
    const known = chosen.get(number) ?? cut.random() < 0.5;
    chosen.set(number, known);
    return known;
  };
  writeNode(root, folder, { ...cut, isKept });
}

interface Choice extends PowerCut {
  readonly isKept: (number: number) => boolean;
}

function writeNode(node: TracedNode, path: string, choice: Choice): void {
  if (node.kind === "file") {
    // SQLite's shared memory is never synced and never believed.
    writeFileSync(path, survivingBytes(node, choice), { mode: node.mode });
    return;
  }
  mkdirSync(path, { recursive: true, mode: node.mode });
  const names = new Map(node.synced);
  for (const { number, name, node: child } of node.loose) {
    if (!choice.isKept(number)) continue;
    if (child === undefined) names.delete(name);
    else names.set(name, child);
  }
  for (const [name, child] of names) writeNode(child, join(path, name), choice);
}

function survivingBytes({ synced, loose }: TracedFile, { survival, random }: Choice): Buffer {
  const safe = bytesAfter(synced);
  if (loose.length === 0 || survival === "nothing") return safe;
  switch (survival) {
    case "everything":
      return bytesAfter(loose, safe);
    case "some writes":
      return bytesAfter(
        loose.filter(() => random() < 0.5),
        safe,
      );
    case "some sectors":
      return mixed(safe, loose, SECTOR_BYTES, random);
    case "some pages":
      return mixed(safe, loose, PAGE_BYTES, random);
    case "some junk":
      return withJunk(safe, loose, random);
  }
}

/**
 * Each unit as it was at one moment between the last sync and now, and so the length. A file that is cut short is cut
 * whole or not at all, which is one change of a file system's journal, and what SQLite relies on: moments before and
 * after it do not mix.
 */
function mixed(safe: Buffer, loose: readonly DataChange[], unit: number, random: () => number): Buffer {
  const eras: [Buffer, ...Buffer[]][] = [[safe]];
  let last = safe;
  for (const change of loose) {
    const next = bytesAfter([change], last);
    if (next.length < last.length) eras.push([next]);
    else eras.at(-1)?.push(next);
    last = next;
  }
  const versions = eras[Math.floor(random() * eras.length)] ?? [safe];
  const pick = (): Buffer => versions[Math.floor(random() * versions.length)] ?? safe;
  const bytes = Buffer.alloc(pick().length);
  for (let at = 0; at < bytes.length; at += unit) {
    pick()
      .subarray(at, Math.min(at + unit, bytes.length))
      .copy(bytes, at);
  }
  return bytes;
}

/** The length is new, and the new sectors hold what lay there before: the file system had not written them yet. */
function withJunk(safe: Buffer, loose: readonly DataChange[], random: () => number): Buffer {
  const bytes = mixed(safe, loose, SECTOR_BYTES, random);
  for (let at = safe.length - (safe.length % SECTOR_BYTES); at < bytes.length; at += SECTOR_BYTES) {
    if (random() < 0.5) continue;
    for (
      let index = Math.max(at, safe.length);
      index < Math.min(at + SECTOR_BYTES, bytes.length);
      index += 1
    ) {
      bytes[index] = Math.floor(random() * 256);
    }
  }
  return bytes;
}
