import { createHash, X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
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

function chainOf(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  const seen = new Set<string>();
  while (next?.raw !== undefined && chain.length < MAX_CHAIN && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    chain.push(new X509Certificate(next.raw));
    next = next.issuerCertificate;
  }
  return chain;
}

/** The chain that the other side showed, its authority from our file at its end where that is the one that signed. */
export function peerCertificates(socket: TLSSocket): PeerCertificates {
  const chain = chainOf(socket);
  const facts = chain.map((each, depth) =>
    certificateFact(each, depth > 0 && each.checkIssued(each) ? "authority" : "broker"),
  );
  const spki = chain[0]?.publicKey.export({ type: "spki", format: "der" });
  return {
    facts,
    pin: spki === undefined ? undefined : createHash("sha256").update(spki).digest("base64"),
  };
}
