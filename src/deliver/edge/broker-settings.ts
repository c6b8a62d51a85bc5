import { brokerLine, lineProblem } from "../../config/broker-line.js";
import { SottoError } from "../../domain/errors.js";
import { HandshakeMemory } from "../certificates.js";
import { readSecret, readTlsFiles, type TlsFileNames, type TlsFiles } from "./tls-files.js";

/** Where the broker is and how to prove oneself to it; the same shape as the configuration's `broker`. */
export interface BrokerFiles extends TlsFileNames {
  /** `mqtt://HOST:PORT` or `mqtts://HOST:PORT`. */
  readonly url: string;
  readonly userName?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly pin?: readonly string[] | undefined;
  readonly allowClear?: boolean | undefined;
}

/** The same with the password read. Never logged. */
export interface BrokerSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Over a network in clear, by explicit wish. */
  readonly isInClear: boolean;
  readonly userName: string | undefined;
  readonly password: Buffer | undefined;
  /** Public keys that the broker may have; any where it is undefined. */
  readonly pins: readonly string[] | undefined;
  /** Reads CA, certificate and key anew. @throws SottoError FILE_UNREADABLE, KEY_INVALID, CERTIFICATE_INVALID */
  readonly tlsFiles: () => TlsFiles;
  readonly lastHandshake: HandshakeMemory;
}

/**
 * Reads what the configuration names, so that what is missing is known at the start.
 * @throws SottoError FILE_UNREADABLE, KEY_INVALID for a secret that others may read, CERTIFICATE_INVALID, CONFIG_INVALID
 */
export function loadBrokerSettings(files: BrokerFiles): BrokerSettings {
  const problem = lineProblem(files);
  const line = brokerLine(files.url);
  if (problem !== undefined || line === undefined)
    throw new SottoError("CONFIG_INVALID", `broker.url ${problem}`);
  const tlsFiles = () => readTlsFiles(files);
  if (line.tls) tlsFiles();
  return {
    ...{ host: line.host, port: line.port, tls: line.tls, tlsFiles },
    isInClear: !line.tls && !line.isLoopback,
    userName: files.userName,
    password: passwordFrom(files.passwordFile),
    pins: files.pin,
    lastHandshake: new HandshakeMemory(),
  };
}

/** Without the one line break that editors put at the end. */
function passwordFrom(path: string | undefined): Buffer | undefined {
  const bytes = readSecret(path);
  return bytes === undefined ? undefined : Buffer.from(bytes.toString("utf8").replace(/\r?\n$/, ""), "utf8");
}
