import { readFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";
import { readPrivateFile } from "../../keys/edge/private-file.js";

/** Where the database is and how to prove oneself to it; the same shape as the configuration's `store`. */
export interface PostgresFiles {
  /** `postgresql://USER@HOST:PORT/DATABASE`, without a password. */
  readonly url: string;
  readonly passwordFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** The same with the files read. Never logged: it holds a password. */
export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string | undefined;
  /** Undefined on loopback without a CA; everywhere else the line is TLS, always verified. */
  readonly tls: PostgresTls | undefined;
}

export interface PostgresTls {
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

const MAX_PASSWORD_BYTES = 4_096;

/** @throws SottoError CONFIG_INVALID, FILE_UNREADABLE, KEY_INVALID for a password file that is open to others */
export function loadPostgresSettings(files: PostgresFiles): PostgresSettings {
  const url = parsed(files.url);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isLoopback = /^(localhost|127\.[0-9.]+|::1)$/.test(host);
  const needsTls = !isLoopback || files.caFile !== undefined || files.certFile !== undefined;
  return {
    host,
    port: url.port === "" ? 5432 : Number(url.port),
    user: decodeURIComponent(url.username),
    database: decodeURIComponent(url.pathname.slice(1)),
    password: passwordFrom(files.passwordFile),
    tls: needsTls
      ? { ca: readNamed(files.caFile), cert: readNamed(files.certFile), key: readNamed(files.keyFile) }
      : undefined,
  };
}

function parsed(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new SottoError("CONFIG_INVALID", "store.url is no URL", cause);
  }
  if (url.protocol !== "postgresql:" && url.protocol !== "postgres:") {
    throw new SottoError("CONFIG_INVALID", "store.url must be postgresql://USER@HOST:PORT/DATABASE");
  }
  if (url.password !== "" || url.search !== "") {
    throw new SottoError(
      "CONFIG_INVALID",
      "store.url holds neither a password nor options: see store.passwordFile",
    );
  }
  if (url.hostname === "" || url.username === "" || url.pathname.length < 2) {
    throw new SottoError("CONFIG_INVALID", "store.url names no host, user or database");
  }
  return url;
}

function readNamed(path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

/** Without the one line break that editors put at the end. */
function passwordFrom(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const bytes = readPrivateFile(path, MAX_PASSWORD_BYTES);
  if (bytes === undefined) throw new SottoError("FILE_UNREADABLE", path);
  return new TextDecoder().decode(bytes).replace(/\r?\n$/, "");
}
