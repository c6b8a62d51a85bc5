import type { MicrophoneWord } from "../link/messages.js";

/** From the switch to a new version: so long it may take until it hears, or the old one comes back. */
export const TRIAL_MS = 120_000;
/** An ear whose thread stands still ends within 10 s; one that has stayed for longer hears. */
export const STEADY_MS = 15_000;

/** So long what runs is looked at before the switch, until all of it is there: it may be between two ears. */
export const BEFORE_MS = 20_000;

/** What can be seen from outside of a version, at one moment. */
export interface HearingLook {
  /** Which process the ear is; undefined while there is none. */
  readonly ear: number | undefined;
  /** What the light says; undefined while it gives no answer. */
  readonly light:
    | {
        readonly muted: boolean;
        readonly account: MicrophoneWord;
        readonly ear: boolean;
        readonly uplink: boolean;
      }
    | undefined;
  /** The ear has said that its models are loaded; need not be asked while the microphone is open. */
  readonly isReady: boolean;
}

export type HearingVerdict = "wait" | "hears" | "deaf";

/** What a version had; the next one has to have as much. */
export interface Hearing {
  readonly ear: boolean;
  readonly uplink: boolean;
  /** The microphone is open by the kernel's account: `unreadable` is no hearing. */
  readonly isOpen: boolean;
}

export function hearingOf({ ear, light }: HearingLook): Hearing {
  return {
    ear: ear !== undefined && light?.ear === true,
    uplink: light?.uplink === true,
    isOpen: light?.account === "open",
  };
}

export function isWhole({ ear, uplink, isOpen }: Hearing): boolean {
  return ear && uplink && isOpen;
}

/** What was there at one of two moments. */
export function either(one: Hearing, other: Hearing): Hearing {
  return {
    ear: one.ear || other.ear,
    uplink: one.uplink || other.uplink,
    isOpen: one.isOpen || other.isOpen,
  };
}

/**
 * Whether a new version hears as well as the one before: for STEADY_MS its light answers, its ear is one process that
 * the light sees and whose models are loaded, its uplink is there, and the microphone is open, each of them where it was
 * so before: without a broker there is no uplink, and without a microphone nothing opens. Where the owner has muted it
 * nothing may be opened, and readiness has to do.
 */
export class HearingWatch {
  readonly #had: Hearing;
  readonly #fromMs: number;
  #steady: { readonly ear: number | undefined; readonly sinceMs: number } | undefined;

  /** @param nowMs monotonic, when the new version was started */
  constructor(had: Hearing, nowMs: number) {
    this.#had = had;
    this.#fromMs = nowMs;
  }

  look(look: HearingLook, nowMs: number): HearingVerdict {
    // An ear that nobody asks for may come and go.
    const ear = this.#had.ear ? look.ear : undefined;
    if (!isWell(look, this.#had)) this.#steady = undefined;
    else if (this.#steady === undefined || this.#steady.ear !== ear) this.#steady = { ear, sinceMs: nowMs };
    if (this.#steady !== undefined && nowMs - this.#steady.sinceMs >= STEADY_MS) return "hears";
    return nowMs - this.#fromMs >= TRIAL_MS ? "deaf" : "wait";
  }
}

function isWell(look: HearingLook, had: Hearing): boolean {
  const { light, isReady } = look;
  const has = hearingOf(look);
  if (light === undefined || (had.ear && !has.ear) || (had.uplink && !has.uplink)) return false;
  if (had.isOpen && !light.muted) return has.isOpen;
  return !had.ear || has.isOpen || isReady;
}
