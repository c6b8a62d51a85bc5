export type BrokerScheme = "mqtt" | "amqp";

/** How one address of the broker is reached, as its URL says. */
export interface BrokerLine {
  readonly scheme: BrokerScheme;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** The line does not leave this machine. */
  readonly isLoopback: boolean;
  /** AMQP's: the path of the URL, or `/`. */
  readonly virtualHost: string;
}

export interface LineWishes {
  readonly url?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly allowClear?: boolean | undefined;
}

const PORTS = { mqtt: { clear: 1883, tls: 8883 }, amqp: { clear: 5672, tls: 5671 } } as const;

/**
 * Every address of a list with commas between, of which all have one scheme, with TLS or without. Undefined for what is
 * no such list, and for one that holds a user or a password.
 */
export function brokerLines(text: string): readonly [BrokerLine, ...BrokerLine[]] | undefined {
  const lines = text.split(",").map((url) => brokerLine(url.trim()));
  const [first, ...others] = lines.filter((line) => line !== undefined);
  if (first === undefined || others.length + 1 < lines.length) return undefined;
  if (others.some(({ scheme, tls }) => scheme !== first.scheme || tls !== first.tls)) return undefined;
  return [first, ...others];
}

function brokerLine(text: string): BrokerLine | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const [, scheme, secure] = /^(mqtt|amqp)(s?):$/.exec(url.protocol) ?? [];
  if ((scheme !== "mqtt" && scheme !== "amqp") || url.username !== "" || url.password !== "")
    return undefined;
  const tls = secure === "s";
  const virtualHost = decoded(url.pathname.slice(1));
  if (virtualHost === undefined) return undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    ...{ scheme, host, tls },
    port: url.port === "" ? PORTS[scheme][tls ? "tls" : "clear"] : Number(url.port),
    isLoopback: isLoopback(host),
    virtualHost: virtualHost || "/",
  };
}

/** Whether what is said to this host does not leave the machine. @param host without the brackets of IPv6 */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Why this line must not be used; undefined where it may. The configuration alone decides: nothing that a network does
 * makes a line of mqtts:// another one.
 */
export function lineProblem({ url, passwordFile, allowClear }: LineWishes): string | undefined {
  if (url === undefined) return undefined;
  const lines = brokerLines(url);
  if (lines === undefined) {
    return "must be mqtt://HOST:PORT or mqtts://HOST:PORT (amqp:// or amqps:// for keepers), or several of one kind with commas between, without user and password";
  }
  if (lines.every(({ tls, isLoopback }) => tls || isLoopback)) return undefined;
  if (passwordFile !== undefined) {
    return "a password goes over mqtts:// alone, unless the broker is on loopback";
  }
  if (allowClear === true) return undefined;
  return "mqtt:// would leave this machine in clear: use mqtts://, or set broker.allowClear where everybody on the way may know which device sends, when and how much";
}
