import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
import { headFloats } from "../dense-head.js";
import { WAKE_WORDS } from "../hop-scores.js";
import type { TrainedHead, TrainedHeads } from "../hot-loop.js";

/** Where the project keeps the heads that it trained; the same place from src and from dist. */
export const HEADS_FOLDER = fileURLToPath(new URL("../../../models/heads", import.meta.url));

/** What the spotter is taught to hear. */
export const SPOTTER_KINDS = ["digits", "spelled"] as const;

const probability = z.number().min(0).max(1);

const delay = z.number().min(-0.5).max(0.5);

const headSchema = z.object({
  frames: z.int().min(1).max(32),
  projection: z.int().min(1).max(256),
  hidden: z.int().min(1).max(256),
  outputs: z.array(z.string()).min(1).max(16),
  /** First float of the head in the file of weights. */
  offset: z.int().min(0),
});

const cardSchema = z.object({
  format: z.literal(2),
  weights: z.literal("heads.bin"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  heads: z.object({ speech: headSchema, wake: headSchema, strict: headSchema, spotter: headSchema }),
  firstLook: z.object({
    thresholds: z.object({ computer: probability, alexa: probability, jarvis: probability }),
    /** Seconds from the end of a word to the decision, measured; a sensitive threshold is passed before the end. */
    delays: z.object({ computer: delay, alexa: delay, jarvis: delay }),
    /** Hops whose mean is compared with the threshold. */
    smoothingHops: z.int().min(1).max(8),
  }),
  secondLook: z.object({
    weights: z.object({ first: z.number(), strict: z.number(), recogniser: z.number() }),
    bias: z.number(),
    acceptedFrom: probability,
  }),
  speechThreshold: probability,
  spotter: z
    .object({ suspects: probability, convicts: probability })
    .refine(({ suspects, convicts }) => suspects > 0 && suspects < convicts),
});

/** The part of models/heads/heads.json that the program reads; the rest is for people. */
export type HeadsCard = z.infer<typeof cardSchema>;

export interface LoadedHeads {
  readonly heads: TrainedHeads;
  readonly card: HeadsCard;
}

/**
 * The heads for speech, wake words and spoken personal data.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED
 */
export async function loadHeads(folder: string = HEADS_FOLDER): Promise<LoadedHeads> {
  const card = readCard(await read(join(folder, "heads.json")));
  const bytes = await read(join(folder, card.weights));
  if (createHash("sha256").update(bytes).digest("hex") !== card.sha256) {
    throw new SottoError("MODEL_ALTERED", `${card.weights} is not the file that heads.json describes`);
  }
  const weights = new Float32Array(new Uint8Array(bytes).buffer);
  if (!weights.every(Number.isFinite))
    throw new SottoError("MODEL_ALTERED", `${card.weights}: a weight is no number`);
  const head = (name: keyof HeadsCard["heads"], outputs: readonly string[]): TrainedHead => {
    const { offset, outputs: given, ...sizes } = card.heads[name];
    const shape = { ...sizes, outputs: given.length };
    const end = offset + headFloats(shape);
    if (given.join() !== outputs.join() || end > weights.length) {
      throw new SottoError("MODEL_ALTERED", `heads.json: the head for ${name} does not fit`);
    }
    return { shape, weights: weights.subarray(offset, end) };
  };
  return {
    card,
    heads: {
      speech: head("speech", ["speech"]),
      wake: head("wake", WAKE_WORDS),
      strict: head("strict", WAKE_WORDS),
      spotter: { ...head("spotter", SPOTTER_KINDS), calibration: card.spotter },
    },
  };
}

function readCard(bytes: Uint8Array): HeadsCard {
  try {
    return cardSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new SottoError("MODEL_ALTERED", "heads.json is not a card of heads", error);
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new SottoError("MODEL_MISSING", path, error);
  }
}
