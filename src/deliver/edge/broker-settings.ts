import { readFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";

/** Where the broker is and how to prove oneself to it; the same shape as the configuration's `broker`. */
export interface BrokerFiles {
  /** `mqtt://HOST:PORT` or `mqtts://HOST:PORT`; several of one cluster with commas between. */
  readonly url: string;
  readonly userName?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** The same with the files read. Never logged: it holds a password. */
export interface BrokerSettings extends BrokerAddress {
  /** Other nodes of the same cluster, to be tried in turn. */
  readonly further: readonly BrokerAddress[];
  readonly tls: boolean;
  /** AMQP's: the path of the URL, or `/`. */
  readonly virtualHost: string;
  readonly userName: string | undefined;
  readonly password: Buffer | undefined;
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

export type BrokerScheme = "mqtt" | "amqp";

const PORTS = { mqtt: { clear: 1883, tls: 8883 }, amqp: { clear: 5672, tls: 5671 } } as const;

/**
 * Reads what the configuration names, once, so that a missing file is known at the start.
 * @throws SottoError FILE_UNREADABLE, CONFIG_INVALID
 */
export function loadBrokerSettings(files: BrokerFiles, scheme: BrokerScheme = "mqtt"): BrokerSettings {
  const [first, ...others] = brokerUrls(files.url).map((url) => checked(url, scheme));
  if (first === undefined) throw new SottoError("CONFIG_INVALID", "broker.url is empty");
  if (others.some(({ tls }) => tls !== first.tls)) {
    throw new SottoError("CONFIG_INVALID", "broker.url mixes addresses with TLS and without");
  }
  return {
    ...first,
    further: others.map(({ host, port }) => ({ host, port })),
    userName: files.userName,
    password: passwordFrom(files.passwordFile),
    ca: readNamed(files.caFile),
    cert: readNamed(files.certFile),
    key: readNamed(files.keyFile),
  };
}

/** The settings with the address that is to be tried at the `turn`th time, from 0. */
export function addressed(settings: BrokerSettings, turn: number): BrokerSettings {
  const { host, port, further } = settings;
  const all = [{ host, port }, ...further];
  return { ...settings, ...all[turn % all.length] };
}

/** The single addresses of a list with commas. */
export function brokerUrls(text: string): readonly string[] {
  return text.split(",").map((url) => url.trim());
}

function checked(
  text: string,
  scheme: BrokerScheme,
): Pick<BrokerSettings, "host" | "port" | "tls" | "virtualHost"> {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new SottoError("CONFIG_INVALID", "broker.url is no URL", cause);
  }
  if (url.protocol !== `${scheme}:` && url.protocol !== `${scheme}s:`) {
    throw new SottoError("CONFIG_INVALID", `broker.url must be ${scheme}:// or ${scheme}s://`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new SottoError("CONFIG_INVALID", "broker.url must not hold a password: use broker.passwordFile");
  }
  const tls = url.protocol === `${scheme}s:`;
  const port = url.port === "" ? PORTS[scheme][tls ? "tls" : "clear"] : Number(url.port);
  const virtualHost = decodeURIComponent(url.pathname.slice(1)) || "/";
  return { host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port, tls, virtualHost };
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
