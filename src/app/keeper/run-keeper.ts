import { randomBytes } from "node:crypto";
import type { Config } from "../../config/config.js";
import { loadBrokerSettings } from "../../deliver/edge/broker-settings.js";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../deliver/edge/embedded-broker.js";
import type { Clock } from "../../domain/clock.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import type { ClipKeep } from "../../keep/clip-keep.js";
import { Keeper } from "../../keep/keeper.js";
import { KeeperLink, type KeeperLinkEvent } from "../../keep/keeper-link.js";
import { type KeeperKeys, loadKeeper } from "../../keys/edge/keeper-keys.js";
import { type Log, publicId } from "../../log/log.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { certificateNotice } from "../certificate-notice.js";
import { refusalFields, refusalNotice } from "../refusal-notice.js";
import { openKeep } from "./open-keep.js";
import { openLine, schemeOf } from "./open-line.js";

export interface RunKeeperOptions {
  readonly config: Config;
  readonly keeperFolder: string;
  /** In place of the configured one; several of one cluster with commas between. */
  readonly brokerUrl?: string | undefined;
  /** Runs a broker inside this process, on loopback, at this port (0: any free one). */
  readonly embeddedPort?: number | undefined;
  /** Takes turns with other keepers at an MQTT 5 broker, also where the configuration does not say so. */
  readonly isShared?: boolean | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the keeper. */
  readonly ending: AbortSignal;
}

const RETIRE_EVERY_MS = 3_600_000;

/**
 * A keeper until it is told to end.
 * @throws SottoError USAGE without a broker, KEY_*, CERTIFICATE_INVALID, STORE_* at the start, FILE_UNREADABLE;
 * BROKER_UNSHARED, STORE_DAMAGED later too
 */
export async function runKeeper(options: RunKeeperOptions): Promise<void> {
  const { config, clock, log, ending } = options;
  const keys = loadKeeper(options.keeperFolder);
  const keep = await openKeep(config, options.keeperFolder);
  let embedded: EmbeddedBroker | undefined;
  try {
    if (options.embeddedPort !== undefined) {
      embedded = await startEmbeddedBroker(options.embeddedPort);
      log.write("broker-embedded", { port: embedded.port });
    }
    const url = options.brokerUrl ?? embedded?.url ?? config.broker.url;
    if (url === undefined) {
      throw new SottoError("USAGE", "the configuration names no broker.url; --embedded PORT runs one here");
    }
    const keeper = new Keeper({
      keep,
      devices: keys.devices,
      signer: keys.signer,
      clock,
      random: (length) => Uint8Array.from(randomBytes(length)),
    });
    await tellStart(options, keys, keep);
    const settings = loadBrokerSettings({ ...config.broker, url }, schemeOf(url));
    const lookAtCertificates = certificateNotice({ settings, clock, log });
    const tellRefusals = refusalNotice(log, "messages-refused", () => keeper.counts.refused);
    const link = new KeeperLink({
      openLine: openLine({ config, settings, isShared: options.isShared, clock, signer: keys.signer }),
      ...{ keeper, keep, clock, devices: keys.devices, signer: keys.signer },
      observe: (event) => {
        tell(log, event);
        if (event.kind === "link" && event.status.state === "connected") lookAtCertificates();
      },
    });
    const hourly = () => {
      lookAtCertificates();
      tellRefusals();
    };
    try {
      await Promise.race([link.failed, untilAborted(ending), retireForEver(keeper, options, hourly)]);
    } finally {
      await link.close();
      const { refused, ...counts } = keeper.counts;
      const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0);
      const { droppedReceipts, refusedWants, troubles } = link;
      log.write("keeper-ended", {
        ...counts,
        ...{ refused: refusals, ...refusalFields("refused", refused), droppedReceipts, refusedWants },
        ...refusalFields("lost", troubles),
      });
    }
  } finally {
    await embedded?.close();
    await keep.close();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** At the start and then every hour. A store that can't be written now is tried again. */
async function retireForEver(
  keeper: Keeper,
  { config, clock, log, ending }: RunKeeperOptions,
  alsoHourly: () => void,
): Promise<void> {
  while (!ending.aborted) {
    alsoHourly();
    try {
      const retired = await keeper.retire(config.keeper.retentionDays);
      if (retired > 0) log.write("clips-retired", { count: retired });
    } catch (error) {
      const code = codeOf(error);
      if (code !== "STORE_UNWRITABLE" && code !== "STORE_UNREACHABLE") throw error;
      log.write("store-failed", { code });
    }
    // Its only way to reject is our own signal.
    await clock.sleep(RETIRE_EVERY_MS, ending).catch(() => undefined);
  }
}

async function tellStart({ config, log }: RunKeeperOptions, keys: KeeperKeys, keep: ClipKeep): Promise<void> {
  const { clips, bytes } = await keep.totals();
  log.write("keeper-started", {
    keeper: publicId(toHex(keys.signer.signingKeyId)),
    store: config.store.url === undefined ? "sqlite" : "postgresql",
    devices: keys.devices.length,
    clips,
    bytes,
  });
}

/** Ids, sizes and counts; there is nothing else here that could be said. */
function tell(log: Log, event: KeeperLinkEvent): void {
  switch (event.kind) {
    case "link": {
      const { status } = event;
      if (status.state === "connected") log.write("broker-connected", { protocol: status.protocol });
      if (status.state === "waiting") {
        const { code, tls, failures } = status;
        log.write("broker-lost", { code, ...(tls === undefined ? {} : { tls }), failures });
      }
      return;
    }
    case "want-refused":
    case "store-failed":
      log.write(event.kind, { code: event.code });
      return;
    case "verdict": {
      const { verdict } = event;
      if (verdict.kind === "refused") log.write("message-refused", { code: verdict.code });
      else if (verdict.kind === "full") log.write("device-full", { id: publicId(verdict.messageId) });
      else {
        const { kind, messageId, bytes, deleted } = verdict;
        log.write(kind === "obeyed" ? "tombstone-obeyed" : `clip-${kind}`, {
          id: publicId(messageId),
          ...(kind === "obeyed" ? { deleted } : { bytes }),
        });
      }
    }
  }
}

/** A port as a person writes it. @throws SottoError USAGE */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new SottoError("USAGE", "a port is a number from 0 to 65535");
  return port;
}
