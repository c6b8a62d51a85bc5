import { CertificateWatch } from "../deliver/certificates.js";
import type { BrokerSettings } from "../deliver/edge/broker-settings.js";
import type { Clock } from "../domain/clock.js";
import { SottoError } from "../domain/errors.js";
import type { Log } from "../log/log.js";

export interface CertificateNoticeOptions {
  readonly settings: BrokerSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Says in the log, once a day from a month before, which certificate ends, and once that it goes over a network in
 * clear.
 * @returns to be called after each connection and now and then
 */
export function certificateNotice({ settings, clock, log }: CertificateNoticeOptions): () => void {
  if (settings.isInClear) log.write("broker-in-clear");
  const watch = new CertificateWatch(({ whose }, daysLeft) =>
    log.write(daysLeft < 0 ? "certificate-ended" : "certificate-ends", { certificate: whose, daysLeft }),
  );
  return () => {
    if (!settings.tls) return;
    const seen = settings.lastHandshake.facts.filter(({ whose }) => whose !== "client");
    const files = filesNow(settings);
    // The authority that signed counts, where it was seen: a bundle may hold one on its way out.
    const unseen = files.filter(({ whose }) => !seen.some((fact) => fact.whose === whose));
    watch.look([...seen, ...unseen], { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() });
  };
}

/** None while somebody writes them: the next attempt to connect says so and counts it. */
function filesNow(settings: BrokerSettings) {
  try {
    return settings.tlsFiles().facts;
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    return [];
  }
}
