import type { Table } from "../../../evaluation/tables/table.js";
import { PERSONAL_NOTICE, type ReportContent } from "./html-page.js";
import type { ReportCase } from "./report-cases.js";

/** A table with its title, as Markdown. */
export function tableMarkdown({ title, head, rows, notes = [] }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
  return [`### ${title}`, table, ...notes].join("\n\n");
}

/** The same report without pictures, for a terminal. */
export function markdownPage({ title, facts, tables, conditions, attachments }: ReportContent): string {
  const parts = [
    `# ${plain(title)}`,
    `**${PERSONAL_NOTICE}**`,
    ...facts,
    ...tables.map(tableMarkdown),
    ...conditions.flatMap(({ condition, cases, more }) => [
      `## Worst first, ${condition}`,
      ...(cases.length === 0 ? ["No clip with a fault."] : [cases.map(caseMarkdown).join("\n")]),
      ...(more > 0 ? [`${more} more are not shown.`] : []),
    ]),
    ...(attachments.length > 0 ? ["## Wake and speed"] : []),
    ...attachments.flatMap(({ name, text }) => [
      `### ${name}`,
      `\`\`\`\n${text.replaceAll("```", "'''")}\n\`\`\``,
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function caseMarkdown({ row, told, picture, heard, sound }: ReportCase): string {
  const said = picture.words.map(([text]) => text).join(" ");
  const at = (start: number, end: number) => `${start.toFixed(2)}-${end.toFixed(2)} s`;
  const truth = picture.entities.map(
    ({ type, start, end, isCovered }) => `${type} ${at(start, end)}${isCovered ? "" : " leaked"}`,
  );
  const cuts = picture.cuts.map(({ types, start, end }) => `${types.join("+")} ${at(start, end)}`);
  return [
    `- Row ${row}: ${plain(told)}${sound ? ` ([what left](${sound}))` : ""}`,
    `  - said: ${plain(said)}`,
    `  - recognised: ${plain(heard ?? "")}`,
    `  - true: ${truth.join(", ") || "nothing"}; cut: ${cuts.join(", ") || "nothing"}`,
  ].join("\n");
}

/** Without what Markdown or HTML would read as a mark of its own. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`);
}
