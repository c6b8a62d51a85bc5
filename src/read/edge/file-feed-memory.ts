import { createHash } from "node:crypto";
import { join } from "node:path";
import { openPrivateFolder, readPrivateFile, replacePrivateFile } from "../../keys/edge/private-file.js";
import { toHex } from "../../seal/canonical-cbor.js";
import type { TrustedSigner } from "../../seal/ports.js";
import { type CursorState, FEED_START } from "../feed-cursor.js";
import { type ErasedClip, type FeedMemory, MAX_ERASED, MAX_OBEYED } from "../feed-memory.js";

const CURSOR_FILE = "feed-cursor";
const ERASED_FILE = "erased";
/** Owner, epoch, number, and the mark of who was believed and what could be opened on the way there. */
const CURSOR = /^([0-9a-f]{32}) ([0-9a-f]{32}) (\d{1,15}) ([0-9a-f]{32})$/;
/** More feeds than a reader can follow: own keys, those of before, and houses of others. */
const MAX_CURSORS = 64;
/** One line for a tombstone that was obeyed, one for a clip of a device. */
const LINE = /^(?:tombstone ([0-9a-f]{32})|clip ([0-9a-f]{32} [0-9a-f]{32}))$/;
const MAX_CURSOR_BYTES = MAX_CURSORS * 128;
const MAX_LINE_BYTES = 71;

/** Two small text files beside the clips. A damaged cursor begins anew, which costs only doubles. */
export class FileFeedMemory implements FeedMemory {
  readonly #cursorPath: string;
  readonly #erasedPath: string;
  /** In the order of obeying; bounded by MAX_OBEYED. */
  readonly #obeyed = new Set<string>();
  /** `device id`, in the order of erasing; bounded by MAX_ERASED. */
  readonly #erased = new Set<string>();
  /** By owner. */
  #cursors: Map<string, CursorState>;
  readonly #keys: readonly Uint8Array[];
  #mark: string;

  /**
   * @param keys ids of the keys that open here: with another one, what went by refused has to come again
   * @throws SottoError KEY_INVALID for a folder open to others, FILE_UNREADABLE
   */
  constructor(folder: string, trusted: readonly TrustedSigner[], keys: readonly Uint8Array[]) {
    openPrivateFolder(folder);
    this.#cursorPath = join(folder, CURSOR_FILE);
    this.#erasedPath = join(folder, ERASED_FILE);
    this.#keys = keys;
    this.#mark = markOf(trusted, keys);
    this.#cursors = readCursors(this.#cursorPath, this.#mark);
    for (const line of readLines(this.#erasedPath, (MAX_OBEYED + MAX_ERASED) * MAX_LINE_BYTES)) {
      const [, tombstone, clip] = LINE.exec(line) ?? [];
      if (tombstone !== undefined) this.#obeyed.add(tombstone);
      if (clip !== undefined) this.#erased.add(clip);
    }
  }

  cursorOf(owner: string): CursorState {
    return this.#cursors.get(owner) ?? FEED_START;
  }

  saveCursor(owner: string, state: CursorState): void {
    if (state.epoch === undefined) return;
    const cursors = new Map(this.#cursors);
    // The one that was saved longest ago goes, where there were ever so many.
    cursors.delete(owner);
    const [oldest] = cursors.keys();
    if (cursors.size >= MAX_CURSORS && oldest !== undefined) cursors.delete(oldest);
    cursors.set(owner, state);
    const lines = [...cursors].map(
      ([name, { epoch, after }]) => `${name} ${toHex(epoch ?? new Uint8Array())} ${after} ${this.#mark}\n`,
    );
    replacePrivateFile(this.#cursorPath, lines.join(""));
    this.#cursors = cursors;
  }

  trusts(devices: readonly TrustedSigner[]): boolean {
    const mark = markOf(devices, this.#keys);
    if (mark === this.#mark) return false;
    this.#mark = mark;
    this.#cursors = new Map();
    return true;
  }

  hasObeyed(tombstoneId: string): boolean {
    return this.#obeyed.has(tombstoneId);
  }

  isErased({ deviceId, messageId }: ErasedClip): boolean {
    return this.#erased.has(`${deviceId} ${messageId}`);
  }

  obeyed(tombstoneId: string, erased: readonly ErasedClip[]): void {
    this.#obeyed.add(tombstoneId);
    for (const { deviceId, messageId } of erased) this.#erased.add(`${deviceId} ${messageId}`);
    keepNewest(this.#obeyed, MAX_OBEYED);
    keepNewest(this.#erased, MAX_ERASED);
    const lines = [
      ...[...this.#obeyed].map((id) => `tombstone ${id}\n`),
      ...[...this.#erased].map((clip) => `clip ${clip}\n`),
    ];
    replacePrivateFile(this.#erasedPath, lines.join(""));
  }
}

function keepNewest(set: Set<string>, most: number): void {
  for (const oldest of set) {
    if (set.size <= most) return;
    set.delete(oldest);
  }
}

/** The same for the same devices and keys in any order, 32 hex digits. */
function markOf(devices: readonly TrustedSigner[], keys: readonly Uint8Array[]): string {
  const signers = devices.map(({ signingKeyId }) => toHex(signingKeyId)).sort();
  const openers = keys.map(toHex).sort();
  return createHash("sha256")
    .update(`${signers.join(" ")}/${openers.join(" ")}`)
    .digest("hex")
    .slice(0, 32);
}

function readCursors(path: string, mark: string): Map<string, CursorState> {
  const cursors = new Map<string, CursorState>();
  for (const line of readLines(path, MAX_CURSOR_BYTES)) {
    const [, owner, epoch, after, savedFor] = CURSOR.exec(line) ?? [];
    if (owner === undefined || epoch === undefined || savedFor !== mark) continue;
    cursors.set(owner, { epoch: Uint8Array.from(Buffer.from(epoch, "hex")), after: Number(after) });
  }
  return cursors;
}

function readLines(path: string, maxBytes: number): readonly string[] {
  const bytes = readPrivateFile(path, maxBytes);
  return bytes === undefined ? [] : Buffer.from(bytes).toString("latin1").split("\n");
}
