import { PERSONAL_TYPES } from "../../domain/personal-type.js";
import type { RedactSummary } from "../coverage.js";
import { shareText } from "../share-text.js";
import { sumOf, TYPE_GROUPS } from "../type-groups.js";
import type { Table } from "./table.js";

export interface WitnessCoverage {
  readonly witness: string;
  readonly coverage: RedactSummary;
}

/** Entities that each witness alone covers; a dropped clip is no cover here, because doubt drops without any witness. */
export function ablationTable(witnesses: readonly WitnessCoverage[]): Table {
  const lines = [
    ...PERSONAL_TYPES.map((type) => ({ name: type, types: [type] })),
    ...TYPE_GROUPS,
    { name: "all", types: PERSONAL_TYPES },
  ];
  return {
    title: "Each witness alone, clean: entities covered, of those that left",
    head: ["", ...witnesses.map(({ witness }) => witness)],
    rows: lines.flatMap(({ name, types }) => {
      const sums = witnesses.map(({ coverage }) => sumOf(coverage.types, types));
      if (sums.every(({ entities }) => entities === 0)) return [];
      return [
        [name, ...sums.map(({ coveredForwarded, forwarded }) => shareText(coveredForwarded, forwarded))],
      ];
    }),
  };
}
