import type { Verdict } from "./channel-judge.js";
import { FRAMES_PER_SECOND } from "./channel-meter.js";

/** Better by so much for so long, dB and verdicts (one a second): a small difference must last. */
const CLEAR_WIN = { db: 1.5, verdicts: 3 };
const SMALL_WIN = { db: 0.5, verdicts: 15 };
/** Quiet frames before a change: longer than the pause that ends an utterance. */
const PAUSE_FRAMES = FRAMES_PER_SECOND;
/** Verdicts before the first choice: what is played shows itself in 3 s. */
const FIRST_VERDICTS = 3;
/** After so many verdicts without such a pause, one between two words will do. */
const PATIENCE_VERDICTS = 30;
const SHORT_PAUSE_FRAMES = FRAMES_PER_SECOND / 5;

/**
 * Follows the verdicts: in a pause only, and only for a difference that lasts, except away from a channel that may not
 * be heard.
 */
export class ChannelFollower {
  #chosen: number | undefined;
  /** Chosen by speech, and not by noise alone. */
  #isSettled = false;
  #wanted: number | undefined;
  #isWantedBySpeech = false;
  #verdicts = 0;
  #waited = 0;
  #clear = 0;
  #small = 0;

  /** Undefined while nothing is known. */
  get chosen(): number | undefined {
    return this.#chosen;
  }

  /** Takes a new verdict. */
  hear({ best, scores, isMeasured }: Verdict): void {
    this.#wanted = undefined;
    if (best === undefined) return;
    this.#verdicts++;
    if (this.#verdicts < FIRST_VERDICTS) return;
    const own = this.#chosen === undefined ? undefined : scores[this.#chosen];
    const lead = own === undefined ? Number.POSITIVE_INFINITY : (scores[best] ?? own) - own;
    this.#clear = lead >= CLEAR_WIN.db ? this.#clear + 1 : 0;
    this.#small = lead >= SMALL_WIN.db ? this.#small + 1 : 0;
    const lasts = this.#clear >= CLEAR_WIN.verdicts || this.#small >= SMALL_WIN.verdicts;
    const wins = own === undefined || lasts || (isMeasured && !this.#isSettled);
    if (wins && best !== this.#chosen) this.#wanted = best;
    this.#isWantedBySpeech = isMeasured;
    this.#waited = this.#wanted === undefined ? 0 : this.#waited + 1;
    if (isMeasured && best === this.#chosen) this.#isSettled = true;
  }

  /** Changes where that is wanted and may be. @param quietFrames how long it has been quiet */
  follow(quietFrames: number): void {
    if (this.#wanted === undefined) return;
    const needed = this.#waited > PATIENCE_VERDICTS ? SHORT_PAUSE_FRAMES : PAUSE_FRAMES;
    if (quietFrames >= needed) this.turn(this.#wanted);
  }

  /** Changes now. */
  turn(to: number): void {
    this.#chosen = to;
    this.#isSettled = this.#isWantedBySpeech;
    this.#wanted = undefined;
    this.#waited = 0;
    this.#clear = 0;
    this.#small = 0;
  }
}
