import { MAX_MESSAGE_BYTES, SIZE_BUCKETS } from "../../../src/seal/size-bucket.js";
import { BYTE_EDITS } from "./byte-edits.js";
import { anyItem, editedTree, refilled } from "./cbor-edits.js";
import { type Item, joined, readItem, writeItem } from "./cbor-tree.js";
import type { Chance } from "./chance.js";

/** Where an input comes from: what is asked of a valid message's mutation is not asked of noise. */
export interface Input {
  readonly bytes: Uint8Array;
  readonly kind: string;
  /** Made from a valid message by edits. */
  readonly isMutation: boolean;
  /** Made to be valid, signed by nobody: the parser must take it. */
  readonly isWellFormed: boolean;
}

/** Makes inputs out of valid messages, out of inputs that reached new code, and out of nothing. */
export class InputMaker {
  readonly #chance: Chance;
  readonly #valid: readonly Uint8Array[];
  readonly #trees: ReadonlyMap<Uint8Array, Item>;
  /** Inputs that reached new code. Bounded. */
  readonly #kept: Uint8Array[] = [];

  constructor(valid: readonly Uint8Array[], chance: Chance) {
    this.#chance = chance;
    this.#valid = valid;
    this.#trees = new Map(valid.map((bytes) => [bytes, readItem(bytes) ?? { kind: "raw", bytes }]));
  }

  get kept(): number {
    return this.#kept.length;
  }

  keep(bytes: Uint8Array): void {
    if (this.#kept.length >= 1_000) this.#kept.shift();
    this.#kept.push(bytes);
  }

  next(): Input {
    const chance = this.#chance;
    const share = chance.below(100);
    if (share < 28) return this.#mutated(...this.#byteEdit(chance.pick(this.#valid)));
    if (share < 56) return this.#mutated("CBOR edited", this.#treeEdit(chance.pick(this.#valid)));
    if (share < 66) return this.#mutated("parts of two swapped", this.#swap());
    if (share < 70) return this.#mutated("cut at a boundary", this.#cut());
    if (share < 71) return this.#mutated("filled to the bound", this.#filled());
    if (share < 80 && this.#kept.length > 0) {
      const [, bytes] = this.#byteEdit(chance.pick(this.#kept));
      return { bytes, kind: "of inputs that reached new code", isMutation: false, isWellFormed: false };
    }
    if (share < 90) return this.#grammar();
    return { bytes: this.#noise(), kind: "random bytes", isMutation: false, isWellFormed: false };
  }

  #mutated(kind: string, bytes: Uint8Array): Input {
    return { bytes, kind, isMutation: true, isWellFormed: false };
  }

  #byteEdit(bytes: Uint8Array): readonly [string, Uint8Array] {
    const name = this.#chance.pick(Object.keys(BYTE_EDITS));
    return [name, BYTE_EDITS[name]?.(bytes, this.#chance) ?? bytes];
  }

  #tree(bytes: Uint8Array): Item {
    return this.#trees.get(bytes) ?? { kind: "raw", bytes };
  }

  #treeEdit(valid: Uint8Array): Uint8Array {
    const chance = this.#chance;
    let tree = editedTree(this.#tree(valid), chance);
    while (chance.is(0.2)) tree = editedTree(tree, chance);
    return bounded(writeItem(chance.is(0.6) ? refilled(tree, valid.length) : tree));
  }

  /** Header, body and signature, and fields of the header, from different messages. */
  #swap(): Uint8Array {
    const chance = this.#chance;
    const trees = Array.from({ length: 3 }, () => this.#tree(chance.pick(this.#valid)));
    const groups = trees.flatMap((tree) => (tree.kind === "group" ? [tree] : []));
    const parts = [0, 1, 2].map((at) => groups[chance.below(groups.length)]?.items[at]);
    let items = parts.flatMap((part) => part ?? []);
    if (chance.is(0.4)) items = items.map((part, at) => (at === 0 ? this.#mixedHeader(part) : part));
    const whole: Item = { kind: "group", major: 4, items };
    return bounded(writeItem(chance.is(0.7) ? refilled(whole, chance.pick(this.#valid).length) : whole));
  }

  #mixedHeader(part: Item): Item {
    const chance = this.#chance;
    const other = this.#tree(chance.pick(this.#valid));
    const theirs = other.kind === "group" ? other.items[0] : undefined;
    if (part.kind !== "string" || theirs?.kind !== "string") return part;
    const [ours, foreign] = [part.inside, theirs.inside];
    if (ours instanceof Uint8Array || foreign instanceof Uint8Array) return part;
    if (ours.kind !== "group" || foreign.kind !== "group") return part;
    const items = ours.items.map((item, at) =>
      at % 2 === 1 && chance.is(0.4) ? (foreign.items[at] ?? item) : item,
    );
    return { ...part, inside: { ...ours, items } };
  }

  /** Truncated or doubled exactly where an item of the message begins or ends. */
  #cut(): Uint8Array {
    const chance = this.#chance;
    const valid = chance.pick(this.#valid);
    const tree = this.#tree(valid);
    if (tree.kind !== "group") return valid.slice(1);
    const ends = tree.items.map((_, at) => 1 + joined(tree.items.slice(0, at + 1).map(writeItem)).length);
    const at = chance.pick([0, 1, ...ends, ...ends.map((end) => end - 1), ...ends.map((end) => end + 1)]);
    return bounded(chance.is(0.5) ? valid.slice(0, at) : joined([valid, valid.subarray(at)]));
  }

  /** The longest that is looked at, and one byte more. */
  #filled(): Uint8Array {
    const chance = this.#chance;
    const length = MAX_MESSAGE_BYTES + chance.below(2);
    if (chance.is(0.5)) return writeItem(refilled(this.#tree(chance.pick(this.#valid)), length));
    const bytes = new Uint8Array(length);
    bytes.set(chance.pick(this.#valid));
    return bytes;
  }

  /** A message of the right form, or nearly, made of the format's description instead of a valid one. */
  #grammar(): Input {
    const chance = this.#chance;
    const isClip = chance.is(0.3);
    const bucket = chance.pick(SIZE_BUCKETS.slice(0, 2));
    const bytes = (length: number): Item => ({ kind: "string", major: 2, inside: chance.bytes(length) });
    const word = (text: string): Item => ({
      kind: "string",
      major: 3,
      inside: new TextEncoder().encode(text),
    });
    const number = (value: number): Item => ({ kind: "number", major: 0, value: BigInt(value) });
    const fields: (readonly [string, Item])[] = [
      ["by", bytes(16)],
      ["id", bytes(16)],
      ["to", bytes(16)],
      ["kind", word(isClip ? "clip" : chance.pick(["receipt", "tombstone"]))],
      ["sotto", number(1)],
      ["suite", number(isClip ? 1 : 0)],
      ["bucket", number(isClip ? bucket : 0)],
      ["device", bytes(16)],
    ];
    const items = fields.flatMap(([name, value]) => [word(name), value]);
    const header: Item = { kind: "string", major: 2, inside: { kind: "group", major: 5, items } };
    const body: Item = { kind: "string", major: 2, inside: chance.bytes(isClip ? 0 : chance.below(200)) };
    const message: Item = { kind: "group", major: 4, items: [header, body, bytes(64)] };
    const whole = isClip ? refilled(message, bucket) : message;
    if (chance.is(0.4)) {
      return { bytes: writeItem(whole), kind: "grammar, well formed", isMutation: false, isWellFormed: true };
    }
    const edited = chance.is(0.7) ? editedTree(whole, chance) : anyItem(chance, 6);
    return {
      bytes: bounded(writeItem(edited)),
      kind: "grammar, edited",
      isMutation: false,
      isWellFormed: false,
    };
  }

  #noise(): Uint8Array {
    const chance = this.#chance;
    if (chance.is(0.9)) return chance.bytes(chance.below(400));
    if (chance.is(0.8))
      return joined([Uint8Array.of(0x83), writeItem(anyItem(chance)), chance.bytes(chance.below(99))]);
    // Nothing but heads: nesting as deep as a message can be.
    return new Uint8Array(chance.below(MAX_MESSAGE_BYTES)).fill(
      chance.pick([0x81, 0x9f, 0xa1, 0xbf, 0x5f, 0xd8, 0xff, 0x00]),
    );
  }
}

/** Longer ones are refused by their length alone: enough of them come by other ways. */
function bounded(bytes: Uint8Array): Uint8Array {
  return bytes.length > MAX_MESSAGE_BYTES + 1 ? bytes.slice(0, MAX_MESSAGE_BYTES + 1) : bytes;
}
