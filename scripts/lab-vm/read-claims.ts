import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Claim } from "./guest/claim.js";

const claim = z.strictObject({
  claim: z.string(),
  testedOn: z.string(),
  result: z.enum(["holds", "fails", "skipped"]),
  figures: z.string(),
});

/** What a machine has told so far; a line that a power cut left half written is none. */
export function readClaims(path: string): readonly Claim[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => claim.parse(JSON.parse(line)));
}

/** What a whole run has written by `--out`. */
export function readClaimList(path: string): readonly Claim[] {
  return z.array(claim).parse(JSON.parse(readFileSync(path, "utf8")));
}
