/**
 * CBOR as a tree that can be written down wrongly: heads of another width than needed, lengths that lie, no length at
 * all. Independent of the library that the parser is made of.
 */
export type Item = Head | Bytes | Group | Raw;

/** How a head says its number. */
interface Written {
  /** Bytes of the number behind the head's first byte; the shortest when undefined. */
  readonly width?: 0 | 1 | 2 | 4 | 8;
  /** Said instead of the true length. */
  readonly claimed?: bigint;
  /** Without a length, ended by a break. */
  readonly isEndless?: boolean;
}

/** An unsigned or negative integer. */
export interface Head extends Written {
  readonly kind: "number";
  readonly major: 0 | 1;
  readonly value: bigint;
}

export interface Bytes extends Written {
  readonly kind: "string";
  /** 2: bytes, 3: text. */
  readonly major: 2 | 3;
  /** Bytes, or CBOR inside of them. */
  readonly inside: Uint8Array | Item;
}

export interface Group extends Written {
  readonly kind: "group";
  /** 4: array, 5: map, whose items are key, value, key, value. */
  readonly major: 4 | 5;
  readonly items: readonly Item[];
}

/** Written as it is: tags, floats, simple values, or what is no CBOR at all. */
export interface Raw {
  readonly kind: "raw";
  readonly bytes: Uint8Array;
}

export function headOf(major: number, value: bigint, width?: 0 | 1 | 2 | 4 | 8): Uint8Array {
  const least = value < 24n ? 0 : value < 0x100n ? 1 : value < 0x1_0000n ? 2 : value < 0x1_0000_0000n ? 4 : 8;
  const size = Math.max(width ?? least, least);
  const code = size === 0 ? Number(value) : 24 + Math.log2(size);
  const bytes = new Uint8Array(1 + size);
  bytes[0] = (major << 5) | code;
  for (let at = size, rest = value; at > 0; at -= 1, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  return bytes;
}

export function writeItem(item: Item): Uint8Array {
  const parts: Uint8Array[] = [];
  append(item, parts);
  return joined(parts);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const BREAK = Uint8Array.of(0xff);

function append(item: Item, parts: Uint8Array[]): void {
  switch (item.kind) {
    case "raw":
      parts.push(item.bytes);
      return;
    case "number":
      parts.push(headOf(item.major, item.claimed ?? item.value, item.width));
      return;
    case "string": {
      const inside = item.inside instanceof Uint8Array ? item.inside : writeItem(item.inside);
      const length = headOf(item.major, item.claimed ?? BigInt(inside.length), item.width);
      if (!item.isEndless) parts.push(length, inside);
      else parts.push(Uint8Array.of((item.major << 5) | 31), length, inside, BREAK);
      return;
    }
    case "group": {
      const count = item.major === 5 ? item.items.length >> 1 : item.items.length;
      if (item.isEndless) parts.push(Uint8Array.of((item.major << 5) | 31));
      else parts.push(headOf(item.major, item.claimed ?? BigInt(count), item.width));
      for (const each of item.items) append(each, parts);
      if (item.isEndless) parts.push(BREAK);
    }
  }
}

/** Reads canonical CBOR of integers, strings, arrays and maps; byte strings that hold a group are read inside too. */
export function readItem(bytes: Uint8Array): Item | undefined {
  const reader = { bytes, at: 0 };
  const item = read(reader);
  return reader.at === bytes.length ? item : undefined;
}

function read(from: { readonly bytes: Uint8Array; at: number }): Item | undefined {
  const first = from.bytes[from.at];
  if (first === undefined) return undefined;
  const [major, code] = [first >> 5, first & 31];
  if (major > 5 || code > 27) return undefined;
  const size = code < 24 ? 0 : 2 ** (code - 24);
  let value = size === 0 ? BigInt(code) : 0n;
  for (let at = 1; at <= size; at += 1) value = (value << 8n) | BigInt(from.bytes[from.at + at] ?? 0);
  from.at += 1 + size;
  if (major === 0 || major === 1) return { kind: "number", major, value };
  if (major === 2 || major === 3) {
    const content = from.bytes.slice(from.at, from.at + Number(value));
    from.at += Number(value);
    const isGroup = major === 2 && (content[0] ?? 0) >> 5 >= 4;
    return { kind: "string", major, inside: (isGroup ? readItem(content) : undefined) ?? content };
  }
  if (major !== 4 && major !== 5) return undefined;
  const items: Item[] = [];
  for (let left = Number(value) * (major === 5 ? 2 : 1); left > 0; left -= 1) {
    const item = read(from);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: "group", major, items };
}
