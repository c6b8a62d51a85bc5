import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
import { PERSONAL_TYPES } from "../../domain/personal-type.js";
import { floatData, floats, integers, OnnxGraph, output } from "../../transcript/edge/onnx-runtime.js";
import { Tagger, type TaggerGraph } from "../tagger/tagger.js";
import { FEATURES } from "../tagger/word-features.js";
import { WordPieces } from "../tagger/word-pieces.js";

/** Where the project keeps the tagger that it trained; the same place from src and from dist. */
export const TAGGER_FOLDER = fileURLToPath(new URL("../../../models/tagger", import.meta.url));

const OUTSIDE = "O";

const cardSchema = z.object({
  format: z.literal(1),
  model: z.literal("tagger.onnx"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  labels: z.tuple([z.literal(OUTSIDE)], z.enum(PERSONAL_TYPES)),
  features: z.array(z.string()),
  vocabulary: z.array(z.string()).min(4),
});

/**
 * The tagger for names, places and other personal data.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED
 */
export async function loadTagger(folder: string = TAGGER_FOLDER): Promise<Tagger> {
  const card = readCard(await read(join(folder, "tagger.json")));
  const bytes = await read(join(folder, card.model));
  if (createHash("sha256").update(bytes).digest("hex") !== card.sha256) {
    throw new SottoError("MODEL_ALTERED", `${card.model} is not the file that tagger.json describes`);
  }
  if (card.features.join() !== FEATURES.join()) {
    throw new SottoError(
      "MODEL_ALTERED",
      "tagger.json: it was trained on other features than this program gives",
    );
  }
  const [, ...types] = card.labels;
  const graph = await OnnxGraph.load("the tagger", bytes, 1);
  return new Tagger({ graph: new OnnxTagger(graph), pieces: new WordPieces(card.vocabulary), types });
}

/** The graph of tagger.onnx on onnxruntime. */
export class OnnxTagger implements TaggerGraph {
  readonly #graph: OnnxGraph;

  constructor(graph: OnnxGraph) {
    this.#graph = graph;
  }

  async probabilities(ids: readonly number[], features: Float32Array): Promise<Float32Array> {
    const result = await this.#graph.run({
      ids: integers(BigInt64Array.from(ids, BigInt), [1, ids.length]),
      features: floats(features, [1, ids.length, features.length / ids.length]),
    });
    return floatData(output(result, "probabilities"));
  }
}

function readCard(bytes: Uint8Array): z.output<typeof cardSchema> {
  try {
    return cardSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new SottoError("MODEL_ALTERED", "tagger.json is not a card of a tagger", error);
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new SottoError("MODEL_MISSING", path, error);
  }
}
