// The streaming speech embedding in 128-bit SIMD (AssemblyScript). The host lays out the memory and calls
// these for each layer; all addresses and strides are in bytes. Tiles of 4 positions x 12 channels fill the
// 16 vector registers of x86-64 and half of those of arm64, and every channel count of the graph is a
// multiple of 12.

/**
 * One convolution on one hop. `run` contiguous floats (kernel columns x channels) from each of `kernelRows`
 * rows go into a position. Weights lie as [outputs / 12][kernelRows][run][12].
 * `floor` is 1 for max(leaky(x, 0.2), -0.4), 0 for none. `rows` x `columns` is a multiple of 4, or 1.
 */
export function convolve(
  input: usize, rowStride: usize, positionStride: usize, rows: i32, columns: i32,
  kernelRows: i32, run: i32, weights: usize, bias: usize, outputs: i32,
  output: usize, outputRowStride: usize, floor: i32,
): void {
  const positions = rows * columns;
  const step: usize = <usize>outputs << 2;
  for (let tile: i32 = 0; tile < outputs; tile += 12) {
    const tileBias = bias + (<usize>tile << 2);
    const b0 = v128.load(tileBias);
    const b1 = v128.load(tileBias, 16);
    const b2 = v128.load(tileBias, 32);
    const to = output + (<usize>tile << 2);
    if (positions < 4) {
      single(input, rowStride, kernelRows, run, weights, b0, b1, b2, to, floor);
    } else {
      for (let first: i32 = 0; first < positions; first += 4) {
        const r0 = <usize>(first / columns), c0 = <usize>(first % columns);
        const r1 = <usize>((first + 1) / columns), c1 = <usize>((first + 1) % columns);
        const r2 = <usize>((first + 2) / columns), c2 = <usize>((first + 2) % columns);
        const r3 = <usize>((first + 3) / columns), c3 = <usize>((first + 3) % columns);
        const p0 = input + r0 * rowStride + c0 * positionStride;
        const p1 = input + r1 * rowStride + c1 * positionStride;
        const p2 = input + r2 * rowStride + c2 * positionStride;
        const p3 = input + r3 * rowStride + c3 * positionStride;
        let a00 = b0, a01 = b1, a02 = b2;
        let a10 = b0, a11 = b1, a12 = b2;
        let a20 = b0, a21 = b1, a22 = b2;
        let a30 = b0, a31 = b1, a32 = b2;
        let w = weights;
        for (let row: i32 = 0; row < kernelRows; row++) {
          let at: usize = <usize>row * rowStride;
          const end = at + (<usize>run << 2);
          while (at < end) {
            const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32);
            const x0 = v128.load32_splat(p0 + at);
            a00 = f32x4.add(a00, f32x4.mul(x0, w0));
            a01 = f32x4.add(a01, f32x4.mul(x0, w1));
            a02 = f32x4.add(a02, f32x4.mul(x0, w2));
            const x1 = v128.load32_splat(p1 + at);
            a10 = f32x4.add(a10, f32x4.mul(x1, w0));
            a11 = f32x4.add(a11, f32x4.mul(x1, w1));
            a12 = f32x4.add(a12, f32x4.mul(x1, w2));
            const x2 = v128.load32_splat(p2 + at);
            a20 = f32x4.add(a20, f32x4.mul(x2, w0));
            a21 = f32x4.add(a21, f32x4.mul(x2, w1));
            a22 = f32x4.add(a22, f32x4.mul(x2, w2));
            const x3 = v128.load32_splat(p3 + at);
            a30 = f32x4.add(a30, f32x4.mul(x3, w0));
            a31 = f32x4.add(a31, f32x4.mul(x3, w1));
            a32 = f32x4.add(a32, f32x4.mul(x3, w2));
            w += 48;
            at += 4;
          }
        }
        put(to + r0 * outputRowStride + c0 * step, a00, a01, a02, floor);
        put(to + r1 * outputRowStride + c1 * step, a10, a11, a12, floor);
        put(to + r2 * outputRowStride + c2 * step, a20, a21, a22, floor);
        put(to + r3 * outputRowStride + c3 * step, a30, a31, a32, floor);
      }
    }
    weights += <usize>(kernelRows * run) * 48;
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

/** Carries the last rows of a buffer to its front: the past of the next hop. */
export function carry(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

/** Overwrites `bytes` with zeros. */
export function erase(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

/** The last layer has one position a hop. */
function single(
  input: usize, rowStride: usize, kernelRows: i32, run: i32, weights: usize,
  b0: v128, b1: v128, b2: v128, to: usize, floor: i32,
): void {
  let a0 = b0, a1 = b1, a2 = b2;
  for (let row: i32 = 0; row < kernelRows; row++) {
    let at: usize = input + <usize>row * rowStride;
    const end = at + (<usize>run << 2);
    while (at < end) {
      const x = v128.load32_splat(at);
      a0 = f32x4.add(a0, f32x4.mul(x, v128.load(weights)));
      a1 = f32x4.add(a1, f32x4.mul(x, v128.load(weights, 16)));
      a2 = f32x4.add(a2, f32x4.mul(x, v128.load(weights, 32)));
      weights += 48;
      at += 4;
    }
  }
  put(to, a0, a1, a2, floor);
}

@inline
function put(to: usize, a: v128, b: v128, c: v128, floor: i32): void {
  if (floor != 0) {
    const leak = f32x4.splat(0.2);
    const least = f32x4.splat(-0.4);
    a = f32x4.pmax(f32x4.pmax(a, f32x4.mul(a, leak)), least);
    b = f32x4.pmax(f32x4.pmax(b, f32x4.mul(b, leak)), least);
    c = f32x4.pmax(f32x4.pmax(c, f32x4.mul(c, leak)), least);
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
}
