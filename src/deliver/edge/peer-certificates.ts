import { createHash, X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate, PeerCertificate } from "node:tls";
import type { CertificateFact } from "../certificates.js";
import { certificateFact } from "./tls-files.js";

/** What the broker showed, whether it is believed or not. */
export interface PeerCertificates {
  readonly facts: readonly CertificateFact[];
  /** SHA-256 of the broker's public key (SPKI) in Base64. */
  readonly pin: string | undefined;
}

/** No honest chain is longer. */
const MAX_CHAIN = 10;

function isDetailed(certificate: PeerCertificate): certificate is DetailedPeerCertificate {
  return "issuerCertificate" in certificate;
}

function chainOf(shown: PeerCertificate): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: PeerCertificate | undefined = shown;
  const seen = new Set<string>();
  while (next?.raw !== undefined && chain.length < MAX_CHAIN && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    chain.push(new X509Certificate(next.raw));
    next = isDetailed(next) ? next.issuerCertificate : undefined;
  }
  return chain;
}

/**
 * The chain that the other side showed, its authority from our file at its end where that is the one that signed.
 * @param shown with its issuers, as `getPeerCertificate(true)` and a `checkServerIdentity` are given it
 */
export function peerCertificates(shown: PeerCertificate): PeerCertificates {
  const chain = chainOf(shown);
  const facts = chain.map((each, depth) =>
    certificateFact(each, depth > 0 && each.checkIssued(each) ? "authority" : "broker"),
  );
  const [broker] = chain;
  return { facts, pin: broker === undefined ? undefined : pinOf(broker) };
}

export function pinOf({ publicKey }: X509Certificate): string {
  const spki = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(spki).digest("base64");
}
