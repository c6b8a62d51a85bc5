import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { constants as systemConstants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("./disk-layer.c", import.meta.url));

/** Kinds of calls, as disk-layer.c counts them. */
export const CALLS = { takes: 1, gives: 2, syncs: 4, reads: 8, closes: 16, opens: 32 } as const;
export type CallKind = keyof typeof CALLS;
/** What changes the disk or makes a change stay: the steps at which a power cut or a kill can fall. */
export const CHANGES: readonly CallKind[] = ["takes", "gives", "syncs"];

const ACTIONS = {
  "kill-before": 1,
  "kill-middle": 2,
  "kill-after": 3,
  "fail-once": 4,
  "fail-from-then-on": 5,
} as const;
export type DiskAction = keyof typeof ACTIONS;
export type DiskError = "EIO" | "ENOSPC" | "EROFS";

/** What is to happen, and at which of the counted calls, from 1. */
export interface DiskFault {
  readonly at: number;
  readonly action: DiskAction;
  readonly error?: DiskError;
  readonly counted?: readonly CallKind[];
}

/** The layer, compiled for this machine. */
export interface DiskLayer {
  readonly library: string;
  remove(): void;
}

/** Wants gcc, which g++ brings. */
export function compileDiskLayer(): DiskLayer {
  const folder = mkdtempSync(join(tmpdir(), "sotto-disk-layer-"));
  const library = join(folder, "disk-layer.so");
  execFileSync("gcc", ["-Wall", "-Wextra", "-O2", "-fPIC", "-shared", "-o", library, SOURCE, "-lpthread"]);
  return { library, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface LayerOptions {
  /** Every file below it is looked after; it exists. */
  readonly root: string;
  readonly trace?: string;
  readonly control?: string;
  /** Lines on standard output stand in the trace among the calls. */
  readonly marks?: "kept";
}

/** Environment of a process above the layer. */
export function layerEnvironment(
  { library }: DiskLayer,
  { root, trace, control, marks }: LayerOptions,
): Record<string, string> {
  return {
    LD_PRELOAD: library,
    SOTTO_DISK_ROOT: realpathSync(root),
    ...(trace === undefined ? {} : { SOTTO_DISK_TRACE: trace }),
    ...(control === undefined ? {} : { SOTTO_DISK_CONTROL: control }),
    ...(marks === undefined ? {} : { SOTTO_DISK_MARKS: "1" }),
  };
}

const CONTROL_BYTES = 32;

/** The few bytes that the layer shares with whoever decides: `struct control` of disk-layer.c. */
export class DiskControl {
  readonly path: string;

  /** Made where it is not there; one that is may be mapped already. */
  constructor(path: string) {
    this.path = path;
    if (!existsSync(path)) writeFileSync(path, Buffer.alloc(CONTROL_BYTES), { mode: 0o600 });
    this.count();
  }

  /** Begins to count anew. */
  set({ at, action, error = "EIO", counted = CHANGES }: DiskFault): void {
    const bytes = Buffer.alloc(CONTROL_BYTES);
    bytes.writeBigUInt64LE(BigInt(at), 8);
    bytes.writeUInt32LE(ACTIONS[action], 16);
    bytes.writeUInt32LE(systemConstants.errno[error], 20);
    bytes.writeUInt32LE(maskOf(counted), 24);
    this.#write(bytes);
  }

  /** Counts, and lets everything pass. */
  count(counted: readonly CallKind[] = CHANGES): void {
    const bytes = Buffer.alloc(CONTROL_BYTES);
    bytes.writeUInt32LE(maskOf(counted), 24);
    this.#write(bytes);
  }

  /** Calls counted, and how many of them met the fault. */
  counts(): { readonly calls: number; readonly hits: number } {
    const bytes = Buffer.alloc(CONTROL_BYTES);
    const file = openSync(this.path, "r");
    readSync(file, bytes, 0, CONTROL_BYTES, 0);
    closeSync(file);
    return { calls: Number(bytes.readBigUInt64LE(0)), hits: bytes.readUInt32LE(28) };
  }

  /** In place: the file is mapped by the other side. */
  #write(bytes: Buffer): void {
    const file = openSync(this.path, "r+");
    writeSync(file, bytes, 0, CONTROL_BYTES, 0);
    closeSync(file);
  }
}

function maskOf(kinds: readonly CallKind[]): number {
  return kinds.reduce((mask, kind) => mask | CALLS[kind], 0);
}
