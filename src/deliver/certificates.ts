/** Whose certificate: the broker's (with what stands between it and its authority), that authority's, our own. */
export const CERTIFICATE_OWNERS = ["broker", "authority", "client"] as const;
export type CertificateOwner = (typeof CERTIFICATE_OWNERS)[number];

/** What of a certificate is told. Wall times in milliseconds. */
export interface CertificateFact {
  readonly whose: CertificateOwner;
  /** Common name, for people; never for the log. */
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

const DAY_MS = 86_400_000;
/** So long before its end a certificate is spoken of. */
export const NOTICE_DAYS = 30;

/** Whole days until its end; negative when it is over. */
export function daysLeft({ untilMs }: CertificateFact, nowMs: number): number {
  return Math.floor((untilMs - nowMs) / DAY_MS);
}

/** Those that end within the notice, or have ended; the one that ends first, of each owner. */
export function ending(facts: readonly CertificateFact[], nowMs: number): readonly CertificateFact[] {
  return CERTIFICATE_OWNERS.flatMap((whose) => {
    const [first] = facts.filter((fact) => fact.whose === whose).sort((a, b) => a.untilMs - b.untilMs);
    return first !== undefined && first.untilMs - nowMs <= NOTICE_DAYS * DAY_MS ? [first] : [];
  });
}

const NAMES: Readonly<Record<CertificateOwner, string>> = {
  broker: "the broker's certificate",
  authority: "the certificate of the broker's authority",
  client: "the client certificate",
};

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** For a person: which certificate, and since when or until when. */
export function told(fact: CertificateFact, nowMs: number): string {
  const which = `${NAMES[fact.whose]} (${fact.name})`;
  if (fact.fromMs > nowMs) return `${which} begins on ${day(fact.fromMs)}`;
  const left = daysLeft(fact, nowMs);
  if (left >= 0) return `${which} ends on ${day(fact.untilMs)}, in ${left} day(s)`;
  return `${which} ended on ${day(fact.untilMs)}, ${-left - 1} day(s) ago`;
}

/** What was seen at the last handshake, so that it can be told while no connection is made. */
export class HandshakeMemory {
  #facts: readonly CertificateFact[] = [];
  #pin: string | undefined;

  remember(facts: readonly CertificateFact[], pin: string | undefined): void {
    this.#facts = facts;
    this.#pin = pin;
  }

  get facts(): readonly CertificateFact[] {
    return this.#facts;
  }

  /** SHA-256 of the broker's public key (SPKI) in Base64. */
  get pin(): string | undefined {
    return this.#pin;
  }
}

/** Says once a day of each certificate that it ends soon, or has ended. */
export class CertificateWatch {
  readonly #tell: (fact: CertificateFact, daysLeft: number) => void;
  readonly #toldAtMs = new Map<CertificateOwner, number>();

  constructor(tell: (fact: CertificateFact, daysLeft: number) => void) {
    this.#tell = tell;
  }

  /** @param now wall time to judge by, monotonic time for "once a day": a clock that is set says nothing twice */
  look(
    facts: readonly CertificateFact[],
    now: { readonly wallMs: number; readonly monotonicMs: number },
  ): void {
    for (const fact of ending(facts, now.wallMs)) {
      const last = this.#toldAtMs.get(fact.whose);
      if (last !== undefined && now.monotonicMs - last < DAY_MS) continue;
      this.#toldAtMs.set(fact.whose, now.monotonicMs);
      this.#tell(fact, daysLeft(fact, now.wallMs));
    }
  }
}
