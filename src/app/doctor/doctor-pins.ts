import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config/config.js";
import { usedLines } from "../../config/pin-uses.js";
import { codeOf } from "../../domain/errors.js";
import { kernelLine } from "../../light/edge/gpio-chip.js";
import { loadOnoff } from "../../light/edge/onoff.js";
import { absent, type Finding, ill, illness, well } from "./health.js";
import { type Surroundings, told, unlessUntold } from "./surroundings.js";

const GROUP_RULES =
  "Let the group gpio use it: hardware/systemd/60-sotto-gpio.rules to /usr/lib/udev/rules.d, udevadm control --reload, udevadm trigger";

/** Chip and lines of button and light, and who holds them. Nothing is taken and nothing changed. */
export async function* examinePins(
  pins: Config["pins"],
  { at, isLightThere }: { readonly at: Surroundings; readonly isLightThere: boolean },
): AsyncGenerator<Finding> {
  const what = "pins";
  if (pins === undefined) {
    yield absent(what, "none configured: the terminal of sotto run stands in for button and light");
    return;
  }
  const gpio = join(at.sys, "class/gpio");
  const seen: string[] = [];
  try {
    for (const { line, use } of usedLines(pins)) {
      const number = kernelLine(line, gpio);
      const holder = holderOf(number, at);
      const isFree = holder === undefined || isLightThere;
      seen.push(`${use} GPIO${line} = line ${number}${isFree ? "" : ` (held by ${holder})`}`);
      if (isFree || holder === "sysfs") continue;
      const advice = `Take GPIO${line} from it: an overlay or dtparam in config.txt (SPI, I2S, gpio-keys), or another line in pins`;
      yield ill(what, seen.join(", "), advice);
      return;
    }
    await loadOnoff();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    yield illness(what, error);
    return;
  }
  const owner = unlessUntold(() => statSync(join(gpio, "export")));
  // Root's alone, the light's user could not take a line.
  yield owner?.gid === 0 && !isLightThere
    ? ill(what, `${seen.join(", ")}; ${gpio}/export is root's alone`, GROUP_RULES)
    : well(what, seen.join(", "));
}

/** Who has the line, as far as this user may know: what the kernel's drivers hold, root alone is told. */
function holderOf(line: number, { sys }: Surroundings): string | undefined {
  if (existsSync(join(sys, `class/gpio/gpio${line}`))) return "sysfs";
  const list = told(join(sys, "kernel/debug/gpio")) ?? "";
  return new RegExp(`^\\s*gpio-${line}\\s+\\([^|)]*\\|([^)]*)\\)`, "m").exec(list)?.[1]?.trim();
}
