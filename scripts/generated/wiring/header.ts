import { HEADER_PINS, pinName } from "../../../src/config/header.js";
import { drawText, type Point } from "./svg.js";

export const PITCH = 26;
const RADIUS = 10;
const COLUMN = 30;
const FRAME = 14;
const TAG = { width: 62, height: 20, gap: 16 } as const;

export type Side = "left" | "right";

/** Odd pins are on the left, pin 1 at the top, as on a board that is held with the header at the top right. */
export function sideOf(pin: number): Side {
  return pin % 2 === 1 ? "left" : "right";
}

/** Which way is away from the header. */
export function outward(side: Side): 1 | -1 {
  return side === "left" ? -1 : 1;
}

export function placeOfPin(pin: number, corner: Point): Point {
  const row = Math.floor((pin - 1) / 2);
  return { x: corner.x + (sideOf(pin) === "left" ? 0 : COLUMN), y: corner.y + row * PITCH };
}

/** Where a wire leaves the name of its pin. */
export function endOfTag(pin: number, corner: Point): Point {
  const { x, y } = placeOfPin(pin, corner);
  return { x: x + outward(sideOf(pin)) * (TAG.gap + TAG.width), y };
}

function drawTag(pin: number, mark: string | undefined, { x, y }: Point): string[] {
  const side = sideOf(pin);
  const left = side === "left" ? x - TAG.gap - TAG.width : x + TAG.gap;
  const text = mark === undefined ? pinName(pin) : `${mark} ${pinName(pin)}`;
  return [
    `<path class="line" d="M${x} ${y} H${x + outward(side) * TAG.gap}"/>`,
    `<rect class="paper" x="${left}" y="${y - TAG.height / 2}" width="${TAG.width}" height="${TAG.height}" rx="3"/>`,
    drawText({ x: left + TAG.width / 2, y: y + 4, text, anchor: "middle", className: "small" }),
  ];
}

function drawPin(pin: number, used: ReadonlyMap<number, string | undefined>, corner: Point): string[] {
  const { x, y } = placeOfPin(pin, corner);
  const isUsed = used.has(pin);
  const number = drawText({
    ...{ x, y: y + 4, text: String(pin), anchor: "middle" as const },
    className: isUsed ? "small light" : "quiet",
  });
  // Pin 1 is square on the board too.
  const shape =
    pin === 1
      ? `<rect class="${isUsed ? "used" : "pin"}" x="${x - RADIUS}" y="${y - RADIUS}" width="${2 * RADIUS}" height="${2 * RADIUS}"/>`
      : `<circle class="${isUsed ? "used" : "pin"}" cx="${x}" cy="${y}" r="${RADIUS}"/>`;
  if (isUsed) {
    return [...drawTag(pin, used.get(pin), { x, y }), `<g data-pin="${pin}">${shape}${number}</g>`];
  }
  const side = sideOf(pin);
  const name = drawText({
    ...{ x: x + outward(side) * TAG.gap, y: y + 4, text: pinName(pin) },
    ...{ anchor: side === "left" ? ("end" as const) : ("start" as const), className: "quiet" },
  });
  return [shape, number, name];
}

/** The header; used pins are black with their name in a box, behind a mark where one is given. */
export function drawHeader(used: ReadonlyMap<number, string | undefined>, corner: Point): string[] {
  const width = COLUMN + 2 * FRAME;
  const height = (HEADER_PINS / 2 - 1) * PITCH + 2 * FRAME;
  return [
    `<rect class="paper" x="${corner.x - FRAME}" y="${corner.y - FRAME}" width="${width}" height="${height}" rx="4"/>`,
    drawText({
      x: corner.x + COLUMN / 2,
      y: corner.y - FRAME - 8,
      text: "pin 1: the end away from the USB sockets",
      anchor: "middle",
      className: "small",
    }),
    ...Array.from({ length: HEADER_PINS }, (_, at) => drawPin(at + 1, used, corner)).flat(),
  ];
}
