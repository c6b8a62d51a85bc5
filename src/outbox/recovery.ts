import { type Entry, newEntry } from "./entry.js";
import { reconciled, withAccepted, withLeft } from "./ledger.js";
import type { Exit } from "./outbox.js";
import type { Book, Snapshot } from "./state.js";

/** A clip's file that was found: its name says order and id, its head what the entry said when it was accepted. */
export interface FoundClip {
  readonly seq: number;
  readonly id: string;
  readonly bytes: number;
  /** Undefined where the head is damaged; the message behind it may still be whole. */
  readonly entry: Entry | undefined;
}

export interface Found {
  /** Valid copies of the book; none after the worst. */
  readonly books: readonly Book[];
  readonly snapshot: Omit<Snapshot, "book">;
  readonly clips: readonly FoundClip[];
  /** Whether a message is the clip that its file's name says: its signature is looked at. */
  readonly isClip: (clip: FoundClip) => boolean;
  /** Whether an unconfirmed tombstone names it. */
  readonly isErased: (clip: Pick<FoundClip, "id" | "seq">) => boolean;
  readonly emptyBook: Book;
}

export interface Recovery {
  readonly snapshot: Snapshot;
  /** Files of clips that have left: a crash came before they were deleted. */
  readonly toDelete: readonly FoundClip[];
  /** Files that are not what they say. */
  readonly toQuarantine: readonly FoundClip[];
  /** Clips without an entry whose message is whole: they wait again. */
  readonly adopted: number;
  /** Entries that should wait, whose file is not there. */
  readonly missing: number;
  readonly isChanged: boolean;
}

type Sorted = { readonly kind: "waits" | "delete" | "quarantine" | "adopt"; readonly clip: FoundClip };

function sortOut(
  found: Found,
  entries: ReadonlyMap<string, Entry>,
  seen: ReadonlySet<string>,
): readonly Sorted[] {
  return found.clips.map((clip) => {
    const entry = entries.get(clip.id);
    if (found.isErased(clip)) return { kind: "delete", clip };
    if (entry?.seq === clip.seq && entry.state === "pending") return { kind: "waits", clip };
    if (entry || seen.has(clip.id)) return { kind: "delete", clip };
    return { kind: found.isClip(clip) ? "adopt" : "quarantine", clip };
  });
}

/**
 * What the files and what is left of the records say together. The files of clips are the truth about what waits: a
 * file without an entry is a clip whose entry was lost, or whose acceptance was cut short just before it was told; in
 * both cases it is safe to send. Where the records are whole (`damaged` is "no"), the ledger is moved step by step;
 * after damage its newest copy is reconciled with what is there, and the difference is quarantined.
 */
export function recover(found: Found, damage: "no" | "yes"): Recovery {
  const best = found.books.toSorted((a, b) => b.revision - a.revision)[0] ?? found.emptyBook;
  const clips = new Map<string, Entry>();
  for (const entry of found.snapshot.entries) if (entry.kind === "clip") clips.set(entry.id, entry);
  const seen = new Set(found.snapshot.seen.flatMap(({ ids }) => ids));
  const sorted = sortOut(found, clips, seen);
  const files = (kind: Sorted["kind"]) => sorted.filter((one) => one.kind === kind).map(({ clip }) => clip);
  const here = new Set(files("waits").map(({ id }) => id));
  let ledger = best.ledger;
  const missing = [...clips.values()].filter(({ id, state }) => state === "pending" && !here.has(id));
  const lost = missing.map((entry) => gone(entry, found.isErased(entry) ? "erased" : "quarantined"));
  for (const { exit } of lost) ledger = withLeft(ledger, exit);
  const adopted: readonly Entry[] = files("adopt").map(({ seq, id, bytes, entry }) => ({
    ...newEntry({ seq, id, kind: "clip", bytes, wallMs: 0, ageMs: best.age.ageMs }),
    ...(entry === undefined
      ? {}
      : { acceptedAtMs: entry.acceptedAtMs, atMs: entry.atMs, acceptedAgeMs: entry.acceptedAgeMs }),
  }));
  for (const _ of adopted) ledger = withAccepted(ledger);
  if (damage === "yes") ledger = reconciled(best.ledger, here.size + adopted.length);
  const { tombstones, entries } = found.snapshot;
  const replaced = new Set(lost.map(({ entry }) => entry.seq));
  const kept = [
    ...entries.filter(({ seq }) => !replaced.has(seq)),
    ...lost.map(({ entry }) => entry),
    ...adopted,
    ...forgottenErasures(found.snapshot, best.age.ageMs),
  ];
  const seqs = [...kept, ...tombstones, ...found.clips].map(({ seq }) => seq);
  const keys = found.snapshot.seen.map(({ key }) => key);
  const ages = kept.map(({ acceptedAgeMs }) => acceptedAgeMs);
  const isChanged = damage === "yes" || kept.length !== entries.length || lost.length > 0;
  const book: Book = {
    revision: isChanged ? best.revision + 1 : best.revision,
    nextSeq: maximum([...seqs, ...keys], best.nextSeq - 1) + 1,
    ledger,
    age: { ...best.age, ageMs: maximum(ages, best.age.ageMs) },
  };
  return {
    snapshot: { book, entries: kept, seen: found.snapshot.seen, tombstones },
    toDelete: files("delete"),
    toQuarantine: files("quarantine"),
    adopted: adopted.length,
    missing: lost.length,
    isChanged,
  };
}

function gone(entry: Entry, exit: "erased" | "quarantined"): { readonly entry: Entry; readonly exit: Exit } {
  return { entry: { ...entry, state: exit, reason: exit === "erased" ? undefined : "missing" }, exit };
}

/** A tombstone that survived without its erasure's entry: the entry is made again, so that it can be confirmed. */
function forgottenErasures({ entries, tombstones }: Found["snapshot"], ageMs: number): readonly Entry[] {
  const known = new Set(entries.filter(({ kind }) => kind === "erasure").map(({ id }) => id));
  const made = new Map<string, Entry>();
  for (const { request, seq } of tombstones) {
    if (known.has(request)) continue;
    // Below its tombstones' numbers: the entry took the one before the first of them.
    made.set(
      request,
      newEntry({ seq: Math.max(1, seq - 1), id: request, kind: "erasure", bytes: 0, wallMs: 0, ageMs }),
    );
    known.add(request);
  }
  return [...made.values()];
}

function maximum(values: readonly number[], least: number): number {
  return values.reduce((most, value) => Math.max(most, value), least);
}
