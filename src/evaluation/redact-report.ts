import { z } from "zod";
import { PERSONAL_TYPES } from "../domain/personal-type.js";

const milliseconds = z.object({
  recognise: z.number(),
  find: z.number(),
  align: z.number(),
  redact: z.number(),
  verify: z.number(),
  total: z.number(),
});

/** One line of `report.jsonl` of `sotto redact`; other programs read it, so it stays stable. */
export const redactRowSchema = z.object({
  row: z.number(),
  path: z.string(),
  decision: z.enum(["forward", "drop"]),
  reason: z.string().nullable(),
  duration: z.number(),
  /** What was overwritten, padding included, in seconds of the row. */
  spans: z.array(
    z.object({
      start: z.number(),
      end: z.number(),
      types: z.array(z.enum(PERSONAL_TYPES)),
      sources: z.array(z.string()),
    }),
  ),
  transcript: z.string().optional(),
  ms: milliseconds,
});

export type RedactRow = z.infer<typeof redactRowSchema>;
