import { readdirSync } from "node:fs";
import { join } from "node:path";
import { absent, type Finding, ill, well } from "./health.js";
import { type Surroundings, told, unlessUntold } from "./surroundings.js";

/** Of a Raspberry Pi's firmware: low bits now, the same 16 higher since it was switched on. */
const THROTTLED = { underVoltage: 0x1, slowed: 0x4, hot: 0x8 } as const;
const SINCE_START = 16;
/** A Pi slows itself down at 80 °C. */
const HOT_MILLIDEGREES = 80_000;
const NEAR_HOT_MILLIDEGREES = 75_000;
/**
 * As measured, at most: the ear's resident memory when its stages have run (docs/figures.md); what the kernel charges the
 * other two (hardware/README.md, an emulated machine); and the image's own system beside them (docs/image.md).
 */
const EAR_MB = 370;
const LIGHT_MB = 26;
const UPLINK_MB = 32;
const SYSTEM_MB = 85;
const SERVICES_MB = EAR_MB + LIGHT_MB + UPLINK_MB;

const CABLE =
  "Use the board's own power supply and a short cable; unplug what draws power from it. An array of microphones loses samples first";

/** What a board suffers from before anything else: power, heat, too little memory. */
export function* examinePower(at: Surroundings): Generator<Finding> {
  yield supply(at);
  yield temperature(at);
  yield memory(at);
}

function supply({ sys }: Surroundings): Finding {
  const what = "supply";
  const text = told(join(sys, "devices/platform/soc/soc:firmware/get_throttled"));
  if (text !== undefined) return judgeThrottled(Number.parseInt(text, 16));
  const sensor = namesIn(join(sys, "class/hwmon")).find(
    (name) => told(join(sys, "class/hwmon", name, "name")) === "rpi_volt",
  );
  if (sensor === undefined) return absent(what, "this board does not watch its supply");
  const isLow = told(join(sys, "class/hwmon", sensor, "in0_lcrit_alarm")) === "1";
  return isLow ? ill(what, "under-voltage now", CABLE) : well(what, "no under-voltage");
}

export function judgeThrottled(bits: number): Finding {
  const what = "supply";
  const { underVoltage, slowed, hot } = THROTTLED;
  if (bits & underVoltage) return ill(what, "under-voltage now", CABLE);
  if (bits & (slowed | hot)) {
    return ill(what, "slowed down now by heat or supply", "Give it air and a heat sink, or a better supply");
  }
  if (bits & (underVoltage << SINCE_START))
    return well(what, "enough now, too low at least once since it was switched on", CABLE);
  return well(what, "no under-voltage since it was switched on");
}

function temperature({ sys }: Surroundings): Finding {
  const what = "temperature";
  const folder = join(sys, "class/thermal");
  const readings = namesIn(folder)
    .filter((name) => name.startsWith("thermal_zone"))
    .map((name) => Number(told(join(folder, name, "temp")) ?? Number.NaN))
    .filter((value) => Number.isFinite(value) && value > 0);
  if (readings.length === 0) return absent(what, "this machine tells none");
  const hottest = Math.max(...readings);
  const seen = `${(hottest / 1000).toFixed(0)} °C`;
  const air = "Give it air and a heat sink: a hot board slows down and the ear falls behind";
  if (hottest >= HOT_MILLIDEGREES) return ill(what, seen, air);
  return well(what, seen, hottest >= NEAR_HOT_MILLIDEGREES ? air : undefined);
}

function memory({ proc }: Surroundings): Finding {
  const what = "memory";
  const text = told(join(proc, "meminfo"));
  const megabytes = (key: string) =>
    Math.round(Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(text ?? "")?.[1] ?? Number.NaN) / 1024);
  const [total, available] = [megabytes("MemTotal"), megabytes("MemAvailable")];
  if (!Number.isFinite(total)) return absent(what, "this machine tells none");
  const seen = `${total} MB, of which ${available} MB can be had now`;
  if (total < EAR_MB) {
    return ill(what, seen, `The ear alone needs about ${EAR_MB} MB: a board with more memory`);
  }
  const tight = `All three services need up to ${SERVICES_MB} MB: run nothing else here`;
  return well(what, seen, total < SERVICES_MB + SYSTEM_MB ? tight : undefined);
}

function namesIn(folder: string): readonly string[] {
  return unlessUntold(() => readdirSync(folder)) ?? [];
}
