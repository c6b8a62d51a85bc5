import type { Claim } from "./guest/claim.js";

/** A table of text; what fails stands out. */
export function claimsTable(claims: readonly Claim[]): string {
  const marks = { holds: "holds", fails: "FAILS", skipped: "skipped" } as const;
  const rows = claims.map(
    ({ claim, testedOn, result, figures }) => [marks[result], claim, figures, testedOn] as const,
  );
  const head = ["result", "claim", "figures", "tested on"] as const;
  const count = (result: Claim["result"]) => claims.filter((each) => each.result === result).length;
  const lines = [head, head.map((name) => "-".repeat(name.length)), ...rows].map(
    (row) => `| ${row.join(" | ")} |\n`,
  );
  return `${lines.join("")}\n${count("holds")} hold, ${count("fails")} fail, ${count("skipped")} skipped\n`;
}
