import { z } from "zod";

const look = z.object({ word: z.string(), at: z.number(), score: z.number() });

/** One line of `report.jsonl` of `sotto replay`; other programs read it, so it stays stable. Times are seconds of the row. */
export const replayRowSchema = z.object({
  row: z.number(),
  path: z.string(),
  duration: z.number(),
  /** Those that passed both looks, at most one in 2 s. */
  wakes: z.array(look),
  /** Every first look. */
  looks: z.array(look),
  clips: z.array(z.object({ start: z.number(), end: z.number() })),
  /** Highest score of spoken personal data. */
  spotter: z.number(),
  hopMs: z.object({ p50: z.number(), p99: z.number() }),
});

export type ReplayRow = z.infer<typeof replayRowSchema>;
