import type { CrewEvent } from "./crew.js";

/** Told when a clip has left the outbox, in whichever way. */
const LEFT = /^clip-(receipted|erased|expired|evicted|quarantined)$/;
/** More than the ear and the outbox hold at once is not looked after here. */
const MAX_CLIPS = 4_096;

/** Which clips were sealed and have not left the outbox yet, by what the processes say; for a farewell with patience. */
export class ClipsUnderWay {
  readonly #ids = new Set<string>();
  #waiting: (() => void)[] = [];

  take(event: CrewEvent): void {
    if (event.kind !== "line") return;
    const { id } = event.line;
    if (typeof id !== "string") return;
    if (event.line.event === "clip-sealed" && this.#ids.size < MAX_CLIPS) this.#ids.add(id);
    if (!LEFT.test(event.line.event) || !this.#ids.delete(id) || this.#ids.size > 0) return;
    for (const done of this.#waiting.splice(0)) done();
  }

  /** Resolves when there is none. */
  none(): Promise<void> {
    if (this.#ids.size === 0) return Promise.resolve();
    return new Promise((done) => this.#waiting.push(done));
  }
}
