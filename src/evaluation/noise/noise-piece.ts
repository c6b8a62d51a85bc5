import { louderHalfRms, rms } from "../louder-half.js";
import type { Random } from "../random.js";

/** A recording or a made piece of noise: mono, 16 kHz. */
export interface Noise {
  /** What it is, as its manifest or its maker names it. */
  readonly name: string;
  readonly samples: Float32Array;
}

/** A place of a recording this far below its own level is one of its pauses. */
const PAUSE = 10 ** (-20 / 20);
const TRIES = 8;

/**
 * A stretch of a noise from a place that chance takes, over its end to its beginning again. A place at which the
 * recording pauses is passed over: raised to the level that is asked for it would be mere hiss.
 * @param length samples that are wanted
 */
export function noisePiece(noise: Noise, length: number, random: Random): Float32Array {
  const level = louderHalfRms(noise.samples);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const piece = fromPlace(noise.samples, Math.floor(random.next() * noise.samples.length), length);
    if (rms(piece) > PAUSE * level) return piece;
  }
  const loudest = loudestPlace(noise.samples);
  return fromPlace(noise.samples, loudest - Math.floor(random.next() * length), length);
}

function loudestPlace(samples: Float32Array): number {
  let loudest = 0;
  for (let i = 1; i < samples.length; i++) {
    if (Math.abs(samples[i] ?? 0) > Math.abs(samples[loudest] ?? 0)) loudest = i;
  }
  return loudest;
}

function fromPlace(samples: Float32Array, place: number, length: number): Float32Array {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) out[i] = samples.at((place + i) % samples.length) ?? 0;
  return out;
}
