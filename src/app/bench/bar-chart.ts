import { type ChartText, chart, drawText, escapeXml } from "./chart.js";

export interface Bar {
  readonly name: string;
  /** Milliseconds: half of the hops take no longer, and 99 of 100. */
  readonly p50: number;
  readonly p99: number;
}

export interface BarChart {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** What is said below. */
  readonly notes: readonly string[];
}

const WIDTH = 720;
const NAMES = 170;
const VALUES = 170;
const ROW = 34;
const TOP = 52;
const LINE = 18;

/** Bars of milliseconds side by side, p50 in full colour over p99 in a pale one, as an SVG that reads on light and on dark ground. */
export function barChart({ title, bars, notes }: BarChart): string {
  const longest = Math.max(...bars.map(({ p99 }) => p99), Number.MIN_VALUE);
  const scale = (WIDTH - NAMES - VALUES) / longest;
  const bottom = TOP + bars.length * ROW;
  const rows = bars.flatMap(({ name, p50, p99 }, index) => {
    const y = TOP + index * ROW;
    const middle = y + ROW / 2 + 4;
    const rect = (ms: number, kind: string) =>
      `<rect class="${kind}" x="${NAMES}" y="${y + 6}" width="${Math.max(1, ms * scale).toFixed(1)}" height="${ROW - 12}"/>`;
    const told = `p50 ${p50.toFixed(2)} · p99 ${p99.toFixed(2)} ms`;
    return [
      drawText({ x: NAMES - 8, y: middle, text: name, anchor: "end" }),
      rect(p99, "pale"),
      rect(p50, "full"),
      drawText({ x: NAMES + p99 * scale + 8, y: middle, text: told }),
    ];
  });
  const below = notes.map(
    (text, index): ChartText => ({ x: 16, y: bottom + (index + 1) * LINE, text, size: 12 }),
  );
  return chart({
    width: WIDTH,
    height: bottom + notes.length * LINE + 16,
    label: escapeXml(title),
    body: [drawText({ x: 16, y: 28, text: title, size: 16 }), ...rows, ...below.map(drawText)],
  });
}
