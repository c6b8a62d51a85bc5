import { ablationTable } from "../../evaluation/tables/ablation-table.js";
import { conditionTables, dropTable, stageTable } from "../../evaluation/tables/condition-tables.js";
import { outsideTable } from "../../evaluation/tables/outside-table.js";
import type { Table } from "../../evaluation/tables/table.js";
import type { Evaluation } from "./evaluate.js";

/** Every table of an evaluation, in the order in which they are read. */
export function evaluationTables({ mode, conditions, ablations }: Evaluation): readonly Table[] {
  const summaries = conditions.map(({ summary }) => summary);
  const outside = conditions.flatMap(({ outside, summary: { name } }): readonly Table[] =>
    outside ? [outsideTable(headingOf(mode, name), outside)] : [],
  );
  // A text has no samples that could be overwritten: what stands in it is read.
  const measured =
    mode === "text"
      ? [...outside, dropTable(summaries), stageTable(summaries)]
      : [...conditionTables(summaries), ...outside];
  return [...measured, ...(ablations ? [ablationTable(ablations)] : [])];
}

function headingOf(mode: Evaluation["mode"], condition: string) {
  return mode === "text"
    ? { title: `Entities that stand in the text that left, ${condition}`, listener: "a reader" }
    : { title: `What Whisper tiny.en still hears of the clips that left, ${condition}`, listener: "Whisper" };
}
