import { z } from "zod";
import { SottoError } from "../domain/errors.js";
import { PERSONAL_TYPES } from "../domain/personal-type.js";

const timedWord = z.tuple([z.string(), z.number(), z.number()]);

const truth = z.object({
  type: z.enum(PERSONAL_TYPES),
  text: z.string().nullish(),
  start: z.number(),
  end: z.number(),
  word_start: z.number().optional(),
  word_end: z.number().optional(),
});

/** Fields that only evaluation reads; a row without them is still a row. */
const truthSchema = z.object({
  text: z.string().nullish(),
  label: z.string().nullish(),
  pii: z.boolean().nullish(),
  speaker: z.union([z.string(), z.array(z.string())]).nullish(),
  words: z.array(timedWord).nullish(),
  entities: z.array(truth).nullish(),
});

const rowSchema = z.object({
  path: z.string().min(1),
  start: z.number().min(0).optional(),
  end: z.number().min(0).optional(),
});

/** One row: a sound file or a part of one, times in seconds of the file. */
export type ManifestRow = z.infer<typeof rowSchema>;
export type RowTruth = z.infer<typeof truthSchema>;
export type TrueEntity = z.infer<typeof truth>;

const MAX_PROBLEMS_SHOWN = 20;

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function checkedLines<T>(text: string, schema: z.ZodType<T>): T[] {
  const rows: T[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const parsed = schema.safeParse(parseLine(line));
    if (parsed.success) rows.push(parsed.data);
    else
      problems.push(
        `line ${index + 1}: ${parsed.error.issues.map((i) => `${i.path.join(".") || "row"} ${i.message}`).join("; ")}`,
      );
  }
  if (problems.length > 0) {
    const shown = problems.slice(0, MAX_PROBLEMS_SHOWN).join("\n  ");
    throw new SottoError("MANIFEST_INVALID", `${problems.length} line(s) are not rows\n  ${shown}`);
  }
  return rows;
}

/** Reads the rows of a manifest (JSON Lines); unknown fields are ignored. @throws SottoError MANIFEST_INVALID with every bad line. */
export function parseManifest(text: string): ManifestRow[] {
  return checkedLines(text, rowSchema);
}

/** Reads what is true about each row, in the same order. @throws SottoError MANIFEST_INVALID */
export function parseTruth(text: string): RowTruth[] {
  return checkedLines(text, truthSchema);
}
