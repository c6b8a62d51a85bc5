/** Which card a name of ALSA's means, where it says so. */
export type CardRequest = {
  /** `hw` opens the device as it is; any other changes what comes. */
  readonly plugin: string;
  readonly device: number;
} & ({ readonly id: string } | { readonly number: number });

/**
 * `hw:CARD=ArrayUAC10,DEV=0`, `hw:ArrayUAC10,0`, `plughw:1`. Undefined for `default` and for names of somebody's own
 * configuration.
 */
export function cardOf(name: string): CardRequest | undefined {
  const [, plugin, rest] = /^(hw|plughw|sysdefault|dsnoop|front):(.+)$/.exec(name) ?? [];
  if (plugin === undefined || rest === undefined) return undefined;
  const values: Record<string, string> = {};
  for (const [place, part] of rest.split(",").entries()) {
    const [, key = ["CARD", "DEV", "SUBDEV"][place], value = ""] =
      /^(?:(CARD|DEV|SUBDEV)=)?(.+)$/.exec(part) ?? [];
    if (key !== undefined) values[key] = value;
  }
  const card = values["CARD"];
  if (card === undefined) return undefined;
  const device = Number(values["DEV"] ?? 0);
  return /^\d+$/.test(card) ? { plugin, device, number: Number(card) } : { plugin, device, id: card };
}
