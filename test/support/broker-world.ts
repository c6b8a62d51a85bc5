import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrokerFiles, loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { MqttTransport, type MqttTransportOptions } from "../../src/deliver/edge/mqtt-transport.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { VECTOR_INPUTS } from "./clip-vectors.js";
import { deviceFromSeed, ownerFromSeed } from "./fixed-keys.js";
import { sealedText, sealingKeysOf } from "./sealed-clips.js";

/** An owner, a device and folders for one file of tests; ends what it started. */
export async function brokerWorld() {
  const owner = await ownerFromSeed(VECTOR_INPUTS.ownerSeed);
  const device = deviceFromSeed(VECTOR_INPUTS.deviceSeed);
  const keys = await sealingKeysOf(owner, device);
  const deviceId = toHex(device.signer.deviceId);
  const endings: (() => unknown)[] = [];
  return {
    owner,
    device,
    keys,
    deviceId,
    clip: (text = "lights on") => sealedText(text, keys),
    /** Remembers what has to be ended after the test, last first. */
    later(ending: () => unknown): void {
      endings.push(ending);
    },
    folder(): string {
      const folder = mkdtempSync(join(tmpdir(), "sotto-test-"));
      endings.push(() => rmSync(folder, { recursive: true, force: true }));
      return folder;
    },
    transport(files: BrokerFiles, more: Partial<MqttTransportOptions> = {}): MqttTransport {
      const transport = new MqttTransport({
        settings: loadBrokerSettings(files),
        deviceId,
        clock: systemClock,
        random: Math.random,
        backOff: { firstMs: 20, mostMs: 100 },
        ...more,
      });
      endings.push(() => transport.close());
      return transport;
    },
    async end(): Promise<void> {
      for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
    },
  };
}

/** A signal that ends a wait which a broken program would make endless. */
export function within(ms: number): AbortSignal {
  return AbortSignal.timeout(ms);
}
