import type { Config } from "../config/config.js";
import { loadBrokerSettings } from "../deliver/edge/broker-settings.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { openReceiver } from "../read/edge/open-reader.js";
import { Subscription } from "../read/edge/subscription.js";
import type { Reader, Reception } from "../read/reader.js";

export interface ReadingOptions {
  readonly ownerFolder: string;
  readonly observe?: (reception: Reception) => void;
}

/** A reader that has its folder for itself and does not receive yet. */
export interface Reading {
  readonly reader: Reader;
  /** How many devices are believed. */
  readonly trusted: number;
  /** Begins to fetch from the keeper. */
  receive(broker: Config["broker"] & { readonly url: string }): Subscription;
  /** Gives the folder back where nothing was received; else the subscription's end does. */
  release(): void;
}

/**
 * The owner's side, as far as it goes without a broker: what is missing is known before anything runs.
 * @throws SottoError KEY_MISSING also when no keeper is pinned, KEY_INVALID, FILE_UNREADABLE, ALREADY_RUNNING when another
 * process receives into this folder
 */
export async function openReading({ ownerFolder, observe }: ReadingOptions): Promise<Reading> {
  const receiver = await openReceiver({
    ...{ folder: ownerFolder, clock: systemClock },
    ...(observe ? { observe } : {}),
  });
  return {
    reader: receiver.reader,
    trusted: receiver.trusted.length,
    receive: (broker) =>
      new Subscription({
        settings: loadBrokerSettings(broker),
        ...{ receiver, clock: systemClock, random: Math.random },
      }),
    release: () => receiver.lock.release(),
  };
}
