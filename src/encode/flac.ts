import { SAMPLE_RATE_HZ } from "../domain/audio.js";
import { BitWriter } from "./bit-writer.js";

/** Samples of one frame; the last frame may be shorter. */
const BLOCK_SAMPLES = 4_096;
const BITS = 16;
const MAX_FIXED_ORDER = 4;
/** Each partition of this many samples at least has its own Rice parameter. */
const MAX_PARTITION_ORDER = 6;
/** 15 would announce unencoded residuals. Residuals of 16-bit sound fit 20 bits, so this always suffices. */
const MAX_RICE_PARAMETER = 14;

/**
 * Mono 16-bit 16 kHz samples to a FLAC file (RFC 9639): constant, verbatim and fixed-predictor subframes.
 * Written here because the one encoder on npm (libflacjs) does not load on current Node; lossless, and
 * about 5 % larger than libFLAC's default.
 * @param md5 of the samples as little-endian bytes, 16 bytes; readers check it
 */
export function encodeFlac(samples: Int16Array, md5: Uint8Array): Uint8Array {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < samples.length; at += BLOCK_SAMPLES) {
    frames.push(encodeFrame(samples.subarray(at, at + BLOCK_SAMPLES), frames.length));
  }
  const header = streamInfo(samples.length, frames, md5);
  const out = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length, header.length));
  out.set(header);
  let at = header.length;
  for (const frame of frames) {
    out.set(frame, at);
    at += frame.length;
  }
  return out;
}

function streamInfo(sampleCount: number, frames: readonly Uint8Array[], md5: Uint8Array): Uint8Array {
  const sizes = frames.map((frame) => frame.length);
  const out = new BitWriter();
  out.write(0x664c_6143, 32); // "fLaC"
  out.write(0x80, 8); // last metadata block, STREAMINFO
  out.write(34, 24);
  out.write(BLOCK_SAMPLES, 16);
  out.write(BLOCK_SAMPLES, 16);
  out.write(Math.min(...sizes), 24);
  out.write(Math.max(...sizes), 24);
  out.write(SAMPLE_RATE_HZ, 20);
  out.write(0, 3); // channels - 1
  out.write(BITS - 1, 5);
  out.write(Math.floor(sampleCount / 2 ** 32), 4);
  out.write(sampleCount >>> 0, 32);
  for (const byte of md5) out.write(byte, 8);
  return out.bytes();
}

function encodeFrame(block: Int16Array, number: number): Uint8Array {
  const out = new BitWriter();
  out.write(0xfff8, 16); // sync code, fixed block size
  out.write(0b0111, 4); // block size - 1 follows in 16 bits
  out.write(0b0101, 4); // 16 kHz
  out.write(0, 4); // one channel
  out.write(0b100, 3); // 16 bits
  out.write(0, 1);
  writeCodedNumber(out, number);
  out.write(block.length - 1, 16);
  out.write(crc(out.bytes(), { polynomial: 0x07, bits: 8 }), 8);
  writeSubframe(out, block);
  out.align();
  out.write(crc(out.bytes(), { polynomial: 0x8005, bits: 16 }), 16);
  return out.bytes();
}

/** UTF-8's scheme for numbers up to 31 bits (RFC 9639, section 9.1.5). */
function writeCodedNumber(out: BitWriter, value: number): void {
  if (value < 0x80) {
    out.write(value, 8);
    return;
  }
  let following = 1;
  while (value >= 2 ** (following * 5 + 6)) following++;
  out.write((2 ** (following + 1) - 1) * 2, following + 2);
  out.write(value >>> (6 * following), 6 - following);
  for (let i = following - 1; i >= 0; i--) out.write(0x80 | ((value >>> (6 * i)) & 0x3f), 8);
}

function writeSubframe(out: BitWriter, block: Int16Array): void {
  if (block.every((x) => x === block[0])) {
    out.write(0b0000_0000, 8); // constant
    out.write(block[0] ?? 0, BITS);
    return;
  }
  let best = planFixed(block, 0);
  for (let order = 1; order <= Math.min(MAX_FIXED_ORDER, block.length - 1); order++) {
    const plan = planFixed(block, order);
    if (plan.bits < best.bits) best = plan;
  }
  if (best.bits >= block.length * BITS) {
    out.write(0b0000_0010, 8); // verbatim
    for (const x of block) out.write(x, BITS);
    return;
  }
  out.write((0b001000 | best.order) << 1, 8);
  for (const x of block.subarray(0, best.order)) out.write(x, BITS);
  writeResidual(out, best, block.length);
}

interface FixedPlan {
  readonly order: number;
  readonly residual: Int32Array;
  readonly partitionOrder: number;
  readonly parameters: readonly number[];
  readonly bits: number;
}

/** The predictor of this order, with the cheapest way to write what it leaves. */
function planFixed(block: Int16Array, order: number): FixedPlan {
  let residual = Int32Array.from(block);
  for (let i = 0; i < order; i++) residual = residual.map((x, at) => x - (residual[at - 1] ?? 0));
  residual = residual.slice(order);
  let best: FixedPlan | undefined;
  for (let partitionOrder = 0; partitionOrder <= MAX_PARTITION_ORDER; partitionOrder++) {
    const size = block.length / 2 ** partitionOrder;
    if (!Number.isInteger(size) || size <= order) break;
    const plan = planPartitions({ order, residual, partitionOrder, size });
    if (best === undefined || plan.bits < best.bits) best = plan;
  }
  return best ?? { order, residual, partitionOrder: 0, parameters: [0], bits: Number.POSITIVE_INFINITY };
}

function planPartitions(given: {
  readonly order: number;
  readonly residual: Int32Array;
  readonly partitionOrder: number;
  readonly size: number;
}): FixedPlan {
  const { order, residual, partitionOrder, size } = given;
  const parameters: number[] = [];
  let bits = order * BITS + 6;
  for (let partition = 0; partition < 2 ** partitionOrder; partition++) {
    const part = residual.subarray(Math.max(0, partition * size - order), (partition + 1) * size - order);
    const sum = part.reduce((total, x) => total + zigzag(x), 0);
    // Rice codes are shortest near the logarithm of the mean; the neighbour below is often as good.
    const guess = Math.min(
      MAX_RICE_PARAMETER,
      Math.max(0, Math.floor(Math.log2(sum / (part.length || 1) + 1))),
    );
    const lower = riceBits(part, Math.max(0, guess - 1));
    const upper = riceBits(part, guess);
    parameters.push(lower < upper ? Math.max(0, guess - 1) : guess);
    bits += 4 + Math.min(lower, upper);
  }
  return { order, residual, partitionOrder, parameters, bits };
}

function writeResidual(out: BitWriter, plan: FixedPlan, blockLength: number): void {
  out.write(0, 2); // Rice parameters of 4 bits
  out.write(plan.partitionOrder, 4);
  const size = blockLength / 2 ** plan.partitionOrder;
  for (const [partition, parameter] of plan.parameters.entries()) {
    out.write(parameter, 4);
    const start = Math.max(0, partition * size - plan.order);
    for (const x of plan.residual.subarray(start, (partition + 1) * size - plan.order)) {
      const folded = zigzag(x);
      out.unary(folded >>> parameter);
      out.write(folded, parameter);
    }
  }
}

function riceBits(part: Int32Array, parameter: number): number {
  return part.reduce((bits, x) => bits + (zigzag(x) >>> parameter), part.length * (parameter + 1));
}

/** 0, -1, 1, -2, 2 … to 0, 1, 2, 3, 4 … */
function zigzag(x: number): number {
  return x >= 0 ? 2 * x : -2 * x - 1;
}

/** Plain CRC, initial value 0, most significant bit first. */
function crc(bytes: Uint8Array, kind: { readonly polynomial: number; readonly bits: 8 | 16 }): number {
  const top = 1 << (kind.bits - 1);
  const mask = 2 ** kind.bits - 1;
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << (kind.bits - 8);
    for (let bit = 0; bit < 8; bit++) {
      value = (value & top ? (value << 1) ^ kind.polynomial : value << 1) & mask;
    }
  }
  return value;
}
