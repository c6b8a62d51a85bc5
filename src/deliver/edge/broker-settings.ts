import { type BrokerScheme, brokerLines, lineProblem } from "../../config/broker-line.js";
import { SottoError } from "../../domain/errors.js";
import { HandshakeMemory } from "../certificates.js";
import { readSecret, readTlsFiles, type TlsFileNames, type TlsFiles } from "./tls-files.js";

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
  /** AMQP's: the path of the URL, or `/`. */
  readonly virtualHost: string;
}

/** The same with the password read. Never logged. */
export interface BrokerSettings extends BrokerAddress {
  readonly scheme: BrokerScheme;
  /** Other nodes of the same cluster, to be tried in turn. */
  readonly further: readonly BrokerAddress[];
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
 * @param wanted what the caller speaks
 * @throws SottoError FILE_UNREADABLE, KEY_INVALID for a secret that others may read, CERTIFICATE_INVALID, CONFIG_INVALID
 */
export function loadBrokerSettings(files: BrokerFiles, wanted: BrokerScheme = "mqtt"): BrokerSettings {
  const problem = lineProblem(files);
  const [line, ...others] = brokerLines(files.url) ?? [];
  if (problem !== undefined || line === undefined)
    throw new SottoError("CONFIG_INVALID", `broker.url ${problem}`);
  const { scheme, tls } = line;
  if (scheme !== wanted) {
    throw new SottoError("CONFIG_INVALID", `broker.url must be ${wanted}:// or ${wanted}s:// here`);
  }
  if (scheme === "amqp" && files.pin !== undefined) {
    throw new SottoError(
      "CONFIG_INVALID",
      "broker.pin is kept by mqtts:// alone: over amqps:// use broker.caFile",
    );
  }
  const tlsFiles = () => readTlsFiles(files);
  if (tls) tlsFiles();
  return {
    ...addressOf(line),
    further: others.map(addressOf),
    ...{ scheme, tls, tlsFiles },
    isInClear: [line, ...others].some((each) => !each.tls && !each.isLoopback),
    userName: files.userName,
    password: passwordFrom(files.passwordFile),
    pins: files.pin,
    lastHandshake: new HandshakeMemory(),
  };
}

/** The settings with the address that is to be tried at the `turn`th time, from 0. */
export function addressed(settings: BrokerSettings, turn: number): BrokerSettings {
  const all = [settings, ...settings.further].map(addressOf);
  return { ...settings, ...all[turn % all.length] };
}

function addressOf({ host, port, virtualHost }: BrokerAddress): BrokerAddress {
  return { host, port, virtualHost };
}

/** Without the one line break that editors put at the end. */
function passwordFrom(path: string | undefined): Buffer | undefined {
  const bytes = readSecret(path);
  return bytes === undefined ? undefined : Buffer.from(bytes.toString("utf8").replace(/\r?\n$/, ""), "utf8");
}
