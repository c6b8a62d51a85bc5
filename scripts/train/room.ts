export { louderHalfRms as activeRms } from "../../src/evaluation/louder-half.js";

import type { Random } from "../voices/random.js";

/** Sparse early reflections and a velvet-noise tail: a room of T60 0.15 to 0.7 s, cheap enough for every clip. */
export function inRoom(samples: Float32Array, random: Random): Float32Array {
  const t60 = 0.15 + random.next() * 0.55;
  const length = Math.round(t60 * 16_000);
  const tail = 0.12 + random.next() * 0.7;
  const out = Float32Array.from(samples);
  const pulses = Math.round(t60 * 140);
  for (let pulse = 0; pulse < pulses; pulse++) {
    const at = 20 + Math.floor(random.next() * length);
    const gain = (random.next() < 0.5 ? -1 : 1) * tail * 10 ** ((-3 * at) / length) * (0.5 + random.next());
    if (Math.abs(gain) < 0.012) continue;
    for (let i = at; i < out.length; i++) out[i] = (out[i] ?? 0) + gain * (samples[i - at] ?? 0);
  }
  return out;
}

/** Faster and higher, or slower and deeper. */
export function warped(samples: Float32Array, factor: number): Float32Array {
  const out = new Float32Array(Math.floor((samples.length - 1) / factor));
  for (let i = 0; i < out.length; i++) {
    const at = i * factor;
    const whole = Math.floor(at);
    const part = at - whole;
    out[i] = (samples[whole] ?? 0) * (1 - part) + (samples[whole + 1] ?? 0) * part;
  }
  return out;
}

/** A microphone's colour: one pole low-pass and one pole high-pass. */
export function coloured(samples: Float32Array, random: Random): Float32Array {
  const low = random.next() * 0.5;
  const high = random.next() * 0.08;
  const out = new Float32Array(samples.length);
  let smooth = 0;
  let slow = 0;
  for (let i = 0; i < samples.length; i++) {
    smooth = smooth * low + (samples[i] ?? 0) * (1 - low);
    slow += high * (smooth - slow);
    out[i] = smooth - slow;
  }
  return out;
}

/**
 * A narrow band, by two poles on either side: a telephone's, from 300 Hz to 3.4 kHz, or that of an old recording, which
 * has its lows.
 */
export function narrowed(samples: Float32Array, band: "telephone" | "low"): Float32Array {
  const low = 1 - Math.exp((-2 * Math.PI * 3_400) / 16_000);
  const high = 1 - Math.exp((-2 * Math.PI * (band === "telephone" ? 300 : 40)) / 16_000);
  const out = new Float32Array(samples.length);
  let low1 = 0;
  let low2 = 0;
  let high1 = 0;
  let high2 = 0;
  for (let i = 0; i < samples.length; i++) {
    low1 += low * ((samples[i] ?? 0) - low1);
    low2 += low * (low1 - low2);
    high1 += high * (low2 - high1);
    high2 += high * (low2 - high1 - high2);
    out[i] = low2 - high1 - high2;
  }
  return out;
}

/** White to brown noise of RMS 1. */
export function syntheticNoise(length: number, random: Random): Float32Array {
  const memory = random.next() * 0.98;
  const out = new Float32Array(length);
  let last = 0;
  let energy = 0;
  for (let i = 0; i < length; i++) {
    last = last * memory + (random.next() * 2 - 1);
    out[i] = last;
    energy += last * last;
  }
  const scale = 1 / Math.sqrt(energy / Math.max(1, length) + 1e-12);
  for (let i = 0; i < length; i++) out[i] = (out[i] ?? 0) * scale;
  return out;
}
