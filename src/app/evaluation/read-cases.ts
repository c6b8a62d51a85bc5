import { SottoError } from "../../domain/errors.js";
import { parseManifest, parseTruth } from "../../evaluation/manifest.js";
import type { Case } from "./evaluate-rows.js";

/**
 * The rows of a manifest with what is true of them; of many, `limit` that are spread evenly over it.
 * @throws SottoError MANIFEST_INVALID
 */
export function readCases(text: string, limit: number | undefined): readonly Case[] {
  const truths = parseTruth(text);
  const cases = parseManifest(text).map((row, index): Case => {
    const truth = truths[index];
    if (!truth) throw new SottoError("MANIFEST_INVALID", `row ${index} without its truth`);
    return { index, row, truth };
  });
  if (limit === undefined || limit >= cases.length) return cases;
  return cases.filter(
    (_, i) => Math.floor(((i + 1) * limit) / cases.length) > Math.floor((i * limit) / cases.length),
  );
}
