import type { PersonalType } from "../../domain/personal-type.js";
import { Random } from "../random.js";
import { TYPE_GROUPS } from "../type-groups.js";
import { soundAlike } from "./sound-key.js";
import { type Traces, traceCount, tracesOf } from "./traces.js";

/** An entity that can be looked for in a text. */
export interface Sought {
  /** Place of its row among the cases. */
  readonly at: number;
  readonly type: PersonalType;
  readonly text: string;
  readonly traces: Traces;
}

export function soughtOf(at: number, type: PersonalType, text: string): Sought {
  return { at, type, text, traces: tracesOf(type, text) };
}

export function canBeSought({ traces }: Sought): boolean {
  return traceCount(traces) > 0;
}

/** Enough that one in a hundred shows over a set of a few hundred entities. */
const DECOYS = 5;

function sharesWords(a: Traces, b: Traces): boolean {
  return (
    [...a.words].some((word) => b.words.has(word)) ||
    [...a.keys].some((key) => [...b.keys].some((other) => soundAlike(key, other)))
  );
}

/**
 * Entities of other rows, of the same kind where there are enough and else of the same group, that a listener would find
 * in the same text by chance alone. The same ones for the same seed.
 * @param all every entity of the set
 */
export function decoysFor(sought: Sought, all: readonly Sought[], seed: number): readonly Sought[] {
  const group = TYPE_GROUPS.find(({ types }) => types.includes(sought.type))?.types ?? [];
  const fit = all.filter(
    (other) =>
      other.at !== sought.at &&
      group.includes(other.type) &&
      canBeSought(other) &&
      other.text !== sought.text &&
      !sharesWords(other.traces, sought.traces),
  );
  const shuffled = new Random(seed + Math.imul(sought.at + 1, 0x85ebca6b)).shuffled(fit);
  const sameFirst = [
    ...shuffled.filter(({ type }) => type === sought.type),
    ...shuffled.filter(({ type }) => type !== sought.type),
  ];
  return sameFirst.slice(0, DECOYS);
}
