import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { SottoError } from "../../domain/errors.js";
import type { BrokerSettings } from "./broker-settings.js";

/**
 * Failures of the network below TLS; anything else while TLS is being agreed is TLS's own, a hang-up too: that is how
 * a port answers that does not speak TLS.
 */
const NETWORK_CODES = new Set(["EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ETIMEDOUT"]);

/** Whether an error on a socket is about certificates, so that a person has to mend something. */
export function isTlsError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return (
    typeof code === "string" &&
    (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code === "EPROTO")
  );
}

/**
 * Opens the way to the broker before any MQTT is spoken, so that a failure is known by its stage: network, TLS or
 * broker. TLS is 1.2 at least and always verified.
 * @param giveUp ends the attempt
 * @throws SottoError BROKER_UNREACHABLE, BROKER_TLS
 */
export function openBrokerSocket(settings: BrokerSettings, giveUp: AbortSignal): Promise<Socket> {
  const where = `${settings.host}:${settings.port}`;
  return new Promise((resolve, reject) => {
    let reachedTls = false;
    const socket = open(settings);
    const fail = (error: SottoError): void => {
      giveUp.removeEventListener("abort", late);
      socket.destroy();
      reject(error);
    };
    const late = (): void => fail(new SottoError("BROKER_UNREACHABLE", `${where}: no answer`));
    giveUp.addEventListener("abort", late, { once: true });
    if (giveUp.aborted) late();
    const failed = (cause: Error & { readonly code?: string }): void => {
      const network = cause.code !== undefined && NETWORK_CODES.has(cause.code);
      const code = reachedTls && !network ? "BROKER_TLS" : "BROKER_UNREACHABLE";
      fail(new SottoError(code, `${where}: ${cause.code ?? "closed"}`, cause));
    };
    const closed = (): void =>
      fail(new SottoError(reachedTls ? "BROKER_TLS" : "BROKER_UNREACHABLE", `${where}: closed`));
    socket.once("error", failed);
    socket.once("close", closed);
    socket.once("connect", () => {
      reachedTls = settings.tls;
    });
    socket.once(settings.tls ? "secureConnect" : "connect", () => {
      giveUp.removeEventListener("abort", late);
      socket.off("error", failed);
      socket.off("close", closed);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

function open(settings: BrokerSettings): Socket {
  const { host, port } = settings;
  if (!settings.tls) return connectTcp({ host, port });
  return connectTls({
    host,
    port,
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    // A name for SNI; an address must not be sent there (RFC 6066).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(settings.ca === undefined ? {} : { ca: settings.ca }),
    ...(settings.cert === undefined ? {} : { cert: settings.cert }),
    ...(settings.key === undefined ? {} : { key: settings.key }),
  });
}
