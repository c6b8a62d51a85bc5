/** Beyond the time in which the source itself tells that a device is stalled. */
const PATIENCE_MS = 10_000;

/** Feels whether hearing goes on: while the microphone is open, sound is decided hop by hop. */
export class HearingPulse {
  readonly #patienceMs: number;
  #hops = 0;
  #movedMs = 0;

  constructor({ silenceMs }: { readonly silenceMs: number }) {
    this.#patienceMs = silenceMs + PATIENCE_MS;
  }

  /** @param now `hops` decided so far; `isOpen` while the microphone is; `nowMs` monotonic */
  lives({
    isOpen,
    hops,
    nowMs,
  }: {
    readonly isOpen: boolean;
    readonly hops: number;
    readonly nowMs: number;
  }): boolean {
    if (!isOpen || hops !== this.#hops) this.#movedMs = nowMs;
    this.#hops = hops;
    return nowMs - this.#movedMs <= this.#patienceMs;
  }
}
