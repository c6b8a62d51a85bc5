import { randomBytes } from "node:crypto";
import type { ConnectionOptions } from "node:tls";
import pg from "pg";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
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
import { ClipGroups } from "./clip-groups.js";
import { postgresError } from "./postgres-errors.js";
import { POSTGRES_SCHEMA, POSTGRES_SCHEMA_VERSION, SCHEMA_LOCK } from "./postgres-schema.js";
import type { PostgresSettings, PostgresTls } from "./postgres-settings.js";
import { PostgresSweep } from "./postgres-sweep.js";

/** Two commits, one erasure, one page and room for an hour's retiring. */
const MAX_CONNECTIONS = 5;
const CONNECT_DEADLINE_MS = 5_000;
/** The server gives up first, so that its answer is known; a server that says nothing at all is left after the second. */
const STATEMENT_DEADLINE_MS = 15_000;
const ANSWER_DEADLINE_MS = 20_000;
/** By then no statement of a keeper can see what was deleted. */
const SWEEP_AFTER_MS = 20_000;

/**
 * Clips of one device that one statement deletes: none may outlast its deadline, and the device's row is held for as
 * long. What is left waits for the next.
 */
const CLIPS_A_STEP = 500;

const count = z.coerce.number().int();
const bytes = z.instanceof(Uint8Array);
const storeRow = z.object({ version: z.int(), epoch: bytes });
const outcomesRow = z.object({ outcomes: z.array(z.enum(["stored", "known", "erased", "full"])) });
const obeyRow = z.object({ deleted: count.nullable(), forgotten: count });
const entryRow = z.object({ seq: count, message: bytes });
const headRow = z.object({ head: count });
const totalsRow = z.object({ clips: count, bytes: count });
const deviceRow = z.object({ device: bytes });
const stepRow = z.object({ deleted: count });
const checkRow = z.object({ version: z.int() });
const settingsRow = z.object({ fsync: z.string() });

type Parameter = Uint8Array | number | readonly Uint8Array[] | readonly number[] | null;

/** How the server is reached, for one connection or a pool of them. */
export function connectionConfig({ tls, ...settings }: PostgresSettings): pg.ClientConfig {
  return {
    ...settings,
    ssl: tls === undefined ? false : tlsOptions(tls),
    application_name: "sotto-keep",
    connectionTimeoutMillis: CONNECT_DEADLINE_MS,
    keepAlive: true,
    // Whatever the server's own defaults are: an answer means that it is on the disk, and a statement that has waited
    // for a row sees what was committed meanwhile.
    options: "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed",
  };
}

function tlsOptions({ ca, cert, key }: PostgresTls): ConnectionOptions {
  return {
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/**
 * Many keepers' store in one PostgreSQL. A statement is one transaction, so a keeper that dies leaves none open, and
 * a commit whose answer is lost is no commit to its caller: the same message is asked again and is known. What was
 * deleted is out of every reader's reach at once; its bytes lie in the server's files until they are swept and
 * overwritten, and in its log until that is recycled.
 */
export class PostgresKeep implements ClipKeep {
  readonly epoch: Uint8Array;
  readonly #pool: pg.Pool;
  readonly #where: string;
  readonly #bounds: KeepBounds;
  readonly #groups: ClipGroups;
  readonly #sweep: PostgresSweep;
  #forgotten = 0;

  /** @throws SottoError STORE_UNREACHABLE, STORE_DAMAGED, STORE_UNWRITABLE where a commit would not be on the disk */
  static async open(
    settings: PostgresSettings,
    bounds: KeepBounds,
    sweepAfterMs = SWEEP_AFTER_MS,
  ): Promise<PostgresKeep> {
    const where = `${settings.host}:${settings.port}/${settings.database}`;
    const pool = new pg.Pool({
      ...connectionConfig(settings),
      max: MAX_CONNECTIONS,
      statement_timeout: STATEMENT_DEADLINE_MS,
      query_timeout: ANSWER_DEADLINE_MS,
    });
    // A connection that dies while nobody uses it is replaced at the next use; unheard, it would end the process.
    pool.on("error", () => undefined);
    try {
      const epoch = await openStore(pool, where);
      return new PostgresKeep(epoch, { settings, bounds, pool, where, sweepAfterMs });
    } catch (cause) {
      await pool.end();
      throw postgresError(where, cause);
    }
  }

  private constructor(
    epoch: Uint8Array,
    {
      settings,
      bounds,
      pool,
      where,
      sweepAfterMs,
    }: {
      readonly settings: PostgresSettings;
      readonly bounds: KeepBounds;
      readonly pool: pg.Pool;
      readonly where: string;
      readonly sweepAfterMs: number;
    },
  ) {
    this.epoch = epoch;
    this.#pool = pool;
    this.#where = where;
    this.#bounds = bounds;
    this.#groups = new ClipGroups((clips) => this.#storeAll(clips));
    this.#sweep = new PostgresSweep(connectionConfig(settings), sweepAfterMs);
    // Of a keeper that died after a deletion.
    this.#sweep.need();
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  async totals(): Promise<KeepTotals> {
    const sums =
      "SELECT coalesce(sum(clips), 0) AS clips, coalesce(sum(bytes), 0) AS bytes FROM sotto.devices";
    return this.#one(totalsRow, sums, []);
  }

  async check(): Promise<void> {
    await this.#one(checkRow, "UPDATE sotto.store SET version = version RETURNING version", []);
  }

  store(clip: Arrival): Promise<Storing> {
    return this.#groups.store(clip);
  }

  /**
   * A tombstone that means all is obeyed in steps, the last of which makes it known: one that was broken off is obeyed
   * again from where it was.
   */
  async obey(tombstone: Arrival, target: Tombstone): Promise<Obeying> {
    const ahead = target.scope === "all" ? await this.#eraseAhead(tombstone) : 0;
    const { maxTombstones = MAX_TOMBSTONES, maxPastIds = MAX_PAST_IDS } = this.#bounds;
    const { deleted, forgotten } = await this.#one(
      obeyRow,
      "SELECT deleted, forgotten FROM sotto.obey($1, $2, $3, $4, $5, $6::bytea[], $7, $8)",
      [
        ...[tombstone.deviceId, tombstone.messageId, tombstone.ownerKeyId, tombstone.message],
        Math.round(tombstone.atMs),
        target.scope === "all" ? null : target.ids,
        ...[maxTombstones, maxPastIds],
      ],
    );
    if (deleted === null) return { kind: "known" };
    this.#forgotten += forgotten;
    if (deleted > 0) this.#sweep.need();
    return { kind: "obeyed", deleted: ahead + deleted };
  }

  async next(ownerKeyId: Uint8Array, after: number): Promise<FeedEntry | undefined> {
    const [row] = await this.#ask(
      entryRow,
      "SELECT seq, message FROM sotto.entries WHERE owner = $1 AND seq > $2 ORDER BY seq LIMIT 1",
      [ownerKeyId, after],
    );
    return row === undefined ? undefined : { seq: row.seq, message: Uint8Array.from(row.message) };
  }

  async head(ownerKeyId: Uint8Array): Promise<number> {
    const [row] = await this.#ask(headRow, "SELECT head FROM sotto.owners WHERE owner = $1", [ownerKeyId]);
    return row?.head ?? 0;
  }

  /** A device whose clips can't be deleted keeps no other's: the first error comes at the end. */
  async retire(beforeMs: number): Promise<number> {
    const before = Math.round(beforeMs);
    const old =
      "SELECT DISTINCT device FROM sotto.entries WHERE kind = 'clip' AND stored_at < $1 ORDER BY device";
    let retired = 0;
    const errors: unknown[] = [];
    for (const { device } of await this.#ask(deviceRow, old, [before])) {
      const retire = "SELECT sotto.retire($1, $2, $3) AS deleted";
      await this.#inSteps(retire, [device, before], (deleted) => {
        retired += deleted;
      }).catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
    return retired;
  }

  async close(): Promise<void> {
    await this.#sweep.close();
    await this.#pool.end();
  }

  async #eraseAhead({ deviceId, messageId }: Arrival): Promise<number> {
    let erased = 0;
    await this.#inSteps(
      "SELECT sotto.erase_ahead($1, $2, $3) AS deleted",
      [deviceId, messageId],
      (deleted) => {
        erased += deleted;
      },
    );
    return erased;
  }

  /** @param sql takes how many clips it may delete as its last parameter, and is asked again until there are fewer */
  async #inSteps(
    sql: string,
    parameters: readonly Parameter[],
    onStep: (deleted: number) => void,
  ): Promise<void> {
    for (let isMore = true; isMore; ) {
      const { deleted } = await this.#one(stepRow, sql, [...parameters, CLIPS_A_STEP]);
      onStep(deleted);
      if (deleted > 0) this.#sweep.need();
      isMore = deleted === CLIPS_A_STEP;
    }
  }

  async #storeAll(clips: readonly Arrival[]): Promise<readonly Storing[]> {
    const { outcomes } = await this.#one(
      outcomesRow,
      "SELECT sotto.store_clips($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bigint[], $6) AS outcomes",
      [
        clips.map(({ deviceId }) => deviceId),
        clips.map(({ messageId }) => messageId),
        clips.map(({ ownerKeyId }) => ownerKeyId),
        clips.map(({ message }) => message),
        clips.map(({ atMs }) => Math.round(atMs)),
        this.#bounds.maxBytesPerDevice,
      ],
    );
    return outcomes;
  }

  async #one<T>(schema: z.ZodType<T>, sql: string, parameters: readonly Parameter[]): Promise<T> {
    const [row] = await this.#ask(schema, sql, parameters);
    if (row === undefined)
      throw new SottoError("STORE_DAMAGED", `${this.#where} gave no answer to a question`);
    return row;
  }

  async #ask<T>(schema: z.ZodType<T>, sql: string, parameters: readonly Parameter[]): Promise<readonly T[]> {
    try {
      return z.array(schema).parse((await this.#pool.query(sql, [...parameters])).rows);
    } catch (cause) {
      throw postgresError(this.#where, cause);
    }
  }
}

/** Makes the tables where there are none; of keepers that start together, one does. @returns the store's epoch */
async function openStore(pool: pg.Pool, where: string): Promise<Uint8Array> {
  const client = await pool.connect();
  try {
    const [server] = z
      .array(settingsRow)
      .parse((await client.query("SELECT current_setting('fsync') AS fsync")).rows);
    if (server?.fsync !== "on") {
      throw new SottoError(
        "STORE_UNWRITABLE",
        `${where} runs with fsync off: no commit would be on its disk`,
      );
    }
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [SCHEMA_LOCK]);
    const { rowCount } = await client.query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'sotto'");
    if (rowCount === 0) {
      await client.query(POSTGRES_SCHEMA);
      const first = "INSERT INTO sotto.store (version, epoch) VALUES ($1, $2)";
      await client.query(first, [POSTGRES_SCHEMA_VERSION, randomBytes(ID_BYTES)]);
    }
    const [store] = z
      .array(storeRow)
      .parse((await client.query("SELECT version, epoch FROM sotto.store")).rows);
    if (store === undefined) throw new SottoError("STORE_DAMAGED", `${where} has lost its id`);
    if (store.version !== POSTGRES_SCHEMA_VERSION) {
      throw new SottoError("STORE_DAMAGED", `${where} is another release's`);
    }
    await client.query("COMMIT");
    client.release();
    return Uint8Array.from(store.epoch);
  } catch (cause) {
    // Not back into the pool: its transaction may be open.
    client.release(true);
    throw cause;
  }
}
