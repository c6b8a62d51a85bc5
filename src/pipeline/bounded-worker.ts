/** What became of a job that was handed in. */
export type Admission = "accepted" | "full";

/**
 * Runs one job at a time in order, with at most `capacity` waiting; one more is refused and the caller counts it.
 * A job that throws goes to `onError` and the next one runs.
 */
export class BoundedWorker {
  readonly #capacity: number;
  readonly #onError: (error: unknown) => void;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  constructor(capacity: number, onError: (error: unknown) => void) {
    this.#capacity = capacity;
    this.#onError = onError;
  }

  /** Jobs that wait for the one that runs. */
  get waiting(): number {
    return this.#waiting.length;
  }

  submit(job: () => Promise<void>): Admission {
    if (this.#waiting.length >= this.#capacity) return "full";
    this.#waiting.push(job);
    this.#running ??= this.#drain();
    return "accepted";
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      try {
        await job();
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#running = undefined;
  }
}
