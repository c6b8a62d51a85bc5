import { type BrokerScheme, brokerLines, lineProblem } from "../../config/broker-line.js";
import { SottoError } from "../../domain/errors.js";
import { HandshakeMemory } from "../certificates.js";
import { readPassword, readTlsFiles, type TlsFileNames, type TlsFiles } from "./tls-files.js";

/** Where the broker is and how to prove oneself to it; the same shape as the configuration's `broker`. */
export interface BrokerFiles extends TlsFileNames {
  /** `mqtt://HOST:PORT` or `mqtts://HOST:PORT`; several of one cluster with commas between. */
  readonly url: string;
  readonly userName?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly pin?: readonly string[] | undefined;
  readonly allowClear?: boolean | undefined;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** The same with the password read. Never logged. */
export interface BrokerSettings extends BrokerAddress {
  readonly scheme: BrokerScheme;
  /** Other nodes of the same cluster, to be tried in turn. */
  readonly further: readonly BrokerAddress[];
  readonly tls: boolean;
  /** Over a network in clear, by explicit wish. */
  readonly isInClear: boolean;
  /** AMQP's: the path of the URL, or `/`. */
  readonly virtualHost: string;
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
export function loadBrokerSettings(files: BrokerFiles, scheme: BrokerScheme = "mqtt"): BrokerSettings {
  const problem = lineProblem(files);
  const lines = brokerLines(files.url);
  if (problem !== undefined || lines === undefined)
    throw new SottoError("CONFIG_INVALID", `broker.url ${problem}`);
  const [first, ...others] = lines;
  if (first.scheme !== scheme) {
    throw new SottoError("CONFIG_INVALID", `broker.url must be ${scheme}:// or ${scheme}s:// here`);
  }
  const { host, port, tls, virtualHost } = first;
  const tlsFiles = () => readTlsFiles(files);
  if (tls) tlsFiles();
  return {
    ...{ scheme, host, port, tls, virtualHost, tlsFiles },
    further: others.map((other) => ({ host: other.host, port: other.port })),
    isInClear: !tls && lines.some(({ isLoopback }) => !isLoopback),
    userName: files.userName,
    password: readPassword(files.passwordFile),
    pins: files.pin,
    lastHandshake: new HandshakeMemory(),
  };
}

/** The settings with the address that is to be tried at the `turn`th time, from 0. */
export function addressed(settings: BrokerSettings, turn: number): BrokerSettings {
  const { host, port, further } = settings;
  const all = [{ host, port }, ...further];
  return { ...settings, ...all[turn % all.length] };
}
