import pg from "pg";

/** At most so often: each time every index is read. */
const REST_MS = 600_000;

/**
 * Frees what deleted rows still occupy, some time after they were deleted and at most every ten minutes, beside
 * everything else. Only then may the server overwrite their bytes; it does so when it needs the space. What fails is
 * tried again after the rest.
 */
export class PostgresSweep {
  readonly #config: pg.ClientConfig;
  readonly #afterMs: number;
  /** Something was deleted since the last sweep was arranged. */
  #isNeeded = false;
  /** Until the sweep, or of the rest after it. */
  #timer: NodeJS.Timeout | undefined;
  #client: pg.Client | undefined;
  #work: Promise<void> = Promise.resolve();

  /** @param afterMs longer than any statement runs: what one that is older than a deletion may still see is not freed */
  constructor(config: pg.ClientConfig, afterMs: number) {
    this.#config = config;
    this.#afterMs = afterMs;
  }

  need(): void {
    this.#isNeeded = true;
    this.#arrange();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    // In the middle of it the connection is cut: the server gives it up.
    await this.#client?.end();
    await this.#work;
    clearTimeout(this.#timer);
  }

  #arrange(): void {
    if (this.#timer !== undefined || !this.#isNeeded) return;
    this.#isNeeded = false;
    this.#timer = setTimeout(() => this.#start(), this.#afterMs);
    this.#timer.unref();
  }

  #start(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#arrange();
    }, REST_MS);
    this.#timer.unref();
    this.#work = this.#vacuum();
  }

  async #vacuum(): Promise<void> {
    const client = new pg.Client(this.#config);
    client.on("error", () => undefined);
    this.#client = client;
    try {
      await client.connect();
      // Another keeper that is at it does it for all.
      await client.query("VACUUM (SKIP_LOCKED) sotto.entries");
    } catch {
      this.#isNeeded = true;
    } finally {
      this.#client = undefined;
      await client.end();
    }
  }
}
