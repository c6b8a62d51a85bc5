import { randomBytes } from "node:crypto";
import { BrokerLink } from "../../src/deliver/edge/broker-link.js";
import { type BrokerFiles, loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { clipTopic, receiptTopic, tombstoneTopic } from "../../src/deliver/topics.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { decodeTombstone, encodeReceipt, type ReceiptOutcome, signNotice } from "../../src/seal/notices.js";
import { verifyEnvelope } from "../../src/seal/open-clip.js";
import type { Signer, TrustedSigner } from "../../src/seal/ports.js";
import { within } from "./broker-world.js";
import { deviceFromSeed } from "./fixed-keys.js";

/** What a keeper does, in memory and on command: made of the real envelope, signature and session. */
export interface TestKeeper {
  readonly trusted: TrustedSigner;
  /** How often each clip came, by id. */
  readonly clips: ReadonlyMap<string, number>;
  readonly erased: ReadonlySet<string>;
  /** Ids of messages in the order in which they came. */
  readonly order: readonly string[];
  /** Signs or keeps silent, from now on. */
  answer(mode: "signs" | "silent"): void;
  /** Any bytes on a device's topic of receipts. */
  say(message: Uint8Array, deviceId?: string): Promise<void>;
  receipt(of: string, outcome: ReceiptOutcome, more?: Partial<ReceiptParts>): Uint8Array;
  close(): Promise<void>;
}

interface ReceiptParts {
  readonly signer: Signer;
  readonly device: TrustedSigner;
}

export const KEEPER_SEED = new Uint8Array(32).fill(0x33);

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

export interface TestKeeperOptions {
  readonly broker: BrokerFiles;
  readonly device: TrustedSigner;
  /** Runs before each answer. */
  readonly before?: (id: string) => void;
}

export async function startTestKeeper({ broker, device, before }: TestKeeperOptions): Promise<TestKeeper> {
  const identity = deviceFromSeed(KEEPER_SEED);
  const deviceId = toHex(device.deviceId);
  const clips = new Map<string, number>();
  const erased = new Set<string>();
  const order: string[] = [];
  let mode: "signs" | "silent" = "signs";
  const receipt = (of: string, outcome: ReceiptOutcome, more: Partial<ReceiptParts> = {}) => {
    const { signer = identity.signer, device: to = device } = more;
    const address = {
      messageId: Uint8Array.from(randomBytes(16)),
      deviceId: to.deviceId,
      recipientKeyId: to.signingKeyId,
    };
    return signNotice("receipt", encodeReceipt({ of: bytesOf(of), outcome }), address, signer);
  };
  const take = (message: Uint8Array): Uint8Array => {
    const envelope = parseEnvelope(message);
    verifyEnvelope(envelope, [device]);
    const id = toHex(envelope.header.messageId);
    order.push(id);
    before?.(id);
    if (envelope.header.kind === "tombstone") {
      const tombstone = decodeTombstone(envelope.body);
      const named = tombstone.scope === "all" ? [...clips.keys()] : tombstone.ids.map(toHex);
      for (const each of named) {
        erased.add(each);
        clips.delete(each);
      }
      return receipt(id, "erased");
    }
    if (erased.has(id)) return receipt(id, "erased");
    clips.set(id, (clips.get(id) ?? 0) + 1);
    return receipt(id, "stored");
  };
  const link = new BrokerLink({
    settings: loadBrokerSettings(broker),
    clientId: "test-keeper",
    clock: systemClock,
    random: Math.random,
    backOff: { firstMs: 20, mostMs: 100 },
    keepSessionS: 3_600,
    onMessage: async (_, payload) => {
      const answer = take(payload);
      // Not awaited: MQTT.js hands out one message at a time, and a broker's answer is one too.
      if (mode === "signs") void link.session?.publish(toDevice(answer), 10_000);
    },
    onSession: (session) => session.subscribe([clipTopic(deviceId), tombstoneTopic(deviceId)]),
  });
  const toDevice = (payload: Uint8Array, to = deviceId) => ({
    topic: receiptTopic(to),
    payload,
    retain: false,
  });
  await link.ready(within(10_000));
  return {
    ...{ clips, erased, order, receipt },
    trusted: identity.trusted,
    answer(next) {
      mode = next;
    },
    async say(message, to) {
      await link.ready(within(10_000));
      await link.session?.publish(toDevice(message, to), 10_000);
    },
    close: () => link.close(),
  };
}
