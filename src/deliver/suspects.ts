/** More are not remembered; the oldest is let off. */
const MAX_SUSPECTS = 64;

/**
 * Finds the message that makes a broker hang up, which is how a broker of MQTT 3.1.1 says no. All that was in flight
 * when it hung up is suspect, and is then sent alone: whoever is alone when it happens again, and finds the broker
 * there at the first attempt, is to blame. A broker that was away died by itself.
 */
export class Suspects {
  readonly #suspects = new Set<string>();
  #judgedConnection = 0;
  #alone: string | undefined;

  /** Whether it has to be sent alone. */
  has(id: string): boolean {
    return this.#suspects.has(id);
  }

  /** The broker ended a connection on which these were unanswered. Only the first call for a connection counts. */
  hungUp(connection: number, inFlight: ReadonlySet<string>): void {
    if (connection <= this.#judgedConnection) return;
    this.#judgedConnection = connection;
    const [first, second] = inFlight;
    this.#alone = second === undefined ? first : undefined;
    for (const id of inFlight) {
      const [oldest] = this.#suspects;
      if (this.#suspects.size >= MAX_SUSPECTS && oldest !== undefined) this.#suspects.delete(oldest);
      this.#suspects.add(id);
    }
  }

  /** @param attempts that the new connection took. @returns the message to blame for the end of the one before */
  reconnected(attempts: number): string | undefined {
    const alone = this.#alone;
    this.#alone = undefined;
    if (attempts === 1) return alone;
    this.#suspects.clear();
    return undefined;
  }

  /** The broker has answered it, or it is not pending any more. */
  cleared(id: string): void {
    this.#suspects.delete(id);
  }
}
