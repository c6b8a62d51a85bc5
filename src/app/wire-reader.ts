import type { Config } from "../config/config.js";
import { loadBrokerSettings } from "../deliver/edge/broker-settings.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { openReceiver } from "../read/edge/open-reader.js";
import { Subscription } from "../read/edge/subscription.js";
import type { Reader, Reception } from "../read/reader.js";

export interface InwardOptions {
  readonly broker: Config["broker"] & { readonly url: string };
  readonly ownerFolder: string;
  readonly observe?: (reception: Reception) => void;
}

/**
 * The owner's side: a reader that fetches from its keeper.
 * @throws SottoError KEY_MISSING also when no keeper is pinned, KEY_INVALID, FILE_UNREADABLE, ALREADY_RUNNING when another
 * process receives into this folder
 */
export async function wireReader(
  options: InwardOptions,
): Promise<{ readonly reader: Reader; readonly subscription: Subscription; readonly trusted: number }> {
  const receiver = await openReceiver({
    folder: options.ownerFolder,
    clock: systemClock,
    ...(options.observe ? { observe: options.observe } : {}),
  });
  const subscription = new Subscription({
    settings: loadBrokerSettings(options.broker),
    receiver,
    clock: systemClock,
    random: Math.random,
  });
  return { reader: receiver.reader, subscription, trusted: receiver.trusted.length };
}
