import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config/config.js";
import { codeOf } from "../../domain/errors.js";
import { kernelLine } from "../../light/edge/gpio-chip.js";
import type { Surroundings } from "./surroundings.js";

/** Often enough for flashes of 50 ms. */
const EVERY_MS = 5;

export interface LampSeen {
  /** How often it was lit and dark again. */
  readonly flashes: number;
  readonly longestFlashMs: number;
  readonly isLit: boolean;
}

/** Looks at the level that the kernel gives to the lamp's line, which is not yet light that a person sees. */
export class LampWatch {
  readonly #path: string;
  readonly #lit: "0" | "1";
  readonly #timer: NodeJS.Timeout;
  #isLit = false;
  #litSinceMs = 0;
  #flashes = 0;
  #longestFlashMs = 0;

  private constructor(path: string, lit: "0" | "1") {
    this.#path = path;
    this.#lit = lit;
    this.#isLit = this.#read();
    this.#litSinceMs = performance.now();
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  /** Undefined for a strip, which has no level to read, and where the light does not hold the line by sysfs. */
  static open(pins: Config["pins"], { sys }: Surroundings): LampWatch | undefined {
    if (pins?.led === undefined) return undefined;
    const gpio = join(sys, "class/gpio");
    try {
      const path = join(gpio, `gpio${kernelLine(pins.led, gpio)}`, "value");
      readFileSync(path);
      return new LampWatch(path, pins.ledLit === "high" ? "1" : "0");
    } catch (error) {
      if (codeOf(error) === undefined && !(error instanceof Error && "syscall" in error)) throw error;
      return undefined;
    }
  }

  /** Since it was opened, or since the last call. */
  seen(): LampSeen {
    this.#look();
    const seen = { flashes: this.#flashes, longestFlashMs: this.#longestFlashMs, isLit: this.#isLit };
    this.#flashes = 0;
    this.#longestFlashMs = 0;
    return seen;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const isLit = this.#read();
    if (isLit === this.#isLit) return;
    this.#isLit = isLit;
    if (isLit) {
      this.#litSinceMs = performance.now();
      return;
    }
    this.#flashes += 1;
    this.#longestFlashMs = Math.max(this.#longestFlashMs, performance.now() - this.#litSinceMs);
  }

  #read(): boolean {
    return readFileSync(this.#path, "latin1").trim() === this.#lit;
  }
}
