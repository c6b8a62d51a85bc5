import type { Selector } from "../link/messages.js";

/** From the first word of the longest utterance until it is a clip: what waits before it and a slow machine included. */
const MOST_UNDER_WAY_MS = 60_000;

/**
 * Whether an erasure means what is just being said, which is no clip yet: a clip's time is when it was made, and what
 * is under way was begun within a minute of now.
 * @param nowMs wall time
 */
export function reachesNow(selector: Selector, nowMs: number): boolean {
  switch (selector.kind) {
    case "last":
    case "all":
      return true;
    case "range":
      return selector.fromMs <= nowMs && selector.toMs >= nowMs - MOST_UNDER_WAY_MS;
    case "listed":
      return false;
  }
}
