import type { Arrival, ClipKeep } from "../../src/keep/clip-keep.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { arrival, bytes16, listed, wholeFeed } from "./keep-contract.js";

export type KeepStep =
  | { readonly does: "store"; readonly clip: number; readonly device: number }
  | { readonly does: "erase"; readonly clip: number; readonly device: number; readonly order: number }
  | { readonly does: "erase-all"; readonly device: number; readonly order: number }
  | { readonly does: "retire"; readonly before: number };

interface Held {
  readonly device: number;
  readonly id: string;
  readonly kind: "clip" | "tombstone";
  readonly atMs: number;
  readonly bytes: number;
}

/** A ClipKeep for one owner as one would write it down: a list of what is there, a map of what is past. */
export class KeepModel {
  readonly #maxBytes: number;
  readonly #entries = new Map<number, Held>();
  readonly #past = new Map<string, "erased" | "retired">();
  #head = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Does one step in both. @returns differences, in words; `at` is the time too */
  async same(keep: ClipKeep, step: KeepStep, at: number): Promise<readonly string[]> {
    const [real, own] = [await inStore(keep, step, at), this.#do(step, at)];
    const feed = [...(await wholeFeed(keep)).keys()];
    const expected = [...this.#entries.keys()];
    return [
      ...(real === own ? [] : [`${step.does} was ${real}, not ${own}`]),
      ...(String(feed) === String(expected) ? [] : [`the feed is ${feed}, not ${expected}`]),
    ];
  }

  #do(step: KeepStep, at: number): string {
    switch (step.does) {
      case "store":
        return this.#store(clipOf(step, at), step.device);
      case "erase":
        return this.#obey(tombstoneOf(step, at), step.device, [keyOf(step.device, bytes16(step.clip))]);
      case "erase-all":
        return this.#obey(tombstoneOf(step, at), step.device, "all");
      case "retire":
        return String(this.#remove(({ kind, atMs }) => kind === "clip" && atMs < step.before, "retired"));
    }
  }

  #store({ messageId, atMs, message }: Arrival, device: number): string {
    const id = keyOf(device, messageId);
    const past = this.#past.get(id);
    if (past !== undefined) return past === "erased" ? "erased" : "known";
    if ([...this.#entries.values()].some((entry) => entry.id === id)) return "known";
    const used = [...this.#entries.values()]
      .filter((entry) => entry.device === device)
      .reduce((sum, entry) => sum + entry.bytes, 0);
    if (used + message.length > this.#maxBytes) return "full";
    this.#add({ device, id, kind: "clip", atMs, bytes: message.length });
    return "stored";
  }

  #obey({ messageId, atMs, message }: Arrival, device: number, erased: readonly string[] | "all"): string {
    const id = keyOf(device, messageId);
    if ([...this.#entries.values()].some((entry) => entry.id === id)) return "known";
    const isMeant = (entry: Held) =>
      entry.kind === "clip" && entry.device === device && (erased === "all" || erased.includes(entry.id));
    const deleted = this.#remove(isMeant, "erased");
    const named =
      erased === "all" ? [...this.#past.keys()].filter((key) => key.startsWith(`${device}/`)) : erased;
    for (const each of named) this.#past.set(each, "erased");
    this.#add({ device, id, kind: "tombstone", atMs, bytes: message.length });
    return `obeyed ${deleted}`;
  }

  #add(entry: Held): void {
    this.#head += 1;
    this.#entries.set(this.#head, entry);
  }

  #remove(isMeant: (entry: Held) => boolean, fate: "erased" | "retired"): number {
    const gone = [...this.#entries].filter(([, entry]) => isMeant(entry));
    for (const [seq, { id }] of gone) {
      this.#entries.delete(seq);
      this.#past.set(id, fate);
    }
    return gone.length;
  }
}

async function inStore(keep: ClipKeep, step: KeepStep, at: number): Promise<string> {
  switch (step.does) {
    case "store":
      return keep.store(clipOf(step, at));
    case "erase":
    case "erase-all": {
      const target = step.does === "erase" ? listed(step.clip) : ({ scope: "all" } as const);
      const obeying = await keep.obey(tombstoneOf(step, at), target);
      return obeying.kind === "known" ? "known" : `obeyed ${obeying.deleted}`;
    }
    case "retire":
      return String(await keep.retire(step.before));
  }
}

function clipOf({ clip, device }: { readonly clip: number; readonly device: number }, at: number): Arrival {
  return arrival(clip, { deviceId: bytes16(1_000 + device), atMs: at });
}

function tombstoneOf(
  { order, device }: { readonly order: number; readonly device: number },
  at: number,
): Arrival {
  const message = new Uint8Array(100);
  return arrival(100 + order, { deviceId: bytes16(1_000 + device), message, atMs: at });
}

const keyOf = (device: number, id: Uint8Array) => `${device}/${toHex(id)}`;
