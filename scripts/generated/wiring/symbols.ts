import { drawPath, drawText, type Point } from "./svg.js";

/** A push button on a vertical wire: two contacts and the plate that closes them. */
export function drawButton({ x, y }: Point): string[] {
  return [
    `<rect class="ground" x="${x - 14}" y="${y - 18}" width="28" height="36"/>`,
    `<circle class="paper" cx="${x}" cy="${y - 14}" r="4"/>`,
    `<circle class="paper" cx="${x}" cy="${y + 14}" r="4"/>`,
    drawPath({ x: x - 12, y: y - 16 }, { x: x - 12, y: y + 16 }),
    drawPath({ x: x - 12, y }, { x: x - 24, y }),
    drawPath({ x: x - 24, y: y - 8 }, { x: x - 24, y: y + 8 }),
  ];
}

/** A light-emitting diode on a vertical wire; the triangle points the way of the current, to the bar. */
export function drawLed({ x, y }: Point, current: "up" | "down"): string[] {
  const to = current === "up" ? -1 : 1;
  const tip = y + to * 10;
  return [
    `<rect class="ground" x="${x - 12}" y="${y - 11}" width="24" height="22"/>`,
    `<path class="solid" d="M${x - 11} ${y - to * 10} H${x + 11} L${x} ${tip} Z"/>`,
    drawPath({ x: x - 11, y: tip }, { x: x + 11, y: tip }),
    ...[0, 8].flatMap((along) => {
      const begin = { x: x + 15, y: y - 2 + along };
      const end = { x: x + 24, y: y - 11 + along };
      return [drawPath(begin, end), drawPath({ x: end.x - 5, y: end.y }, end, { x: end.x, y: end.y + 5 })];
    }),
  ];
}

/** A resistor on a horizontal wire, its value in it. */
export function drawResistor({ x, y }: Point, ohm: number): string[] {
  const value = ohm >= 1000 ? `${ohm / 1000} kΩ` : `${ohm} Ω`;
  return [
    `<rect class="paper" x="${x - 28}" y="${y - 9}" width="56" height="18"/>`,
    drawText({ x, y: y + 4, text: value, anchor: "middle", className: "small" }),
  ];
}

/** The eye of a microphone on a board. */
export function drawCapsule({ x, y }: Point): string[] {
  return [
    `<circle class="paper" cx="${x}" cy="${y}" r="11"/>`,
    `<circle class="solid" cx="${x}" cy="${y}" r="3"/>`,
  ];
}
