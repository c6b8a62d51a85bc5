import { randomBytes } from "node:crypto";
import { join } from "node:path";
import Database from "libsql";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
import { openPrivateFolder } from "../../keys/edge/private-file.js";
import { ID_BYTES } from "../../seal/envelope.js";
import type { Tombstone } from "../../seal/notices.js";
import {
  type Arrival,
  type ClipKeep,
  type FeedEntry,
  type KeepBounds,
  type KeepTotals,
  MAX_PAST_IDS,
  MAX_TOMBSTONES,
  type Obeying,
  type Storing,
} from "../clip-keep.js";
import { SCHEMA, SCHEMA_VERSION } from "./schema.js";
import { storeError } from "./store-errors.js";

const FILE = "keep.db";
/** Another keeper on the same file may hold it so long. */
const BUSY_MS = 5_000;

const bytes = z.instanceof(Uint8Array);
const entryRow = z.object({ seq: z.int(), message: bytes });
const fateRow = z.object({ fate: z.enum(["erased", "retired", "obeyed"]) });
const usageRow = z.object({ tombstones: z.int(), bytes: z.int(), past: z.int() });
const headRow = z.object({ head: z.int() });
const totalsRow = z.object({ clips: z.int(), bytes: z.int() });
const checkRow = z.object({ quick_check: z.string() });
const versionRow = z.object({ user_version: z.int() });
const checkpointRow = z.object({ busy: z.int() });

type Fate = z.output<typeof fateRow>["fate"];

/**
 * The keeper's store in one SQLite file. A commit is on disk when it returns (`synchronous = FULL`); what is deleted is
 * overwritten with zeros (`secure_delete`) and the log that still held it is cut to nothing before the deletion counts.
 * Several keepers may share one file: ids are unique in it, and it has one writer at a time.
 */
export class SqliteKeep implements ClipKeep {
  readonly epoch: Uint8Array;
  readonly #database: Database.Database;
  readonly #where: string;
  readonly #bounds: KeepBounds;
  readonly #statements = new Map<string, Database.Statement>();
  #forgotten = 0;
  /** Deleted bytes may still lie in the log. */
  #isUnswept = true;

  /** @throws SottoError STORE_DAMAGED, STORE_UNWRITABLE, KEY_INVALID for a folder open to others */
  constructor(folder: string, bounds: KeepBounds) {
    openPrivateFolder(folder);
    this.#where = join(folder, FILE);
    this.#bounds = bounds;
    try {
      this.#database = new Database(this.#where, { timeout: BUSY_MS });
    } catch (cause) {
      throw storeError(this.#where, cause);
    }
    try {
      this.epoch = this.#open();
    } catch (cause) {
      this.#database.close();
      throw storeError(this.#where, cause);
    }
  }

  async totals(): Promise<KeepTotals> {
    return this.#attempt(() => {
      const sums = "SELECT coalesce(sum(clips), 0) AS clips, coalesce(sum(bytes), 0) AS bytes FROM usage";
      return totalsRow.parse(this.#get(sums, []));
    });
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  async check(): Promise<void> {
    this.#inTransaction(() => this.#run("UPDATE meta SET value = value", []));
  }

  async store(clip: Arrival): Promise<Storing> {
    return this.#inTransaction((): Storing => {
      const fate = this.#fateOf(clip.deviceId, clip.messageId);
      if (fate !== undefined) return fate === "erased" ? "erased" : "known";
      if (this.#isHere(clip)) return "known";
      const used = this.#usage(clip.deviceId)?.bytes ?? 0;
      if (used + clip.message.length > this.#bounds.maxBytesPerDevice) return "full";
      this.#insert(clip, "clip");
      return "stored";
    });
  }

  /** When it resolves, the deleted bytes are in none of the files. */
  async obey(tombstone: Arrival, target: Tombstone): Promise<Obeying> {
    const obeying = this.#inTransaction((): Obeying => {
      if (this.#isHere(tombstone) || this.#fateOf(tombstone.deviceId, tombstone.messageId) !== undefined) {
        return { kind: "known" };
      }
      this.#isUnswept = true;
      const deleted =
        target.scope === "all"
          ? this.#eraseAll(tombstone.deviceId)
          : target.ids.reduce((sum, id) => sum + this.#eraseOne(tombstone.deviceId, id), 0);
      this.#insert(tombstone, "tombstone");
      this.#boundMemory(tombstone.deviceId);
      return { kind: "obeyed", deleted };
    });
    // Also for one that was obeyed before: the process may have died between the commit and the sweep.
    this.#sweep();
    return obeying;
  }

  async next(ownerKeyId: Uint8Array, after: number): Promise<FeedEntry | undefined> {
    return this.#attempt(() => {
      const row = this.#get(
        "SELECT seq, message FROM entries WHERE owner = ? AND seq > ? ORDER BY seq LIMIT 1",
        [ownerKeyId, after],
      );
      if (row === undefined) return undefined;
      const { seq, message } = entryRow.parse(row);
      return { seq, message: Uint8Array.from(message) };
    });
  }

  async head(ownerKeyId: Uint8Array): Promise<number> {
    return this.#attempt(() => {
      const row = this.#get("SELECT head FROM owners WHERE owner = ?", [ownerKeyId]);
      return row === undefined ? 0 : headRow.parse(row).head;
    });
  }

  async retire(beforeMs: number): Promise<number> {
    const before = Math.round(beforeMs);
    const retired = this.#inTransaction(() => {
      this.#run(
        "INSERT OR IGNORE INTO past (device, id, fate) SELECT device, id, 'retired' FROM entries WHERE kind = 'clip' AND stored_at < ?",
        [before],
      );
      const gone = this.#run("DELETE FROM entries WHERE kind = 'clip' AND stored_at < ?", [before]);
      if (gone > 0) this.#isUnswept = true;
      return gone;
    });
    if (this.#isUnswept) this.#sweep();
    return retired;
  }

  async close(): Promise<void> {
    this.#statements.clear();
    this.#database.close();
  }

  #open(): Uint8Array {
    this.#database.pragma("journal_mode = WAL");
    this.#database.exec("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
    const [check] = z.array(checkRow).parse(this.#database.pragma("quick_check(1)"));
    if (check?.quick_check !== "ok")
      throw new SottoError("STORE_DAMAGED", `${this.#where} fails SQLite's own check`);
    return this.#inTransaction(() => {
      const version = z.array(versionRow).parse(this.#database.pragma("user_version"))[0]?.user_version;
      if (version === 0) {
        this.#database.exec(SCHEMA);
        this.#run("INSERT INTO meta VALUES ('epoch', ?)", [randomBytes(ID_BYTES)]);
        this.#database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
      } else if (version !== SCHEMA_VERSION) {
        throw new SottoError("STORE_DAMAGED", `${this.#where} is another release's`);
      }
      const row = z
        .object({ value: bytes })
        .safeParse(this.#get("SELECT value FROM meta WHERE name = 'epoch'", []));
      if (!row.success) throw new SottoError("STORE_DAMAGED", `${this.#where} has lost its id`);
      return Uint8Array.from(row.data.value);
    });
  }

  #insert({ deviceId, ownerKeyId, messageId, message, atMs }: Arrival, kind: "clip" | "tombstone"): void {
    this.#run("INSERT INTO owners VALUES (?, 1) ON CONFLICT (owner) DO UPDATE SET head = head + 1", [
      ownerKeyId,
    ]);
    this.#run("INSERT INTO entries SELECT owner, head, ?, ?, ?, ?, ? FROM owners WHERE owner = ?", [
      deviceId,
      messageId,
      kind,
      Math.round(atMs),
      message,
      ownerKeyId,
    ]);
  }

  /** Remembers the id whether the clip came or not: it may be on its way. */
  #eraseOne(deviceId: Uint8Array, id: Uint8Array): number {
    this.#run(
      "INSERT INTO past (device, id, fate) VALUES (?, ?, 'erased') ON CONFLICT (device, id) DO UPDATE SET fate = 'erased'",
      [deviceId, id],
    );
    return this.#run("DELETE FROM entries WHERE device = ? AND id = ? AND kind = 'clip'", [deviceId, id]);
  }

  #eraseAll(deviceId: Uint8Array): number {
    // Those that are past already were deleted here too, whatever the reason: a redelivery is answered `erased`.
    this.#run("UPDATE past SET fate = 'erased' WHERE device = ? AND fate = 'retired'", [deviceId]);
    this.#run(
      "INSERT INTO past (device, id, fate) SELECT device, id, 'erased' FROM entries WHERE device = ? AND kind = 'clip'",
      [deviceId],
    );
    return this.#run("DELETE FROM entries WHERE device = ? AND kind = 'clip'", [deviceId]);
  }

  /** Oldest first, and counted. A tombstone that leaves the feed stays known, so that it is never obeyed twice. */
  #boundMemory(deviceId: Uint8Array): void {
    const { maxTombstones = MAX_TOMBSTONES, maxPastIds = MAX_PAST_IDS } = this.#bounds;
    const tombstones = (this.#usage(deviceId)?.tombstones ?? 0) - maxTombstones;
    if (tombstones > 0) {
      const oldest = "device = ? AND kind = 'tombstone' ORDER BY seq LIMIT ?";
      this.#run(
        `INSERT OR IGNORE INTO past (device, id, fate) SELECT device, id, 'obeyed' FROM entries WHERE ${oldest}`,
        [deviceId, tombstones],
      );
      this.#forgotten += this.#run(
        `DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries WHERE ${oldest})`,
        [deviceId, tombstones],
      );
    }
    // Asked after the tombstones, which have come to the ids.
    const ids = (this.#usage(deviceId)?.past ?? 0) - maxPastIds;
    if (ids > 0) {
      this.#forgotten += this.#run(
        "DELETE FROM past WHERE n IN (SELECT n FROM past WHERE device = ? ORDER BY n LIMIT ?)",
        [deviceId, ids],
      );
    }
  }

  #isHere({ deviceId, messageId }: Arrival): boolean {
    return (
      this.#get("SELECT seq FROM entries WHERE device = ? AND id = ?", [deviceId, messageId]) !== undefined
    );
  }

  #fateOf(deviceId: Uint8Array, id: Uint8Array): Fate | undefined {
    const row = this.#get("SELECT fate FROM past WHERE device = ? AND id = ?", [deviceId, id]);
    return row === undefined ? undefined : fateRow.parse(row).fate;
  }

  #usage(deviceId: Uint8Array): z.output<typeof usageRow> | undefined {
    const row = this.#get("SELECT tombstones, bytes, past FROM usage WHERE device = ?", [deviceId]);
    return row === undefined ? undefined : usageRow.parse(row);
  }

  /** Moves the log into the file and cuts it to nothing: until then deleted pages live on in it. */
  #sweep(): void {
    this.#attempt(() => {
      const [row] = z.array(checkpointRow).parse(this.#database.pragma("wal_checkpoint(TRUNCATE)"));
      if (row?.busy !== 0) throw new SottoError("STORE_UNWRITABLE", `${this.#where}: its log is in use`);
      this.#isUnswept = false;
    });
  }

  #inTransaction<T>(work: () => T): T {
    return this.#attempt(() => this.#database.transaction(work).immediate());
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof z.ZodError) {
        throw new SottoError("STORE_DAMAGED", `${this.#where} holds what was never written`, cause);
      }
      throw storeError(this.#where, cause);
    }
  }

  #run(sql: string, parameters: readonly (Uint8Array | number | string)[]): number {
    return this.#statement(sql).run([...parameters]).changes;
  }

  /** Parameters go as one array: a lone buffer would be taken for a set of names, and libsql aborts on it. */
  #get(sql: string, parameters: readonly (Uint8Array | number)[]): unknown {
    return this.#statement(sql).get([...parameters]);
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}
