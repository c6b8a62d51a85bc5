import type { Config } from "../../config/config.js";
import { type Places, socketPath } from "../../config/places.js";
import { loadBrokerSettings } from "../../deliver/edge/broker-settings.js";
import { MqttTransport } from "../../deliver/edge/mqtt-transport.js";
import type { SenderEvent } from "../../deliver/sender-report.js";
import { UplinkSender } from "../../deliver/uplink-sender.js";
import { assertNever } from "../../domain/assert-never.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { pinnedKeepers, type TrustedKeeper } from "../../keys/edge/pinned-keepers.js";
import { loadUplinkKeys, ownersIn } from "../../keys/edge/uplink-keys.js";
import { LinkClient } from "../../link/edge/link-client.js";
import { LinkServer } from "../../link/edge/link-server.js";
import { type Log, publicId } from "../../log/log.js";
import { SqliteOutbox } from "../../outbox/edge/sqlite-outbox.js";
import { type Outbox, outboxFolder } from "../../outbox/outbox.js";
import type { ExpectedOrigin } from "../../seal/sealed-clip.js";
import type { Watchdog } from "../../supervise/watchdog.js";
import { certificateNotice } from "../certificate-notice.js";
import { refusalFields, refusalNotice } from "../refusal-notice.js";
import { statusLog } from "./status-log.js";
import { UplinkService } from "./uplink-service.js";

export interface UplinkOptions {
  readonly config: Pick<Config, "outbox" | "history" | "broker">;
  /** Instead of the configured one. */
  readonly brokerUrl: string | undefined;
  readonly places: Places;
  readonly log: Log;
  /** Ends it, with a farewell to the broker. */
  readonly ending: AbortSignal;
  readonly watchdog: Watchdog;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TICK_MS = 1_000;
const TICKS_BETWEEN_BEATS = 5;
const TICKS_BETWEEN_LOOKS_AT_AGES = 60;
const TICKS_BETWEEN_COUNTS = 3_600;

/**
 * The uplink: takes sealed clips from the ear onto the disk and empties the disk into the broker. Resolves after the
 * end.
 * @throws SottoError USAGE without a broker, KEY_MISSING, KEY_INVALID, CERTIFICATE_INVALID, FILE_UNREADABLE, CONFIG_INVALID,
 * ALREADY_RUNNING, OUTBOX_UNWRITABLE, LEDGER_WRONG
 */
export async function runUplink(options: UplinkOptions): Promise<void> {
  const { config, places, log, ending, watchdog } = options;
  const keys = loadUplinkKeys(places.uplink);
  const url = options.brokerUrl ?? config.broker.url;
  if (url === undefined) throw new SottoError("USAGE", "the configuration names no broker.url; see --broker");
  const settings = loadBrokerSettings({ ...config.broker, url });
  const origin = { device: keys.device, isOwner: ownersIn(places.uplink) };
  const outbox = open(options, origin);
  // The callbacks below run on events, and none comes before all that they name is there.
  const service: UplinkService = new UplinkService({
    ...{ outbox, origin, log },
    sender: { wake: () => sender?.wake(), left: (ids) => sender?.left(ids) },
    toEar: (message) => ear.send(message),
    toLight: (message) => light.send(message),
  });
  const light: LinkClient<"light-to-uplink", "uplink-to-light"> = new LinkClient({
    path: socketPath(places.run, "light-uplink"),
    receives: "light-to-uplink",
    sends: "uplink-to-light",
    clock: systemClock,
    // Whether the house is muted changes nothing here: what was sealed before may leave.
    onMessage: () => undefined,
    onConnect: () => service.lightConnected(),
  });
  const ear = await LinkServer.listen({
    path: socketPath(places.run, "ear-uplink"),
    receives: "ear-to-uplink",
    sends: "uplink-to-ear",
    maxPeers: 1,
    onMessage: (message) => service.fromEar(message),
    onLost: (why) => log.write("ear-lost", why === "malformed" ? { code: "LINK_INVALID" } : {}),
  });
  const lookAtCertificates = certificateNotice({ settings, clock: systemClock, log });
  const tellStatus = statusLog(log);
  const transport = new MqttTransport({
    settings,
    deviceId: keys.device.name,
    clock: systemClock,
    random: Math.random,
    observe: (status) => {
      tellStatus(status);
      if (status.state === "connected") lookAtCertificates();
    },
    onReceipt: (message) => sender?.receive(message),
  });
  // Without a keeper nothing ever counts as delivered, so nothing is sent.
  const hasKeeper = keys.keepers.length > 0;
  const sender = hasKeeper
    ? startSender({
        ...{ outbox, transport, origin, log },
        keepers: () => pinnedKeepers(places.uplink),
        erased: (request) => service.erased(request),
      })
    : undefined;
  if (!hasKeeper) log.write("keeper-missing", { code: "KEY_MISSING" });
  log.write("uplink-ready", { pending: outbox.ledger.pending });
  watchdog.ready();
  watchdog.status(hasKeeper ? "ready" : "ready, but no keeper is pinned");
  const tellRefusals = refusalNotice(log, "receipts-refused", () => sender?.counts.refusedReceipts ?? {});
  await ticking(ending, (tick) => {
    service.retry();
    if (tick % TICKS_BETWEEN_BEATS === 0) {
      service.askStore();
      watchdog.alive();
    }
    if (tick % TICKS_BETWEEN_LOOKS_AT_AGES === 0) service.expire();
    if (tick % TICKS_BETWEEN_LOOKS_AT_AGES === 0) lookAtCertificates();
    if (tick % TICKS_BETWEEN_COUNTS === 0) tellRefusals();
  });
  watchdog.stopping();
  await ear.close();
  await light.close();
  await sender?.close();
  await transport.close();
  log.write("uplink-stopped", {
    ...outbox.ledger,
    ...totals(sender),
    ...refusalFields("lost", transport.troubles),
  });
  outbox.close();
}

/** Opens the outbox; what was wrong with it is mended and told, and its sum holds. */
function open({ config, places, log }: UplinkOptions, expected: ExpectedOrigin): Outbox {
  const { maxClips, maxBytes, maxAgeHours } = config.outbox;
  return SqliteOutbox.open({
    folder: outboxFolder(places.uplink),
    bounds: {
      ...{ maxClips, maxBytes, maxAgeMs: maxAgeHours * HOUR_MS },
      historyMs: config.history.retentionDays * DAY_MS,
    },
    clock: systemClock,
    ...{ expected, log },
  });
}

interface SenderParts {
  readonly outbox: Outbox;
  readonly transport: MqttTransport;
  readonly origin: ExpectedOrigin;
  readonly keepers: () => readonly TrustedKeeper[];
  readonly log: Log;
  readonly erased: (request: string) => void;
}

function startSender({ outbox, transport, origin, keepers, log, erased }: SenderParts): UplinkSender {
  return new UplinkSender({
    ...{ outbox, transport, origin, keepers },
    clock: systemClock,
    random: Math.random,
    observe: (event) => {
      if (event.kind === "erased") erased(event.request);
      else logSending(log, event, outbox.ledger.pending);
    },
  });
}

function logSending(log: Log, event: Exclude<SenderEvent, { kind: "erased" }>, pending: number): void {
  switch (event.kind) {
    case "receipted":
    case "quarantined":
      log.write(`clip-${event.kind}`, { id: publicId(event.id), pending });
      return;
    case "receipt-refused":
    case "outbox-failed":
      log.write(event.kind, { code: event.code });
      return;
    default:
      assertNever(event);
  }
}

function totals(sender: UplinkSender | undefined) {
  if (sender === undefined) return {};
  const { sent, acknowledged, rests, repeatedReceipts, refusedReceipts } = sender.counts;
  return { sent, acknowledged, ...rests, repeatedReceipts, ...refusalFields("refused", refusedReceipts) };
}

/** Looks after what time brings, until the end. */
async function ticking(ending: AbortSignal, work: (tick: number) => void): Promise<void> {
  for (let tick = 0; !ending.aborted; tick += 1) {
    work(tick);
    // Its only way to reject is the end, which the loop looks at.
    await systemClock.sleep(TICK_MS, ending).catch(() => undefined);
  }
}
