import type { Table } from "../../../evaluation/tables/table.js";
import type { Evaluation } from "../evaluate.js";
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
 * Writes report.html, report.md and for each condition a report.jsonl in the form of `sotto redact`, beside the redacted
 * sound that is there already.
 * @throws SottoError FILE_UNREADABLE
 */
export function writeReport(evaluation: Evaluation, folder: ReportFolder, extras: ReportExtras): void {
  const content = { ...extras, conditions: reportCases(evaluation) };
  folder.write("report.html", htmlPage(content));
  folder.write("report.md", markdownPage(content));
  for (const { summary } of evaluation.conditions) {
    const lines = summary.rows.map((row) => `${JSON.stringify(row)}\n`);
    folder.write(`${summary.name.replace(" ", "-")}/report.jsonl`, lines.join(""));
  }
}
