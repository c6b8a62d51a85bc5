import pg from "pg";

/** At most so often: each time every index is read. */
const REST_MS = 600_000;

/**
 * Frees what deleted rows still occupy, soon after the first and then at most every ten minutes, beside everything else.
 * Only then may the server overwrite their bytes; it does so when it needs the space. What fails is tried again after
 * the rest.
 */
export class PostgresSweep {
  readonly #config: pg.ClientConfig;
  #isNeeded = false;
  #rest: NodeJS.Timeout | undefined;
  #client: pg.Client | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(config: pg.ClientConfig) {
    this.#config = config;
  }

  need(): void {
    this.#isNeeded = true;
    if (this.#rest === undefined) this.#start();
  }

  async close(): Promise<void> {
    clearTimeout(this.#rest);
    // In the middle of it the connection is cut: the server gives it up.
    await this.#client?.end();
    await this.#work;
    clearTimeout(this.#rest);
  }

  #start(): void {
    this.#isNeeded = false;
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      if (this.#isNeeded) this.#start();
    }, REST_MS);
    this.#rest.unref();
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
