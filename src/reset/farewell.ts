import type { Lamp } from "../light/blinker.js";
import { FLASH_EVERY_MS, FLASH_MS } from "../light/blinker.js";

export interface LampMoment {
  readonly lamp: Lamp;
  readonly forMs: number;
}

const DARK_MS = 3 * FLASH_EVERY_MS;
const FLASHES = 3;

/**
 * The sign that everything is gone: dark for longer than the flashes before were apart, then three flashes, then dark.
 * No flash is longer or nearer to another than the light's own.
 */
export const FAREWELL: readonly LampMoment[] = [
  { lamp: "off", forMs: DARK_MS },
  ...Array.from({ length: FLASHES }, (): readonly LampMoment[] => [
    { lamp: "flash", forMs: FLASH_MS },
    { lamp: "off", forMs: FLASH_EVERY_MS - FLASH_MS },
  ]).flat(),
];
