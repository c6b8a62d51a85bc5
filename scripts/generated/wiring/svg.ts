import { escapeXml } from "../../../src/app/bench/chart.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Text extends Point {
  readonly text: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly className?: string;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** The whole picture in words, for those who do not see it. */
  readonly description: string;
  readonly body: readonly string[];
}

/** Black on white, so that it prints as it looks; grey is for what is only there to count pins by. */
const STYLE = `
    svg { font: 13px system-ui, sans-serif }
    .ground { fill: #fff } .line { fill: none; stroke: #000; stroke-width: 2 } .solid { fill: #000 }
    .paper { fill: #fff; stroke: #000; stroke-width: 1.5 } .board { fill: #fff; stroke: #000; stroke-width: 2 }
    .pin { fill: #fff; stroke: #888; stroke-width: 1 } .quiet { fill: #666; font-size: 11px }
    .used { fill: #000; stroke: #000 } .light { fill: #fff } text { fill: #000 } .small { font-size: 11px }
    .head { font-size: 16px; font-weight: 600 }`;

/** One SVG file: no script, no font and no address of elsewhere. */
export function drawPicture({ width, height, title, description, body }: Picture): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `  <title id="title">${escapeXml(title)}</title>`,
    `  <desc id="desc">${escapeXml(description)}</desc>`,
    `  <style>${STYLE}`,
    "  </style>",
    `  <rect class="ground" width="${width}" height="${height}"/>`,
    ...body.map((line) => `  ${line}`),
    "</svg>",
    "",
  ].join("\n");
}

export function drawText({ x, y, text, anchor = "start", className = "" }: Text): string {
  const style = className === "" ? "" : ` class="${className}"`;
  return `<text x="${x}" y="${y}" text-anchor="${anchor}"${style}>${escapeXml(text)}</text>`;
}

export function drawPath(...points: readonly Point[]): string {
  const steps = points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x} ${y}`);
  return `<path class="line" d="${steps.join(" ")}"/>`;
}
