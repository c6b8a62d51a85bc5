import type { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import { isBalanced } from "../../src/outbox/ledger.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";

/** What a fault may have done to an outbox. Only `lost` and `torn` have names of their own in the reports. */
export interface LifeProblem {
  readonly kind: "lost" | "torn" | "returned" | "wrong";
  readonly what: string;
}

/** What an outbox was told to do, in lines that a process says before and after each deed. */
export class LifeFacts {
  readonly accepted = new Set<string>();
  readonly left = new Map<string, string>();
  readonly tombstones = new Set<string>();
  /** `id state` of what the deed in hand may have changed, and to what. */
  readonly doing = new Set<string>();

  static of(text: string, before?: LifeFacts): LifeFacts {
    const facts = before?.copy() ?? new LifeFacts();
    // The last line may be cut off: then it was not said.
    for (const line of text.split("\n").slice(0, -1)) facts.take(line);
    return facts;
  }

  copy(): LifeFacts {
    const copy = new LifeFacts();
    for (const id of this.accepted) copy.accepted.add(id);
    for (const [id, state] of this.left) copy.left.set(id, state);
    for (const id of this.tombstones) copy.tombstones.add(id);
    for (const each of this.doing) copy.doing.add(each);
    return copy;
  }

  take(line: string): void {
    const [what = "", first = "", ...more] = line.split(" ");
    if (what === "doing") for (const id of more) this.doing.add(`${id} ${first}`);
    if (what === "done") this.doing.clear();
    if (what === "accepted") this.accepted.add(first);
    if (what === "left") this.left.set(first, more[0] ?? "");
    if (what === "tombstone") this.tombstones.add(first);
    if (what === "confirmed") this.tombstones.delete(first);
  }

  /** The same again, as lines. */
  lines(): string {
    return [
      ...[...this.accepted].map((id) => `accepted ${id}\n`),
      ...[...this.left].map(([id, state]) => `left ${id} ${state}\n`),
      ...[...this.tombstones].map((id) => `tombstone ${id}\n`),
    ].join("");
  }

  /** Whether this clip, or tombstone, is in the hands of a deed that was not over. */
  isInHand(id: string, state: string): boolean {
    return this.doing.has(`${id} ${state}`);
  }
}

/** Holds an outbox that was opened after a fault to what its owner was told. @param clips every clip there is, by id */
export function problemsAfter(
  outbox: SqliteOutbox,
  facts: LifeFacts,
  clips: ReadonlyMap<string, SealedClip>,
): readonly LifeProblem[] {
  const states = new Map(outbox.history(10_000).map(({ id, state }) => [id, state]));
  const waiting = new Map(outbox.waiting(10_000, new Set()).map(({ id, clip }) => [id, clip]));
  const { ledger } = outbox;
  const open = outbox.tombstones();
  const isHeldBack = open.some(({ isBarrier }) => isBarrier);
  const problems: LifeProblem[] = [];
  const say = (kind: LifeProblem["kind"], what: string) => void problems.push({ kind, what });
  for (const id of facts.accepted) {
    const state = states.get(id);
    const told = facts.left.get(id) ?? "pending";
    if (state === undefined) say("lost", `${id} was accepted and is unknown`);
    else if (state !== told && !(told === "pending" && facts.isInHand(id, state))) {
      say(state === "pending" ? "returned" : "lost", `${id} should be ${told} and is ${state}`);
    }
    if (state === "pending" && !isHeldBack && !waiting.has(id)) say("lost", `${id} is pending and not there`);
  }
  for (const [id, clip] of waiting) {
    const original = clips.get(id);
    if (original === undefined || !Buffer.from(clip.message).equals(original.message)) {
      say("torn", `${id} is not what was accepted`);
    }
    if (!facts.accepted.has(id) && !facts.isInHand(id, "pending")) say("wrong", `${id} was never accepted`);
    if (facts.left.get(id) === "erased") say("returned", `${id} was erased and waits`);
  }
  for (const id of facts.tombstones) {
    if (!open.some((tombstone) => tombstone.id === id) && !facts.isInHand(id, "confirmed")) {
      say("lost", `the tombstone ${id} was stored and is unknown`);
    }
  }
  const inHand = [...facts.doing].filter((each) => each.endsWith(" pending")).length;
  const most = facts.accepted.size + inHand;
  if (!isBalanced(ledger)) say("wrong", `the sum does not hold: ${JSON.stringify(ledger)}`);
  if (ledger.accepted < facts.accepted.size || ledger.accepted > most) {
    say("wrong", `${facts.accepted.size} were accepted, ${ledger.accepted} are counted`);
  }
  if (!isHeldBack && ledger.pending !== waiting.size) {
    say("wrong", `${ledger.pending} are pending, ${waiting.size} wait`);
  }
  return problems;
}
