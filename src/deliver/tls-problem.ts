import { SottoError } from "../domain/errors.js";
import type { TlsProblem } from "../domain/tls-problem.js";

/** BROKER_TLS with its reason. */
export class BrokerTlsError extends SottoError {
  readonly problem: TlsProblem;

  constructor(problem: TlsProblem, detail: string, cause?: unknown) {
    super("BROKER_TLS", detail, cause);
    this.problem = problem;
  }
}

/** The reason, where an error is TLS's. */
export function tlsProblemOf(error: SottoError): TlsProblem | undefined {
  return error instanceof BrokerTlsError ? error.problem : undefined;
}

/** Codes of Node (X.509 verification) and OpenSSL (ERR_SSL_: what was said during the handshake). */
const CODES: Readonly<Record<string, TlsProblem>> = {
  CERT_NOT_YET_VALID: "not-yet-valid",
  CERT_HAS_EXPIRED: "expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "wrong-host",
  HOSTNAME_MISMATCH: "wrong-host",
  UNABLE_TO_GET_ISSUER_CERT: "unknown-authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown-authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown-authority",
  CERT_SIGNATURE_FAILURE: "unknown-authority",
  CERT_UNTRUSTED: "unknown-authority",
  DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "self-signed",
  INVALID_CA: "unfit-certificate",
  INVALID_PURPOSE: "unfit-certificate",
  PATH_LENGTH_EXCEEDED: "unfit-certificate",
  CERT_REJECTED: "unfit-certificate",
  CERT_REVOKED: "unfit-certificate",
  UNSPECIFIED: "unfit-certificate",
  ECONNRESET: "no-tls",
  EPIPE: "no-tls",
  EPROTO: "no-tls",
  ERR_SSL_WRONG_VERSION_NUMBER: "no-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no-tls",
  ERR_SSL_UNEXPECTED_MESSAGE: "no-tls",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "weak-protocol",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "weak-protocol",
  ERR_SSL_DH_KEY_TOO_SMALL: "weak-protocol",
  ERR_SSL_WRONG_SIGNATURE_TYPE: "weak-protocol",
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: "no-agreement",
  ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: "no-agreement",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "client-missing",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: "client-expired",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: "client-refused",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: "client-refused",
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "client-refused",
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: "client-refused",
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "client-refused",
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: "client-refused",
};

/** @param code of the error on the socket; undefined for a hang-up, which is how what speaks no TLS answers */
export function tlsProblem(code: string | undefined): TlsProblem {
  // OpenSSL 3.2 and later (Node 22.20, 24) say SSL/TLS where older ones say SSLV3.
  return code === undefined ? "no-tls" : (CODES[code.replace("SSL/TLS", "SSLV3")] ?? "unclear");
}
