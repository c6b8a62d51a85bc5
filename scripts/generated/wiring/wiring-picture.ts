import { pinName, pinOfLine } from "../../../src/config/header.js";
import { type PinUse, usedLines } from "../../../src/config/pin-uses.js";
import type { Profile } from "../../../src/config/profile.js";
import { drawHeader } from "./header.js";
import { drawPicture, drawText, type Point } from "./svg.js";
import { drawButton, drawCapsule, drawLed } from "./symbols.js";
import { drawWires, HEADER_HEIGHT, type WiredPart, wiredParts } from "./wires.js";

const WIDTH = 860;
const CORNER: Point = { x: 415, y: 104 };
const HEIGHT = CORNER.y + HEADER_HEIGHT;

const USE_NAMES: Readonly<Record<PinUse, string>> = {
  button: "button",
  led: "LED",
  ledBright: "second LED",
  data: "data of the LEDs",
  clock: "clock of the LEDs",
};

const PART_NAMES: Readonly<Record<WiredPart["use"], string>> = {
  button: "The button",
  led: "The LED",
  ledBright: "The second LED, which is optional,",
};

function describeWires(parts: readonly WiredPart[]): string {
  return parts
    .map(({ use, pin, ground, ohm }) => {
      const resistor = ohm === undefined ? "" : ` through ${ohm} ohms`;
      return `${PART_NAMES[use]} goes from pin ${pin} (${pinName(pin)})${resistor} to pin ${ground} (GND).`;
    })
    .join(" ");
}

function marksOf({ pins }: Profile) {
  return usedLines(pins).map((used, at) => ({
    ...used,
    pin: pinOfLine(used.line) ?? 0,
    mark: "ABCDE"[at] ?? "",
  }));
}

function drawUse(use: PinUse, pixels: number, place: Point): string[] {
  switch (use) {
    case "button":
      return drawButton(place);
    case "led":
    case "ledBright":
      return drawLed(place, "down");
    case "data":
      return Array.from({ length: pixels }, (_, at) =>
        drawLed({ x: place.x + at * 44, y: place.y }, "down"),
      ).flat();
    case "clock":
      return [];
  }
}

/** A board that sits on the header: what is on it, and by which lines. */
function drawHat(profile: Profile): string[] {
  const marks = marksOf(profile);
  const x = 560;
  const capsules = profile.microphone.channelMap.filter(({ carries }) => carries === "capsule").length;
  const rows = marks.flatMap(({ use, mark, pin, line }, at) => {
    const y = 250 + at * 76;
    const text = `${mark}  ${USE_NAMES[use]}: GPIO${line}, pin ${pin}`;
    return [
      drawText({ x, y: y - 26, text }),
      ...drawUse(use, profile.pins.strip?.pixels ?? 0, { x: x + 30, y: y + 4 }),
    ];
  });
  return [
    `<rect class="board" x="40" y="50" width="${WIDTH - 80}" height="${HEIGHT - 80}" rx="14"/>`,
    drawText({ x: 60, y: 96, text: "The board covers the header:" }),
    drawText({ x: 60, y: 116, text: "press it on, nothing to wire." }),
    drawText({ x: 60, y: 150, text: "It also uses GPIO2 and 3 (I2C)", className: "small" }),
    drawText({ x: 60, y: 167, text: "and GPIO18 to 21 (I2S).", className: "small" }),
    drawText({ x, y: 150, text: capsules === 1 ? "microphone" : `${capsules} microphones` }),
    ...Array.from({ length: capsules }, (_, at) => drawCapsule({ x: x + 20 + at * 44, y: 176 })).flat(),
    ...rows,
  ];
}

/** docs/pictures/wiring-NAME.svg: the header, the pins that the profile uses, and what hangs on them. */
export function wiringPicture(profile: Profile): string {
  const { board, wiring } = profile;
  const title = `Wiring: ${board}`;
  const head = drawText({ x: 24, y: 34, text: title, className: "head" });
  if (wiring.mounted === "hat") {
    const marks = marksOf(profile);
    const used = new Map(marks.map(({ pin, mark }) => [pin, mark]));
    const lines = marks.map(({ use, pin, line }) => `The ${USE_NAMES[use]} is on pin ${pin} (GPIO${line}).`);
    const description = `The board sits on the 40-pin header; nothing is wired. ${lines.join(" ")}`;
    const body = [head, ...drawHat(profile), ...drawHeader(used, CORNER)];
    return drawPicture({ width: WIDTH, height: HEIGHT, title, description, body });
  }
  const parts = wiredParts(profile);
  const used = new Map(
    parts.flatMap(({ pin, ground }) => [pin, ground].map((each) => [each, undefined] as const)),
  );
  const body = [
    head,
    drawText({ x: 24, y: 56, text: "The microphone goes into any USB socket." }),
    ...drawWires(parts, CORNER),
    ...drawHeader(used, CORNER),
  ];
  return drawPicture({ width: WIDTH, height: HEIGHT, title, description: describeWires(parts), body });
}
