/** Decibels below the middle one of the hops with speech; in rooms and voices that were tried, no speech is so soft. */
const STILL_BELOW = 28;
/** Keeps digital silence from being a logarithm of zero. */
const FLOOR_POWER = 1e-12;

/**
 * How loud an utterance is, to tell a hop in which nothing sounds any more: the speech head hears on for a hop or two.
 * Relative to the utterance itself, so that in noise it says nothing. Memory is taken once.
 */
export class SpeechLevel {
  /** Levels of the hops with speech, rising. */
  readonly #levels: Float64Array;
  #count = 0;

  /** @param hops that there is room for; further ones change nothing */
  constructor(hops: number) {
    this.#levels = new Float64Array(hops);
  }

  reset(): void {
    this.#count = 0;
  }

  /** A hop that the head takes for speech. @param power mean square of its samples */
  speech(power: number): void {
    if (this.#count === this.#levels.length) return;
    const level = decibels(power);
    let at = this.#count++;
    for (; at > 0 && (this.#levels[at - 1] ?? 0) > level; at--) this.#levels[at] = this.#levels[at - 1] ?? 0;
    this.#levels[at] = level;
  }

  /** Whether nothing sounds in a hop of this power, beside what was spoken before. False before any speech. */
  isStill(power: number): boolean {
    if (this.#count === 0) return false;
    return decibels(power) < (this.#levels[this.#count >> 1] ?? 0) - STILL_BELOW;
  }
}

function decibels(power: number): number {
  return 10 * Math.log10(power + FLOOR_POWER);
}
