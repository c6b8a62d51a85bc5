import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../domain/audio.js";

/** Numbers in the shared memory, behind which the lateness of hops is counted by whole milliseconds. */
const BEATS = 0;
const HOPS = 1;
const MISSED = 2;
const LATENESS = 3;
/** The last one counts all that is later. */
const LATENESS_STEPS = 10_000;
const BYTES = (LATENESS + LATENESS_STEPS) * Int32Array.BYTES_PER_ELEMENT;
/** The promptest hop of the last 10 s to 20 s is the one that came on time; what drifts more slowly is the clock of the card. */
const WINDOW_HOPS = (10 * SAMPLE_RATE_HZ) / HOP_SAMPLES;

/** How late hops were decided, in milliseconds behind the promptest hop of about that time. */
export interface Lateness {
  readonly hops: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly most: number;
}

/**
 * Counts how listening keeps up, in memory that a thread can share with another: one counts, any may read, at any time,
 * also when the one that counts has died. Nothing is allocated for a hop.
 */
export class HearingGauge {
  readonly #counts: Int32Array;
  /** Of a hop's time of decision over the time of its last sample, the least in the window before this one, and in this. */
  #leastBefore = Number.POSITIVE_INFINITY;
  #least = Number.POSITIVE_INFINITY;
  #windowHops = 0;

  /** @param memory from another gauge's `memory`, to count or read the same */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.#counts = new Int32Array(memory);
  }

  get memory(): SharedArrayBuffer {
    const { buffer } = this.#counts;
    return buffer instanceof SharedArrayBuffer ? buffer : new SharedArrayBuffer(0);
  }

  /** The thread lives: its event loop turns. Wraps around; only a change says something. */
  beat(): void {
    Atomics.add(this.#counts, BEATS, 1);
  }

  get beats(): number {
    return Atomics.load(this.#counts, BEATS);
  }

  get hops(): number {
    return Atomics.load(this.#counts, HOPS);
  }

  /** Samples that came too late to be heard. */
  get missedSamples(): number {
    return Atomics.load(this.#counts, MISSED);
  }

  missed(samples: number): void {
    Atomics.add(this.#counts, MISSED, samples);
  }

  /** A hop was decided, whose last sample is the stream's `position`-th. */
  hop(position: number, nowMs: number): void {
    const offset = nowMs - (position * 1000) / SAMPLE_RATE_HZ;
    if (this.#windowHops >= WINDOW_HOPS) {
      this.#leastBefore = this.#least;
      this.#least = offset;
      this.#windowHops = 0;
    }
    this.#windowHops++;
    this.#least = Math.min(this.#least, offset);
    const lateMs = Math.round(offset - Math.min(this.#least, this.#leastBefore));
    Atomics.add(this.#counts, HOPS, 1);
    Atomics.add(this.#counts, LATENESS + Math.min(lateMs, LATENESS_STEPS - 1), 1);
  }

  /** Positions count from another sample now. */
  restart(): void {
    this.#leastBefore = Number.POSITIVE_INFINITY;
    this.#least = Number.POSITIVE_INFINITY;
    this.#windowHops = 0;
  }

  get lateness(): Lateness {
    const steps = Array.from({ length: LATENESS_STEPS }, (_, ms) =>
      Atomics.load(this.#counts, LATENESS + ms),
    );
    const hops = steps.reduce((sum, count) => sum + count, 0);
    return {
      hops,
      p50: latenessOf(steps, 0.5 * hops),
      p99: latenessOf(steps, 0.99 * hops),
      p999: latenessOf(steps, 0.999 * hops),
      most: steps.findLastIndex((count) => count > 0),
    };
  }
}

/** The least lateness that so many hops did not exceed. */
function latenessOf(steps: readonly number[], hops: number): number {
  let sum = 0;
  return steps.findIndex((count) => {
    sum += count;
    return count > 0 && sum >= hops;
  });
}
