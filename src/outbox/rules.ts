import type { AgeMark } from "./age.js";
import { type Entry, isSettled } from "./entry.js";
import type { OutboxBounds } from "./outbox.js";
import type { OutboxState } from "./state.js";

/** The oldest that have to go so that one of `bytes` fits, oldest first. */
export function crowdedOut(state: OutboxState, bytes: number, bounds: OutboxBounds): readonly Entry[] {
  const gone: Entry[] = [];
  let clips = state.pending.size + 1;
  let total = state.pendingBytes + bytes;
  for (const entry of state.pending.values()) {
    if (clips <= bounds.maxClips && total <= bounds.maxBytes) break;
    gone.push(entry);
    clips -= 1;
    total -= entry.bytes;
  }
  return gone;
}

/** Those that have waited for longer than they may, by the outbox's own age. */
export function tooOld(state: OutboxState, age: AgeMark, bounds: OutboxBounds): readonly Entry[] {
  return [...state.pending.values()].filter((entry) => age.ageMs - entry.acceptedAgeMs > bounds.maxAgeMs);
}

/** Of the time that a clip may wait, in milliseconds; never below nought. */
export function timeLeft(entry: Entry, ageMs: number, bounds: OutboxBounds): number {
  return Math.max(0, bounds.maxAgeMs - (ageMs - entry.acceptedAgeMs));
}

/** One row of remembered ids for each forgetting: twice a day, and then early rather than late. */
const FORGET_STEP_MS = 12 * 3_600_000;

/**
 * Those of which nothing is told any more: they left longer ago than history goes. An erasure that waits for its
 * keeper stays, however long that takes.
 */
export function forgettable(state: OutboxState, age: AgeMark, bounds: OutboxBounds): readonly Entry[] {
  const goneFor = (entry: Entry) => age.ageMs - (entry.leftAgeMs ?? entry.acceptedAgeMs);
  const settled = [...state.clips.values(), ...state.erasures.values()].filter(isSettled);
  if (!settled.some((entry) => goneFor(entry) > bounds.historyMs)) return [];
  return settled.filter((entry) => goneFor(entry) > bounds.historyMs - FORGET_STEP_MS);
}

/** Those that may be sent, oldest first: none of `except`, none that was accepted after an unconfirmed barrier. */
export function* sendable(state: OutboxState, except: ReadonlySet<string>): Generator<Entry> {
  const barriers = [...state.tombstones.values()].filter(({ isBarrier }) => isBarrier).map(({ seq }) => seq);
  const barrier = Math.min(...barriers, Number.POSITIVE_INFINITY);
  for (const entry of [...state.pending.values()]) {
    if (entry.seq > barrier) return;
    if (!except.has(entry.id)) yield entry;
  }
}
