export const BROKER_SCHEMES = ["mqtt", "amqp"] as const;
export type BrokerScheme = (typeof BROKER_SCHEMES)[number];

/** How the broker is reached, as its URL says. */
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
 * The addresses of one broker, several nodes of a cluster with commas between: all of one scheme, all with TLS or none.
 * Undefined for anything else, and for what holds a user or a password.
 */
export function brokerLines(text: string): readonly BrokerLine[] | undefined {
  const lines = text.split(",").map((each) => brokerLine(each.trim()));
  const [first] = lines;
  const isOneKind = lines.every((each) => each?.scheme === first?.scheme && each?.tls === first?.tls);
  return isOneKind ? lines.filter((each) => each !== undefined) : undefined;
}

function brokerLine(text: string): BrokerLine | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const scheme = BROKER_SCHEMES.find((each) => url.protocol === `${each}:` || url.protocol === `${each}s:`);
  if (scheme === undefined || url.username !== "" || url.password !== "") return undefined;
  const tls = url.protocol === `${scheme}s:`;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    scheme,
    host,
    port: url.port === "" ? PORTS[scheme][tls ? "tls" : "clear"] : Number(url.port),
    tls,
    isLoopback: /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host),
    virtualHost: decodeURIComponent(url.pathname.slice(1)) || "/",
  };
}

/**
 * Why this line must not be used; undefined where it may. The configuration alone decides: nothing that a network does
 * makes a line of mqtts:// another one.
 */
export function lineProblem({ url, passwordFile, allowClear }: LineWishes): string | undefined {
  if (url === undefined) return undefined;
  const lines = brokerLines(url);
  if (lines === undefined || lines.length === 0) {
    return "must be mqtt://HOST:PORT or mqtts://HOST:PORT, or several of one kind with commas between, without user and password";
  }
  if (lines.every(({ tls, isLoopback }) => tls || isLoopback)) return undefined;
  if (passwordFile !== undefined) {
    return "a password goes over mqtts:// alone, unless the broker is on loopback";
  }
  if (allowClear === true) return undefined;
  return "mqtt:// would leave this machine in clear: use mqtts://, or set broker.allowClear where everybody on the way may know which device sends, when and how much";
}
