import { createPrivateKey, X509Certificate } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";
import { handedOver } from "../../keys/edge/handed-over.js";
import type { CertificateFact, CertificateOwner } from "../certificates.js";

const OPEN_TO_OTHERS = 0o077;
/** A bundle of every public authority there is has a quarter of this. */
const MAX_BYTES = 1_000_000;

export interface TlsFileNames {
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** What the files held when they were read. Never logged. */
export interface TlsFiles {
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
  /** Of the client certificate; of the authorities the one that lasts longest, since the others may be on their way out. */
  readonly facts: readonly CertificateFact[];
}

/**
 * Reads the files as they are now: whoever rotates them needs no restart.
 * @throws SottoError FILE_UNREADABLE; KEY_INVALID for a key that others may read; CERTIFICATE_INVALID for what is no
 * certificate or no key, and for two that do not belong together, as between the two halves of a rotation
 */
export function readTlsFiles(names: TlsFileNames): TlsFiles {
  const ca = readNamed(names.caFile);
  const cert = readNamed(names.certFile);
  const key = readSecret(names.keyFile);
  const authorities = ca === undefined ? [] : certificatesIn(ca, names.caFile);
  const [own] = cert === undefined ? [] : certificatesIn(cert, names.certFile);
  if (own !== undefined && key !== undefined) requirePair(own, key, names);
  const lasting = authorities.map((each) => certificateFact(each, "authority"));
  const [longest] = lasting.sort((a, b) => b.untilMs - a.untilMs);
  return {
    ...{ ca, cert, key },
    facts: [
      ...(longest === undefined ? [] : [longest]),
      ...(own === undefined ? [] : [certificateFact(own, "client")]),
    ],
  };
}

export function certificateFact(certificate: X509Certificate, whose: CertificateOwner): CertificateFact {
  return {
    whose,
    name: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? "without a name",
    fromMs: Date.parse(certificate.validFrom),
    untilMs: Date.parse(certificate.validTo),
  };
}

/** @throws SottoError FILE_UNREADABLE */
export function readNamed(path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

/**
 * A file that nobody but its owner may read, or what the service manager handed over in its place. Links are followed: that is how certificates are often rotated.
 * @throws SottoError FILE_UNREADABLE, KEY_INVALID
 */
export function readSecret(path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined;
  const handed = handedOver(path, MAX_BYTES);
  if (handed !== undefined) return handed;
  let handle: number | undefined;
  try {
    handle = openSync(path, "r");
    const { mode, size } = fstatSync(handle);
    if ((mode & OPEN_TO_OTHERS) !== 0) {
      throw new SottoError("KEY_INVALID", `${path} is open to others: chmod 600 it`);
    }
    if (size > MAX_BYTES) throw new SottoError("KEY_INVALID", `${path} is too long`);
    return readFileSync(handle);
  } catch (cause) {
    throw cause instanceof SottoError ? cause : new SottoError("FILE_UNREADABLE", path, cause);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/**
 * A secret without the one line break that editors put at the end.
 * @throws SottoError FILE_UNREADABLE, KEY_INVALID
 */
export function readPassword(path: string | undefined): Buffer | undefined {
  const bytes = readSecret(path);
  return bytes === undefined ? undefined : Buffer.from(bytes.toString("utf8").replace(/\r?\n$/, ""), "utf8");
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesIn(pem: Buffer, path = ""): readonly X509Certificate[] {
  const blocks = pem.toString("latin1").match(PEM_CERTIFICATE) ?? [];
  if (blocks.length === 0) throw new SottoError("CERTIFICATE_INVALID", `${path} holds no certificate in PEM`);
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw new SottoError("CERTIFICATE_INVALID", `${path} holds a damaged certificate`, cause);
  }
}

function requirePair(own: X509Certificate, key: Buffer, names: TlsFileNames): void {
  let isPair: boolean;
  try {
    isPair = own.checkPrivateKey(createPrivateKey(key));
  } catch (cause) {
    throw new SottoError("CERTIFICATE_INVALID", `${names.keyFile} is no private key in PEM`, cause);
  }
  if (!isPair) {
    const { certFile, keyFile } = names;
    throw new SottoError("CERTIFICATE_INVALID", `${certFile} and ${keyFile} do not belong together`);
  }
}
