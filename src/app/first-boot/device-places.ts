import type { Places } from "../../config/places.js";

export interface DevicePlaces {
  /** The FAT partition. */
  readonly card: string;
  /** Configuration and secrets. */
  readonly kept: string;
  readonly folders: Pick<Places, "device" | "uplink">;
  /** Time zones, a file each. */
  readonly zones: string;
}
