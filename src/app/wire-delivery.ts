import type { Config } from "../config/config.js";
import { loadBrokerSettings } from "../deliver/edge/broker-settings.js";
import { startEmbeddedBroker } from "../deliver/edge/embedded-broker.js";
import { MqttTransport } from "../deliver/edge/mqtt-transport.js";
import type { LinkStatus } from "../deliver/transport.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { type DeviceKeys, loadDevice, sealingKeys } from "../keys/edge/device-keys.js";
import { openReader } from "../read/edge/open-reader.js";
import { Subscription } from "../read/edge/subscription.js";
import type { Reader, Reception } from "../read/reader.js";
import type { SealingKeys } from "../seal/sealed-clip.js";

export interface OutwardOptions {
  readonly broker: Config["broker"];
  readonly deviceFolder: string;
  readonly observe?: (status: LinkStatus) => void;
}

export interface Outward {
  readonly device: DeviceKeys;
  readonly keys: SealingKeys;
  readonly transport: MqttTransport;
  /** Where clips go: the configured broker, or the one on loopback that was started because there is none. */
  readonly brokerUrl: string;
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

/** The device's side of the broker. @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE, CONFIG_INVALID */
export async function wireOutward(options: OutwardOptions): Promise<Outward> {
  const device = loadDevice(options.deviceFolder);
  const keys = await sealingKeys(device);
  const embedded = options.broker.url === undefined ? await startEmbeddedBroker() : undefined;
  const url = options.broker.url ?? embedded?.url ?? "";
  const transport = new MqttTransport({
    settings: loadBrokerSettings({ ...options.broker, url }),
    deviceId: device.identity.name,
    clock: systemClock,
    random: Math.random,
    ...(options.observe ? { observe: options.observe } : {}),
  });
  return {
    device,
    keys,
    transport,
    brokerUrl: url,
    isEmbedded: embedded !== undefined,
    async close() {
      await transport.close();
      await embedded?.close();
    },
  };
}

export interface InwardOptions {
  readonly broker: Config["broker"] & { readonly url: string };
  readonly ownerFolder: string;
  readonly observe?: (reception: Reception) => void;
}

/** The owner's side: a reader that receives. */
export async function wireReader(
  options: InwardOptions,
): Promise<{ readonly reader: Reader; readonly subscription: Subscription; readonly trusted: number }> {
  const { reader, owner, trusted } = await openReader({
    folder: options.ownerFolder,
    clock: systemClock,
    ...(options.observe ? { observe: options.observe } : {}),
  });
  const subscription = new Subscription({
    settings: loadBrokerSettings(options.broker),
    reader,
    trusted,
    ownerKeyId: owner.keyId,
    clock: systemClock,
    random: Math.random,
  });
  return { reader, subscription, trusted: trusted.length };
}
