import type { Config } from "../../config/config.js";
import type { Places } from "../../config/places.js";
import { loadBrokerSettings } from "../../deliver/edge/broker-settings.js";
import { SottoError } from "../../domain/errors.js";
import { loadWord, requireWords } from "../../hotloop/edge/load-words.js";
import { isShipped } from "../../hotloop/wake-words.js";
import { loadDevice, sealingKeys } from "../../keys/edge/device-keys.js";
import { loadKeeper } from "../../keys/edge/keeper-keys.js";
import { loadUplinkKeys } from "../../keys/edge/uplink-keys.js";
import { defaultModelPlace } from "../../models/edge/file-model-store.js";
import { verifyModels } from "../../models/edge/verify-models.js";

/** @returns how many files were looked at @throws SottoError MODEL_MISSING, MODEL_ALTERED */
export async function checkModels(): Promise<number> {
  const statuses = await verifyModels(defaultModelPlace());
  const wrong = statuses.find(({ state }) => state !== "intact");
  if (wrong) {
    throw new SottoError(
      wrong.state === "missing" ? "MODEL_MISSING" : "MODEL_ALTERED",
      wrong.problem ?? wrong.entry.file,
    );
  }
  return statuses.length;
}

/** @throws SottoError WORD_UNKNOWN, WORD_DAMAGED, FILE_UNREADABLE */
export async function checkWords(words: readonly string[], folder: string): Promise<void> {
  await requireWords(words, folder);
  for (const word of words) if (!isShipped(word)) await loadWord(folder, word);
}

/**
 * Whatever would end a process again and again, or let every clip wait for nothing, said once and before any is started.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, KEY_MISSING, KEY_INVALID, FILE_UNREADABLE, CONFIG_INVALID,
 * WORD_UNKNOWN, WORD_DAMAGED
 */
export async function checkBeforeRun(config: Config, places: Places): Promise<void> {
  await checkModels();
  await checkWords(config.wake.words, places.words);
  await sealingKeys(loadDevice(places.device));
  const { url } = config.broker;
  if (url === undefined) loadKeeper(places.keeper);
  else loadBrokerSettings({ ...config.broker, url });
  requireKeeper(places.uplink);
}

/** Without a keeper's receipts nothing ever counts as delivered: clips would wait until they expire. */
export function requireKeeper(uplinkFolder: string): { readonly fingerprint: string } {
  const [keeper] = loadUplinkKeys(uplinkFolder).keepers;
  if (keeper) return keeper;
  throw new SottoError(
    "KEY_MISSING",
    `no keeper is pinned in ${uplinkFolder}: sotto keys pin-keeper keeper.pub`,
  );
}
