import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Where the clips of one device ended up. */
export interface DeliveryFacts {
  /** Ids that an uplink has said to have accepted, by its log or to its ear. */
  readonly told: ReadonlySet<string>;
  /** Every clip that the outbox remembers, with its state. */
  readonly outbox: ReadonlyMap<string, string>;
  /** Ids in the keeper's store. */
  readonly keeper: ReadonlySet<string>;
  /** Ids of the reader's files; one that lies there twice is here twice. */
  readonly reader: readonly string[];
}

export interface DeliveryAccount {
  readonly accepted: number;
  readonly receipted: number;
  readonly otherwise: number;
  readonly atReader: number;
  /** In words, with ids; empty when every clip is where it should be, once. */
  readonly problems: readonly string[];
}

/** A clip with a receipt is with the keeper and at the reader, once; one that left otherwise is at neither. */
export function accountFor({ told, outbox, keeper, reader }: DeliveryFacts): DeliveryAccount {
  const problems: string[] = [];
  const times = new Map<string, number>();
  for (const id of reader) times.set(id, (times.get(id) ?? 0) + 1);
  for (const id of told)
    if (!outbox.has(id)) problems.push(`${id} was accepted, and the outbox knows nothing of it`);
  for (const [id, state] of outbox) {
    const atReader = times.get(id) ?? 0;
    if (state === "pending") problems.push(`${id} is still pending`);
    if (state === "receipted" && !keeper.has(id))
      problems.push(`${id} was receipted, and the keeper has it not`);
    if (state === "receipted" && atReader !== 1)
      problems.push(`${id} was receipted and is ${atReader} times at the reader`);
    if (state !== "receipted" && state !== "pending" && atReader > 0)
      problems.push(`${id} is ${state} and at the reader`);
  }
  for (const [id, count] of times) if (count > 1) problems.push(`${id} is ${count} times at the reader`);
  const receipted = [...outbox.values()].filter((state) => state === "receipted").length;
  return {
    accepted: outbox.size,
    receipted,
    otherwise: outbox.size - receipted,
    atReader: [...outbox.keys()].filter((id) => times.has(id)).length,
    problems,
  };
}

/** Ids of the clips that lie in an owner's folder, from the names of the files. */
export function readerFiles(ownerFolder: string): readonly string[] {
  return readdirSync(join(ownerFolder, "clips")).flatMap(
    (name) => /([0-9a-f]{32})\.clip$/.exec(name)?.[1] ?? [],
  );
}
