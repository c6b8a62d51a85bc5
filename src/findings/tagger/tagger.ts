import { SottoError } from "../../domain/errors.js";
import type { PersonalType } from "../../domain/personal-type.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { Finder, Finding } from "../finding.js";
import { heldFeatures, type TaggerInput, taggerInputs } from "./tagger-input.js";
import type { WordPieces } from "./word-pieces.js";

/**
 * The trained network: for each piece the probability of each label.
 * @throws SottoError MODEL_FAILED
 */
export interface TaggerGraph {
  /**
   * @param ids piece ids: [pieces]
   * @param features 1 where a feature holds: [pieces, features]
   * @returns [pieces, labels], each row summing to 1; the first label is that of what is not personal
   */
  probabilities(ids: readonly number[], features: Float32Array): Promise<Float32Array>;
}

export interface TaggerParts {
  readonly graph: TaggerGraph;
  readonly pieces: WordPieces;
  /** Of the labels behind the first, in the order of the graph. */
  readonly types: readonly PersonalType[];
}

/**
 * Reads a transcript with a network that was trained on what the recogniser prints, its errors and its doubts. It speaks
 * of each word by itself, of harmless ones too: the score is the probability that it is personal, of whatever kind.
 */
export class Tagger implements Finder {
  readonly source = "tagger";
  readonly #parts: TaggerParts;

  constructor(parts: TaggerParts) {
    this.#parts = parts;
  }

  /** @throws SottoError MODEL_FAILED */
  async find(transcript: Transcript): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    for (const input of taggerInputs(transcript, this.#parts.pieces)) {
      findings.push(...this.#findingsOf(input, await this.#run(input)));
    }
    return findings;
  }

  async #run({ ids, features }: TaggerInput): Promise<Float32Array> {
    const probabilities = await this.#parts.graph.probabilities(ids, heldFeatures(features));
    const width = this.#parts.types.length + 1;
    if (probabilities.length !== ids.length * width || !probabilities.every(Number.isFinite)) {
      throw new SottoError("MODEL_FAILED", "the tagger gave something that is no probability");
    }
    return probabilities;
  }

  #findingsOf({ judged }: TaggerInput, probabilities: Float32Array): readonly Finding[] {
    const { types } = this.#parts;
    const width = types.length + 1;
    return judged.flatMap(({ word, piece }): readonly Finding[] => {
      const own = probabilities.subarray(piece * width, (piece + 1) * width);
      const score = 1 - (own[0] ?? 0);
      const type = types[likeliestType(own)];
      if (type === undefined) throw new SottoError("INTERNAL", "the tagger has no such type");
      return [
        {
          wordStart: word,
          wordEnd: word + 1,
          type,
          source: this.source,
          score: Math.min(1, Math.max(0, score)),
        },
      ];
    });
  }
}

function likeliestType(probabilities: Float32Array): number {
  let best = 1;
  for (let label = 2; label < probabilities.length; label++) {
    if ((probabilities[label] ?? 0) > (probabilities[best] ?? 0)) best = label;
  }
  return best - 1;
}
