import type { Config } from "../../config/config.js";
import { loadBrokerSettings } from "../../deliver/edge/broker-settings.js";
import type { Clock } from "../../domain/clock.js";
import { amqpLine } from "../../keep/edge/amqp-line.js";
import { mqttLine } from "../../keep/edge/mqtt-line.js";
import type { OpenLine } from "../../keep/keeper-line.js";
import type { Signer } from "../../seal/ports.js";

interface LineParts {
  readonly config: Config;
  readonly url: string;
  readonly isShared: boolean | undefined;
  readonly clock: Clock;
  readonly signer: Signer;
}

/** The line that the broker's URL asks for. @throws SottoError CONFIG_INVALID, FILE_UNREADABLE */
export function openLine({ config, url, isShared, clock, signer }: LineParts): OpenLine {
  const files = { ...config.broker, url };
  if (/^\s*amqps?:/.test(url)) {
    return amqpLine({ settings: loadBrokerSettings(files, "amqp"), clock, random: Math.random });
  }
  return mqttLine({
    settings: loadBrokerSettings(files),
    signingKeyId: signer.signingKeyId,
    subscription: isShared === true || config.keeper.shared ? "shared" : "alone",
    ...{ clock, random: Math.random },
  });
}
