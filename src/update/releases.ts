import { z } from "zod";
import { assertNever } from "../domain/assert-never.js";
import { SottoError } from "../domain/errors.js";

/** The two folders that take turns. */
export const SLOTS = ["a", "b"] as const;
export type Slot = (typeof SLOTS)[number];
/** What the link names; `root` is the release of the image or package itself, and then there is no link. */
export type Place = Slot | "root";

const place = z.enum([...SLOTS, "root"]);
const slot = z.enum(SLOTS);

export const FAILURES = ["interrupted", "self-test", "deaf", "by-hand", "damaged"] as const;
/** Why a version that was tried is not what runs. */
export type Failure = (typeof FAILURES)[number];

const settled = z.strictObject({
  phase: z.literal("settled"),
  current: place,
  /** What ran before and lies whole in its folder. */
  previous: place.optional(),
  /** What was tried last and failed, for whoever asks. */
  failed: z.strictObject({ version: z.string(), why: z.enum(FAILURES) }).optional(),
});
const staging = z.strictObject({
  phase: z.literal("staging"),
  current: place,
  /** Its folder holds anything, nothing, or half of a release. */
  into: slot,
  version: z.string(),
});
const trial = z.strictObject({
  phase: z.literal("trial"),
  /** Lies whole and verified in its folder; the link may name it already. */
  current: slot,
  /** Where a failure leads back to. */
  previous: place,
  version: z.string(),
});

/** What state.json remembers. It is written before the step that it announces. */
export const releaseStateSchema = z.discriminatedUnion("phase", [settled, staging, trial]);
export type ReleaseState = z.infer<typeof releaseStateSchema>;

export const FIRST_STATE: ReleaseState = { phase: "settled", current: "root" };

/** One thing that is done to the disk; each is whole or not done after a power cut, and may be done twice. */
export type ReleaseStep =
  | { readonly kind: "save"; readonly state: ReleaseState }
  /** `current` names this from now on. */
  | { readonly kind: "link"; readonly to: Place }
  | { readonly kind: "clear"; readonly slot: Slot };

/** The folder that an update may fill: never the one that runs, nor the one that runs if this fails. */
export function freeSlot(current: Place): Slot {
  return current === "a" ? "b" : "a";
}

function settledIn(state: ReleaseState): Extract<ReleaseState, { phase: "settled" }> {
  if (state.phase === "settled") return state;
  throw new SottoError("UPDATE_UNDER_WAY", `an update to ${state.version} is under way`);
}

/** Before anything is unpacked. @throws SottoError UPDATE_UNDER_WAY */
export function beginUpdate(state: ReleaseState, version: string): readonly ReleaseStep[] {
  const { current } = settledIn(state);
  const into = freeSlot(current);
  return [
    { kind: "save", state: { phase: "staging", current, into, version } },
    { kind: "clear", slot: into },
  ];
}

/** The folder holds the release, verified on the disk, and it has passed its own test. */
export function beginTrial(state: ReleaseState): readonly ReleaseStep[] {
  if (state.phase !== "staging") throw new SottoError("INTERNAL", "no update is being unpacked");
  const { into, current, version } = state;
  return [
    { kind: "save", state: { phase: "trial", current: into, previous: current, version } },
    { kind: "link", to: into },
  ];
}

/** The new one hears. */
export function confirmTrial(state: ReleaseState): readonly ReleaseStep[] {
  if (state.phase !== "trial") throw new SottoError("INTERNAL", "nothing is on trial");
  const { current, previous } = state;
  return [{ kind: "save", state: { phase: "settled", current, previous } }];
}

/** Between the two the services start anew, so that nothing is removed while it runs. */
export interface WayBack {
  readonly before: readonly ReleaseStep[];
  readonly after: readonly ReleaseStep[];
}

/** Where nothing of a release runs. */
export function allOf({ before, after }: WayBack): readonly ReleaseStep[] {
  return [...before, ...after];
}

/**
 * Back to what ran before, from wherever an update is. The link goes first: what it names is whole at every moment. The
 * folder goes before the state is saved, as on a disk that it fills nothing can be saved; until then the state says
 * that there is a way to go back.
 */
export function abandonUpdate(state: ReleaseState, why: Failure): WayBack {
  switch (state.phase) {
    case "settled":
      return { before: [], after: [] };
    case "staging":
      return ended(state.current, state.into, { version: state.version, why });
    case "trial":
      return ended(state.previous, state.current, { version: state.version, why });
    default:
      return assertNever(state);
  }
}

interface Failed {
  readonly version: string;
  readonly why: Failure;
}

function ended(to: Place, slot: Slot, failed: Failed): WayBack {
  return {
    before: [{ kind: "link", to }],
    after: [
      { kind: "clear", slot },
      { kind: "save", state: { phase: "settled", current: to, failed } },
    ],
  };
}

/**
 * By the owner's wish, to what ran before. It is saved before its folder goes: the state that is left names it as what
 * runs. @throws SottoError UPDATE_UNDER_WAY, NOTHING_BEFORE
 */
export function rollBack(state: ReleaseState, version: string): WayBack {
  const { current, previous } = settledIn(state);
  if (previous === undefined || previous === current || current === "root") {
    throw new SottoError("NOTHING_BEFORE", "no earlier release lies here");
  }
  const failed: Failed = { version, why: "by-hand" };
  return {
    before: [
      { kind: "link", to: previous },
      { kind: "save", state: { phase: "settled", current: previous, failed } },
    ],
    after: [{ kind: "clear", slot: current }],
  };
}

/** Folders that no state leads to, as where the power went before a roll-back removed what it left. */
export function unnamedSlots(state: ReleaseState): readonly Slot[] {
  if (state.phase !== "settled") return [];
  return SLOTS.filter((slot) => slot !== state.current && slot !== state.previous);
}

/**
 * At a start of the machine, before anything of it hears: what a power cut left is taken back, and the link is what
 * the state says. A trial that was interrupted has failed: nobody knows whether it would have heard.
 * @param isOutdated the root itself is as new as what the link names, as after an upgrade of the package
 */
export function settleAtStart(state: ReleaseState, isOutdated: boolean): readonly ReleaseStep[] {
  if (state.phase !== "settled") return allOf(abandonUpdate(state, "interrupted"));
  const { current } = state;
  if (current === "root" || !isOutdated) {
    const unnamed = unnamedSlots(state).map((slot): ReleaseStep => ({ kind: "clear", slot }));
    return [{ kind: "link", to: current }, ...unnamed];
  }
  return [
    { kind: "link", to: "root" },
    { kind: "save", state: FIRST_STATE },
    { kind: "clear", slot: current },
  ];
}
