import { describe, expect, it } from "vitest";
import { type Change, longestLies } from "./two-states.js";

const WHOLE = { start: 0, end: 1_000 };

function told(on: boolean, atMs: number): Change {
  return { on, afterMs: atMs, byMs: atMs };
}

describe("lamp against device", () => {
  it("agree when they change together", () => {
    const both = [told(true, 100), told(false, 400)];
    const { litWithoutDevice, deviceWithoutLight } = longestLies(both, both, WHOLE);
    expect([litWithoutDevice.forMs, deviceWithoutLight.forMs]).toEqual([0, 0]);
  });

  it("give the longest of several stretches, each kind by itself", () => {
    const device = [told(true, 100), told(false, 400), told(true, 500), told(false, 900)];
    const lamp = [told(true, 130), told(false, 410), told(true, 580), told(false, 980)];
    expect(longestLies(lamp, device, WHOLE)).toEqual({
      litWithoutDevice: { fromMs: 900, forMs: 80 },
      deviceWithoutLight: { fromMs: 500, forMs: 80 },
    });
  });

  it("count time between two looks against the device, so that nothing is found shorter than it was", () => {
    const device: Change[] = [
      { on: true, afterMs: 90, byMs: 100 },
      { on: false, afterMs: 380, byMs: 400 },
    ];
    const lamp = [told(true, 150), told(false, 430)];
    expect(longestLies(lamp, device, WHOLE)).toEqual({
      litWithoutDevice: { fromMs: 380, forMs: 50 },
      deviceWithoutLight: { fromMs: 90, forMs: 60 },
    });
  });

  it("go on to the end of the watch", () => {
    expect(longestLies([], [told(true, 900)], WHOLE).deviceWithoutLight).toEqual({ fromMs: 900, forMs: 100 });
    expect(longestLies([told(true, 700)], [], WHOLE).litWithoutDevice).toEqual({ fromMs: 700, forMs: 300 });
  });
});
