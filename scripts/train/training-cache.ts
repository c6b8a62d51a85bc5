import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** `<cache>/<parts>`, made where it is missing. */
export function cacheFolder(...parts: string[]): string {
  const root = process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto");
  const folder = join(root, ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Names a thing by all that it was made from. */
export function keyOf(recipe: unknown): string {
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 16);
}
