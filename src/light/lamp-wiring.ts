import type { Config } from "../config/config.js";
import { SottoError } from "../domain/errors.js";

export type PinConfig = NonNullable<Config["pins"]>;
type Level = PinConfig["ledLit"];

/** What the light is made of. Lines as the header names them. */
export type LampWiring =
  | { readonly kind: "plain"; readonly led: number; readonly lit: Level }
  /** `led` alone is dim by its larger resistor; `bright` is lit in addition. */
  | { readonly kind: "two-lines"; readonly led: number; readonly bright: number; readonly lit: Level }
  | ({ readonly kind: "strip" } & NonNullable<PinConfig["strip"]>);

/** @throws SottoError CONFIG_INVALID for pins without a light, which no configuration that was checked has */
export function lampWiring({ led, ledBright, ledLit: lit, strip }: PinConfig): LampWiring {
  if (strip !== undefined) return { kind: "strip", ...strip };
  if (led === undefined) throw new SottoError("CONFIG_INVALID", "pins: no light");
  return ledBright === undefined
    ? { kind: "plain", led, lit }
    : { kind: "two-lines", led, bright: ledBright, lit };
}
