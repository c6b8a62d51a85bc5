import { SIZE_BUCKETS } from "../../../src/seal/size-bucket.js";
import { type Bytes, type Group, headOf, type Item, joined, writeItem } from "./cbor-tree.js";
import type { Chance } from "./chance.js";

type Edit<T extends Item = Item> = (item: T, chance: Chance) => Item;

const WIDTHS = [1, 2, 4, 8] as const;
/** Around every bound that a length or a number has: in the head, in the format, in JavaScript, in CBOR. */
const NUMBERS: readonly bigint[] = [
  ...[
    0n,
    1n,
    2n,
    15n,
    16n,
    17n,
    23n,
    24n,
    32n,
    63n,
    64n,
    65n,
    255n,
    256n,
    400n,
    401n,
    7_999n,
    8_000n,
    8_001n,
  ],
  ...[8_192n, 8_193n, 65_535n, 65_536n, 118_000n, 120_000n, 120_001n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n],
  ...[2n ** 53n - 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, ...SIZE_BUCKETS.map(BigInt)],
];
/** Those that one valid message has where another has a different one. */
const KINDS = ["clip", "receipt", "tombstone", "stored", "erased", "listed", "all"];
const WORDS = [
  ...["clip", "receipt", "tombstone", "stored", "erased", "listed", "all", "entry", "end", "news", "redact"],
  ...[
    "text",
    "synced",
    "",
    "sotto",
    "kind",
    "id",
    "ids",
    "of",
    "to",
    "by",
    "suite",
    "bucket",
    "__proto__",
    "\0",
  ],
];
const RAW: Readonly<Record<string, readonly number[]>> = {
  false: [0xf4],
  true: [0xf5],
  null: [0xf6],
  undefined: [0xf7],
  "simple value": [0xf8, 0xff],
  "a break": [0xff],
  "1 as a half": [0xf9, 0x3c, 0x00],
  "-0 as a half": [0xf9, 0x80, 0x00],
  "infinity as a half": [0xf9, 0x7c, 0x00],
  "NaN as a half": [0xf9, 0x7e, 0x00],
  "1 as a float": [0xfa, 0x3f, 0x80, 0, 0],
  "8000 as a double": [0xfb, 0x40, 0xbf, 0x40, 0, 0, 0, 0, 0],
  "a big number": [0xc2, 0x41, 0x01],
  "a date": [0xc0, 0x61, 0x31],
  "reserved length": [0x1c],
};

const text = (word: string): Bytes => ({ kind: "string", major: 3, inside: new TextEncoder().encode(word) });

/** Any small item. */
export function anyItem(chance: Chance, depth = 3): Item {
  switch (chance.below(depth > 0 ? 7 : 5)) {
    case 0:
      return { kind: "number", major: chance.is(0.8) ? 0 : 1, value: chance.pick(NUMBERS) };
    case 1:
      return { kind: "string", major: 2, inside: chance.bytes(chance.pick([0, 1, 15, 16, 17, 32, 64])) };
    case 2:
      return text(chance.pick(WORDS));
    case 3:
      return { kind: "string", major: 3, inside: chance.bytes(chance.below(6)) };
    case 4:
      return { kind: "raw", bytes: Uint8Array.from(RAW[chance.pick(Object.keys(RAW))] ?? []) };
    default: {
      const items = Array.from({ length: 2 * chance.below(5) }, () => anyItem(chance, depth - 1));
      return { kind: "group", major: chance.is(0.5) ? 4 : 5, items };
    }
  }
}

const ANY_EDITS: readonly Edit[] = [
  (_, chance) => anyItem(chance),
  // A head that is longer than it need be: the same value in other bytes.
  (item, chance) => (item.kind === "raw" ? item : { ...item, width: chance.pick(WIDTHS) }),
  (item, chance) => (item.kind === "raw" ? item : { ...item, claimed: chance.pick(NUMBERS) }),
  (item) => (item.kind === "raw" || item.kind === "number" ? item : { ...item, isEndless: true }),
  (item, chance) => ({ kind: "raw", bytes: joined([headOf(6, chance.pick(NUMBERS)), writeItem(item)]) }),
  (item, chance) => ({
    kind: "raw",
    // Deep enough, now and then, to exhaust a stack.
    bytes: joined([
      new Uint8Array(chance.is(0.02) ? 100_000 : 1 + chance.below(200)).fill(
        chance.pick([0x81, 0x9f, 0xa1, 0xc1, 0xd8, 0x5f]),
      ),
      writeItem(item),
    ]),
  }),
];

const STRING_EDITS: readonly Edit<Bytes>[] = [
  (item, chance) => ({ ...item, inside: chance.bytes(chance.pick([0, 1, 15, 16, 17, 63, 64, 65])) }),
  (item) => ({ ...item, major: item.major === 2 ? 3 : 2 }),
  (item, chance) => ({
    ...item,
    major: 3,
    inside: new TextEncoder().encode(chance.pick(chance.is(0.6) ? KINDS : WORDS)),
  }),
  (item) => (item.inside instanceof Uint8Array ? { ...item, inside: item } : item.inside),
  (item, chance) => {
    const inside = item.inside instanceof Uint8Array ? Uint8Array.from(item.inside) : writeItem(item.inside);
    if (inside.length > 0) inside[chance.below(inside.length)] = chance.below(256);
    return { ...item, inside };
  },
  (item, chance) => {
    const inside = item.inside instanceof Uint8Array ? item.inside : writeItem(item.inside);
    return { ...item, inside: chance.is(0.5) ? inside.slice(1) : joined([inside, Uint8Array.of(0)]) };
  },
];

function withItems(group: Group, change: (items: Item[], unit: number) => void): Group {
  const items = [...group.items];
  change(items, group.major === 5 ? 2 : 1);
  return { ...group, items };
}

const GROUP_EDITS: readonly Edit<Group>[] = [
  // Twice, out of order, one less, one more, another: of a map, whole pairs.
  (group, chance) =>
    withItems(group, (items, unit) => {
      const at = unit * chance.below(items.length / unit + 1);
      items.splice(at, 0, ...items.slice(at, at + unit));
    }),
  (group, chance) =>
    withItems(group, (items, unit) => {
      const [at, to] = [unit * chance.below(items.length / unit), unit * chance.below(items.length / unit)];
      items.splice(to, 0, ...items.splice(at, unit));
    }),
  (group, chance) =>
    withItems(group, (items, unit) => void items.splice(unit * chance.below(items.length / unit + 1), unit)),
  (group, chance) =>
    withItems(group, (items, unit) => {
      const more = unit === 2 ? [text(chance.pick(WORDS)), anyItem(chance)] : [anyItem(chance)];
      items.splice(unit * chance.below(items.length / unit + 1), 0, ...more);
    }),
  (group) => ({ ...group, major: group.major === 4 ? 5 : 4 }),
  (group, chance) => withItems(group, (items) => void items.splice(chance.below(items.length + 1), 1)),
];

function edited(item: Item, chance: Chance): Item {
  if (chance.is(0.4)) return chance.pick(ANY_EDITS)(item, chance);
  switch (item.kind) {
    case "string":
      return chance.pick(STRING_EDITS)(item, chance);
    case "group":
      return chance.pick(GROUP_EDITS)(item, chance);
    case "number":
      return { ...item, value: chance.is(0.5) ? chance.pick(NUMBERS) : item.value + 1n };
    case "raw":
      return anyItem(chance);
  }
}

/** One edit at a random place of the tree; each level down is as likely as stopping at it. */
export function editedTree(item: Item, chance: Chance): Item {
  if (item.kind === "group" && item.items.length > 0 && chance.is(0.75)) {
    const at = chance.below(item.items.length);
    return {
      ...item,
      items: item.items.map((each, index) => (index === at ? editedTree(each, chance) : each)),
    };
  }
  if (item.kind === "string" && !(item.inside instanceof Uint8Array) && chance.is(0.8)) {
    return { ...item, inside: editedTree(item.inside, chance) };
  }
  return edited(item, chance);
}

/**
 * A message of header, body and signature whose body is cut or filled until the whole has this length, so that an edit
 * of the header is not found by the length alone.
 */
export function refilled(item: Item, length: number): Item {
  if (item.kind !== "group") return item;
  const [header, body, ...rest] = item.items;
  if (header === undefined || body?.kind !== "string" || !(body.inside instanceof Uint8Array)) return item;
  let filled = item;
  // The body's own head changes its width on the way, so the second time comes out right.
  for (let round = 0, { inside } = body; round < 2; round += 1) {
    const wanted = inside.length + length - writeItem(filled).length;
    if (wanted < 0 || wanted > 120_000) return item;
    const next = new Uint8Array(wanted);
    next.set(body.inside.subarray(0, wanted));
    inside = next;
    filled = { ...item, items: [header, { ...body, inside }, ...rest] };
  }
  return filled;
}
