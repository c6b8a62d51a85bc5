const FRAMES: i32 = 8;
const FRAME_STEP_BYTES: usize = 160 * 8;
const POINTS: i32 = 256;
/** Complex points of a frame that its window of 400 in 512 leaves: the others are zero. */
const FIRST_POINT: i32 = 28;
const LAST_POINT: i32 = 228;
const BANDS: i32 = 32;
/** A complex value of two frames: two real parts, two imaginary ones. */
const COMPLEX: usize = 32;

/**
 * Power of each mel band of the 8 frames in `sound`, without the logarithm, as doubles [8][32]. Two frames at a time, one in each lane
 * of a vector, in double precision as in the reference: a real transform of 512 points through a complex one of 256.
 * `window` holds 400 doubles, `turns` cos and sin of 2 pi i / 512 for i < 256, `places` where each point goes in `points`
 * (u32, bytes), `filters` first bin and count of each band (u32), `heights` the triangles one after the other. `points` and
 * `powers` are working memory of 256 x 32 and 257 x 16 bytes.
 */
export function bandPowers(
  sound: usize, window: usize, turns: usize, places: usize, filters: usize, heights: usize,
  points: usize, powers: usize, output: usize,
): void {
  const firstBin = load<u32>(filters);
  const last = filters + ((<usize>BANDS - 1) << 3);
  const endBin = load<u32>(last) + load<u32>(last, 4);
  for (let frame: i32 = 0; frame < FRAMES; frame += 2) {
    place(sound + <usize>frame * FRAME_STEP_BYTES, window, places, points);
    transform(points, turns);
    split(points, turns, powers, firstBin, endBin);
    sum(powers, filters, heights, output + (<usize>(frame * BANDS) << 3));
  }
}

/** Both frames, windowed, in the order of reversed bits. */
function place(sound: usize, window: usize, places: usize, points: usize): void {
  const none = f64x2.splat(0);
  for (let point: i32 = 0; point < POINTS; point++) {
    const to = points + <usize>load<u32>(places + (<usize>point << 2));
    if (point < FIRST_POINT || point >= LAST_POINT) {
      v128.store(to, none);
      v128.store(to, none, 16);
      continue;
    }
    const from = sound + (<usize>point << 4);
    const weight = window + (<usize>(point - FIRST_POINT) << 4);
    const even = v128.load64_lane(from + FRAME_STEP_BYTES, v128.load64_zero(from), 1);
    const odd = v128.load64_lane(from + FRAME_STEP_BYTES + 8, v128.load64_zero(from, 8), 1);
    v128.store(to, f64x2.mul(even, v128.load64_splat(weight)));
    v128.store(to, f64x2.mul(odd, v128.load64_splat(weight, 8)), 16);
  }
}

function transform(points: usize, turns: usize): void {
  const end = points + <usize>POINTS * COMPLEX;
  // Turns by 0 and by a quarter need no product: the first two stages in one.
  for (let at = points; at < end; at += 4 * COMPLEX) {
    const ar = v128.load(at), ai = v128.load(at, 16);
    const br = v128.load(at, 32), bi = v128.load(at, 48);
    const cr = v128.load(at, 64), ci = v128.load(at, 80);
    const dr = v128.load(at, 96), di = v128.load(at, 112);
    const sr = f64x2.add(ar, br), si = f64x2.add(ai, bi);
    const tr = f64x2.sub(ar, br), ti = f64x2.sub(ai, bi);
    const ur = f64x2.add(cr, dr), ui = f64x2.add(ci, di);
    const vr = f64x2.sub(cr, dr), vi = f64x2.sub(ci, di);
    v128.store(at, f64x2.add(sr, ur));
    v128.store(at, f64x2.add(si, ui), 16);
    v128.store(at, f64x2.add(tr, vi), 32);
    v128.store(at, f64x2.sub(ti, vr), 48);
    v128.store(at, f64x2.sub(sr, ur), 64);
    v128.store(at, f64x2.sub(si, ui), 80);
    v128.store(at, f64x2.sub(tr, vi), 96);
    v128.store(at, f64x2.add(ti, vr), 112);
  }
  for (let half: usize = 4 * COMPLEX; half < <usize>POINTS * COMPLEX; half <<= 1) {
    // 512 turns of 16 bytes stand for a full circle; a group of 2 x half spans 256 of them.
    const step: usize = (<usize>POINTS * COMPLEX / half) << 4;
    for (let group = points; group < end; group += half << 1) {
      let turn = turns;
      for (let a = group; a < group + half; a += COMPLEX) {
        const c = v128.load64_splat(turn), s = v128.load64_splat(turn, 8);
        const b = a + half;
        const br = v128.load(b), bi = v128.load(b, 16);
        const ar = v128.load(a), ai = v128.load(a, 16);
        const tr = f64x2.add(f64x2.mul(br, c), f64x2.mul(bi, s));
        const ti = f64x2.sub(f64x2.mul(bi, c), f64x2.mul(br, s));
        v128.store(b, f64x2.sub(ar, tr));
        v128.store(b, f64x2.sub(ai, ti), 16);
        v128.store(a, f64x2.add(ar, tr));
        v128.store(a, f64x2.add(ai, ti), 16);
        turn += step;
      }
    }
  }
}

/** Separates even and odd samples, which travelled as one complex signal; |X|^2 of the bins that a band needs. */
function split(points: usize, turns: usize, powers: usize, firstBin: i32, endBin: i32): void {
  const half = f64x2.splat(0.5);
  for (let bin = firstBin; bin < endBin; bin++) {
    const a = points + <usize>bin * COMPLEX;
    const b = points + <usize>(POINTS - bin) * COMPLEX;
    const ar = v128.load(a), ai = v128.load(a, 16);
    const br = v128.load(b), bi = v128.load(b, 16);
    const er = f64x2.mul(f64x2.add(ar, br), half), ei = f64x2.mul(f64x2.sub(ai, bi), half);
    const or = f64x2.mul(f64x2.add(ai, bi), half), oi = f64x2.mul(f64x2.sub(br, ar), half);
    const turn = turns + (<usize>bin << 4);
    const c = v128.load64_splat(turn), s = v128.load64_splat(turn, 8);
    const xr = f64x2.add(er, f64x2.add(f64x2.mul(or, c), f64x2.mul(oi, s)));
    const xi = f64x2.add(ei, f64x2.sub(f64x2.mul(oi, c), f64x2.mul(or, s)));
    v128.store(powers + (<usize>bin << 4), f64x2.add(f64x2.mul(xr, xr), f64x2.mul(xi, xi)));
  }
}

function sum(powers: usize, filters: usize, heights: usize, output: usize): void {
  for (let band: i32 = 0; band < BANDS; band++) {
    let power = powers + (<usize>load<u32>(filters) << 4);
    const end = power + (<usize>load<u32>(filters, 4) << 4);
    let total = f64x2.splat(0);
    while (power < end) {
      total = f64x2.add(total, f64x2.mul(v128.load(power), v128.load64_splat(heights)));
      power += 16;
      heights += 8;
    }
    store<f64>(output, f64x2.extract_lane(total, 0));
    store<f64>(output, f64x2.extract_lane(total, 1), <usize>BANDS << 3);
    filters += 8;
    output += 8;
  }
}
