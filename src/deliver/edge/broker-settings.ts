import { readFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";

/** Where the broker is and how to prove oneself to it; the same shape as the configuration's `broker`. */
export interface BrokerFiles {
  /** `mqtt://HOST:PORT` or `mqtts://HOST:PORT`. */
  readonly url: string;
  readonly userName?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** The same with the files read. Never logged: it holds a password. */
export interface BrokerSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly userName: string | undefined;
  readonly password: Buffer | undefined;
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

/**
 * Reads what the configuration names, once, so that a missing file is known at the start.
 * @throws SottoError FILE_UNREADABLE, CONFIG_INVALID
 */
export function loadBrokerSettings(files: BrokerFiles): BrokerSettings {
  let url: URL;
  try {
    url = new URL(files.url);
  } catch (cause) {
    throw new SottoError("CONFIG_INVALID", "broker.url is no URL", cause);
  }
  if (url.protocol !== "mqtt:" && url.protocol !== "mqtts:") {
    throw new SottoError("CONFIG_INVALID", "broker.url must be mqtt:// or mqtts://");
  }
  if (url.username !== "" || url.password !== "") {
    throw new SottoError("CONFIG_INVALID", "broker.url must not hold a password: use broker.passwordFile");
  }
  const tls = url.protocol === "mqtts:";
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? (tls ? 8883 : 1883) : Number(url.port),
    tls,
    userName: files.userName,
    password: passwordFrom(files.passwordFile),
    ca: readNamed(files.caFile),
    cert: readNamed(files.certFile),
    key: readNamed(files.keyFile),
  };
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
function passwordFrom(path: string | undefined): Buffer | undefined {
  const bytes = readNamed(path);
  return bytes === undefined ? undefined : Buffer.from(bytes.toString("utf8").replace(/\r?\n$/, ""), "utf8");
}
