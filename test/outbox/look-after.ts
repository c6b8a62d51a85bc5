import { join } from "node:path";
import { codeOf } from "../../src/domain/errors.js";
import { type LifeFacts, type LifeProblem, problemsAfter } from "./life-facts.js";
import { LIFE_BOUNDS } from "./outbox-life.js";
import type { LifeWorld } from "./traced-life.js";

export interface FoundProblem {
  readonly kind: LifeProblem["kind"] | "unopened";
  readonly what: string;
}

export interface LookOptions {
  readonly facts: LifeFacts;
  /** Whether it has to go on working, too, which is looked at in one more start. */
  readonly next: "works on" | "looked at";
}

export interface Look {
  readonly problems: readonly FoundProblem[];
  /** Damage that a start has told. */
  readonly alarms: readonly string[];
}

/** Opens what a fault has left of an outbox below `place` and holds it to what was said. */
export function lookAfter(
  { world, clips, spare }: LifeWorld,
  place: string,
  { facts, next }: LookOptions,
): Look {
  const path = join(place, "outbox");
  const problems: FoundProblem[] = [];
  world.told.length = 0;
  try {
    const outbox = world.open(path, { bounds: LIFE_BOUNDS });
    problems.push(...problemsAfter(outbox, facts, clips));
    if (next === "works on") {
      outbox.accept(spare);
      outbox.receipted(spare.messageId, world.receipt(spare.messageId));
    }
    const ledger = JSON.stringify(outbox.ledger);
    outbox.close();
    if (next === "works on") {
      const again = world.open(path, { bounds: LIFE_BOUNDS });
      if (JSON.stringify(again.ledger) !== ledger)
        problems.push({ kind: "wrong", what: "another ledger later" });
      again.close();
    }
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    problems.push({ kind: "unopened", what: String(error) });
  }
  return { problems, alarms: world.told.splice(0).map((told) => JSON.stringify(told)) };
}
