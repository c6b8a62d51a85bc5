import type { BrokerScheme } from "../../config/broker-line.js";
import type { Config } from "../../config/config.js";
import type { BrokerSettings } from "../../deliver/edge/broker-settings.js";
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

/** What the broker's URL asks for. */
export function schemeOf(url: string): BrokerScheme {
  return /^\s*amqps?:/.test(url) ? "amqp" : "mqtt";
}

/** The line that the broker's URL asks for. */
export function openLine({ config, settings, isShared, clock, signer }: LineParts): OpenLine {
  if (settings.scheme === "amqp") return amqpLine({ settings, clock, random: Math.random });
  return mqttLine({
    ...{ settings, signingKeyId: signer.signingKeyId, clock, random: Math.random },
    subscription: isShared === true || config.keeper.shared ? "shared" : "alone",
  });
}
