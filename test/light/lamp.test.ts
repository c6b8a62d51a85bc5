import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_PIXELS } from "../../src/config/lamp-lines.js";
import type { Lamp } from "../../src/light/blinker.js";
import { type LineLevel, openLamp } from "../../src/light/edge/onoff-lamp.js";
import type { LampWiring } from "../../src/light/lamp-wiring.js";
import { isLit, LedStrip } from "../support/led-strip.js";
import { thrown } from "../support/thrown.js";

const LAMPS = ["off", "dim", "bright", "flash"] as const;
const anyLamp = fc.constantFrom(...LAMPS);
const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
console.log(`lamp: seed ${seed}`);

/** What a lamp's lines were given, one after the other. */
function lines() {
  const given: { readonly line: number; readonly level: LineLevel }[] = [];
  const levels = new Map<number, LineLevel>();
  const give = (line: number, level: LineLevel) => {
    given.push({ line, level });
    levels.set(line, level);
  };
  const open = (line: number, level: LineLevel) => {
    give(line, level);
    return { writeSync: (next: LineLevel) => give(line, next) };
  };
  return { given, levels, open };
}

describe("a lamp of one line", () => {
  it.each(["high", "low"] as const)(
    "is lit at the level %s for all but off, from its first moment on",
    (lit) => {
      const levelOf = (isOn: boolean) => (isOn === (lit === "high") ? 1 : 0);
      for (const first of LAMPS) {
        const { given, levels, open } = lines();
        const show = openLamp({ kind: "plain", led: 27, lit }, first, open);
        expect(given).toEqual([{ line: 27, level: levelOf(first !== "off") }]);
        for (const lamp of LAMPS) {
          show(lamp);
          expect(levels.get(27)).toBe(levelOf(lamp !== "off"));
        }
      }
    },
  );
});

describe("a lamp of two lines", () => {
  const wiring: LampWiring = { kind: "two-lines", led: 27, bright: 22, lit: "high" };
  const shown = { off: [0, 0], dim: [1, 0], bright: [1, 1], flash: [1, 1] };

  it("waits on the first alone and hears on both, by levels that stay when the process dies", () => {
    for (const first of LAMPS) {
      const { levels, open } = lines();
      const show = openLamp(wiring, first, open);
      expect([levels.get(27), levels.get(22)]).toEqual(shown[first]);
      for (const lamp of LAMPS) {
        show(lamp);
        expect([levels.get(27), levels.get(22)]).toEqual(shown[lamp]);
      }
    }
  });

  it("never passes through the dark while the microphone is open", () => {
    const { given, levels, open } = lines();
    const show = openLamp(wiring, "dim", open);
    const before = given.length;
    for (const lamp of ["bright", "dim", "bright", "bright", "dim"] as const) show(lamp);
    for (const { line, level } of given.slice(before)) if (line === 27) expect(level).toBe(1);
    expect(levels.get(27)).toBe(1);
  });

  it("is dark where its second line is not to be had", async () => {
    const { levels, open } = lines();
    const refused = new Error("busy");
    const opening = () =>
      openLamp(wiring, "bright", (line, level) => {
        if (line === 22) throw refused;
        return open(line, level);
      });
    expect(await thrown(opening)).toBe(refused);
    expect(levels.get(27)).toBe(0);
  });

  it("puts out the second line also where the first cannot be written", async () => {
    const { levels, open } = lines();
    const broken = new Error("broken");
    const show = openLamp(wiring, "bright", (line, level) => {
      const output = open(line, level);
      if (line !== 27) return output;
      return {
        writeSync: () => {
          throw broken;
        },
      };
    });
    expect(await thrown(() => show("off"))).toBe(broken);
    expect(levels.get(22)).toBe(0);
  });
});

describe("a strip", () => {
  const anyStrip = fc.record({
    kind: fc.constant("strip" as const),
    data: fc.constant(10),
    clock: fc.constant(11),
    pixels: fc.integer({ min: 2, max: MOST_PIXELS }),
    brightness: fc.integer({ min: 1, max: 31 }),
  });
  const lineOf = (line: number) => (line === 10 ? ("data" as const) : ("clock" as const));

  /** A chain of the longest length on two lines, and what was lit at each moment. */
  function chain() {
    const strip = new LedStrip(MOST_PIXELS);
    const litCounts: number[] = [];
    const give = (line: number, level: LineLevel) => {
      strip.give({ line: lineOf(line), level });
      litCounts.push(strip.lit);
    };
    const open = (line: number, level: LineLevel) => {
      give(line, level);
      return { writeSync: (next: LineLevel) => give(line, next) };
    };
    return { strip, litCounts, open };
  }

  function expectShown(strip: LedStrip, wiring: Extract<LampWiring, { kind: "strip" }>, lamp: Lamp): void {
    const [first, ...others] = strip.pixels;
    if (first === undefined) expect.fail("a strip without pixels");
    const full = { brightness: 31, colour: [255, 255, 255] };
    switch (lamp) {
      case "off":
        expect(strip.lit).toBe(0);
        return;
      case "dim":
        // White, at the brightness that was asked for, and still to be seen.
        expect(first).toEqual({ brightness: wiring.brightness, colour: [255, 255, 255] });
        expect(isLit(first) && !others.some(isLit)).toBe(true);
        return;
      case "bright":
      case "flash":
        expect(strip.pixels.slice(0, wiring.pixels)).toEqual(Array(wiring.pixels).fill(full));
        expect(strip.lit).toBe(wiring.pixels);
    }
  }

  it("waits on one pixel and hears on all, told apart without colour, whatever it showed before", () => {
    fc.assert(
      fc.property(anyStrip, anyLamp, fc.array(anyLamp, { maxLength: 6 }), (wiring, first, lamps) => {
        const { strip, open } = chain();
        const show = openLamp(wiring, first, open);
        expectShown(strip, wiring, first);
        for (const lamp of lamps) {
          show(lamp);
          expectShown(strip, wiring, lamp);
        }
      }),
      { seed, numRuns: 60 },
    );
  });

  it("never passes through the dark while the microphone is open, and leaves no pixel lit when it closes", () => {
    const wiring: LampWiring = { kind: "strip", data: 10, clock: 11, pixels: 3, brightness: 4 };
    const { strip, litCounts, open } = chain();
    const show = openLamp(wiring, "dim", open);
    const before = litCounts.length;
    for (const lamp of ["bright", "dim", "bright"] as const) show(lamp);
    expect(Math.min(...litCounts.slice(before))).toBe(1);
    show("off");
    expect(strip.lit).toBe(0);
  });

  it("shows the truth again after a process that died in the middle of a frame", () => {
    fc.assert(
      fc.property(anyStrip, anyLamp, anyLamp, fc.nat(), (wiring, dying, next, cut) => {
        const { strip, open } = chain();
        const died = new Error("killed");
        let left = cut % 1_500;
        const mortal = (line: number, level: LineLevel) => {
          const output = open(line, level);
          return {
            writeSync: (given: LineLevel) => {
              if (left-- <= 0) throw died;
              output.writeSync(given);
            },
          };
        };
        const first = openFirst(() => openLamp(wiring, dying, mortal), died);
        expect(["died", "lived"]).toContain(first);
        openLamp(wiring, next, open);
        expectShown(strip, wiring, next);
      }),
      { seed, numRuns: 200 },
    );
  });
});

function openFirst(open: () => unknown, died: Error): "died" | "lived" {
  try {
    open();
    return "lived";
  } catch (error) {
    if (error !== died) throw error;
    return "died";
  }
}
