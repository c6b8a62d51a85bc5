import type { Press } from "./light-state.js";

/** Contacts bounce for a few milliseconds; an up edge counts when the button has rested so long. */
export const BOUNCE_MS = 40;
/** A press released within this lifts the mute, and a longer one never does. */
export const LIFT_MS = 1_000;
/**
 * No finger is so quick: a press without one contact of so long is a disturbance on the wire, which mutes like any other
 * and does nothing else. The hum of the mains, which a line without its pull-up picks up, makes contacts of 10 ms.
 */
export const TOUCH_MS = 25;
/** Contacts that bounce do it less often than a line that nothing holds at its level. */
export const MOST_BOUNCES = 16;
export const ERASE_LAST_MS = 3_000;
export const ERASE_ALL_MS = 10_000;
/** Held time is believed in steps of at most this, so that a process that was stopped invents no long press. */
export const MAX_GAP_MS = 500;

const UNHELD = { heldMs: 0, stretchMs: 0, bounces: 0 } as const;

export function beginPress(nowMs: number, press: Pick<Press, "mayLift" | "counts" | "answers">): Press {
  return { ...press, downMs: nowMs, upMs: undefined, seenMs: nowMs, ...UNHELD, erasedAll: false };
}

/** The press as of now; time adds up only while the button is down. */
export function hold(press: Press, nowMs: number): Press {
  if (press.upMs !== undefined) return press;
  const stretchMs = press.stretchMs + Math.min(nowMs - press.seenMs, MAX_GAP_MS);
  return { ...press, seenMs: nowMs, stretchMs, heldMs: Math.max(press.heldMs, stretchMs) };
}

/** The press goes on: its up edge was a bounce. Time held before it is not added to what comes, lest noise add up. */
export function rebound(press: Press, nowMs: number): Press {
  const bounces = press.bounces + 1;
  const goesOn = { ...press, upMs: undefined, seenMs: nowMs, stretchMs: 0, bounces };
  return bounces <= MOST_BOUNCES ? goesOn : { ...goesOn, mayLift: false, answers: false, counts: false };
}

/** True when the up edge was no bounce. */
export function isOver(press: Press, nowMs: number): boolean {
  return press.upMs !== undefined && nowMs - press.upMs >= BOUNCE_MS;
}

export type PressMeaning = "lift" | "erase-last" | "erase-all" | "nothing";

/** What a press that is over asks for, beyond the mute that its down edge brought. */
export function meaningOf(press: Press): PressMeaning {
  if (press.upMs === undefined || !press.counts || press.erasedAll) return "nothing";
  if (press.heldMs >= ERASE_ALL_MS) return "erase-all";
  if (press.heldMs >= ERASE_LAST_MS) return "erase-last";
  const lengthMs = press.upMs - press.downMs;
  return press.mayLift && press.heldMs >= TOUCH_MS && lengthMs <= LIFT_MS ? "lift" : "nothing";
}

/**
 * What a press that is over says to the question that was open when it began. Consent is a press of one to three
 * seconds, which nobody makes who wants to mute, to hear again or to erase: those say no and do what they always do. It
 * has to be that by the clock too: of a long press much time may not have been seen, where this process did not run.
 */
export function answerOf(press: Press): "consented" | "refused" | undefined {
  if (!press.answers || press.upMs === undefined) return undefined;
  const lengthMs = press.upMs - press.downMs;
  if (press.heldMs < TOUCH_MS) return undefined;
  return press.heldMs > LIFT_MS && lengthMs < ERASE_LAST_MS ? "consented" : "refused";
}

/** From when on a person who holds the button is shown that time is counted, until all was asked for. */
export function isCountingDown(press: Press): boolean {
  return press.counts && press.upMs === undefined && press.heldMs > LIFT_MS && !press.erasedAll;
}
