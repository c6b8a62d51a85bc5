import { assertNever } from "../domain/assert-never.js";
import type {
  Account,
  ButtonEdge,
  LightEffect,
  LightFault,
  LightInput,
  LightPattern,
  LightState,
  LightStep,
} from "./light-state.js";
import {
  answerOf,
  BOUNCE_MS,
  beginPress,
  ERASE_ALL_MS,
  ERASE_LAST_MS,
  hold,
  isCountingDown,
  isOver,
  meaningOf,
  rebound,
} from "./press.js";

/** An ear that should hear and does not for so long is a fault that is shown. */
export const DEAF_MS = 30_000;
/** While muted, recorders that the kernel's account does not show (a pipe, a sound server) are looked for so often. */
export const SWEEP_MS = 500;
/** So long a question waits for a press. */
export const CONSENT_MS = 60_000;

/**
 * The button and the light, as rules. The mute comes on every down edge and goes by the button alone; a microphone
 * that is found open while muted is closed again at every look.
 *
 * @param nowMs monotonic milliseconds, never less than before
 */
export function stepLight(before: LightState, input: LightInput, nowMs: number): LightStep {
  const effects: LightEffect[] = [];
  let state = passTime(before, Math.max(nowMs, before.nowMs), effects);
  state = take(state, input, effects);
  return { state, effects: state.muted ? effects.filter((each) => !isLess(each)) : effects };
}

/** What would let the ear hear for the moment between a press that lifts and what mutes in the same step. */
function isLess(effect: LightEffect): boolean {
  if (effect.kind === "listen") return true;
  return (effect.kind === "save-mute" || effect.kind === "tell-uplink") && !effect.muted;
}

/** What the light shows. It is asked after every step. */
export function patternOf(state: LightState): LightPattern {
  if (state.account === "open") return state.phase === "recording" ? "bright" : "dim";
  if (state.account === "unreadable" || state.faults.length > 0 || isDeaf(state)) return "flash";
  if (state.question !== undefined) return "flash";
  return state.press !== undefined && isCountingDown(state.press) ? "flash" : "off";
}

function isDeaf(state: LightState): boolean {
  return state.deafSinceMs !== undefined && state.nowMs - state.deafSinceMs >= DEAF_MS;
}

function passTime(before: LightState, nowMs: number, effects: LightEffect[]): LightState {
  const state = { ...before, nowMs };
  if (before.press === undefined) return closeLate(state, effects);
  const press = hold(before.press, nowMs);
  if (isOver(press, nowMs)) return closeLate(endPress({ ...state, press }, effects), effects);
  if (press.counts && !press.erasedAll && press.heldMs >= ERASE_ALL_MS) {
    effects.push({ kind: "erase", selector: "all" });
    return closeLate({ ...state, press: { ...press, erasedAll: true } }, effects);
  }
  return closeLate({ ...state, press }, effects);
}

/** A question whose time is over is refused, but for a press that began in time and may still become a consent. */
function closeLate(state: LightState, effects: LightEffect[]): LightState {
  const { question, press, nowMs } = state;
  if (question === undefined || nowMs < question.untilMs) return state;
  if (press?.answers && press.heldMs < ERASE_LAST_MS) return state;
  effects.push({ kind: "answer", answer: "refused" });
  return { ...state, question: undefined };
}

/** The press that is over answers the question that was open when it began, if it still is. */
function answered(state: LightState, effects: LightEffect[]): LightState {
  const answer = state.press === undefined ? undefined : answerOf(state.press);
  if (state.question === undefined || answer === undefined) return state;
  effects.push({ kind: "answer", answer });
  return { ...state, question: undefined };
}

function endPress(state: LightState, effects: LightEffect[]): LightState {
  const meaning = state.press === undefined ? "nothing" : meaningOf(state.press);
  const after = { ...answered(state, effects), press: undefined };
  switch (meaning) {
    case "lift":
      return lift(after, effects);
    case "erase-last":
      effects.push({ kind: "erase", selector: "last" });
      return after;
    case "erase-all":
      effects.push({ kind: "erase", selector: "all" });
      return after;
    case "nothing":
      return after;
    default:
      return assertNever(meaning);
  }
}

function take(state: LightState, input: LightInput, effects: LightEffect[]): LightState {
  switch (input.kind) {
    case "button":
      return takeEdge(state, input.edge, effects);
    case "account":
      return takeAccount(state, input.account, effects);
    case "ear":
      if (input.connected && mayListen(state)) effects.push({ kind: "listen" });
      return { ...state, ear: input.connected, phase: "closed" };
    case "uplink":
      if (input.connected) effects.push({ kind: "tell-uplink", muted: state.muted });
      return { ...state, uplink: input.connected };
    case "phase":
      return { ...state, phase: input.phase };
    case "mute":
      return muteByRequest(state, effects);
    case "ask": {
      const untilMs = state.nowMs + (input.waitMs ?? CONSENT_MS);
      return muteByRequest({ ...state, question: { untilMs } }, effects);
    }
    case "withdraw":
      return { ...state, question: undefined };
    case "fault":
      return { ...state, faults: withFault(state.faults, input.fault, input.active) };
    default:
      return assertNever(input);
  }
}

/** A finger that was on the button already does not undo what was asked for since, and answers nothing. */
function muteByRequest(state: LightState, effects: LightEffect[]): LightState {
  const press = state.press && { ...state.press, mayLift: false, answers: false };
  return mute({ ...state, press }, effects);
}

/** Told at the start of the press that follows, and forgotten then. */
const TOLD_UNTIL_PRESSED: readonly LightFault[] = ["erasures-damaged", "erasures-full"];

function takeEdge(state: LightState, edge: ButtonEdge, effects: LightEffect[]): LightState {
  const { press, nowMs } = state;
  if (edge === "lost") return { ...state, press: undefined };
  if (edge === "up") {
    return press === undefined || press.upMs !== undefined
      ? state
      : { ...state, press: { ...press, upMs: nowMs } };
  }
  if (edge === "down" && press?.upMs !== undefined && nowMs - press.upMs < BOUNCE_MS) {
    return mute({ ...state, press: rebound(press, nowMs) }, effects);
  }
  // A down edge after a down edge: the up edge between was lost, and with it what that press may have meant.
  const counts = edge === "down";
  const mayLift = counts && state.muted;
  const answers = counts && state.question !== undefined && nowMs < state.question.untilMs;
  const faults = state.faults.filter((each) => !TOLD_UNTIL_PRESSED.includes(each));
  return mute({ ...state, faults, press: beginPress(nowMs, { mayLift, counts, answers }) }, effects);
}

function takeAccount(state: LightState, account: Account, effects: LightEffect[]): LightState {
  const isWrong = account === "unreadable" || (state.muted && account === "open");
  const isDue = state.muted && state.nowMs - state.sweptMs >= SWEEP_MS;
  if (isWrong || isDue) effects.push({ kind: "end-recorders" });
  const sweptMs = isWrong || isDue ? state.nowMs : state.sweptMs;
  const isSilent = !state.muted && account === "closed";
  const deafSinceMs = isSilent ? (state.deafSinceMs ?? state.nowMs) : undefined;
  const after = { ...state, account, deafSinceMs, sweptMs };
  // A device that cannot be seen is closed until it can be seen again: the light would have nothing to tell.
  if (mayListen(state) && account === "unreadable") effects.push({ kind: "close" });
  if (!mayListen(state) && mayListen(after)) effects.push({ kind: "listen" });
  return after;
}

function mayListen(state: LightState): boolean {
  return !state.muted && state.account !== "unreadable";
}

/** More private: also when it is muted already, the recorders are ended once more. */
function mute(state: LightState, effects: LightEffect[]): LightState {
  effects.push({ kind: "end-recorders" });
  if (state.muted) return state;
  effects.push({ kind: "close" }, { kind: "save-mute", muted: true }, { kind: "tell-uplink", muted: true });
  return { ...state, muted: true, deafSinceMs: undefined };
}

/** Less private: called by the end of a press and by nothing else. */
function lift(state: LightState, effects: LightEffect[]): LightState {
  if (!state.muted) return state;
  const after = { ...state, muted: false, deafSinceMs: state.nowMs };
  effects.push({ kind: "save-mute", muted: false });
  if (mayListen(after)) effects.push({ kind: "listen" });
  effects.push({ kind: "tell-uplink", muted: false });
  return after;
}

function withFault(faults: readonly LightFault[], fault: LightFault, active: boolean): readonly LightFault[] {
  const others = faults.filter((each) => each !== fault);
  return active ? [...others, fault] : others;
}
