import { isLoopback } from "../../config/broker-line.js";
import { readNamed, readPassword, readSecret } from "../../deliver/edge/tls-files.js";
import { SottoError } from "../../domain/errors.js";

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

/** @throws SottoError CONFIG_INVALID, FILE_UNREADABLE, KEY_INVALID for a password or key that others may read */
export function loadPostgresSettings(files: PostgresFiles): PostgresSettings {
  const url = parsed(files.url);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const needsTls = !isLoopback(host) || files.caFile !== undefined || files.certFile !== undefined;
  return {
    host,
    port: url.port === "" ? 5432 : Number(url.port),
    user: decoded(url.username),
    database: decoded(url.pathname.slice(1)),
    password: readPassword(files.passwordFile)?.toString("utf8"),
    tls: needsTls
      ? { ca: readNamed(files.caFile), cert: readNamed(files.certFile), key: readSecret(files.keyFile) }
      : undefined,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new SottoError("CONFIG_INVALID", "store.url holds a broken escape", cause);
  }
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
