import { SottoError } from "../domain/errors.js";

/** Those who wait until a line to the broker has a session. Bounded by its callers; who gives up is forgotten. */
export class ReadyWait {
  readonly #waiting = new Set<() => void>();

  /** @throws the signal's reason; SottoError INTERNAL once `isClosed` */
  async until(isReady: () => boolean, isClosed: () => boolean, signal: AbortSignal): Promise<void> {
    while (!isReady()) {
      signal.throwIfAborted();
      if (isClosed()) throw new SottoError("INTERNAL", "the line was closed");
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          signal.removeEventListener("abort", settle);
          this.#waiting.delete(settle);
          resolve();
        };
        signal.addEventListener("abort", settle, { once: true });
        this.#waiting.add(settle);
      });
    }
  }

  /** It has a session, or is closed. */
  settle(): void {
    for (const each of [...this.#waiting]) each();
  }
}
