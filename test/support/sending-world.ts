import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { BrokerFiles } from "../../src/deliver/edge/broker-settings.js";
import type { MqttTransportOptions } from "../../src/deliver/edge/mqtt-transport.js";
import type { SenderEvent } from "../../src/deliver/sender-report.js";
import { UplinkSender } from "../../src/deliver/uplink-sender.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import { EXITS, type Ledger } from "../../src/outbox/outbox.js";
import { encodeTombstone, signNotice, type Tombstone } from "../../src/seal/notices.js";
import type { TrustedSigner } from "../../src/seal/ports.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import { type brokerWorld, within } from "./broker-world.js";
import { deviceFromSeed } from "./fixed-keys.js";
import { isKey } from "./is-key.js";
import { bytesOf, KEEPER_SEED } from "./test-keeper.js";

type World = Awaited<ReturnType<typeof brokerWorld>>;

/** Short, so that what waits for them does not make a test slow; long enough for a machine that has other work. */
export const QUICK_BOUNDS = { receiptDeadlineMs: 1_000, backOff: { firstMs: 20, mostMs: 200 } };

export interface SendingWorldOptions {
  readonly broker: BrokerFiles;
  readonly keeper?: TrustedSigner;
  readonly receiptDeadlineMs?: number;
  readonly transport?: Partial<MqttTransportOptions>;
  /** Instead of keeping every event. */
  readonly observe?: (event: SenderEvent) => void;
}

/** A real outbox in a folder of its own, emptied by a sender over a real connection. */
export function sendingWorld(world: World, options: SendingWorldOptions) {
  const { keeper = deviceFromSeed(KEEPER_SEED).trusted, receiptDeadlineMs } = options;
  const { owner, device } = world;
  const origin = { device: device.trusted, isOwner: isKey(owner.public.keyId) };
  const events: SenderEvent[] = [];
  const outbox = SqliteOutbox.open({
    folder: world.folder(),
    bounds: { maxClips: 10_000, maxBytes: 1_000_000_000, maxAgeMs: 1_000_000_000, historyMs: 1_000_000_000 },
    expected: origin,
    clock: systemClock,
    log: { write: () => undefined },
  });
  world.later(() => outbox.close());
  const transport = world.transport(options.broker, {
    onReceipt: (message) => sender.receive(message),
    ...options.transport,
  });
  const sender: UplinkSender = new UplinkSender({
    ...{ outbox, transport, origin },
    keepers: () => [keeper],
    clock: systemClock,
    random: Math.random,
    bounds: { ...QUICK_BOUNDS, ...(receiptDeadlineMs === undefined ? {} : { receiptDeadlineMs }) },
    observe: options.observe ?? ((event) => void events.push(event)),
  });
  world.later(() => sender.close());
  return {
    ...{ outbox, transport, sender, events },
    /** As the uplink does: on disk first. */
    accept(clip: SealedClip): string {
      outbox.accept(clip);
      sender.wake();
      return clip.messageId;
    },
    tombstone(body: Tombstone): Uint8Array {
      const address = {
        messageId: Uint8Array.from(randomBytes(16)),
        deviceId: device.trusted.deviceId,
        recipientKeyId: owner.public.keyId,
      };
      return signNotice("tombstone", encodeTombstone(body), address, device.signer);
    },
    /** @returns the request's id */
    erase(tombstones: readonly Uint8Array[], ids: readonly string[]): string {
      const request = randomBytes(16).toString("hex");
      outbox.erase(request, tombstones);
      sender.left(ids);
      return request;
    },
    listed: (...ids: readonly string[]): Tombstone => ({ scope: "listed", ids: ids.map(bytesOf) }),
    ready: () => transport.ready(within(10_000)),
  };
}

/** The sum, and what is not named is nought. */
export function expectLedger(ledger: Ledger, wanted: Partial<Ledger>): void {
  const left = EXITS.reduce((sum, exit) => sum + ledger[exit], 0);
  expect(left + ledger.pending).toBe(ledger.accepted);
  const none = { accepted: 0, receipted: 0, erased: 0, expired: 0, evicted: 0, quarantined: 0, pending: 0 };
  expect(ledger).toEqual({ ...none, ...wanted });
}
