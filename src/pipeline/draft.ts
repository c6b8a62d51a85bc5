import type { Transcript } from "../transcript/transcript.js";
import type { Spotted } from "../utterance/spotter-trace.js";
import type { DraftedUtterance, Utterance } from "../utterance/utterance-collector.js";
import type { NumberedLook } from "./listener.js";
import { type Prepared, type PreparingParts, prepareClip } from "./prepare-clip.js";

/**
 * Work that is done while it is not yet known whether the utterance has ended: the whole way but the seal, on the very
 * sound that is sent if nobody speaks on. Called off, it is abandoned at the next stage, and all that it holds is
 * overwritten.
 */
export class Draft {
  readonly number: number;
  readonly look: NumberedLook;
  /** What the spotter had said when it was taken. */
  readonly known: Spotted;
  readonly #utterance: Utterance;
  #prepared: Prepared | undefined;
  #isCalledOff = false;
  #startedMs = Number.NaN;
  #endedMs = Number.NaN;

  constructor(look: NumberedLook, { draft, utterance }: DraftedUtterance) {
    this.number = draft;
    this.look = look;
    this.known = utterance.spotter;
    this.#utterance = utterance;
  }

  get isCalledOff(): boolean {
    return this.#isCalledOff;
  }

  /** Of what was made; undefined where nothing was understood, or nothing is made yet. */
  get transcript(): Transcript | undefined {
    const prepared = this.#prepared;
    return prepared?.kind === "clip" ? prepared.outcome.transcript : prepared?.transcript;
  }

  /** How much of its work fell before this monotonic time. */
  msUntil(timeMs: number): number {
    return Math.max(0, Math.min(this.#endedMs, timeMs) - this.#startedMs);
  }

  async make(parts: PreparingParts): Promise<void> {
    if (this.#isCalledOff) return;
    this.#startedMs = parts.clock.monotonicMs();
    const prepared = await prepareClip(this.#utterance, parts, () => this.#isCalledOff);
    this.#endedMs = parts.clock.monotonicMs();
    if (this.#isCalledOff) erasePrepared(prepared);
    else this.#prepared = prepared;
  }

  /** Hands over what was made, once; undefined when it was called off or never made. */
  take(): Prepared | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    return prepared;
  }

  callOff(): void {
    this.#isCalledOff = true;
    this.#utterance.audio.erase();
    if (this.#prepared) erasePrepared(this.#prepared);
    this.#prepared = undefined;
  }
}

/** A clip that is not to be sealed. */
export function erasePrepared(prepared: Prepared): void {
  if (prepared.kind === "clip") prepared.encoded.erase();
}
