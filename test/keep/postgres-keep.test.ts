import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf } from "../../src/domain/errors.js";
import type { Arrival } from "../../src/keep/clip-keep.js";
import { connectionConfig, PostgresKeep } from "../../src/keep/edge/postgres-keep.js";
import { loadPostgresSettings } from "../../src/keep/edge/postgres-settings.js";
import { createAuthority } from "../support/certificates.js";
import { arrival, bytes16, listed, wholeFeed } from "../support/keep-contract.js";
import { type Postgres, startPostgres } from "../support/postgres.js";
import { thrownCode } from "../support/thrown.js";

const ROOM = { maxBytesPerDevice: 1_000_000_000 };
let root: string;
let postgres: Postgres;
let caFile: string;
let databases = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "sotto-postgres-"));
  const authority = createAuthority(root, "database-authority");
  caFile = authority.cert;
  const server = authority.issue("server", "IP:127.0.0.1");
  postgres = await startPostgres(join(root, "postgres"), [
    "ssl = on",
    `ssl_cert_file = '${server.cert}'`,
    `ssl_key_file = '${server.key}'`,
  ]);
});
afterAll(async () => {
  await postgres.stop();
  rmSync(root, { recursive: true, force: true });
});

async function newDatabase(): Promise<string> {
  databases += 1;
  return postgres.createDatabase(`store${databases}`);
}

const sql: Postgres["ask"] = (url, ...statements) => postgres.ask(url, ...statements);

describe("PostgresKeep", () => {
  it("holds what it has said it has, and goes on by itself, when the database dies in the middle", async () => {
    const url = await newDatabase();
    const keeps = await Promise.all([1, 2, 3, 4].map(() => postgres.keep(url)));
    const clips = Array.from({ length: 400 }, (_, at) => arrival(at + 10, { deviceId: bytes16(at % 7) }));
    let stored = 0;
    let dying: Promise<void> | undefined;
    const store = async (clip: Arrival, at: number) => {
      const outcome = await keeps[at % 4]?.store(clip).catch(codeOf);
      if (outcome === "stored") stored += 1;
      if (stored >= 150) dying ??= postgres.crash();
      return outcome;
    };
    const said = await Promise.all(clips.map(store));
    expect(new Set(said)).toEqual(new Set(["stored", "STORE_UNREACHABLE"]));
    await dying;
    await postgres.start();
    const again = await Promise.all(clips.map((clip, at) => keeps[(at + 1) % 4]?.store(clip)));
    // What had no answer may be there or not; what had one is there.
    for (const [at, word] of said.entries()) if (word === "stored") expect(again[at]).toBe("known");
    expect([...(await wholeFeed(keeps[0] ?? expect.fail("none"))).keys()]).toEqual(
      Array.from({ length: 400 }, (_, at) => at + 1),
    );
    await Promise.all(keeps.map((keep) => keep.close()));
  }, 60_000);

  it("gives no answer for a clip whose connection was cut before the commit, and takes it when it comes again", async () => {
    const url = await newDatabase();
    const keep = await postgres.keep(url);
    // Holds the device's row, so that the clip waits inside its transaction; then the connection is cut.
    const blocker = new pg.Client(
      connectionConfig(loadPostgresSettings({ url, passwordFile: postgres.passwordFile })),
    );
    await blocker.connect();
    await keep.store(arrival(1));
    await blocker.query("BEGIN; SELECT FROM sotto.devices FOR UPDATE");
    const storing = thrownCode(() => keep.store(arrival(2)));
    const waiting =
      "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'sotto-keep'";
    await expect.poll(async () => (await sql(url, `SELECT pid ${waiting}`)).length).toBe(1);
    await sql(url, `SELECT pg_terminate_backend(pid) ${waiting}`);
    expect(await storing).toBe("STORE_UNREACHABLE");
    await blocker.query("COMMIT");
    await blocker.end();
    expect(await keep.store(arrival(2))).toBe("stored");
    expect(await keep.store(arrival(2))).toBe("known");
    await keep.close();
  });

  it("deletes more of a device than one statement may, and passes by one whose clips can't be deleted", async () => {
    const url = await newDatabase();
    const keep = await postgres.keep(url);
    const small = (number: number, device: number, atMs: number) =>
      arrival(number, { deviceId: bytes16(device), message: new Uint8Array(10), atMs });
    const clips = Array.from({ length: 1_100 }, (_, at) => small(at + 100, 2, at < 600 ? 1_000 : 9_000));
    await Promise.all([small(1, 1, 1_000), ...clips, small(3, 3, 1_000)].map((clip) => keep.store(clip)));
    await sql(
      url,
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$`,
      `CREATE TRIGGER refuse BEFORE DELETE ON sotto.entries FOR EACH ROW
        WHEN (old.device = '\\x${Buffer.from(bytes16(1)).toString("hex")}') EXECUTE FUNCTION refuse()`,
    );
    expect(await thrownCode(() => keep.retire(5_000))).toBe("STORE_UNWRITABLE");
    expect(await keep.totals()).toMatchObject({ clips: 501 });
    await sql(url, "DROP TRIGGER refuse ON sotto.entries");
    expect(await keep.retire(5_000)).toBe(1);
    const more = Array.from({ length: 600 }, (_, at) => small(at + 2_000, 2, 9_000));
    await Promise.all(more.map((clip) => keep.store(clip)));
    const all = () => keep.obey(small(9_999, 2, 9_000), { scope: "all" });
    expect(await all()).toEqual({ kind: "obeyed", deleted: 1_100 });
    await keep.store(small(8_888, 2, 9_000));
    expect(await all()).toEqual({ kind: "known" });
    expect(await keep.totals()).toMatchObject({ clips: 1 });
    await keep.close();
  }, 60_000);

  it("notices a database for reading alone before anything is to be kept in it", async () => {
    const url = await newDatabase();
    const keep = await postgres.keep(url);
    await keep.check();
    const setting = `DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only`;
    const others = "FROM pg_stat_activity WHERE application_name = 'sotto-keep' AND pid <> pg_backend_pid()";
    await sql(url, `ALTER ${setting} = on`, `SELECT pg_terminate_backend(pid) ${others}`);
    await expect.poll(() => keep.check().catch(codeOf)).toBe("STORE_UNWRITABLE");
    expect(await keep.head(bytes16(2))).toBe(0);
    await sql(url, "SET default_transaction_read_only = off", `ALTER ${setting} = off`);
    await sql(url, `SELECT pg_terminate_backend(pid) ${others}`);
    await expect.poll(() => keep.check().catch(codeOf)).toBe(undefined);
    await keep.close();
  });

  it("works at the isolation that its locks are made for, whatever the database's default is", async () => {
    const url = await newDatabase();
    const isolation = "default_transaction_isolation";
    await sql(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET ${isolation} = serializable`);
    expect(await sql(url, `SHOW ${isolation}`)).toEqual([{ [isolation]: "read committed" }]);
  });

  it("makes one store when twelve keepers start at once", async () => {
    const url = await newDatabase();
    const keeps = await Promise.all(Array.from({ length: 12 }, () => postgres.keep(url)));
    expect(new Set(keeps.map(({ epoch }) => Buffer.from(epoch).toString("hex"))).size).toBe(1);
    await Promise.all(keeps.map((keep) => keep.close()));
  });

  it("frees the rows of what was erased without being asked, also by a keeper that has ended since", async () => {
    const url = await newDatabase();
    const settings = loadPostgresSettings({ url, passwordFile: postgres.passwordFile });
    const dead = "SELECT n_dead_tup, vacuum_count FROM pg_stat_user_tables WHERE relname = 'entries'";
    for (const number of [1, 2]) {
      const early = await PostgresKeep.open(settings, ROOM);
      await early.store(arrival(number, { message: new Uint8Array(100_000).fill(3) }));
      await early.obey(arrival(number + 50), listed(number));
      await early.close();
      const keep = await PostgresKeep.open(settings, ROOM, 200);
      await expect
        .poll(() => sql(url, dead), { timeout: 20_000 })
        .toEqual([{ n_dead_tup: "0", vacuum_count: String(number) }]);
      await keep.close();
    }
  }, 60_000);

  it("is refused where a commit would not be on the disk", async () => {
    const url = await newDatabase();
    await sql(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()");
    const fsync = () => sql(url, "SHOW fsync");
    await expect.poll(fsync).toEqual([{ fsync: "off" }]);
    expect(await thrownCode(() => postgres.keep(url))).toBe("STORE_UNWRITABLE");
    await sql(url, "ALTER SYSTEM RESET fsync", "SELECT pg_reload_conf()");
    await expect.poll(fsync).toEqual([{ fsync: "on" }]);
    await (await postgres.keep(url)).close();
  });

  it("says which way a store is wrong", async () => {
    const url = await newDatabase();
    await (await postgres.keep(url)).close();
    const tries: readonly (readonly [string, string, string])[] = [
      [
        "UPDATE sotto.store SET version = version + 97",
        "UPDATE sotto.store SET version = version - 97",
        "STORE_DAMAGED",
      ],
      [
        "ALTER TABLE sotto.entries RENAME TO mislaid",
        "ALTER TABLE sotto.mislaid RENAME TO entries",
        "STORE_DAMAGED",
      ],
    ];
    for (const [harm, mend, code] of tries) {
      await sql(url, harm);
      const store = async () => {
        const keep = await postgres.keep(url);
        await keep.store(arrival(3)).finally(() => keep.close());
      };
      expect(await thrownCode(store)).toBe(code);
      await sql(url, mend);
    }
    const elsewhere = (files: { readonly url: string; readonly passwordFile?: string }) => () =>
      PostgresKeep.open(loadPostgresSettings(files), ROOM);
    const wrong = join(root, "wrong-password");
    writeFileSync(wrong, "glass onion", { mode: 0o600 });
    expect(await thrownCode(elsewhere({ url, passwordFile: wrong }))).toBe("STORE_UNREACHABLE");
    expect(await thrownCode(elsewhere({ url: `${url}x`, passwordFile: postgres.passwordFile }))).toBe(
      "STORE_UNREACHABLE",
    );
    expect(await thrownCode(elsewhere({ url: "postgresql://sotto@127.0.0.1:1/sotto" }))).toBe(
      "STORE_UNREACHABLE",
    );
  });

  it("proves who it is with TLS, and is not believed with another authority's certificate", async () => {
    const url = await newDatabase();
    const { passwordFile } = postgres;
    const keep = await PostgresKeep.open(loadPostgresSettings({ url, passwordFile, caFile }), ROOM);
    await keep.store(arrival(5));
    const encrypted = await sql(
      url,
      "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'sotto-keep' AND pid <> pg_backend_pid()",
    );
    expect(encrypted).toEqual([{ ssl: true }]);
    await keep.close();
    const other = createAuthority(root, "another-authority").cert;
    const mistrusting = loadPostgresSettings({ url, passwordFile, caFile: other });
    expect(await thrownCode(() => PostgresKeep.open(mistrusting, ROOM))).toBe("STORE_UNREACHABLE");
  });

  it("never speaks in clear beyond this machine, and takes no password and no key that others may read", async () => {
    const settings = (url: string) => loadPostgresSettings({ url });
    expect(settings("postgresql://k@db.example/sotto").tls).toBeDefined();
    expect(settings("postgresql://k@192.0.2.7:6432/sotto")).toMatchObject({ port: 6432, tls: {} });
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      expect(settings(`postgresql://k@${host}/sotto`)).toMatchObject({ tls: undefined, port: 5432 });
    }
    for (const url of [
      "postgresql://k:secret@h/d",
      "postgresql://h/d",
      "postgresql://k@h",
      "mysql://k@h/d",
      "postgresql://k@h/%ZZ",
      "x",
    ]) {
      expect(await thrownCode(() => settings(url))).toBe("CONFIG_INVALID");
    }
    const open = join(root, "open-password");
    writeFileSync(open, "x", { mode: 0o644 });
    const url = "postgresql://k@127.0.0.1/d";
    expect(await thrownCode(() => loadPostgresSettings({ url, passwordFile: open }))).toBe("KEY_INVALID");
    expect(await thrownCode(() => loadPostgresSettings({ url, certFile: open, keyFile: open }))).toBe(
      "KEY_INVALID",
    );
    expect(await thrownCode(() => loadPostgresSettings({ url, passwordFile: "/nowhere" }))).toBe(
      "FILE_UNREADABLE",
    );
  });
});
