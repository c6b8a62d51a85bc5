import { z } from "zod";
import { ERRORS, type ErrorCode } from "../domain/errors.js";
import { ENGINE_NAMES } from "../hotloop/embedding-engine.js";
import type { NumberedLook } from "./listener.js";

const count = z.int().nonnegative();
const code = z.custom<ErrorCode>((value) => typeof value === "string" && value in ERRORS);
const look = z.custom<NumberedLook>(
  (value) =>
    z.looseObject({ number: count, word: z.string(), score: z.number(), endSample: count }).safeParse(value)
      .success,
);
const sound = z.instanceof(Float32Array<ArrayBuffer>);
const span = z.object({ start: count, end: count });
const spotted = z.object({ highest: z.number(), convicted: z.array(span) });

/** Of sound that was heard: of no account when an erasure has begun a newer epoch since. */
const heard = { epoch: count };

const collected = {
  ...{ ...heard, look, samples: sound, span },
  ...{ speechEnd: count, spotter: spotted, speechEndMs: z.number(), collectedMs: z.number() },
};

const reportSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), engine: z.enum(ENGINE_NAMES) }),
  z.object({ kind: z.literal("opened"), refusedGains: count.optional() }),
  z.object({ kind: z.literal("lost"), code, retryInMs: z.number() }),
  z.object({ kind: z.literal("gap"), samples: count }),
  z.object({ kind: z.literal("closed"), why: z.enum(["ended", "muted"]) }),
  /** The last one: the thread ends. */
  z.object({ kind: z.literal("failed"), code, detail: z.string() }),
  z.object({ kind: z.literal("collecting"), ...heard, isCollecting: z.boolean() }),
  z.object({
    kind: z.literal("looked"),
    ...heard,
    look,
    window: sound,
    strict: z.union([z.number(), z.undefined()]),
  }),
  z.object({ kind: z.literal("draft"), ...collected, draft: count }),
  z.object({ kind: z.literal("called-off"), ...heard, draft: count }),
  z.object({ kind: z.literal("utterance"), ...collected, draft: z.union([count, z.undefined()]) }),
  z.object({ kind: z.literal("abandoned"), ...heard, look, why: z.literal("no-speech") }),
]);

/** What the thread that listens tells the ear. Sound goes over with its memory: no copy stays behind. */
export type ListeningReport = z.infer<typeof reportSchema>;

/** Undefined for anything else. */
export function parseReport(message: unknown): ListeningReport | undefined {
  return reportSchema.safeParse(message).data;
}
