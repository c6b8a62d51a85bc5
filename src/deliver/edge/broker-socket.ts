import { connect as connectTcp, isIP, type Socket } from "node:net";
import { type ConnectionOptions, checkServerIdentity, connect as connectTls, type TLSSocket } from "node:tls";
import { SottoError } from "../../domain/errors.js";
import type { TlsProblem } from "../../domain/tls-problem.js";
import { told } from "../certificates.js";
import { BrokerTlsError, tlsProblem } from "../tls-problem.js";
import type { BrokerAddress, BrokerSettings } from "./broker-settings.js";
import { type PeerCertificates, peerCertificates } from "./peer-certificates.js";
import type { TlsFiles } from "./tls-files.js";

/**
 * Failures of the network below TLS; anything else while TLS is being agreed is TLS's own, a hang-up too: that is how
 * a port answers that does not speak TLS.
 */
const NETWORK_CODES = new Set(["EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ETIMEDOUT"]);

/**
 * Forward secrecy and authenticated encryption alone, keys and digests of 112 bits at least: the recommendations of
 * RFC 9325, section 4.2, as OpenSSL's security level 2.
 */
const CIPHERS = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "ECDHE+AESGCM",
  "ECDHE+CHACHA20",
  "@SECLEVEL=2",
].join(":");

/** Whether an error on a socket is about certificates, so that a person has to mend something. */
export function isTlsError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return (
    typeof code === "string" &&
    (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code === "EPROTO")
  );
}

/** Why TLS ended after our side had agreed to it: with TLS 1.3 a broker judges the client's certificate only then. */
export function lateTlsError(settings: BrokerSettings, where: string, cause: unknown): SottoError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const problem = tlsProblem(typeof code === "string" ? code : "unclear");
  const own = settings.lastHandshake.facts.filter(({ whose }) => whose === "client");
  const facts = own.map((fact) => told(fact, Date.now())).join(", ");
  const detail = facts === "" ? "this client showed no certificate" : facts;
  return new BrokerTlsError(
    problem,
    `${where}: ${problem}: the broker did not take this client; ${detail}`,
    cause,
  );
}

/**
 * Opens the way to the broker before any MQTT is spoken, so that a failure is known by its stage: network, TLS or
 * broker. TLS is 1.2 at least, always verified, and there is no switch for less.
 * @param giveUp ends the attempt
 * @throws SottoError BROKER_UNREACHABLE, BROKER_TLS (a BrokerTlsError), FILE_UNREADABLE, KEY_INVALID, CERTIFICATE_INVALID
 */
export function openBrokerSocket(settings: BrokerSettings, giveUp: AbortSignal): Promise<Socket> {
  return settings.tls ? overTls(settings, giveUp) : overTcp(settings, giveUp);
}

async function overTcp(settings: BrokerSettings, giveUp: AbortSignal): Promise<Socket> {
  const { host, port } = settings;
  const socket = connectTcp({ host, port });
  await opened(socket, "connect", {
    ...{ where: `${host}:${port}`, giveUp },
    failure: (where, cause) =>
      new SottoError("BROKER_UNREACHABLE", `${where}: ${cause?.code ?? "closed"}`, cause),
  });
  return socket;
}

async function overTls(settings: BrokerSettings, giveUp: AbortSignal): Promise<Socket> {
  const { host, port, pins, lastHandshake } = settings;
  const files = settings.tlsFiles();
  const socket = startTls(settings, files);
  let reachedTls = false;
  let peer: PeerCertificates = { facts: [], pin: undefined };
  socket.once("connect", () => {
    reachedTls = true;
  });
  // Before Node judges the certificate: of one that is refused nothing could be told afterwards.
  socket.prependOnceListener("secure", () => {
    peer = peerCertificates(socket.getPeerCertificate(true));
  });
  await opened(socket, "secureConnect", {
    ...{ where: `${host}:${port}`, giveUp },
    failure: (where, cause) => {
      const isNetwork = !reachedTls || (cause?.code !== undefined && NETWORK_CODES.has(cause.code));
      if (isNetwork)
        return new SottoError("BROKER_UNREACHABLE", `${where}: ${cause?.code ?? "closed"}`, cause);
      const problem = cause instanceof BrokerTlsError ? cause.problem : tlsProblem(cause?.code);
      return new BrokerTlsError(problem, `${where}: ${reason(problem, peer, files, cause?.code)}`, cause);
    },
  });
  const client = files.facts.filter(({ whose }) => whose === "client");
  lastHandshake.remember([...peer.facts, ...client], peer.pin);
  if (pins !== undefined && (peer.pin === undefined || !pins.includes(peer.pin))) {
    socket.destroy();
    throw new BrokerTlsError("wrong-pin", `${host}:${port}: wrong-pin: the broker's key is ${peer.pin}`);
  }
  return socket;
}

/** For a person: what is wrong, with which certificate, since when. */
function reason(
  problem: TlsProblem,
  peer: PeerCertificates,
  files: TlsFiles,
  code: string | undefined,
): string {
  const nowMs = Date.now();
  switch (problem) {
    case "expired": {
      const over = peer.facts.filter(({ untilMs }) => untilMs < nowMs);
      return `expired: ${over.map((fact) => told(fact, nowMs)).join(", ")}`;
    }
    case "not-yet-valid": {
      const early = peer.facts.filter(({ fromMs }) => fromMs > nowMs);
      const clock = `by this machine's clock it is ${new Date(nowMs).toISOString().slice(0, 10)}: is it set?`;
      return `not-yet-valid: ${early.map((fact) => told(fact, nowMs)).join(", ")}; ${clock}`;
    }
    case "client-expired":
    case "client-refused":
    case "client-missing": {
      const own = files.facts.filter(({ whose }) => whose === "client").map((fact) => told(fact, nowMs));
      return `${problem}: ${own.join(", ") || "this client showed no certificate"}`;
    }
    default:
      return code === undefined ? problem : `${problem}: ${code}`;
  }
}

/** Its look at the broker's name is never left out. */
export type BrokerTlsOptions = ConnectionOptions & {
  readonly checkServerIdentity: typeof checkServerIdentity;
};

/** What every TLS connection to a broker is opened with. */
export function tlsOptions({ host, port }: BrokerAddress, { ca, cert, key }: TlsFiles): BrokerTlsOptions {
  return {
    ...{ host, port },
    minVersion: "TLSv1.2",
    ciphers: CIPHERS,
    rejectUnauthorized: true,
    checkServerIdentity: (name, certificate) => {
      // A common name is no host name any more (RFC 9525, section 2), and Node would take it for one.
      if (certificate.subjectaltname === undefined)
        return new BrokerTlsError("wrong-host", "no subjectAltName");
      return checkServerIdentity(name, certificate);
    },
    // A name for SNI; an address must not be sent there (RFC 6066).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function startTls(settings: BrokerSettings, files: TlsFiles): TLSSocket {
  try {
    return connectTls(tlsOptions(settings, files));
  } catch (cause) {
    throw new SottoError("CERTIFICATE_INVALID", "OpenSSL takes neither certificate nor key", cause);
  }
}

interface Opening {
  readonly where: string;
  readonly giveUp: AbortSignal;
  readonly failure: (where: string, cause: (Error & { readonly code?: string }) | undefined) => SottoError;
}

function opened(socket: Socket, event: "connect" | "secureConnect", opening: Opening): Promise<void> {
  const { where, giveUp, failure } = opening;
  return new Promise((resolve, reject) => {
    const fail = (error: SottoError): void => {
      giveUp.removeEventListener("abort", late);
      socket.destroy();
      reject(error);
    };
    const late = (): void => fail(new SottoError("BROKER_UNREACHABLE", `${where}: no answer`));
    giveUp.addEventListener("abort", late, { once: true });
    if (giveUp.aborted) late();
    const failed = (cause: Error & { readonly code?: string }): void => fail(failure(where, cause));
    const closed = (): void => fail(failure(where, undefined));
    socket.once("error", failed);
    socket.once("close", closed);
    socket.once(event, () => {
      giveUp.removeEventListener("abort", late);
      socket.off("error", failed);
      socket.off("close", closed);
      socket.setNoDelay(true);
      resolve();
    });
  });
}
