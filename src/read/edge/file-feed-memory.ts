import { createHash } from "node:crypto";
import { join } from "node:path";
import { openPrivateFolder, readPrivateFile, replacePrivateFile } from "../../keys/edge/private-file.js";
import { toHex } from "../../seal/canonical-cbor.js";
import type { TrustedSigner } from "../../seal/ports.js";
import { type CursorState, FEED_START } from "../feed-cursor.js";
import { type ErasedClip, type FeedMemory, MAX_ERASED, MAX_OBEYED } from "../feed-memory.js";

const CURSOR_FILE = "feed-cursor";
const ERASED_FILE = "erased";
/** Epoch, number, and whose signatures were believed on the way there. */
const CURSOR = /^([0-9a-f]{32}) (\d{1,15}) ([0-9a-f]{32})\n$/;
/** One line for a tombstone that was obeyed, one for a clip of a device. */
const LINE = /^(?:tombstone ([0-9a-f]{32})|clip ([0-9a-f]{32} [0-9a-f]{32}))$/;
const MAX_CURSOR_BYTES = 96;
const MAX_LINE_BYTES = 71;

/** Two small text files beside the clips. A damaged cursor begins anew, which costs only doubles. */
export class FileFeedMemory implements FeedMemory {
  readonly #cursorPath: string;
  readonly #erasedPath: string;
  /** In the order of obeying; bounded by MAX_OBEYED. */
  readonly #obeyed = new Set<string>();
  /** `device id`, in the order of erasing; bounded by MAX_ERASED. */
  readonly #erased = new Set<string>();
  #cursor: CursorState;
  #trust: string;

  /** @throws SottoError KEY_INVALID for a folder open to others, FILE_UNREADABLE */
  constructor(folder: string, trusted: readonly TrustedSigner[]) {
    openPrivateFolder(folder);
    this.#cursorPath = join(folder, CURSOR_FILE);
    this.#erasedPath = join(folder, ERASED_FILE);
    this.#trust = markOf(trusted);
    this.#cursor = readCursor(this.#cursorPath, this.#trust);
    for (const line of readLines(this.#erasedPath)) {
      const [, tombstone, clip] = LINE.exec(line) ?? [];
      if (tombstone !== undefined) this.#obeyed.add(tombstone);
      if (clip !== undefined) this.#erased.add(clip);
    }
  }

  get cursor(): CursorState {
    return this.#cursor;
  }

  saveCursor(state: CursorState): void {
    const { epoch, after } = state;
    if (epoch === undefined) return;
    replacePrivateFile(this.#cursorPath, `${toHex(epoch)} ${after} ${this.#trust}\n`);
    this.#cursor = state;
  }

  trusts(devices: readonly TrustedSigner[]): boolean {
    const trust = markOf(devices);
    if (trust === this.#trust) return false;
    this.#trust = trust;
    this.#cursor = FEED_START;
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

/** The same for the same devices in any order, 32 hex digits. */
function markOf(devices: readonly TrustedSigner[]): string {
  const ids = devices.map(({ signingKeyId }) => toHex(signingKeyId)).sort();
  return createHash("sha256").update(ids.join(" ")).digest("hex").slice(0, 32);
}

function readCursor(path: string, trust: string): CursorState {
  const bytes = readPrivateFile(path, MAX_CURSOR_BYTES);
  const [, epoch, after, savedFor] =
    CURSOR.exec(bytes === undefined ? "" : Buffer.from(bytes).toString("latin1")) ?? [];
  if (epoch === undefined || savedFor !== trust) return FEED_START;
  return { epoch: Uint8Array.from(Buffer.from(epoch, "hex")), after: Number(after) };
}

function readLines(path: string): readonly string[] {
  const bytes = readPrivateFile(path, (MAX_OBEYED + MAX_ERASED) * MAX_LINE_BYTES);
  return bytes === undefined ? [] : Buffer.from(bytes).toString("latin1").split("\n");
}
