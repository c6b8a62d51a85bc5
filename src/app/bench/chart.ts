export interface ChartText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor?: "start" | "end";
  readonly size?: number;
}

export interface Chart {
  readonly width: number;
  readonly height: number;
  /** For those who do not see it; escaped. */
  readonly label: string;
  readonly body: readonly string[];
}

/** For light ground, and for dark where the reader prefers it; plain properties, which every renderer knows. */
const STYLE = `
    svg { font: 13px system-ui, sans-serif }
    .ground { fill: #fff } text { fill: #1c2430 } .full { fill: #1769aa } .pale { fill: #a9cbe8 }
    .curve { fill: none; stroke: #1769aa; stroke-width: 1.5 } .rule { stroke: #d5dbe3; stroke-width: 1 }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #14181f } text { fill: #e6eaf0 } .full { fill: #6db3f2 } .pale { fill: #2b4a68 }
      .curve { stroke: #6db3f2 } .rule { stroke: #39424f }
    }`;

/** One SVG file: no script, no font and no address of elsewhere. */
export function chart({ width, height, label, body }: Chart): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">`,
    `  <style>${STYLE}`,
    "  </style>",
    `  <rect class="ground" width="${width}" height="${height}"/>`,
    ...body.map((line) => `  ${line}`),
    "</svg>",
    "",
  ].join("\n");
}

export function drawText({ x, y, text, anchor = "start", size = 13 }: ChartText): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-size="${size}">${escapeXml(text)}</text>`;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
