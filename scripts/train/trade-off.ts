import { chart, drawText, escapeXml } from "../../src/app/bench/chart.js";
import { WAKE_WORDS, type WakeWord } from "../../src/hotloop/hop-scores.js";
import { CONDITIONS, type FoldReport, type RowCondition, type SureLook } from "./fold-report.js";
import { countWakes } from "./wake-figures.js";

const WIDTH = 720;
const PANEL = { left: 72, top: 84, width: 180, height: 200, gap: 36 };
/** False accepts an hour of one word; what is below the left edge is drawn on it. */
const RATES = { from: 0.1, to: 30 } as const;
const TICKS = [0.1, 1, 10] as const;
/** Share of missed words at the top. */
const MOST_MISSED = 0.2;

interface Point {
  readonly rate: number;
  readonly missed: number;
}

/** Misses against false accepts an hour on speakers that were not heard in training: one panel a word, one line a noise. */
export function tradeOff(report: FoldReport): string {
  const panels = WAKE_WORDS.flatMap((word, index) => panel(report, word, index));
  const bottom = PANEL.top + PANEL.height;
  return chart({
    width: WIDTH,
    height: bottom + 72,
    label: escapeXml("Missed wake words against false accepts an hour, both looks together"),
    body: [
      drawText({
        x: 16,
        y: 28,
        text: "Missed wake words against false accepts an hour, both looks",
        size: 16,
      }),
      drawText({
        x: 16,
        y: 48,
        text: "People not heard in training. Full line: as recorded; broken: household noise at 10 dB.",
        size: 12,
      }),
      ...panels,
      drawText({
        x: PANEL.left,
        y: bottom + 40,
        text: "false accepts an hour of one word, logarithmic",
        size: 12,
      }),
      drawText({
        x: PANEL.left,
        y: bottom + 58,
        text: `Left edge: none in ${report.hours.people.toFixed(1)} hours (both conditions).`,
        size: 12,
      }),
    ],
  });
}

function panel(report: FoldReport, word: WakeWord, index: number): string[] {
  const left = PANEL.left + index * (PANEL.width + PANEL.gap);
  const x = (rate: number) => {
    const at = Math.log(Math.max(RATES.from, rate) / RATES.from) / Math.log(RATES.to / RATES.from);
    return left + PANEL.width * Math.min(1, at);
  };
  const y = (missed: number) => PANEL.top + PANEL.height * (1 - Math.min(1, missed / MOST_MISSED));
  const rule = (level: number) =>
    `<line class="rule" x1="${left}" y1="${y(level)}" x2="${left + PANEL.width}" y2="${y(level)}"/>`;
  const levels = [0, 0.04, 0.08, 0.2];
  const line = (condition: RowCondition) => {
    const points = curve(report, word, condition).map(
      ({ rate, missed }) => `${x(rate).toFixed(1)},${y(missed).toFixed(1)}`,
    );
    const dashes = condition === "noisy" ? ' stroke-dasharray="5 4"' : "";
    return `<polyline class="curve"${dashes} points="${points.join(" ")}"/>`;
  };
  return [
    drawText({ x: left, y: PANEL.top - 10, text: word }),
    ...levels.map(rule),
    ...(index === 0
      ? levels.map((level) =>
          drawText({ x: left - 8, y: y(level) + 4, text: `${100 * level} %`, anchor: "end", size: 12 }),
        )
      : []),
    ...TICKS.map((rate) =>
      drawText({ x: x(rate), y: PANEL.top + PANEL.height + 18, text: String(rate), size: 12 }),
    ),
    ...CONDITIONS.map(line),
  ];
}

/** One point for each look that could be the last one accepted. */
function curve({ looks, sets }: FoldReport, word: WakeWord, condition: RowCondition): Point[] {
  const mine = sets.filter((set) => set.condition === condition);
  const its = looks.filter((look) => look.word === word && look.set.condition === condition);
  const levels = [...new Set(its.map(({ sure }) => sure))].sort((a, b) => b - a);
  const at = (level: number): Point => {
    const accepted: SureLook[] = its.filter(({ sure }) => sure >= level);
    const count = countWakes(mine, accepted, "people").find((each) => each.word === word);
    return {
      rate: (count?.falseAccepts ?? 0) / (count?.hours ?? 1),
      missed: (count?.missed ?? 0) / Math.max(1, count?.said ?? 0),
    };
  };
  return levels.map(at);
}
