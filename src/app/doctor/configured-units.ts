import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config/config.js";
import type { Places } from "../../config/places.js";
import { UNITS, type Unit } from "./unit-walls.js";

/** The units that have all they wait for, as their conditions and `hardware/systemd/is-configured` look for it. */
export function configuredUnits({ pins, broker }: Config, { device, uplink }: Places): ReadonlySet<Unit> {
  const hasPins = pins !== undefined;
  const isReady: Readonly<Record<Unit, boolean>> = {
    "sotto-light.service": hasPins,
    "sotto-ear.service":
      hasPins && ["device.key", "owner.pub"].every((name) => existsSync(join(device, name))),
    "sotto-uplink.service": broker.url !== undefined && existsSync(join(uplink, "owner.pub")),
  };
  return new Set(UNITS.filter((unit) => isReady[unit]));
}
