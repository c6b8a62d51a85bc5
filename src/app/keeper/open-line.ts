import { brokerLines } from "../../config/broker-line.js";
import type { Config } from "../../config/config.js";
import { type BrokerSettings, loadBrokerSettings } from "../../deliver/edge/broker-settings.js";
import type { Clock } from "../../domain/clock.js";
import { amqpLine } from "../../keep/edge/amqp-line.js";
import { mqttLine } from "../../keep/edge/mqtt-line.js";
import type { OpenLine } from "../../keep/keeper-line.js";
import type { Signer } from "../../seal/ports.js";

interface LineParts {
  readonly config: Config;
  readonly settings: BrokerSettings;
  readonly isShared: boolean | undefined;
  readonly clock: Clock;
  readonly signer: Signer;
}

/** @throws SottoError CONFIG_INVALID, FILE_UNREADABLE, KEY_INVALID, CERTIFICATE_INVALID */
export function lineSettings(config: Config, url: string): BrokerSettings {
  return loadBrokerSettings({ ...config.broker, url }, brokerLines(url)?.[0].scheme);
}

/** The line that the broker's URL asks for. */
export function openLine({ config, settings, isShared, clock, signer }: LineParts): OpenLine {
  if (settings.scheme === "amqp") return amqpLine({ settings, clock, random: Math.random });
  return mqttLine({
    settings,
    signingKeyId: signer.signingKeyId,
    subscription: isShared === true || config.keeper.shared ? "shared" : "alone",
    ...{ clock, random: Math.random },
  });
}
