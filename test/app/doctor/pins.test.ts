import { describe, expect, it } from "vitest";
import { examinePins } from "../../../src/app/doctor/doctor-pins.js";
import type { Finding } from "../../../src/app/doctor/health.js";
import { parseConfig } from "../../../src/config/config.js";
import { fakeTree } from "../../support/fake-tree.js";

const CHIP = {
  "class/gpio/export": "",
  "class/gpio/gpiochip512/label": "pinctrl-bcm2711\n",
  "class/gpio/gpiochip512/base": "512\n",
  "class/gpio/gpiochip512/ngpio": "58\n",
};
const HELD = `gpiochip0: GPIOs 512-569, parent: platform/fe200000.gpio, pinctrl-bcm2711:
 gpio-516 (GPIO_GCLK           )
 gpio-529 (GPIO17              |Privacy button      ) in  hi IRQ ACTIVE LOW
 gpio-539 (GPIO27              |sysfs               ) out lo
`;

async function look(
  pins: unknown,
  files: Readonly<Record<string, string>>,
  isLightThere = false,
): Promise<Finding> {
  const sys = fakeTree(files);
  const at = { proc: sys, sys, run: sys, units: [] };
  const found: Finding[] = [];
  for await (const finding of examinePins(parseConfig({ pins }).pins, { at, isLightThere }))
    found.push(finding);
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) throw new TypeError(`${found.length} findings`);
  return first;
}

describe("the pins", () => {
  it("are absent where none are configured", async () => {
    expect((await look(undefined, {})).health).toBe("absent");
  });

  it("are ill without a chip of the header, with the labels of those that are there", async () => {
    const found = await look({ button: 17, led: 27 }, { "class/gpio/gpiochip0/label": "INT34C6:00\n" });
    expect(found).toMatchObject({ health: "ill", seen: expect.stringContaining("PINS_UNAVAILABLE") });
  });

  it("are ill where a driver holds one, which is named", async () => {
    const found = await look({ button: 17, led: 27 }, { ...CHIP, "kernel/debug/gpio": HELD });
    expect(found).toMatchObject({ health: "ill", advice: expect.stringContaining("Take GPIO17 from it") });
    expect(found.seen).toContain("button GPIO17 = line 529 (held by Privacy button)");
  });

  it("may be held by the light itself, and by one that was killed", async () => {
    const exported = { ...CHIP, "class/gpio/gpio529/value": "1\n" };
    const [running, killed] = [
      await look({ button: 17, led: 27 }, exported, true),
      await look({ button: 17, led: 27 }, exported, false),
    ];
    expect(running.seen).toMatch(/button GPIO17 = line 529(,|$)/);
    expect(killed.seen).toContain("button GPIO17 = line 529 (held by sysfs)");
    expect(killed.advice ?? "").not.toContain("Take GPIO");
  });
});
