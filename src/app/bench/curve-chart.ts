import { chart, drawText, escapeXml } from "./chart.js";

export interface Curve {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

export interface CurveChart {
  readonly title: string;
  /** Of the first and the last value. */
  readonly from: string;
  readonly to: string;
  readonly curves: readonly Curve[];
}

const WIDTH = 720;
const LEFT = 96;
const RIGHT = 24;
const TOP = 56;
const PANEL = 96;
const GAP = 44;

/** Curves one above the other, each on a scale from zero, so that flat looks flat. */
export function curveChart({ title, from, to, curves }: CurveChart): string {
  const bottom = TOP + curves.length * (PANEL + GAP);
  return chart({
    width: WIDTH,
    height: bottom + 12,
    label: escapeXml(title),
    body: [
      drawText({ x: 16, y: 28, text: title, size: 16 }),
      ...curves.flatMap((curve, index) => panel(curve, TOP + index * (PANEL + GAP))),
      drawText({ x: LEFT, y: bottom - GAP + 18, text: from, size: 12 }),
      drawText({ x: WIDTH - RIGHT, y: bottom - GAP + 18, text: to, anchor: "end", size: 12 }),
    ],
  });
}

function panel({ name, unit, values }: Curve, top: number): string[] {
  const most = Math.max(...values, Number.MIN_VALUE);
  const x = (index: number) => LEFT + ((WIDTH - LEFT - RIGHT) * index) / Math.max(1, values.length - 1);
  const y = (value: number) => top + PANEL - (PANEL * value) / most;
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const rule = (height: number) =>
    `<line class="rule" x1="${LEFT}" y1="${height}" x2="${WIDTH - RIGHT}" y2="${height}"/>`;
  return [
    drawText({ x: LEFT, y: top - 8, text: `${name}, ${unit}` }),
    drawText({ x: LEFT - 8, y: top + 5, text: most.toFixed(most < 10 ? 2 : 0), anchor: "end", size: 12 }),
    drawText({ x: LEFT - 8, y: top + PANEL + 4, text: "0", anchor: "end", size: 12 }),
    rule(top),
    rule(top + PANEL),
    `<polyline class="curve" points="${points}"/>`,
  ];
}
