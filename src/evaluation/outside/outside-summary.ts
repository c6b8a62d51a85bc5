import type { PersonalType } from "../../domain/personal-type.js";
import type { RowTruth } from "../manifest.js";
import { otherWords } from "../words-kept.js";
import { canBeSought, decoysFor, type Sought, soughtOf } from "./decoys.js";
import { heardText } from "./heard-text.js";
import { isHeard, tracesBeyond } from "./traces.js";

/** What a listener wrote down of one row. */
export interface Overheard {
  /** Place of the row among the cases. */
  readonly at: number;
  /** Of what left; undefined for a clip that did not. */
  readonly left: string | undefined;
  /** Of the sound before anything was cut. */
  readonly before: string;
}

/** What became of one entity at the listener's ear. */
export interface EntityHeard {
  readonly at: number;
  readonly type: PersonalType;
  readonly text: string;
  readonly isHeard: boolean;
  /** Share of its decoys that were heard in the same text, 0 to 1. */
  readonly decoys: number;
  readonly isHeardBefore: boolean;
}

export interface OutsideSummary {
  /** Entities of clips that left and that can be looked for. */
  readonly heard: readonly EntityHeard[];
  /** Entities of clips that left, of whose text nothing can be looked for. */
  readonly untold: number;
}

function soughtOfRow(at: number, truth: RowTruth): readonly Sought[] {
  const entities = truth.entities ?? [];
  return entities.map((entity) =>
    // A whole utterance is its own entity.
    soughtOf(
      at,
      entity.type,
      entity.text ?? (entities.length === 1 && !truth.words ? (truth.text ?? "") : ""),
    ),
  );
}

/**
 * Looks for every entity in what a listener wrote down of the clips that left, beside decoys, and in what he wrote down
 * before anything was cut. What the rest of the sentence says itself betrays nothing and is no trace, for entity and decoy
 * alike.
 */
export function summariseOutside(
  truths: readonly RowTruth[],
  overheard: readonly Overheard[],
  seed: number,
): OutsideSummary {
  const all = truths.flatMap((truth, at) => soughtOfRow(at, truth));
  const heard: EntityHeard[] = [];
  let untold = 0;
  for (const { at, left, before } of overheard) {
    const truth = truths[at];
    if (left === undefined || !truth) continue;
    const rest = heardText(
      otherWords(truth, [])
        .map(({ text }) => text)
        .join(" "),
    );
    const after = heardText(left);
    for (const sought of all.filter((each) => each.at === at)) {
      const traces = tracesBeyond(sought.traces, rest);
      if (!canBeSought({ ...sought, traces })) {
        untold++;
        continue;
      }
      const decoys = decoysFor(sought, all, seed);
      const found = decoys.filter((decoy) => isHeard(tracesBeyond(decoy.traces, rest), after));
      heard.push({
        at,
        type: sought.type,
        text: sought.text,
        isHeard: isHeard(traces, after),
        decoys: decoys.length === 0 ? 0 : found.length / decoys.length,
        isHeardBefore: isHeard(traces, heardText(before)),
      });
    }
  }
  return { heard, untold };
}
