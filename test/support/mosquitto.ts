import { type ChildProcess, spawn } from "node:child_process";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { SottoError } from "../../src/domain/errors.js";
import { type Authority, type Certificate, type CertificateWishes, createAuthority } from "./certificates.js";
import { freePort } from "./free-port.js";
import { UNPACKED, unpackedEnv } from "./unpacked.js";

export interface MosquittoOptions {
  /** An empty folder of the test's own; configuration, certificates and the database lie there. */
  readonly folder: string;
  /** User names and passwords; without any, everybody may come in. */
  readonly users?: Readonly<Record<string, string>>;
  /** Lines of an access list. */
  readonly acl?: readonly string[];
  readonly tls?: "server" | "mutual";
  /** What the server's certificate is for; by default this address. */
  readonly certificateFor?: string;
  readonly certificate?: CertificateWishes;
  /** Sessions survive a restart, written at once; what a killed broker had in its hands may not. */
  readonly persistent?: "sessions";
  /** `little`: no line for each message, where its speed is measured. */
  readonly log?: "little";
  /** Further lines of mosquitto.conf. */
  readonly extra?: readonly string[];
}

export interface Mosquitto {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** mqtt://127.0.0.1:PORT, or mqtts:// with TLS. */
  readonly url: string;
  /** Present with TLS: gives `caFile` and issues client certificates. */
  readonly authority: Authority | undefined;
  /** The server's own, with TLS. */
  readonly certificate: Certificate | undefined;
  /** SIGKILL: nothing is written, nobody is told. */
  kill(): Promise<void>;
  /** On the same port, with the same files. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * What docs/clip-format.md recommends: devices below their client id, a user `keeper`, a user `reader` for one owner.
 * @param owner id of the owner's key in hex
 */
export function sottoAcl(owner: string): readonly string[] {
  return [
    "pattern write sotto/1/%c/clip",
    "pattern write sotto/1/%c/tombstone",
    "pattern write sotto/1/%c/state",
    "pattern read sotto/1/%c/receipt",
    "user keeper",
    "topic read sotto/1/+/clip",
    "topic read sotto/1/+/tombstone",
    "topic write sotto/1/+/receipt",
    "topic read sotto/1/owner/+/want",
    "topic write sotto/1/owner/+/feed",
    "user reader",
    `topic write sotto/1/owner/${owner}/want`,
    `topic read sotto/1/owner/${owner}/feed`,
  ];
}

/**
 * The broker's program: SOTTO_MOSQUITTO, or Debian's package unpacked into the cache, or installed.
 * @throws Error where there is none: tests against a real broker fail, they don't skip.
 */
export function findMosquitto(): { readonly program: string; readonly env: NodeJS.ProcessEnv } {
  const named = process.env["SOTTO_MOSQUITTO"];
  const candidates = [named, join(UNPACKED, "usr", "sbin", "mosquitto"), "/usr/sbin/mosquitto"];
  const program = candidates.find((path) => path !== undefined && existsSync(path));
  if (program === undefined)
    throw new SottoError("FILE_UNREADABLE", "no mosquitto: run scripts/test, or set SOTTO_MOSQUITTO");
  return { program, env: unpackedEnv(program.replace(/\/usr\/sbin\/mosquitto$/, "")) };
}

/** Starts a real Mosquitto on a free port of loopback and waits until it says that it runs. */
export async function startMosquitto(options: MosquittoOptions): Promise<Mosquitto> {
  const port = await freePort();
  const { configuration, authority, certificate } = configure(options, port);
  let child = await launch(configuration);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  };
  return {
    host: "127.0.0.1",
    port,
    url: `${options.tls === undefined ? "mqtt" : "mqtts"}://127.0.0.1:${port}`,
    ...{ authority, certificate },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    async restart() {
      await end("SIGTERM");
      child = await launch(configuration);
    },
  };
}

function configure(
  options: MosquittoOptions,
  port: number,
): Pick<Mosquitto, "authority" | "certificate"> & { readonly configuration: string } {
  const { folder } = options;
  const lines = [
    // Started by root it would become another user and not read its own files.
    `user ${userInfo().username}`,
    "log_dest stderr",
    ...(options.log === "little"
      ? ["error", "warning", "notice", "information"].map((type) => `log_type ${type}`)
      : ["log_type all"]),
    `allow_anonymous ${options.users === undefined}`,
    `listener ${port} 127.0.0.1`,
  ];
  let authority: Authority | undefined;
  let certificate: Certificate | undefined;
  if (options.tls !== undefined) {
    authority = createAuthority(folder, "test-authority");
    certificate = authority.issue("server", options.certificateFor ?? "IP:127.0.0.1", options.certificate);
    lines.push(`certfile ${certificate.cert}`, `keyfile ${certificate.key}`, `cafile ${authority.cert}`);
    if (options.tls === "mutual") lines.push("require_certificate true");
  }
  if (options.users !== undefined) {
    const path = join(folder, "passwords");
    const users = Object.entries(options.users).map(([user, password]) => `${user}:${hashed(password)}\n`);
    writeFileSync(path, users.join(""), { mode: 0o600 });
    lines.push(`password_file ${path}`);
  }
  if (options.acl !== undefined) {
    const path = join(folder, "acl");
    writeFileSync(path, `${options.acl.join("\n")}\n`, { mode: 0o600 });
    lines.push(`acl_file ${path}`);
  }
  if (options.persistent !== undefined) {
    lines.push(
      "persistence true",
      `persistence_location ${folder}/`,
      "autosave_interval 1",
      "autosave_on_changes true",
    );
  }
  const configuration = join(folder, "mosquitto.conf");
  writeFileSync(configuration, `${[...lines, ...(options.extra ?? [])].join("\n")}\n`);
  return { configuration, authority, certificate };
}

/** Mosquitto's own form: PBKDF2 with SHA-512. */
function hashed(password: string): string {
  const iterations = 101;
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(password, salt, iterations, 64, "sha512");
  return `$7$${iterations}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

async function launch(configuration: string): Promise<ChildProcess> {
  const { program, env } = findMosquitto();
  const child = spawn(program, ["-c", configuration], { env, stdio: ["ignore", "ignore", "pipe"] });
  const seen: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`mosquitto ended with ${code}:\n${seen.join("\n")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (seen.length < 50) seen.push(line);
      if (/mosquitto version \S+ running/.test(line)) resolve();
    });
  });
  return child;
}
