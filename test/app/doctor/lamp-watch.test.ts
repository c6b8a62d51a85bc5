import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { LampWatch } from "../../../src/app/doctor/lamp-watch.js";
import { parseConfig } from "../../../src/config/config.js";
import { systemClock } from "../../../src/domain/edge/system-clock.js";
import { fakeTree } from "../../support/fake-tree.js";

const CHIP = {
  "class/gpio/gpiochip512/label": "pinctrl-bcm2711\n",
  "class/gpio/gpiochip512/base": "512\n",
  "class/gpio/gpiochip512/ngpio": "58\n",
};

function watch(led: Readonly<Record<string, unknown>>) {
  const sys = fakeTree({ ...CHIP, "class/gpio/gpio539/value": "0\n" });
  const { pins } = parseConfig({ pins: { button: 17, ...led } });
  const lamp = LampWatch.open(pins, { proc: sys, sys, run: sys, units: [] });
  onTestFinished(() => lamp?.close());
  return { lamp, set: (level: 0 | 1) => writeFileSync(join(sys, "class/gpio/gpio539/value"), `${level}\n`) };
}

describe("the line of the lamp", () => {
  it("is seen to flash, and to stay lit", async () => {
    const { lamp, set } = watch({ led: 27 });
    for (let n = 0; n < 2; n++) {
      set(1);
      await systemClock.sleep(60);
      set(0);
      await systemClock.sleep(60);
    }
    const flashed = lamp?.seen();
    expect(flashed).toMatchObject({ flashes: 2, isLit: false });
    expect(flashed?.longestFlashMs).toBeGreaterThan(40);
    set(1);
    expect(lamp?.seen()).toEqual({ flashes: 0, longestFlashMs: 0, isLit: true });
  });

  it("is lit by a low level where it is wired so", () => {
    expect(watch({ led: 27, ledLit: "low" }).lamp?.seen().isLit).toBe(true);
  });

  it("is not to be seen where nobody holds it, on no such chip, and for a strip", () => {
    expect(watch({ led: 22 }).lamp).toBeUndefined();
    expect(watch({ strip: { data: 10, clock: 11, pixels: 3, brightness: 4 } }).lamp).toBeUndefined();
    const none = fakeTree({ "class/gpio/export": "" });
    const { pins } = parseConfig({ pins: { button: 17, led: 27 } });
    expect(LampWatch.open(pins, { proc: none, sys: none, run: none, units: [] })).toBeUndefined();
  });
});
