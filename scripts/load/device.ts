import { readFileSync } from "node:fs";
import { z } from "zod";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { MqttTransport } from "../../src/deliver/edge/mqtt-transport.js";
import { UplinkSender } from "../../src/deliver/uplink-sender.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SottoError } from "../../src/domain/errors.js";
import { loadUplinkKeys, ownersIn } from "../../src/keys/edge/uplink-keys.js";
import { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import { outboxFolder } from "../../src/outbox/outbox.js";
import { SealedClip } from "../../src/seal/sealed-clip.js";
import { heard, messagesIn, nowMs, tell } from "./child-side.js";

/*
 * One device: the uplink's outbox, sender and connection as src/app/uplink/run-uplink.ts joins them, fed from a file of
 * sealed clips in place of the ear's socket.
 */
const options = z
  .object({
    uplinkFolder: z.string(),
    broker: z.string(),
    clips: z.string(),
    bytes: z.int(),
    /** Clips a second; 0: as fast as the outbox takes them. */
    pace: z.number(),
    /** All clips lie in the outbox before the first connection. */
    isBacklog: z.boolean(),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const { device, keepers } = loadUplinkKeys(options.uplinkFolder);
if (keepers.length === 0) throw new SottoError("KEY_MISSING", "no keeper is pinned");
const origin = { device, isOwner: ownersIn(options.uplinkFolder) };
const outbox = SqliteOutbox.open({
  folder: outboxFolder(options.uplinkFolder),
  bounds: { maxClips: 3_000, maxBytes: 1_000_000_000, maxAgeMs: 1e12, historyMs: 1e12 },
  ...{ expected: origin, clock: systemClock },
  log: { write: () => undefined },
});
const messages = messagesIn(readFileSync(options.clips), options.bytes);
const acceptedAt = new Map<string, number>();
const waits: number[] = [];
let lastReceiptMs = 0;
let done: () => void = () => undefined;
const allDone = new Promise<void>((resolve) => {
  done = resolve;
});

async function accept(): Promise<void> {
  const start = nowMs();
  for (const [at, message] of messages.entries()) {
    const clip = SealedClip.checked(message, origin);
    outbox.accept(clip);
    acceptedAt.set(clip.messageId, nowMs());
    sender?.wake();
    const restMs = options.pace === 0 ? 0 : start + ((at + 1) * 1_000) / options.pace - nowMs();
    await new Promise((resolve) => (restMs > 0 ? setTimeout(resolve, restMs) : setImmediate(resolve)));
  }
}

function connect(brokerUrl: string) {
  const transport: MqttTransport = new MqttTransport({
    settings: loadBrokerSettings({ url: brokerUrl }),
    deviceId: device.name,
    ...{ clock: systemClock, random: Math.random },
    onReceipt: (message) => sending.receive(message),
  });
  const sending: UplinkSender = new UplinkSender({
    ...{ outbox, transport, origin, keepers: () => keepers, clock: systemClock, random: Math.random },
    observe: (event) => {
      if (event.kind !== "receipted") return;
      lastReceiptMs = nowMs();
      waits.push(lastReceiptMs - (acceptedAt.get(event.id) ?? Number.NaN));
      if (outbox.ledger.pending === 0 && outbox.ledger.accepted === messages.length) done();
    },
  });
  return { transport, sending };
}

let sender: UplinkSender | undefined;
if (options.isBacklog) await accept();
const residentBeforeMb = process.memoryUsage.rss() / 1_048_576;
if (!options.isBacklog) {
  const link = connect(options.broker);
  sender = link.sending;
  await link.transport.ready(AbortSignal.timeout(60_000));
}
tell("ready");
await heard("go");
const cpuBefore = process.cpuUsage();
const startMs = nowMs();
if (options.isBacklog) sender = connect(options.broker).sending;
else await accept();
await allDone;
const cpu = process.cpuUsage(cpuBefore);
tell("done", {
  ...{ startMs, endMs: lastReceiptMs, waits, residentBeforeMb, sent: sender?.counts.sent ?? 0 },
  peakMb: process.resourceUsage().maxRSS / 1_024,
  cpuS: (cpu.user + cpu.system) / 1e6,
  ledger: outbox.ledger,
});
