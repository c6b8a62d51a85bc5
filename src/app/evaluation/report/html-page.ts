import type { Table } from "../../../evaluation/tables/table.js";
import { escapeXml } from "../../bench/chart.js";
import { clipPicture } from "./clip-picture.js";
import type { ConditionCases, ReportCase } from "./report-cases.js";

/** A text of another command that the report carries, such as the output of `sotto bench`. */
export interface Attachment {
  readonly name: string;
  readonly text: string;
}

export interface ReportContent {
  readonly title: string;
  /** How it was measured. */
  readonly facts: readonly string[];
  readonly tables: readonly Table[];
  readonly conditions: readonly ConditionCases[];
  readonly attachments: readonly Attachment[];
}

export const PERSONAL_NOTICE =
  "This report holds what was said in the recordings, and pictures and sound of them: it is personal data of the people in them. Keep it as you keep the recordings, and delete it when it has been read.";

const LEGEND =
  "In the pictures: the sound before the cuts, what was overwritten as shade; below it the true spans (green: covered, red: leaked) and the cuts. Above it the words: personal ones red, words beside them that went with the cut pale, other words that are gone struck through.";

const STYLE = `
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1c2430; background: #fff }
.notice { border: 1px solid #b3261e; padding: .6rem .9rem } table { border-collapse: collapse; font-size: 13px; margin: .5rem 0 1.5rem }
td, th { border: 1px solid #d5dbe3; padding: .2rem .5rem; text-align: left } .scroll { overflow-x: auto } pre { overflow-x: auto }
figure { margin: 1.5rem 0; border-top: 1px solid #d5dbe3; padding-top: .6rem } figcaption { margin-bottom: .4rem } svg { width: 100%; height: auto }
svg text { fill: #1c2430 } .wave { stroke: #1769aa; stroke-width: 2 } .cut { fill: #8a6d00; fill-opacity: .28 } .cut-bar { fill: #8a6d00 }
.covered { fill: #1b7f4b } .leaked { fill: #b3261e } svg .personal { fill: #b3261e; font-weight: 600 } svg .lost { fill: #8a6d00; text-decoration: line-through } svg .near { fill-opacity: .45 }
@media (prefers-color-scheme: dark) {
  body { color: #e6eaf0; background: #14181f } td, th, figure { border-color: #39424f } svg text { fill: #e6eaf0 } .wave { stroke: #6db3f2 }
  .cut, .cut-bar { fill: #e3c14d } .covered { fill: #5fd39a } .leaked { fill: #ff7b72 } svg .personal { fill: #ff9b93 } svg .lost { fill: #e3c14d } a { color: #6db3f2 }
}`;

/** The whole report as one page: no script, and nothing from elsewhere but the sound beside it. */
export function htmlPage(content: ReportContent): string {
  const { title, facts, tables, conditions, attachments } = content;
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeXml(title)}</title>`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; media-src 'self' file:">`,
    `<style>${STYLE}</style></head><body>`,
    `<h1>${escapeXml(title)}</h1>`,
    `<p class="notice">${escapeXml(PERSONAL_NOTICE)}</p>`,
    ...facts.map((fact) => `<p>${escapeXml(fact)}</p>`),
    ...tables.map(tableHtml),
    `<p>${escapeXml(LEGEND)}</p>`,
    ...conditions.map(casesHtml),
    ...(attachments.length > 0 ? ["<h2>Wake and speed</h2>"] : []),
    ...attachments.map(({ name, text }) => `<h3>${escapeXml(name)}</h3><pre>${escapeXml(text)}</pre>`),
    "</body></html>",
    "",
  ].join("\n");
}

function tableHtml({ title, head, rows, notes = [] }: Table): string {
  const cells = (kind: "td" | "th", texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${kind}>${escapeXml(text)}</${kind}>`).join("")}</tr>`;
  return [
    `<h2>${escapeXml(title)}</h2>`,
    `<div class="scroll"><table>${cells("th", head)}${rows.map((row) => cells("td", row)).join("")}</table></div>`,
    ...notes.map((note) => `<p>${escapeXml(note)}</p>`),
  ].join("\n");
}

function casesHtml({ condition, cases, more }: ConditionCases): string {
  return [
    `<h2>Worst first, ${escapeXml(condition)}</h2>`,
    ...(cases.length === 0 ? ["<p>No clip with a fault.</p>"] : cases.map(caseHtml)),
    ...(more > 0 ? [`<p>${more} more are not shown.</p>`] : []),
  ].join("\n");
}

function caseHtml({ row, told, picture, heard, overheard, sound }: ReportCase): string {
  return [
    `<figure><figcaption>Row ${row}: ${escapeXml(told)}${sound ? ` · <a href="${escapeXml(sound)}">what left</a>` : ""}</figcaption>`,
    clipPicture(picture),
    ...(heard === undefined ? [] : [`<div>recognised: ${escapeXml(heard)}</div>`]),
    ...(overheard === undefined ? [] : [`<div>outside ear, of what left: ${escapeXml(overheard)}</div>`]),
    "</figure>",
  ].join("\n");
}
