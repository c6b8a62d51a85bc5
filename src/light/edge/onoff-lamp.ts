import { assertNever } from "../../domain/assert-never.js";
import type { Lamp } from "../blinker.js";
import type { LampWiring } from "../lamp-wiring.js";
import { pixelsOf, stripFrame } from "../strip-frame.js";

export type LineLevel = 0 | 1;

export interface OutputLine {
  writeSync(level: LineLevel): void;
}

/** Opens a line of the header as an output that has this level from its first moment on. */
export type OpenOutput = (line: number, level: LineLevel) => OutputLine;

/** Takes effect at once. What it shows stays, whatever becomes of this process: no lamp needs us to go on. */
export type ShowLamp = (lamp: Lamp) => void;

/**
 * The lamp, which shows `lamp` from its first moment on.
 * @throws what `open` throws; lines that were opened before are switched off then
 */
export function openLamp(wiring: LampWiring, lamp: Lamp, open: OpenOutput): ShowLamp {
  switch (wiring.kind) {
    case "plain":
      return openLevels([{ line: wiring.led, isLit: (shown) => shown !== "off" }], wiring.lit, lamp, open);
    case "two-lines":
      return openLevels(
        [
          { line: wiring.led, isLit: (shown) => shown !== "off" },
          { line: wiring.bright, isLit: (shown) => shown === "bright" || shown === "flash" },
        ],
        wiring.lit,
        lamp,
        open,
      );
    case "strip":
      return openStrip(wiring, lamp, open);
    default:
      return assertNever(wiring);
  }
}

interface LevelLine {
  readonly line: number;
  readonly isLit: (lamp: Lamp) => boolean;
}

/**
 * Lines that are written in their order. Of two, the first is lit for dim and for bright, so nothing between them passes
 * through the dark.
 */
function openLevels(
  levels: readonly LevelLine[],
  lit: "low" | "high",
  lamp: Lamp,
  open: OpenOutput,
): ShowLamp {
  const levelOf = (isLit: boolean): LineLevel => (isLit === (lit === "high") ? 1 : 0);
  const opened: { readonly output: OutputLine; readonly isLit: LevelLine["isLit"] }[] = [];
  const show: ShowLamp = (shown) => {
    // Also after one that failed: the other must not stay lit.
    attemptAll(
      opened.map(
        ({ output, isLit }) =>
          () =>
            output.writeSync(levelOf(isLit(shown))),
      ),
    );
  };
  try {
    for (const { line, isLit } of levels) {
      opened.push({ output: open(line, levelOf(isLit(lamp))), isLit });
    }
  } catch (error) {
    show("off");
    throw error;
  }
  return show;
}

function openStrip(
  strip: Extract<LampWiring, { readonly kind: "strip" }>,
  lamp: Lamp,
  open: OpenOutput,
): ShowLamp {
  const data = open(strip.data, 0);
  const clock = open(strip.clock, 0);
  const show: ShowLamp = (shown) => sendBits(stripFrame(pixelsOf(shown, strip)), data, clock);
  show(lamp);
  return show;
}

/** A bit is taken when the clock rises; it rests low, so a process that dies anywhere sends no half bit. */
function sendBits(bytes: Uint8Array, data: OutputLine, clock: OutputLine): void {
  let level: LineLevel | undefined;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const next: LineLevel = ((byte >> bit) & 1) === 1 ? 1 : 0;
      if (next !== level) data.writeSync(next);
      level = next;
      clock.writeSync(1);
      clock.writeSync(0);
    }
  }
}

/** @throws what the first of them threw, when all were tried */
function attemptAll(works: readonly (() => void)[]): void {
  const errors: unknown[] = [];
  for (const work of works) {
    try {
      work();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
