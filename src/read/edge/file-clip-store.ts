import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import {
  openPrivateFolder,
  readPrivateFile,
  replacePrivateFile,
  systemCode,
  TEMPORARY_MARK,
  writeNewPrivateFile,
} from "../../keys/edge/private-file.js";
import { MAX_MESSAGE_BYTES, SIZE_BUCKETS } from "../../seal/size-bucket.js";
import {
  type ClipStore,
  DEFAULT_STORE_BOUNDS,
  MAX_FORGOTTEN,
  type PutResult,
  type StoreBounds,
  type StoredClip,
} from "../clip-store.js";

/** Number of arrival, time of arrival, message id. */
const NAME = /^(\d{12})-(\d{1,16})-([0-9a-f]{32})\.clip$/;
const FORGOTTEN_FILE = "forgotten";
const FORGOTTEN_LINE_BYTES = 33;

interface Entry extends StoredClip {
  readonly number: number;
  readonly path: string;
}

/**
 * One file a clip, sealed as it came, in a folder of the owner's. One process writes (it holds the reader's lock);
 * others may look at the same time: each look goes to the folder, so it sees what the writer added and deleted.
 */
export class FileClipStore implements ClipStore {
  readonly #folder: string;
  readonly #bounds: StoreBounds;
  /** In the order of arrival; bounded by `bounds`. As of the last look. */
  #entries: Map<string, Entry> = new Map();
  /** In the order of leaving; bounded by MAX_FORGOTTEN. */
  readonly #forgotten: Set<string>;
  #bytes = 0;
  #next = 1;

  /** @throws SottoError KEY_INVALID for a folder open to others, FILE_UNREADABLE */
  constructor(folder: string, bounds: StoreBounds = DEFAULT_STORE_BOUNDS) {
    openPrivateFolder(folder);
    this.#folder = folder;
    this.#bounds = bounds;
    this.#look();
    this.#forgotten = new Set(readForgotten(folder));
  }

  /** Deletes what a dead process left half-written. For the one writer: to another it may be half-written now. */
  sweep(): void {
    for (const name of readdirSync(this.#folder)) {
      if (name.startsWith(TEMPORARY_MARK)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  async put(messageId: string, message: Uint8Array, arrivedAtMs: number): Promise<PutResult> {
    if (this.#entries.has(messageId) || this.#forgotten.has(messageId)) return { kind: "duplicate" };
    const bucket = SIZE_BUCKETS.find((size) => size === message.length);
    if (bucket === undefined) throw new SottoError("ENVELOPE_INVALID", `a clip of ${message.length} bytes`);
    const number = this.#next;
    const arrived = Math.max(0, Math.round(arrivedAtMs));
    const name = `${String(number).padStart(12, "0")}-${arrived}-${messageId}.clip`;
    const path = join(this.#folder, name);
    if (!writeNewPrivateFile(path, message)) return { kind: "duplicate" };
    this.#next += 1;
    this.#bytes += bucket;
    this.#entries.set(messageId, { messageId, arrivedAtMs: arrived, bucket, number, path });
    return { kind: "stored", evicted: this.#evict() };
  }

  async list(): Promise<readonly StoredClip[]> {
    this.#look();
    return [...this.#entries.values()].map(({ messageId, arrivedAtMs, bucket }) => ({
      messageId,
      arrivedAtMs,
      bucket,
    }));
  }

  async get(messageId: string): Promise<Uint8Array> {
    if (!this.#entries.has(messageId)) this.#look();
    const { path } = this.#entry(messageId);
    const message = readPrivateFile(path, MAX_MESSAGE_BYTES);
    if (message === undefined) throw new SottoError("CLIP_MISSING", "its file is gone");
    return message;
  }

  async remove(messageId: string): Promise<void> {
    this.#look();
    this.#drop([this.#entry(messageId)]);
  }

  async erase(messageIds: readonly string[]): Promise<number> {
    this.#look();
    const here = messageIds.flatMap((messageId) => this.#entries.get(messageId) ?? []);
    if (here.length === 0) return 0;
    this.#drop(here, overwriteAndDelete);
    return here.length;
  }

  #look(): void {
    const entries = scan(this.#folder);
    this.#entries = new Map(entries.map((entry) => [entry.messageId, entry]));
    this.#bytes = entries.reduce((sum, { bucket }) => sum + bucket, 0);
    // Numbers only rise, also when the newest clip was deleted.
    this.#next = Math.max(this.#next, (entries.at(-1)?.number ?? 0) + 1);
  }

  #entry(messageId: string): Entry {
    const entry = this.#entries.get(messageId);
    if (entry === undefined) throw new SottoError("CLIP_MISSING", "no clip has this id");
    return entry;
  }

  #evict(): readonly string[] {
    const leaving: Entry[] = [];
    let bytes = this.#bytes;
    for (const entry of this.#entries.values()) {
      const tooMany = this.#entries.size - leaving.length > this.#bounds.maxClips;
      if (!tooMany && bytes <= this.#bounds.maxBytes) break;
      leaving.push(entry);
      bytes -= entry.bucket;
    }
    if (leaving.length > 0) this.#drop(leaving);
    return leaving.map(({ messageId }) => messageId);
  }

  /** The ids are remembered before the files go: a power cut between the two must not let a double in. */
  #drop(entries: readonly Entry[], remove: (entry: Entry) => void = justDelete): void {
    for (const { messageId } of entries) this.#forgotten.add(messageId);
    for (const oldest of this.#forgotten) {
      if (this.#forgotten.size <= MAX_FORGOTTEN) break;
      this.#forgotten.delete(oldest);
    }
    replacePrivateFile(join(this.#folder, FORGOTTEN_FILE), `${[...this.#forgotten].join("\n")}\n`);
    for (const entry of entries) {
      remove(entry);
      this.#entries.delete(entry.messageId);
      this.#bytes -= entry.bucket;
    }
  }
}

/** Clips by number; files of others are not looked at. */
function scan(folder: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const [, number, arrivedAtMs, messageId] = NAME.exec(name) ?? [];
    if (messageId === undefined) continue;
    const size = sizeOf(path);
    const bucket = SIZE_BUCKETS.find((candidate) => candidate === size);
    // A clip of another length was altered; it could not be opened and is left for the owner to look at.
    if (bucket === undefined) continue;
    entries.push({ messageId, arrivedAtMs: Number(arrivedAtMs), bucket, number: Number(number), path });
  }
  return entries.sort((a, b) => a.number - b.number);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}

/** Undefined for a file that went while we looked. */
function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return undefined;
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

function justDelete({ path }: Entry): void {
  rmSync(path, { force: true });
}

/**
 * Zeros over the whole file, on disk before it is deleted; what flash memory keeps of it is sealed. Under another name
 * first, so that nobody who looks finds a clip of zeros.
 */
function overwriteAndDelete({ path, bucket, messageId }: Entry): void {
  const doomed = join(dirname(path), `${TEMPORARY_MARK}${messageId}`);
  try {
    renameSync(path, doomed);
    const handle = openSync(doomed, "r+");
    try {
      const zeros = Buffer.alloc(bucket);
      for (let written = 0; written < bucket; ) written += writeSync(handle, zeros, written);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    rmSync(doomed, { force: true });
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return;
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

function readForgotten(folder: string): readonly string[] {
  const bytes = readPrivateFile(join(folder, FORGOTTEN_FILE), MAX_FORGOTTEN * FORGOTTEN_LINE_BYTES);
  if (bytes === undefined) return [];
  return Buffer.from(bytes)
    .toString("latin1")
    .split("\n")
    .filter((line) => /^[0-9a-f]{32}$/.test(line));
}
