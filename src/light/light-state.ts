import type { Phase } from "../link/messages.js";

/** What the kernel says of the capture devices; `unreadable` when it cannot be asked. */
export type Account = "open" | "closed" | "unreadable";

/** What a person sees. Steady means `dim` or `bright`, and steady means that the microphone is open. */
export type LightPattern = "off" | "dim" | "bright" | "flash";

/** What is wrong, by who told it. */
export const LIGHT_FAULTS = [
  "mute-not-saved",
  "mute-damaged",
  "erasures-not-saved",
  "erasures-damaged",
  "erasures-full",
] as const;
export type LightFault = (typeof LIGHT_FAULTS)[number];

/** One press of the button, from the first down edge until the button has rested. Times are monotonic milliseconds. */
export interface Press {
  readonly downMs: number;
  /** Set while it may be over; a down edge within BOUNCE_MS says that it was only a bounce. */
  readonly upMs: number | undefined;
  readonly seenMs: number;
  /**
   * How long it was certainly held without a break, at the longest: a gap in which this process did not run counts for
   * MAX_GAP_MS at most.
   */
  readonly heldMs: number;
  /** The same since the last break. */
  readonly stretchMs: number;
  /** Breaks so far that were too short to end it. */
  readonly bounces: number;
  /** Only a press that began while muted may lift the mute. */
  readonly mayLift: boolean;
  /** False for a button that was down before this process began, and for noise: they mute and do nothing else. */
  readonly counts: boolean;
  readonly erasedAll: boolean;
  /** A question was open when it began, so it answers it. */
  readonly answers: boolean;
}

/** Somebody on this device asks whether a key may be pinned, and only a finger on the button can agree. */
export interface OpenQuestion {
  /** A press that begins later is no answer any more. */
  readonly untilMs: number;
}

export interface LightState {
  readonly muted: boolean;
  readonly account: Account;
  /** Since when the microphone should be open and is not; for a person who believes that it hears. */
  readonly deafSinceMs: number | undefined;
  readonly phase: Phase;
  readonly ear: boolean;
  readonly uplink: boolean;
  readonly press: Press | undefined;
  readonly question: OpenQuestion | undefined;
  readonly faults: readonly LightFault[];
  /** When recorders were last looked for and ended. */
  readonly sweptMs: number;
  readonly nowMs: number;
}

/** `already-down`: found down at the start. `lost`: the button cannot be read any more. */
export type ButtonEdge = "down" | "already-down" | "up" | "lost";

export type LightInput =
  | { readonly kind: "button"; readonly edge: ButtonEdge }
  /** The kernel was asked. At least 5 times a second, and it is the tick as well. */
  | { readonly kind: "account"; readonly account: Account }
  | { readonly kind: "ear"; readonly connected: boolean }
  | { readonly kind: "uplink"; readonly connected: boolean }
  | { readonly kind: "phase"; readonly phase: Phase }
  /** From the control socket, which may make things more private and never less. */
  | { readonly kind: "mute" }
  /** A question for the button. It closes the microphone too: an open one's light is steady and could not show it. */
  | {
      readonly kind: "ask";
      /** CONSENT_MS where it is not said. */
      readonly waitMs?: number;
    }
  /** Whoever asked is gone. */
  | { readonly kind: "withdraw" }
  | { readonly kind: "fault"; readonly fault: LightFault; readonly active: boolean };

export type LightEffect =
  /** SIGKILL to the process group of every recorder of ours. */
  | { readonly kind: "end-recorders" }
  /** The ear forgets what it has and ends. */
  | { readonly kind: "close" }
  | { readonly kind: "listen" }
  | { readonly kind: "save-mute"; readonly muted: boolean }
  | { readonly kind: "tell-uplink"; readonly muted: boolean }
  | { readonly kind: "erase"; readonly selector: "last" | "all" }
  /** The question that was open is answered. */
  | { readonly kind: "answer"; readonly answer: "consented" | "refused" };

export interface LightStep {
  readonly state: LightState;
  /** To be carried out in this order. */
  readonly effects: readonly LightEffect[];
}

/** What is known before anybody has connected or pressed. */
export interface LightStart {
  readonly mute: "muted" | "lifted";
  readonly account: Account;
  readonly nowMs: number;
}

export function initialLight({ mute, account, nowMs }: LightStart): LightState {
  return {
    muted: mute === "muted",
    account,
    deafSinceMs: undefined,
    phase: "closed",
    ear: false,
    uplink: false,
    press: undefined,
    question: undefined,
    faults: [],
    sweptMs: Number.NEGATIVE_INFINITY,
    nowMs,
  };
}
