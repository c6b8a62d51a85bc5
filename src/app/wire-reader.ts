import type { Config } from "../config/config.js";
import { loadBrokerSettings } from "../deliver/edge/broker-settings.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { openReader } from "../read/edge/open-reader.js";
import { Subscription } from "../read/edge/subscription.js";
import type { Reader, Reception } from "../read/reader.js";

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
