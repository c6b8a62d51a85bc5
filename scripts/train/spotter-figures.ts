import type { Clip } from "./clip.js";
import type { RowSet } from "./feature-sets.js";

/** Highest spotter score of each row, with what the row is. */
export interface SpottedRow {
  readonly clip: Clip;
  readonly condition: RowSet["condition"];
  /** Highest over the hops of the mean of `SPOTTER_SMOOTHING` hops, the likelier of both kinds. */
  readonly score: number;
}

/** Hops whose mean is one score: a number lasts longer than a hop, a mistake seldom. */
export const SPOTTER_SMOOTHING = 3;

/** @param scores hops x 2, digits and spelled */
export function spottedRows(set: RowSet, scores: Float32Array, smoothing = SPOTTER_SMOOTHING): SpottedRow[] {
  return set.clips.map((clip, row) => {
    const start = set.features.starts[row] ?? 0;
    const end = set.features.starts[row + 1] ?? set.features.hops;
    let score = 0;
    for (let hop = start + smoothing - 1; hop < end; hop++) {
      let digits = 0;
      let spelled = 0;
      for (let back = 0; back < smoothing; back++) {
        digits += scores[(hop - back) * 2] ?? 0;
        spelled += scores[(hop - back) * 2 + 1] ?? 0;
      }
      score = Math.max(score, digits / smoothing, spelled / smoothing);
    }
    return { clip, condition: set.condition, score };
  });
}

/** What the spotter is asked to hear, as groups of rows. */
export const SPOTTER_KINDS: readonly { readonly name: string; readonly is: (clip: Clip) => boolean }[] = [
  { name: "AN4, spelled names and places", is: ({ label }) => label.endsWith("_spelled") },
  { name: "AN4, codes of letters and digits", is: ({ label }) => label === "alnum_code" },
  { name: "AN4, phone numbers", is: ({ label }) => label === "pii:phone_number" },
  { name: "AN4, zip codes", is: ({ label }) => label === "pii:zip_code" },
  { name: "AN4, dates of birth", is: ({ label }) => label === "pii:birth_date" },
  { name: "AN4, house numbers", is: ({ label }) => label === "pii:street_number" },
  { name: "digits glued to strings (FSDD)", is: ({ label }) => label === "digit_strings" },
  { name: "made speech, numbers and dates", is: (clip) => isMade(clip) && has(clip, "digits") },
  { name: "made speech, spelled", is: (clip) => isMade(clip) && has(clip, "spelled") },
];

export function isMade({ source }: Clip): boolean {
  return source === "kokoro" || source === "pii-spoken-dev";
}

function has({ personal }: Clip, kind: "digits" | "spelled"): boolean {
  return personal !== "unknown" && personal.some((span) => span.kind === kind);
}

/** The score that at most this share of the rows reaches. */
export function thresholdFor(rows: readonly SpottedRow[], share: number): number {
  const scores = rows.map(({ score }) => score).sort((a, b) => b - a);
  const allowed = Math.floor(rows.length * share);
  // Just above the first score that may not be touched.
  return Math.min(1, (scores[allowed] ?? 1) + 1e-6);
}
