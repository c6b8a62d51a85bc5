import { PERSONAL_TYPES, type PersonalType } from "../../domain/personal-type.js";
import { shareDifference } from "../intervals.js";
import type { OutsideSummary } from "../outside/outside-summary.js";
import { shareOf, shareText } from "../share-text.js";
import { TYPE_GROUPS } from "../type-groups.js";
import type { Table } from "./table.js";

export interface OutsideHeading {
  readonly title: string;
  /** Who wrote down, for the head of the columns. */
  readonly listener: string;
}

/** What a listener still hears of the clips that left, beside chance and beside what he heard before. */
export function outsideTable({ title, listener }: OutsideHeading, { heard, untold }: OutsideSummary): Table {
  const line = (what: string, types: readonly PersonalType[]) => {
    const part = heard.filter(({ type }) => types.includes(type));
    const n = part.length;
    const hits = part.filter(({ isHeard }) => isHeard).length;
    const chance = part.reduce((sum, { decoys }) => sum + decoys, 0);
    // The decoys of one text are not independent: they count as many times as there are texts.
    const { value, low, high } = shareDifference({ hits, n }, { hits: chance, n });
    return [
      what,
      shareText(hits, n),
      n === 0 ? "no cases" : shareOf(chance / n),
      n === 0 ? "no cases" : `${shareOf(value)} [${shareOf(low)}, ${shareOf(high)}]`,
      shareText(part.filter(({ isHeardBefore }) => isHeardBefore).length, n),
    ];
  };
  const types = PERSONAL_TYPES.filter((type) => heard.some((each) => each.type === type));
  return {
    title,
    head: ["", `heard by ${listener}`, "decoys heard", "above chance", `${listener} before the cuts`],
    rows: [
      ...types.map((type) => line(type, [type])),
      ...TYPE_GROUPS.map(({ name, types: of }) => line(name, of)),
      line("all", PERSONAL_TYPES),
    ],
    notes: untold === 0 ? [] : [`Entities of which nothing can be looked for, not counted: ${untold}.`],
  };
}
