import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { SottoError } from "../../src/domain/errors.js";
import type { KeepBounds } from "../../src/keep/clip-keep.js";
import { connectionConfig, PostgresKeep } from "../../src/keep/edge/postgres-keep.js";
import { loadPostgresSettings } from "../../src/keep/edge/postgres-settings.js";
import { freePort } from "./free-port.js";
import { UNPACKED, unpackedEnv } from "./unpacked.js";

const PASSWORD = "correct horse";

export interface Postgres {
  /** postgresql://sotto@127.0.0.1:PORT/NAME, of the first database. */
  readonly url: string;
  readonly passwordFile: string;
  /** An empty database. @returns its URL */
  createDatabase(name: string): Promise<string>;
  /** One statement after the other, on a connection of their own. @returns the rows of the last */
  ask(url: string, ...statements: readonly string[]): Promise<readonly unknown[]>;
  /** A store in one of its databases. */
  keep(url: string, bounds?: KeepBounds): Promise<PostgresKeep>;
  /** Down at once, as in a crash: connections break, nothing is written that a commit has not written. */
  crash(): Promise<void>;
  /** On the same port, with the same files; waits until it answers. */
  start(): Promise<void>;
  /** As a crash: an orderly end would write everything once more. */
  stop(): Promise<void>;
}

/**
 * PostgreSQL's programs: Debian's package unpacked into the cache, or installed.
 * @throws SottoError where there are none: tests against a real database fail, they don't skip.
 */
function findPostgres(): { readonly binaries: string; readonly env: NodeJS.ProcessEnv } {
  for (const root of [UNPACKED, ""]) {
    const versions = join(root, "/", "usr/lib/postgresql");
    const [version] = existsSync(versions) ? readdirSync(versions).sort().reverse() : [];
    const binaries = join(versions, version ?? "", "bin");
    if (!existsSync(join(binaries, "postgres"))) continue;
    // The one zone that needs no tables of zones, which an unpacked server would not find.
    return { binaries, env: { ...unpackedEnv(root), LC_ALL: "C", TZ: "GMT" } };
  }
  throw new SottoError("FILE_UNREADABLE", "no PostgreSQL: run scripts/test");
}

/**
 * PostgreSQL refuses to run as root; in a user namespace of its own it is somebody else and the files are still its.
 * It ends with whoever started it.
 */
function unprivileged(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  if (userInfo().uid !== 0) return [program, args];
  const walls = [
    "--dev-bind",
    "/",
    "/",
    "--unshare-user",
    "--uid",
    "1000",
    "--gid",
    "1000",
    "--die-with-parent",
  ];
  return ["bwrap", [...walls, "--", program, ...args]];
}

/** Starts a real PostgreSQL with an empty database on a free port of loopback. @param folder an empty one */
export async function startPostgres(folder: string, extra: readonly string[] = []): Promise<Postgres> {
  const { binaries, env } = findPostgres();
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  const port = await freePort();
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
  const options = [
    "-D",
    data,
    "-U",
    "sotto",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--no-sync",
  ];
  const [program, args] = unprivileged(join(binaries, "initdb"), [...options, "--no-instructions"]);
  const made = spawnSync(program, args, { env, encoding: "utf8" });
  if (made.status !== 0)
    throw new SottoError("INTERNAL", `initdb: ${made.stderr}${made.error?.message ?? ""}`);
  const settings = [
    ...[`port = ${port}`, "listen_addresses = '127.0.0.1'", "unix_socket_directories = ''"],
    ...["max_connections = 60", "wal_level = minimal", "max_wal_senders = 0", "timezone = 'GMT'"],
  ];
  writeFileSync(join(data, "postgresql.conf"), `${[...settings, ...extra].join("\n")}\n`);
  let child = await launch(binaries, data, env);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    process.kill(Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]), signal);
    await exit;
  };
  const ask: Postgres["ask"] = async (url, ...statements) => {
    const client = new pg.Client(connectionConfig(loadPostgresSettings({ url, passwordFile })));
    await client.connect();
    let last: readonly unknown[] = [];
    try {
      for (const statement of statements) last = (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
    return last;
  };
  const urlOf = (database: string) => `postgresql://sotto@127.0.0.1:${port}/${database}`;
  return {
    url: urlOf("postgres"),
    passwordFile,
    async createDatabase(name) {
      await ask(urlOf("postgres"), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    ask,
    keep: (url, bounds = { maxBytesPerDevice: 1_000_000_000 }) =>
      PostgresKeep.open(loadPostgresSettings({ url, passwordFile }), bounds),
    crash: () => end("SIGQUIT"),
    async start() {
      child = await launch(binaries, data, env);
    },
    stop: () => end("SIGQUIT"),
  };
}

async function launch(binaries: string, data: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const [program, args] = unprivileged(join(binaries, "postgres"), ["-D", data]);
  const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const seen: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new SottoError("INTERNAL", `PostgreSQL ended with ${code}:\n${seen.join("\n")}`)),
    );
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (seen.length < 50) seen.push(line);
      if (line.includes("ready to accept connections")) resolve();
    });
  });
  return child;
}
