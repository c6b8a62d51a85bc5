/** How the broker is reached, as its URL says. */
export interface BrokerLine {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** The line does not leave this machine. */
  readonly isLoopback: boolean;
}

export interface LineWishes {
  readonly url?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly allowClear?: boolean | undefined;
}

const SCHEMES: readonly string[] = ["mqtt:", "mqtts:"];

/** Undefined for what is no URL of a broker, and for one that holds a user or a password. */
export function brokerLine(text: string): BrokerLine | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!SCHEMES.includes(url.protocol) || url.username !== "" || url.password !== "") return undefined;
  const tls = url.protocol === "mqtts:";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    host,
    port: url.port === "" ? (tls ? 8883 : 1883) : Number(url.port),
    tls,
    isLoopback: /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host),
  };
}

/**
 * Why this line must not be used; undefined where it may. The configuration alone decides: nothing that a network does
 * makes a line of mqtts:// another one.
 */
export function lineProblem({ url, passwordFile, allowClear }: LineWishes): string | undefined {
  if (url === undefined) return undefined;
  const line = brokerLine(url);
  if (line === undefined) return "must be mqtt://HOST:PORT or mqtts://HOST:PORT, without user and password";
  if (line.tls || line.isLoopback) return undefined;
  if (passwordFile !== undefined) {
    return "a password goes over mqtts:// alone, unless the broker is on loopback";
  }
  if (allowClear === true) return undefined;
  return "mqtt:// would leave this machine in clear: use mqtts://, or set broker.allowClear where everybody on the way may know which device sends, when and how much";
}
