/** From the switch to a new version: so long it may take until it hears, or the old one comes back. */
export const TRIAL_MS = 120_000;
/** An ear whose thread stands still ends within 10 s; one that has stayed for longer hears. */
export const STEADY_MS = 15_000;

/** What can be seen from outside of the new version, at one moment. */
export interface HearingLook {
  /** Which process the ear is; undefined while there is none. */
  readonly ear: number | undefined;
  /** What the light says; undefined while it gives no answer. */
  readonly light:
    | { readonly muted: boolean; readonly isOpen: boolean; readonly ear: boolean; readonly uplink: boolean }
    | undefined;
  /** The ear has said that its models are loaded. */
  readonly isReady: boolean;
}

export type HearingVerdict = "wait" | "hears" | "deaf";

/**
 * Whether a new version hears: its ear stays the same process for STEADY_MS while the light is there, sees it and has the
 * microphone open by the kernel's account. Where the owner has muted it nothing may be opened, and readiness has to do.
 */
export class HearingWatch {
  readonly #fromMs: number;
  #steady: { readonly ear: number; readonly sinceMs: number } | undefined;

  /** @param nowMs monotonic, when the new version was started */
  constructor(nowMs: number) {
    this.#fromMs = nowMs;
  }

  look(look: HearingLook, nowMs: number): HearingVerdict {
    const ear = isWell(look) ? look.ear : undefined;
    if (ear === undefined) this.#steady = undefined;
    else if (this.#steady?.ear !== ear) this.#steady = { ear, sinceMs: nowMs };
    if (this.#steady !== undefined && nowMs - this.#steady.sinceMs >= STEADY_MS) return "hears";
    return nowMs - this.#fromMs >= TRIAL_MS ? "deaf" : "wait";
  }
}

function isWell({ light, isReady }: HearingLook): boolean {
  if (light === undefined || !light.ear || !light.uplink) return false;
  return light.muted ? isReady : light.isOpen;
}
