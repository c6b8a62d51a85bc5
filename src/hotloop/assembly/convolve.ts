import { multiplyAdd } from "./multiply-add";

/**
 * One convolution on one hop, then max(leaky(x, 0.2), -0.4). `run` contiguous floats (kernel columns x channels) from
 * each of `kernelRows` rows go into a position. Weights lie as [outputs / 8][kernelRows][run][8]; `outputs` is a
 * multiple of 8, `rows` x `columns` of 4. Tiles of 4 positions x 8 channels: 8 sums, 2 weights and 4 inputs fit into
 * the 15 vector registers that V8 gives on x86-64. Larger tiles, and loops unrolled by hand, spill and are half as fast.
 */
export function convolve(
  input: usize, rowStride: usize, positionStride: usize, rows: i32, columns: i32,
  kernelRows: i32, run: i32, weights: usize, bias: usize, outputs: i32,
  output: usize, outputRowStride: usize,
): void {
  const positions = rows * columns;
  const step: usize = <usize>outputs << 2;
  const runBytes = <usize>run << 2;
  const toNextRow = rowStride - runBytes;
  for (let tile: i32 = 0; tile < outputs; tile += 8) {
    const b0 = v128.load(bias), b1 = v128.load(bias, 16);
    for (let first: i32 = 0; first < positions; first += 4) {
      const r0 = <usize>(first / columns), c0 = <usize>(first % columns);
      const r1 = <usize>((first + 1) / columns), c1 = <usize>((first + 1) % columns);
      const r2 = <usize>((first + 2) / columns), c2 = <usize>((first + 2) % columns);
      const r3 = <usize>((first + 3) / columns), c3 = <usize>((first + 3) % columns);
      let p0 = input + r0 * rowStride + c0 * positionStride;
      let p1 = input + r1 * rowStride + c1 * positionStride;
      let p2 = input + r2 * rowStride + c2 * positionStride;
      let p3 = input + r3 * rowStride + c3 * positionStride;
      let s00 = b0, s01 = b1, s10 = b0, s11 = b1, s20 = b0, s21 = b1, s30 = b0, s31 = b1;
      let w = weights;
      for (let row: i32 = 0; row < kernelRows; row++) {
        const end = p0 + runBytes;
        while (p0 < end) {
          const w0 = v128.load(w), w1 = v128.load(w, 16);
          const x0 = v128.load32_splat(p0);
          s00 = multiplyAdd(s00, x0, w0);
          s01 = multiplyAdd(s01, x0, w1);
          const x1 = v128.load32_splat(p1);
          s10 = multiplyAdd(s10, x1, w0);
          s11 = multiplyAdd(s11, x1, w1);
          const x2 = v128.load32_splat(p2);
          s20 = multiplyAdd(s20, x2, w0);
          s21 = multiplyAdd(s21, x2, w1);
          const x3 = v128.load32_splat(p3);
          s30 = multiplyAdd(s30, x3, w0);
          s31 = multiplyAdd(s31, x3, w1);
          w += 32;
          p0 += 4;
          p1 += 4;
          p2 += 4;
          p3 += 4;
        }
        p0 += toNextRow;
        p1 += toNextRow;
        p2 += toNextRow;
        p3 += toNextRow;
      }
      put(output + r0 * outputRowStride + c0 * step, s00, s01);
      put(output + r1 * outputRowStride + c1 * step, s10, s11);
      put(output + r2 * outputRowStride + c2 * step, s20, s21);
      put(output + r3 * outputRowStride + c3 * step, s30, s31);
    }
    weights += <usize>(kernelRows * run) * 32;
    bias += 32;
    output += 32;
  }
}

/** Largest value of each block of `poolRows` x `poolColumns`; `input` has no padding between rows. */
export function pool(
  input: usize, rows: i32, columns: i32, channels: i32, poolRows: i32, poolColumns: i32,
  output: usize, outputRowStride: usize,
): void {
  const position: usize = <usize>channels << 2;
  const rowStride: usize = position * columns;
  for (let row: i32 = 0; row < rows; row += poolRows) {
    for (let column: i32 = 0; column < columns; column += poolColumns) {
      const from = input + <usize>row * rowStride + <usize>column * position;
      const to = output + <usize>(row / poolRows) * outputRowStride + <usize>(column / poolColumns) * position;
      for (let at: usize = 0; at < position; at += 16) {
        let most = v128.load(from + at);
        if (poolColumns == 2) most = f32x4.pmax(most, v128.load(from + at + position));
        if (poolRows == 2) {
          most = f32x4.pmax(most, v128.load(from + at + rowStride));
          if (poolColumns == 2) most = f32x4.pmax(most, v128.load(from + at + rowStride + position));
        }
        v128.store(to + at, most);
      }
    }
  }
}

@inline
function put(to: usize, a: v128, b: v128): void {
  const leak = f32x4.splat(0.2);
  const least = f32x4.splat(-0.4);
  v128.store(to, f32x4.pmax(f32x4.pmax(a, f32x4.mul(a, leak)), least));
  v128.store(to, f32x4.pmax(f32x4.pmax(b, f32x4.mul(b, leak)), least), 16);
}
