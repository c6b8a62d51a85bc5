import { readFileSync } from "node:fs";
import type { TlsOptions } from "node:tls";
import type { BrokerErrorCode } from "../../src/deliver/transport.js";
import type { TlsProblem } from "../../src/domain/tls-problem.js";
import { type Authority, type Certificate, createAuthority, pinOf } from "../support/certificates.js";
import { type Impostor, plainImpostor, tlsImpostor } from "./wire.js";

/** What a case is made of. The broker that is meant wants a client certificate and has one of `authority`. */
export interface CaseParts {
  readonly authority: Authority;
  /** Has signed nothing that is meant. */
  readonly stranger: Authority;
  readonly folder: string;
  /** The meant broker's. */
  readonly server: Certificate;
}

export interface TlsCase {
  readonly name: string;
  readonly reason: TlsProblem | BrokerErrorCode;
  /** Whatever answers instead of the broker; undefined: the broker itself. */
  readonly impostor?: (parts: CaseParts) => Promise<Impostor>;
  /** Files of the device at the beginning, instead of those that fit. */
  readonly files?: (parts: CaseParts) => Partial<Record<"ca" | "cert" | "key", string>>;
  readonly pins?: (parts: CaseParts) => readonly string[];
}

const HERE = "IP:127.0.0.1,DNS:localhost";
const MINUTE = 1 / 1_440;
const WEAK = { ciphers: "DEFAULT@SECLEVEL=0" } as const;

const show = ({ cert, key }: Certificate, more: TlsOptions = {}, chain: readonly string[] = []) =>
  tlsImpostor({
    cert: Buffer.concat([cert, ...chain].map((path) => readFileSync(path))),
    key: readFileSync(key),
    ...more,
  });

type Wishes = Parameters<Authority["issue"]>[2];
const issued =
  (alt: string | undefined, wishes: Wishes = {}, more: TlsOptions = {}, name = "impostor") =>
  ({ authority }: CaseParts) =>
    show(authority.issue(name, alt, wishes), more);

export const TLS_CASES: readonly TlsCase[] = [
  { name: "expired yesterday", reason: "expired", impostor: issued(HERE, { fromDays: -40, untilDays: -1 }) },
  { name: "expired a minute ago", reason: "expired", impostor: issued(HERE, { untilDays: -MINUTE }) },
  {
    name: "below an intermediate that expired",
    reason: "expired",
    impostor: ({ authority }) => {
      const inner = authority.below("old-inner", { fromDays: -9, untilDays: -2 });
      return show(inner.issue("below", HERE), {}, [inner.cert]);
    },
  },
  {
    name: "of an authority that expired",
    reason: "expired",
    impostor: ({ folder }) => show(expiredAuthority(folder).issue("late", HERE)),
    files: ({ folder }) => ({ ca: expiredAuthority(folder).cert }),
  },
  { name: "valid from tomorrow", reason: "not-yet-valid", impostor: issued(HERE, { fromDays: 1 }) },
  { name: "for another host", reason: "wrong-host", impostor: issued("DNS:broker.example") },
  { name: "for another address", reason: "wrong-host", impostor: issued("IP:127.0.0.2") },
  { name: "for the address as a name", reason: "wrong-host", impostor: issued("DNS:127.0.0.1") },
  {
    name: "for the host by its common name alone",
    reason: "wrong-host",
    impostor: issued(undefined, {}, {}, "127.0.0.1"),
  },
  {
    name: "of another authority",
    reason: "unknown-authority",
    impostor: ({ stranger }) => show(stranger.issue("impostor", HERE)),
  },
  {
    name: "of an authority with the same name",
    reason: "unknown-authority",
    impostor: ({ folder }) =>
      show(createAuthority(folder, "lookalike", { subject: "test-authority" }).issue("impostor", HERE)),
  },
  {
    name: "of another authority, which is sent along",
    reason: "self-signed",
    impostor: ({ stranger }) => show(stranger.issue("impostor", HERE), {}, [stranger.cert]),
  },
  {
    name: "signed by itself",
    reason: "self-signed",
    impostor: ({ folder }) =>
      show(createAuthority(folder, "itself", { extensions: [`subjectAltName=${HERE}`] })),
  },
  {
    name: "below an intermediate that is not sent",
    reason: "unknown-authority",
    impostor: ({ authority }) => show(authority.below("inner").issue("below", HERE)),
  },
  {
    name: "of a new authority, while the device knows the old one",
    // Mosquitto sends its authority along.
    reason: "self-signed",
    files: ({ stranger }) => ({ ca: stranger.cert }),
  },
  {
    name: "made for clients",
    reason: "unfit-certificate",
    impostor: issued(HERE, { extensions: ["extendedKeyUsage=clientAuth"] }),
  },
  {
    name: "with a key of 1,024 bits",
    reason: "unfit-certificate",
    impostor: issued(HERE, { newKey: "rsa:1024" }, WEAK),
  },
  {
    name: "signed over SHA-1",
    reason: "unfit-certificate",
    impostor: issued(HERE, { newKey: "rsa:2048", digest: "sha1" }, WEAK),
  },
  {
    name: "right, with a key that is not the pinned one any more",
    reason: "wrong-pin",
    impostor: issued(HERE),
    pins: ({ server }) => [pinOf(server)],
  },
  {
    name: "right, with neither of two pinned keys",
    reason: "wrong-pin",
    impostor: issued(HERE),
    pins: ({ server, stranger }) => [pinOf(stranger), pinOf(server)],
  },
  {
    name: "TLS 1.1 at most",
    reason: "weak-protocol",
    impostor: issued(HERE, { newKey: "rsa:2048" }, { ...WEAK, minVersion: "TLSv1", maxVersion: "TLSv1.1" }),
  },
  {
    name: "TLS 1.2 without forward secrecy",
    reason: "no-agreement",
    impostor: issued(HERE, { newKey: "rsa:2048" }, { maxVersion: "TLSv1.2", ciphers: "AES128-GCM-SHA256" }),
  },
  {
    name: "an alert that asks for an older version, as a downgrader sends it",
    reason: "weak-protocol",
    impostor: () => plainImpostor(Uint8Array.of(0x15, 3, 1, 0, 2, 2, 70)),
  },
  {
    name: "MQTT in clear on the port of TLS",
    reason: "no-tls",
    impostor: () => plainImpostor(Uint8Array.of(0x20, 3, 0, 0, 0)),
  },
  {
    name: "HTTP on the port of TLS",
    reason: "no-tls",
    impostor: () => plainImpostor(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")),
  },
  { name: "a hang-up after the first word", reason: "no-tls", impostor: () => plainImpostor(undefined) },
  {
    name: "refused: our client certificate expired",
    reason: "client-expired",
    files: ({ authority }) => {
      const { cert, key } = authority.issue("expired-client", undefined, { fromDays: -9, untilDays: -1 });
      return { cert, key };
    },
  },
  {
    name: "refused: our client certificate is of another authority",
    reason: "client-refused",
    files: ({ stranger }) => {
      const { cert, key } = stranger.issue("foreign-client", undefined);
      return { cert, key };
    },
  },
];

const made = new Map<string, Authority>();

function expiredAuthority(folder: string): Authority {
  const known = made.get(folder) ?? createAuthority(folder, "expired", { fromDays: -90, untilDays: -1 });
  made.set(folder, known);
  return known;
}
