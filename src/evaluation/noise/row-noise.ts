import { SottoError } from "../../domain/errors.js";
import { Random } from "../random.js";
import { mixNoise } from "./mix-noise.js";
import { type Noise, noisePiece } from "./noise-piece.js";

/** How a row is heard: as it is, or with noise under it. */
export type Condition = { readonly kind: "clean" } | { readonly kind: "noisy"; readonly snrDb: number };

export function conditionName(condition: Condition): string {
  return condition.kind === "clean" ? "clean" : `${condition.snrDb} dB`;
}

export interface RowNoise {
  readonly noises: readonly Noise[];
  readonly seed: number;
  /** Place of the row in its manifest. */
  readonly row: number;
}

/**
 * What is heard of a row under a condition. Row and seed choose the noise and the place in it, so that a row has the very
 * same noise at every SNR and in every run.
 * @param clean mono, 16 kHz; not written to
 * @throws SottoError USAGE where there is no noise to choose from
 */
export function heardUnder(condition: Condition, clean: Float32Array, from: RowNoise): Float32Array {
  if (condition.kind === "clean") return clean.slice();
  const random = new Random(from.seed + Math.imul(from.row + 1, 0x9e3779b1));
  const noise = from.noises[random.whole(0, from.noises.length - 1)];
  if (!noise) throw new SottoError("USAGE", "no noise to mix in");
  return mixNoise(clean, noisePiece(noise, clean.length, random), condition.snrDb);
}
