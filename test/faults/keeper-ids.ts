import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import { loadUplinkKeys } from "../../src/keys/edge/uplink-keys.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import type { HouseFolders } from "./whole-house.js";

/** Everything that a keeper who is at rest holds for this owner: clips, and tombstones where there were any. */
export async function idsInKeeper({ places, config }: HouseFolders): Promise<ReadonlySet<string>> {
  const { ownerKeyIds } = loadUplinkKeys(places.uplink);
  const keep = new SqliteKeep(places.keeper, config.keeper);
  const ids = new Set<string>();
  try {
    for (const ownerKeyId of ownerKeyIds) {
      let at = await keep.next(ownerKeyId, 0);
      while (at !== undefined) {
        ids.add(toHex(parseEnvelope(at.message).header.messageId));
        at = await keep.next(ownerKeyId, at.seq);
      }
    }
  } finally {
    await keep.close();
  }
  return ids;
}
