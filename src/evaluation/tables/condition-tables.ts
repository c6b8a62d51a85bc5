import { PERSONAL_TYPES } from "../../domain/personal-type.js";
import type { ConditionSummary } from "../condition-summary.js";
import { percentile, type Share } from "../intervals.js";
import { shareText } from "../share-text.js";
import { type Coverage, sumOf, TYPE_GROUPS } from "../type-groups.js";
import type { Table } from "./table.js";

type Line = readonly [string, (summary: ConditionSummary) => string];

/** One column a condition. */
function tableOf(title: string, summaries: readonly ConditionSummary[], lines: readonly Line[]): Table {
  return {
    title,
    head: ["", ...summaries.map(({ name }) => name)],
    rows: lines.map(([what, tell]) => [what, ...summaries.map(tell)]),
  };
}

function countText({ hits, n }: Share): string {
  return shareText(hits, n);
}

const SHARES: readonly (readonly [string, (coverage: Coverage) => string])[] = [
  ["covered or never left", ({ covered, entities }) => shareText(covered, entities)],
  [
    "covered, of those that left",
    ({ coveredForwarded, forwarded }) => shareText(coveredForwarded, forwarded),
  ],
];

/** Entities by kind, and by the two groups: first with dropped clips, then without. */
export function coverageTables(summaries: readonly ConditionSummary[]): readonly Table[] {
  const types = PERSONAL_TYPES.filter((type) =>
    summaries.some(({ coverage }) => coverage.types.some((each) => each.type === type)),
  );
  if (types.length === 0) return [];
  return SHARES.map(([title, share]) =>
    tableOf(`Entities ${title}`, summaries, [
      ...types.map((type): Line => [type, ({ coverage }) => share(sumOf(coverage.types, [type]))]),
      ...TYPE_GROUPS.map(
        (group): Line => [group.name, ({ coverage }) => share(sumOf(coverage.types, group.types))],
      ),
      ["all", ({ coverage }) => share(sumOf(coverage.types))],
    ]),
  );
}

/** What became of the clips as wholes. */
export function clipTable(summaries: readonly ConditionSummary[]): Table {
  return tableOf("Clips", summaries, [
    ["with every entity covered, or dropped", ({ coverage: { leakFree: l } }) => shareText(l.clean, l.rows)],
    [
      "with every entity covered, of those that left",
      ({ coverage: { leakFree: l } }) => shareText(l.clean - l.dropped, l.rows - l.dropped),
    ],
    ["harmless untouched", ({ coverage: { harmless: h } }) => shareText(h.whole, h.rows)],
    ["harmless cut", ({ coverage: { harmless: h } }) => shareText(h.rows - h.whole - h.dropped, h.rows)],
    ["other words kept, more than 0.35 s from the data", ({ words }) => countText(words.far)],
    ["the same, those of dropped clips as lost", ({ words }) => countText(words.farWithDropped)],
    ["other words kept, nearer", ({ words }) => countText(words.near)],
  ]);
}

const DROP_TEXTS = {
  "only-data": "nothing left, and nothing else was said",
  "all-cut": "nothing left, though more was said",
  doubt: "doubt",
  failure: "failure",
} as const;

/** Clips that did not leave, by kind and by the report's own reason. */
export function dropTable(summaries: readonly ConditionSummary[]): Table {
  const known = new Map(
    summaries.flatMap(({ drops }) => drops).map((drop) => [`${drop.kind} ${drop.reason}`, drop]),
  );
  const rowsOf = (summary: ConditionSummary, wanted: (drop: { kind: string; reason: string }) => boolean) =>
    shareText(
      summary.drops.filter(wanted).reduce((sum, { rows }) => sum + rows, 0),
      summary.coverage.rows,
    );
  return tableOf("Clips dropped whole", summaries, [
    ["all", (summary) => rowsOf(summary, () => true)],
    [
      "all but those in which nothing else was said",
      (summary) => rowsOf(summary, ({ kind }) => kind !== "only-data"),
    ],
    ...[...known.values()].map(
      ({ kind, reason }): Line => [
        kind === "only-data" || kind === "all-cut" ? DROP_TEXTS[kind] : `${DROP_TEXTS[kind]}: ${reason}`,
        (summary) => rowsOf(summary, (drop) => drop.kind === kind && drop.reason === reason),
      ],
    ),
  ]);
}

const STAGES = ["recognise", "find", "align", "redact", "verify", "total"] as const;

/** Milliseconds a row of each stage, rows that could not be read left out. */
export function stageTable(summaries: readonly ConditionSummary[]): Table {
  const points = [
    ["p50", 0.5],
    ["p95", 0.95],
  ] as const;
  return {
    title: "Stages, ms a clip",
    head: ["", ...STAGES],
    rows: summaries.flatMap(({ name, rows }) => {
      const read = rows.filter(({ ms }) => ms.total > 0);
      return points.map(([point, p]) => [
        `${name}, ${point}`,
        ...STAGES.map((stage) =>
          percentile(
            read.map(({ ms }) => ms[stage]),
            p,
          ).toFixed(0),
        ),
      ]);
    }),
  };
}

/** Every table of what was measured under some conditions, in the order in which they are read. */
export function conditionTables(summaries: readonly ConditionSummary[]): readonly Table[] {
  return [...coverageTables(summaries), clipTable(summaries), dropTable(summaries), stageTable(summaries)];
}
