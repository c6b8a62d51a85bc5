import type { Config } from "../../config/config.js";
import type { ClipKeep } from "../../keep/clip-keep.js";
import { PostgresKeep } from "../../keep/edge/postgres-keep.js";
import { loadPostgresSettings } from "../../keep/edge/postgres-settings.js";
import { SqliteKeep } from "../../keep/edge/sqlite-keep.js";

/**
 * The configured store: PostgreSQL, or a file in the keeper's folder.
 * @throws SottoError STORE_*, CONFIG_INVALID, FILE_UNREADABLE, KEY_INVALID
 */
export async function openKeep(
  { keeper, store }: Pick<Config, "keeper" | "store">,
  keeperFolder: string,
): Promise<ClipKeep> {
  const { url } = store;
  if (url === undefined) return new SqliteKeep(keeperFolder, keeper);
  return PostgresKeep.open(loadPostgresSettings({ ...store, url }), keeper);
}
