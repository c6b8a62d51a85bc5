import type { Table } from "../../../evaluation/tables/table.js";
import { type Evaluation, folderName } from "../evaluate.js";
import type { ReportFolder } from "../report-folder.js";
import { type Attachment, htmlPage } from "./html-page.js";
import { markdownPage } from "./markdown-page.js";
import { reportCases } from "./report-cases.js";

export interface ReportExtras {
  readonly title: string;
  readonly facts: readonly string[];
  readonly tables: readonly Table[];
  readonly attachments: readonly Attachment[];
}

/**
 * Writes report.html and report.md, and for each condition a report.jsonl in the form of `sotto redact` beside the redacted
 * sound that is there already, and an overheard.jsonl of what the outside ear wrote down.
 * @throws SottoError FILE_UNREADABLE
 */
export function writeReport(evaluation: Evaluation, folder: ReportFolder, extras: ReportExtras): void {
  const content = { ...extras, conditions: reportCases(evaluation) };
  folder.write("report.html", htmlPage(content));
  folder.write("report.md", markdownPage(content));
  for (const { summary, overheard } of evaluation.conditions) {
    const place = folderName(summary.name);
    folder.write(`${place}/report.jsonl`, jsonLines(summary.rows));
    if (overheard.size === 0) continue;
    const texts = [...overheard.values()].map(({ at, left = null, before }) => ({
      row: evaluation.plan.cases[at]?.index,
      left,
      before,
    }));
    folder.write(`${place}/overheard.jsonl`, jsonLines(texts));
  }
}

function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
