// The hot loop in 128-bit SIMD (AssemblyScript): log-mel, speech embedding and heads. The host lays out the memory and
// calls these; all addresses and strides are in bytes. Built twice, with and without fused multiply-add
// (relaxed SIMD), because not every V8 has it.

import { multiplyAdd } from "./multiply-add";

export { convolve, pool } from "./convolve";
export { dense } from "./dense";
export { bandPowers } from "./mel";

/** Carries bytes from one place to another, which may overlap: the past of the next hop. */
export function carry(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

/** Overwrites `bytes` with zeros. */
export function erase(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

/**
 * 17 where `multiplyAdd` means what this kernel takes it for: engines of before the standard read its arguments in
 * another order, which would give 35.
 */
export function trial(): f32 {
  return f32x4.extract_lane(multiplyAdd(f32x4.splat(5), f32x4.splat(3), f32x4.splat(4)), 2);
}
