import { assertNever } from "../domain/assert-never.js";
import { SottoError } from "../domain/errors.js";
import { MAX_LAST_AGE_MS, MAX_LISTED, type Selector } from "../link/messages.js";
import { toHex } from "../seal/canonical-cbor.js";
import { parseEnvelope } from "../seal/envelope.js";
import { decodeTombstone } from "../seal/notices.js";
import { verifyEnvelope } from "../seal/open-clip.js";
import type { TrustedSigner } from "../seal/ports.js";
import { Draft, type Moment } from "./draft.js";
import type { Entry } from "./entry.js";
import { MAX_TOMBSTONES } from "./outbox.js";
import type { Change, OutboxState, StoredTombstone } from "./state.js";

export interface Resolved {
  readonly all: boolean;
  readonly ids: readonly string[];
}

/** Not erased, and no erasure has named it. */
function isUntouched(clip: Entry): boolean {
  return clip.state !== "erased" && clip.erasedBy === undefined;
}

/**
 * Which clips a selector means.
 * - `last`: the newest that was accepted, whatever became of it; nothing when that one is erased already, so that
 *   pressing twice never takes an older one with it, and nothing when it was accepted over MAX_LAST_AGE_MS ago.
 * - `range`: by the wall time of acceptance, both ends included; the newest MAX_LISTED where there are more.
 * - `all`: besides everything, by name those that a broker may still hold: pending, or gone without a keeper's receipt.
 * @param ageMs the outbox's own age now
 */
export function resolveSelector(state: OutboxState, selector: Selector, ageMs: number): Resolved {
  switch (selector.kind) {
    case "last": {
      const last = [...state.clips.values()].at(-1);
      const isMeant = last && isUntouched(last) && ageMs - last.acceptedAgeMs <= MAX_LAST_AGE_MS;
      return { all: false, ids: isMeant ? [last.id] : [] };
    }
    case "listed":
      return { all: false, ids: [...new Set(selector.ids)].slice(0, MAX_LISTED) };
    case "range": {
      const within = ({ acceptedAtMs }: Entry) =>
        acceptedAtMs >= selector.fromMs && acceptedAtMs <= selector.toMs;
      return { all: false, ids: named(state, within) };
    }
    case "all":
      return { all: true, ids: named(state, ({ state: now }) => now !== "receipted") };
    default:
      return assertNever(selector);
  }
}

function named(state: OutboxState, isMeant: (clip: Entry) => boolean): readonly string[] {
  const clips = [...state.clips.values()].filter((clip) => isUntouched(clip) && isMeant(clip));
  return clips.slice(-MAX_LISTED).map(({ id }) => id);
}

/** A device's own tombstone, checked once more. */
export interface CheckedTombstone {
  readonly id: string;
  /** Ids in hex, or everything. */
  readonly erased: readonly string[] | "all";
  readonly message: Uint8Array;
}

/** @throws SottoError ENVELOPE_INVALID, ENVELOPE_SIGNATURE_WRONG and its sisters */
export function checkedTombstone(message: Uint8Array, device: TrustedSigner): CheckedTombstone {
  const envelope = parseEnvelope(message);
  if (envelope.header.kind !== "tombstone") {
    throw new SottoError("ENVELOPE_INVALID", `a ${envelope.header.kind}, not a tombstone`);
  }
  verifyEnvelope(envelope, [device]);
  const body = decodeTombstone(envelope.body);
  return {
    id: toHex(envelope.header.messageId),
    erased: body.scope === "all" ? "all" : body.ids.map(toHex),
    message: Uint8Array.from(message),
  };
}

/**
 * One erasure as one transaction: what is pending leaves as erased, what has left is marked so that the confirmation
 * reaches its history, and an id that never came is remembered so that it is refused as known.
 * @throws SottoError OUTBOX_UNWRITABLE over MAX_TOMBSTONES
 */
export function eraseChange(
  state: OutboxState,
  request: string,
  tombstones: readonly CheckedTombstone[],
  now: Moment,
): Change {
  if (state.tombstones.size + tombstones.length > MAX_TOMBSTONES) {
    throw new SottoError("OUTBOX_UNWRITABLE", `${state.tombstones.size} tombstones are unconfirmed`);
  }
  const draft = new Draft(state, now);
  draft.addErasure(request, tombstones.length === 0 ? "confirmed" : "pending");
  const meant = new Set<string>();
  for (const { id, erased, message } of tombstones) {
    draft.addTombstone({ id, request, isBarrier: erased === "all", message });
    for (const one of erased === "all" ? state.clips.keys() : erased) meant.add(one);
  }
  for (const id of meant) {
    const clip = state.clips.get(id);
    if (clip === undefined) {
      if (!state.seen.has(id)) draft.remember(id);
    } else if (clip.state === "pending") {
      draft.leave(clip, "erased", { erasedBy: request });
    } else if (isUntouched(clip)) {
      draft.amend(clip, { erasedBy: request });
    }
  }
  return draft.change();
}

/** A keeper has signed for one tombstone. `isLast` when nothing of its erasure is open any more. */
export function confirmChange(
  state: OutboxState,
  tombstone: StoredTombstone,
  signedBy: string,
  now: Moment,
): { readonly change: Change; readonly isLast: boolean } {
  const { request, id } = tombstone;
  const isLast = ![...state.tombstones.values()].some(
    (other) => other.request === request && other.id !== id,
  );
  const draft = new Draft(state, now);
  draft.dropTombstone(tombstone);
  const erasure = state.erasures.get(request);
  if (isLast && erasure) {
    draft.amend(erasure, { state: "confirmed", signedBy, atMs: now.wallMs, leftAgeMs: now.age.ageMs });
    for (const clip of state.clips.values()) {
      if (clip.erasedBy === request && clip.state === "receipted") {
        draft.amend(clip, { isErasedAtKeeper: true, atMs: now.wallMs });
      }
    }
  }
  return { change: draft.change(), isLast };
}
