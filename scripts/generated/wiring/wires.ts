import { pinOfLine } from "../../../src/config/header.js";
import type { PinUse } from "../../../src/config/pin-uses.js";
import type { Profile } from "../../../src/config/profile.js";
import { endOfTag, outward, PITCH, sideOf } from "./header.js";
import { drawPath, drawText, type Point } from "./svg.js";
import { drawButton, drawLed, drawResistor } from "./symbols.js";

/** A part on two wires, both on one side of the header: from the pin of its line, through it, to a ground pin. */
export interface WiredPart {
  readonly use: Extract<PinUse, "button" | "led" | "ledBright">;
  readonly pin: number;
  readonly ground: number;
  readonly ohm: number | undefined;
  readonly names: readonly string[];
}

const NAMES: Readonly<Record<WiredPart["use"], readonly string[]>> = {
  button: ["push button", "closes when pressed"],
  led: ["LED", "long leg to the resistor"],
  ledBright: ["second LED", "optional", "long leg to the resistor"],
};

/** None where everything is on the board. */
export function wiredParts({ pins, wiring }: Profile): readonly WiredPart[] {
  if (wiring.mounted === "hat") return [];
  return (["button", "led", "ledBright"] as const).flatMap((use) => {
    const line = pins[use];
    const wire = wiring[use];
    const pin = line === undefined ? undefined : pinOfLine(line);
    if (pin === undefined || wire === undefined) return [];
    return [{ use, pin, ground: wire.ground, ohm: wire.ohm, names: NAMES[use] }];
  });
}

const LANES = { first: 24, step: 18 } as const;
const DEPTH = 190;
const HEIGHT = 92;
const GAP = 34;

interface Block {
  readonly part: WiredPart;
  readonly top: number;
}

/** Parts of one side, from top to bottom, each in a block of its own around the middle of their pins. */
function blocksOf(parts: readonly WiredPart[], corner: Point): readonly Block[] {
  const sorted = [...parts].sort((a, b) => a.pin + a.ground - b.pin - b.ground);
  const rows = sorted.flatMap(({ pin, ground }) => [pin, ground].map((each) => endOfTag(each, corner).y));
  const middle = rows.reduce((sum, y) => sum + y, 0) / Math.max(1, rows.length);
  const whole = sorted.length * HEIGHT + (sorted.length - 1) * GAP;
  return sorted.map((part, at) => ({ part, top: Math.round(middle - whole / 2 + at * (HEIGHT + GAP)) }));
}

/** The lane in which a wire changes its height: outer ones for wires that bend the less, so that none cross. */
function laneOf(from: number, to: number, order: number): number {
  return LANES.first + (from === to ? 0 : order) * LANES.step;
}

function drawBlock(
  { part, top }: Block,
  order: Readonly<Record<"upper" | "lower", number>>,
  corner: Point,
): string[] {
  const [upper, lower] = part.pin < part.ground ? [part.pin, part.ground] : [part.ground, part.pin];
  const side = sideOf(part.pin);
  const way = outward(side);
  const far = endOfTag(part.pin, corner).x + way * DEPTH;
  const wire = (pin: number, y: number, lane: number) => {
    const start = endOfTag(pin, corner);
    const turn = start.x + way * laneOf(start.y, y, lane);
    return drawPath(start, { x: turn, y: start.y }, { x: turn, y }, { x: far, y });
  };
  const bottom = top + HEIGHT;
  const signal = part.pin === upper ? top : bottom;
  const middle = { x: far, y: top + HEIGHT / 2 };
  const beside = far - way * 34;
  return [
    `<g data-use="${part.use}" data-from="${part.pin}" data-to="${part.ground}">`,
    wire(upper, top, order.upper),
    wire(lower, bottom, order.lower),
    drawPath({ x: far, y: top }, { x: far, y: bottom }),
    ...(part.use === "button" ? drawButton(middle) : drawLed(middle, part.pin === upper ? "down" : "up")),
    ...(part.ohm === undefined ? [] : drawResistor({ x: far - way * 60, y: signal }, part.ohm)),
    ...part.names.map((text, at) =>
      drawText({
        ...{ x: beside, y: middle.y + 8 - part.names.length * 7 + at * 15, text },
        ...{ anchor: way === 1 ? ("end" as const) : ("start" as const), className: at === 0 ? "" : "small" },
      }),
    ),
    "</g>",
  ];
}

/** Lanes are counted so that a wire that bends up lies outside of those above it, one that bends down of those below: none cross. */
export function drawWires(parts: readonly WiredPart[], corner: Point): string[] {
  return (["left", "right"] as const).flatMap((side) => {
    const blocks = blocksOf(
      parts.filter(({ pin }) => sideOf(pin) === side),
      corner,
    );
    const bendsUp = blocks.flatMap(({ part, top }) =>
      [part.pin, part.ground]
        .sort((a, b) => a - b)
        .map((pin, at) => top + at * HEIGHT < endOfTag(pin, corner).y),
    );
    const lane = (at: number) => (bendsUp[at] ? at : bendsUp.length - 1 - at);
    return blocks.flatMap((block, at) =>
      drawBlock(block, { upper: lane(2 * at), lower: lane(2 * at + 1) }, corner),
    );
  });
}

/** Height that the header takes, and so the picture. */
export const HEADER_HEIGHT = 21 * PITCH;
