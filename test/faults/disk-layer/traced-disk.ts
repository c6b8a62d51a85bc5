import { basename, dirname } from "node:path";
import { SottoError } from "../../../src/domain/errors.js";
import type { TracedCall } from "./disk-trace.js";

/** A change of a file's bytes that no sync has reached yet. */
export type DataChange =
  | { readonly kind: "write"; readonly at: number; readonly data: Buffer }
  | { readonly kind: "size"; readonly size: number };

export interface TracedFile {
  readonly kind: "file";
  readonly mode: number;
  /** In the order in which they were made. */
  readonly synced: DataChange[];
  readonly loose: DataChange[];
}

/** A name that appears, goes, or is given to another file. Both halves of a rename bear one number. */
export interface NameChange {
  readonly number: number;
  readonly name: string;
  readonly node: TracedNode | undefined;
}

export interface TracedFolder {
  readonly kind: "folder";
  readonly mode: number;
  readonly synced: Map<string, TracedNode>;
  readonly loose: NameChange[];
}

export type TracedNode = TracedFile | TracedFolder;

/**
 * A disk as POSIX promises it and no better: bytes of a file stay when the file was synced, names when their folder
 * was. Fed with the calls of a trace, it knows at each of them what is safe and what hangs in the air.
 */
export class TracedDisk {
  readonly root: TracedFolder = newFolder(0o700);
  readonly #rootPath: string;
  /** As a process sees it. */
  readonly #now = new Map<string, TracedNode>();
  readonly #open = new Map<string, TracedNode>();
  #changes = 0;

  constructor(rootPath: string) {
    this.#rootPath = rootPath;
    this.#now.set(rootPath, this.root);
  }

  /** Numbers of name changes given so far. */
  get nameChanges(): number {
    return this.#changes;
  }

  /** What lay there before the trace began; it is safe. */
  place(path: string, node: { readonly mode: number; readonly bytes: Buffer | undefined }): void {
    const made: TracedNode = node.bytes === undefined ? newFolder(node.mode) : newFile(node.mode);
    if (made.kind === "file" && node.bytes !== undefined) {
      made.synced.push({ kind: "write", at: 0, data: node.bytes });
    }
    this.#now.set(path, made);
    this.#folderOf(path).synced.set(basename(path), made);
  }

  take(call: TracedCall): void {
    switch (call.kind) {
      case "open":
        this.#opened(call);
        return;
      case "write":
        this.#file(call).loose.push({ kind: "write", at: call.at, data: call.data });
        return;
      case "truncate":
        this.#file(call).loose.push({ kind: "size", size: call.size });
        return;
      case "sync":
        synced(this.#held(call));
        return;
      case "close":
        this.#open.delete(`${call.pid} ${call.fd}`);
        return;
      case "rename":
        this.#renamed(call.path, call.to);
        return;
      case "unlink":
      case "rmdir":
        this.#named(call.path, undefined);
        return;
      case "mkdir":
        this.#named(call.path, newFolder(call.mode));
        return;
      case "link":
        this.#named(call.to, this.#now.get(call.path));
        return;
      case "map":
      case "mark":
      case "hit":
        return;
    }
  }

  #opened(call: Extract<TracedCall, { kind: "open" }>): void {
    if (call.created) this.#named(call.path, newFile(call.mode));
    const node = this.#now.get(call.path);
    if (node === undefined) throw new SottoError("INTERNAL", `${call.path} was opened and never made`);
    this.#open.set(`${call.pid} ${call.fd}`, node);
    if (call.truncated && node.kind === "file") node.loose.push({ kind: "size", size: 0 });
  }

  #renamed(from: string, to: string): void {
    const moved = [...this.#now].filter(([path]) => path === from || path.startsWith(`${from}/`));
    const node = this.#now.get(from);
    this.#changes += 1;
    const number = this.#changes;
    this.#folderOf(from).loose.push({ number, name: basename(from), node: undefined });
    this.#folderOf(to).loose.push({ number, name: basename(to), node });
    for (const [path] of moved) this.#now.delete(path);
    for (const [path, each] of moved) this.#now.set(`${to}${path.slice(from.length)}`, each);
  }

  #named(path: string, node: TracedNode | undefined): void {
    this.#changes += 1;
    this.#folderOf(path).loose.push({ number: this.#changes, name: basename(path), node });
    if (node === undefined) this.#now.delete(path);
    else this.#now.set(path, node);
  }

  #folderOf(path: string): TracedFolder {
    const folder = path === this.#rootPath ? undefined : this.#now.get(dirname(path));
    if (folder?.kind !== "folder") throw new SottoError("INTERNAL", `${path} lies in no traced folder`);
    return folder;
  }

  #held({ pid, fd }: { readonly pid: number; readonly fd: number }): TracedNode {
    const node = this.#open.get(`${pid} ${fd}`);
    if (node === undefined) throw new SottoError("INTERNAL", `handle ${fd} of ${pid} is not open`);
    return node;
  }

  #file(call: { readonly pid: number; readonly fd: number }): TracedFile {
    const node = this.#held(call);
    if (node.kind !== "file") throw new SottoError("INTERNAL", "a folder was written");
    return node;
  }
}

function newFile(mode: number): TracedFile {
  return { kind: "file", mode, synced: [], loose: [] };
}

function newFolder(mode: number): TracedFolder {
  return { kind: "folder", mode, synced: new Map(), loose: [] };
}

function synced(node: TracedNode): void {
  if (node.kind === "file") {
    node.synced.push(...node.loose.splice(0));
    return;
  }
  for (const { name, node: child } of node.loose.splice(0)) {
    if (child === undefined) node.synced.delete(name);
    else node.synced.set(name, child);
  }
}

/** Bytes of a file after these changes. */
export function bytesAfter(changes: readonly DataChange[], before: Buffer = Buffer.alloc(0)): Buffer {
  let bytes = Buffer.from(before);
  let size = bytes.length;
  const reach = (length: number) => {
    if (length <= bytes.length) return;
    const grown = Buffer.alloc(Math.max(length, 2 * bytes.length));
    bytes.copy(grown, 0, 0, size);
    bytes = grown;
  };
  for (const change of changes) {
    if (change.kind === "size") {
      reach(change.size);
      if (change.size < size) bytes.fill(0, change.size, size);
      size = change.size;
    } else {
      reach(change.at + change.data.length);
      change.data.copy(bytes, change.at);
      size = Math.max(size, change.at + change.data.length);
    }
  }
  return bytes.subarray(0, size);
}
