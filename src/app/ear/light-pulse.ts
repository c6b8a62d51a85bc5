import type { Clock } from "../../domain/clock.js";
import type { LinkMessage } from "../../link/messages.js";

/**
 * A light that says nothing for so long shows nothing either: it is stopped or hung, its lamp frozen and its button
 * dead. Seven beats of the light: a busy machine may lose several.
 */
export const SILENT_MS = 1_500;
const CHECK_MS = 100;

export interface LightPulseParts {
  readonly clock: Clock;
  /** Once for each time that the light falls silent while it lets the ear hear. */
  readonly onSilence: () => void;
}

/** Feels whether the light still lives while the ear may hear: an open socket alone does not say so. */
export class LightPulse {
  readonly #parts: LightPulseParts;
  #heardMs = 0;
  #watching: AbortController | undefined;

  constructor(parts: LightPulseParts) {
    this.#parts = parts;
  }

  /** Whatever the light says, says that it lives. */
  take({ kind }: LinkMessage<"light-to-ear">): void {
    this.#heardMs = this.#parts.clock.monotonicMs();
    if (kind === "close") this.stop();
    if (kind === "listen" && this.#watching === undefined) {
      this.#watching = new AbortController();
      void this.#watch(this.#watching.signal);
    }
  }

  /** The ear may not hear any more, and nobody need live for that. */
  stop(): void {
    this.#watching?.abort();
    this.#watching = undefined;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, onSilence } = this.#parts;
    while (!signal.aborted) {
      // Its only way to reject is our own signal, which the loop looks at.
      await clock.sleep(CHECK_MS, signal).catch(() => undefined);
      const askedMs = clock.monotonicMs();
      // A slow recogniser may have held up this process for seconds while the light went on. One turn of the event loop
      // reads all that waited in the socket until now; what comes later, or work that follows, is left out of the account.
      await new Promise((read) => setImmediate(read));
      if (signal.aborted || askedMs - this.#heardMs <= SILENT_MS) continue;
      this.stop();
      onSilence();
    }
  }
}
