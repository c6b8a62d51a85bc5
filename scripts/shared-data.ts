import { join } from "node:path";

/** Recordings and texts for development, beside the project where they are. */
export function sharedDataFolder(): string {
  return process.env["SOTTO_SHARED_DATA"] ?? join(import.meta.dirname, "../../shared/data");
}
