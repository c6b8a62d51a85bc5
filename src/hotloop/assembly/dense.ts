import { multiplyAdd } from "./multiply-add";

/**
 * weights x inputs + bias, for one position. Weights lie as [units / 8][inputs][8]; `units` is a multiple of 8.
 * `rectify` is 1 for max(x, 0). Two inputs at a time, so that four sums are under way.
 */
export function dense(
  input: usize, inputs: i32, weights: usize, bias: usize, units: i32, output: usize, rectify: i32,
): void {
  const end = input + (<usize>inputs << 2);
  const paired = input + (<usize>(inputs & ~1) << 2);
  const least = rectify != 0 ? f32x4.splat(0) : f32x4.splat(-Infinity);
  for (let unit: i32 = 0; unit < units; unit += 8) {
    let even0 = v128.load(bias), even1 = v128.load(bias, 16);
    let odd0 = f32x4.splat(0), odd1 = f32x4.splat(0);
    let at = input;
    while (at < paired) {
      const x = v128.load32_splat(at);
      even0 = multiplyAdd(even0, x, v128.load(weights));
      even1 = multiplyAdd(even1, x, v128.load(weights, 16));
      const y = v128.load32_splat(at, 4);
      odd0 = multiplyAdd(odd0, y, v128.load(weights, 32));
      odd1 = multiplyAdd(odd1, y, v128.load(weights, 48));
      at += 8;
      weights += 64;
    }
    if (at < end) {
      const x = v128.load32_splat(at);
      even0 = multiplyAdd(even0, x, v128.load(weights));
      even1 = multiplyAdd(even1, x, v128.load(weights, 16));
      weights += 32;
    }
    v128.store(output, f32x4.pmax(f32x4.add(even0, odd0), least));
    v128.store(output, f32x4.pmax(f32x4.add(even1, odd1), least), 16);
    bias += 32;
    output += 32;
  }
}
