import type { OtherWord } from "../../../evaluation/words-kept.js";
import { drawText, escapeXml } from "../../bench/chart.js";

interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface PicturedClip {
  readonly seconds: number;
  /** Loudness along the clip before anything was cut, each from 0 to 1. */
  readonly envelope: Float32Array;
  readonly words: readonly (readonly [string, number, number])[];
  /** What is true, and whether it is covered. */
  readonly entities: readonly (Stretch & { readonly type: string; readonly isCovered: boolean })[];
  readonly cuts: readonly (Stretch & { readonly types: readonly string[] })[];
  /** Words that belong to nobody and are gone, or not. */
  readonly others: readonly OtherWord[];
}

const WIDTH = 960;
const WORD_ROWS = 3;
const WORD_ROW = 17;
const WAVE_TOP = WORD_ROWS * WORD_ROW + 10;
const WAVE = 84;
const TRUE_TOP = WAVE_TOP + WAVE + 8;
const CUT_TOP = TRUE_TOP + 20;
const AXIS = CUT_TOP + 24;
const HEIGHT = AXIS + 22;
/** Of a letter, about; words that would run into each other stand on another row. */
const LETTER = 8;

/**
 * One clip: its words above the sound, what is true as a line below it and what was overwritten as shade over it. Classes
 * are those of the report's page.
 */
export function clipPicture(clip: PicturedClip): string {
  const x = (seconds: number) =>
    (WIDTH * Math.min(clip.seconds, Math.max(0, seconds))) / Math.max(clip.seconds, 0.01);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="waveform with what is true and what was cut">`,
    ...drawWave(clip.envelope),
    ...clip.cuts.flatMap(({ start, end, types }) => [
      rect("cut", x(start), WAVE_TOP, x(end) - x(start), WAVE),
      rect("cut-bar", x(start), CUT_TOP, x(end) - x(start), 4),
      drawText({ x: x(start), y: CUT_TOP + 17, text: `cut: ${types.join(", ") || "spotted"}`, size: 11 }),
    ]),
    ...clip.entities.flatMap(({ start, end, type, isCovered }) => [
      rect(isCovered ? "covered" : "leaked", x(start), TRUE_TOP, x(end) - x(start), 4),
      drawText({ x: x(start), y: TRUE_TOP + 17, text: isCovered ? type : `${type} leaked`, size: 11 }),
    ]),
    ...drawWords(clip, x),
    ...Array.from({ length: Math.floor(clip.seconds) + 1 }, (_, second) =>
      drawText({ x: x(second), y: AXIS + 16, text: `${second} s`, size: 10 }),
    ),
    "</svg>",
  ].join("\n");
}

function rect(kind: string, x: number, y: number, width: number, height: number): string {
  return `<rect class="${kind}" x="${x.toFixed(1)}" y="${y}" width="${Math.max(1, width).toFixed(1)}" height="${height}"/>`;
}

function drawWave(envelope: Float32Array): readonly string[] {
  const loudest = Math.max(1e-6, ...envelope);
  const step = WIDTH / Math.max(1, envelope.length);
  const middle = WAVE_TOP + WAVE / 2;
  const bars = [...envelope].map((value, i) => {
    const half = Math.max(0.5, (value / loudest) * (WAVE / 2));
    return `M${(i * step).toFixed(1)} ${(middle - half).toFixed(1)}V${(middle + half).toFixed(1)}`;
  });
  return [`<path class="wave" d="${bars.join("")}"/>`];
}

function drawWords(
  { words, entities, others }: PicturedClip,
  x: (seconds: number) => number,
): readonly string[] {
  const ends: number[] = new Array(WORD_ROWS).fill(Number.NEGATIVE_INFINITY);
  return words.map(([text, start, end]) => {
    const free = ends.findIndex((taken) => taken <= x(start));
    const row = free < 0 ? WORD_ROWS - 1 : free;
    ends[row] = x(start) + text.length * LETTER;
    const middle = (start + end) / 2;
    const isPersonal = entities.some((entity) => entity.start <= middle && middle <= entity.end);
    const gone = others.find((word) => word.start === start && !word.isKept);
    const kind = isPersonal ? "personal" : gone === undefined ? "other" : gone.isNear ? "near" : "lost";
    const y = (row + 1) * WORD_ROW;
    return `<text class="${kind}" x="${x(start).toFixed(1)}" y="${y}" font-size="13">${escapeXml(text)}</text>`;
  });
}
