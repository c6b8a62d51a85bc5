import type { ErrorCode } from "../../../src/domain/errors.js";
import {
  decodeFeed,
  decodeWant,
  encodeWant,
  type FeedMessage,
  MAX_FEED_BYTES,
  signFeed,
} from "../../../src/keep/feed.js";
import { encodeMessage, MAX_PAYLOAD_BYTES, parseMessage } from "../../../src/link/codec.js";
import { FrameReader, frameOf } from "../../../src/link/framing.js";
import type { Direction } from "../../../src/link/messages.js";
import { encodeCanonical, equalBytes } from "../../../src/seal/canonical-cbor.js";
import { decodeContents, encodeContents } from "../../../src/seal/clip-contents.js";
import { pad, unpad } from "../../../src/seal/size-bucket.js";
import { EXAMPLES } from "../../link/messages.js";
import { BYTE_EDITS } from "./byte-edits.js";
import { anyItem, editedTree } from "./cbor-edits.js";
import { joined, readItem, writeItem } from "./cbor-tree.js";
import { type Chance, chanceOf } from "./chance.js";
import { tried } from "./judgement.js";
import { costOf, tooCostly } from "./measured.js";
import { type ValidWorld, validWorld } from "./valid-messages.js";

/** For what should have been refused: no input is like it. */
const NONE = Uint8Array.of(0xff, 0xff, 0xff);

/** A parser of bytes from outside, beside that of envelopes. */
interface OtherParser {
  readonly name: string;
  readonly codes: readonly ErrorCode[];
  readonly valid: readonly Uint8Array[];
  /** Decodes and encodes again; what comes out must be what went in. Throws coded errors for what is refused. */
  readonly throughAndBack: (bytes: Uint8Array) => Uint8Array;
}

export interface OtherReport {
  readonly name: string;
  readonly inputs: number;
  readonly accepted: number;
  readonly findings: readonly string[];
}

/** The same number of inputs for each of the other parsers. */
export async function fuzzOthers(options: { readonly inputs: number; readonly seed: number }) {
  const world = await validWorld(options.seed);
  const parsers = [...sealedParts(world), ...feedParts(world), ...linkParts()];
  const reports = parsers.map((parser) => fuzzOne(parser, options.inputs, chanceOf(options.seed)));
  return [...reports, fuzzFrames(options.inputs, chanceOf(options.seed))];
}

export function othersTable(reports: readonly OtherReport[]): string {
  const rows = reports.map(
    ({ name, inputs, accepted, findings }) => `| ${name} | ${inputs} | ${accepted} | ${findings.length} |`,
  );
  const found = reports.flatMap(({ name, findings }) => findings.map((one) => `FOUND in ${name}: ${one}`));
  return [
    ["| other parsers | inputs | accepted | found |", "|---|---|---|---|", ...rows].join("\n"),
    ...found,
  ].join("\n\n");
}

function sealedParts({ plaintexts }: ValidWorld): readonly OtherParser[] {
  return [
    {
      name: "contents of a clip, after the seal",
      codes: ["ENVELOPE_INVALID"],
      valid: plaintexts,
      throughAndBack: (bytes) => {
        const contents = decodeContents(unpad(bytes));
        return contents.durationMs > 600_000 ? NONE : pad(encodeContents(contents), bytes.length);
      },
    },
  ];
}

function feedParts({ keeper, owner, messages }: ValidWorld): readonly OtherParser[] {
  const { keyId } = owner.public;
  const [message = new Uint8Array(0)] = messages;
  const [id, nonce] = [new Uint8Array(16).fill(9), new Uint8Array(16).fill(8)];
  const feeds: readonly FeedMessage[] = [
    { kind: "news", epoch: id, head: 7 },
    { kind: "entry", epoch: id, head: 7, nonce, previous: 2, seq: 5, message },
    { kind: "end", epoch: id, head: 7, nonce, previous: 5, upTo: 7 },
  ];
  const signed = feeds.map((feed) => signFeed(feed, keyId, keeper.signer));
  const codes = [
    "ENVELOPE_INVALID",
    "ENVELOPE_TOO_LARGE",
    "ENVELOPE_SIGNATURE_WRONG",
    "ENVELOPE_NOT_FOR_US",
  ] as const;
  const again = (bytes: Uint8Array) =>
    signFeed(decodeFeed(bytes, [keeper.trusted], keyId), keyId, keeper.signer);
  /** The body alone is changed, and signed as it is: what a keeper that means harm can say. */
  const bodies = signed.flatMap((bytes) => {
    const tree = readItem(bytes);
    const body = tree?.kind === "group" ? tree.items[0] : undefined;
    return body?.kind === "string"
      ? [body.inside instanceof Uint8Array ? body.inside : writeItem(body.inside)]
      : [];
  });
  const domain = new TextEncoder().encode("sotto/feed/v1\0");
  const resigned = (body: Uint8Array) => encodeCanonical([body, keeper.signer.sign(joined([domain, body]))]);
  return [
    { name: "feed, as it travels", codes, valid: signed, throughAndBack: again },
    {
      name: "feed, signed by its keeper",
      codes,
      valid: bodies,
      throughAndBack: (body) => {
        const whole = resigned(body);
        return equalBytes(again(whole), whole) ? body : NONE;
      },
    },
    {
      name: "want",
      codes: ["ENVELOPE_INVALID", "ENVELOPE_TOO_LARGE"],
      valid: [
        encodeWant({ epoch: undefined, after: 0, limit: 64, nonce, reader: id }),
        encodeWant({ epoch: id, after: 70_000, limit: 1, nonce, reader: id }),
      ],
      throughAndBack: (bytes) => {
        const want = decodeWant(bytes);
        return want.limit < 1 || want.limit > 64 ? NONE : encodeWant(want);
      },
    },
  ];
}

/** Longer ones differ by repetition alone, and cost a hundred times as much. */
const MAX_EXAMPLE_BYTES = 9_000;

function linkParts(): readonly OtherParser[] {
  const part = <D extends Direction>(direction: D): OtherParser => ({
    name: `link, ${direction}`,
    codes: ["LINK_INVALID"],
    valid: EXAMPLES[direction]
      .map((example) => encodeMessage(direction, example))
      .filter((bytes) => bytes.length <= MAX_EXAMPLE_BYTES),
    throughAndBack: (bytes) => encodeMessage(direction, parseMessage(direction, bytes)),
  });
  return [
    ...[part("ear-to-uplink"), part("uplink-to-ear"), part("ear-to-light"), part("light-to-ear")],
    ...[part("light-to-uplink"), part("uplink-to-light"), part("control-to-light"), part("light-to-control")],
  ];
}

const LONGEST = Math.max(MAX_FEED_BYTES, ...Object.values(MAX_PAYLOAD_BYTES));

function inputOf({ valid }: OtherParser, chance: Chance): Uint8Array {
  const seed = chance.pick(valid);
  // Over every bound of every parser.
  if (chance.is(0.002)) return joined([seed, new Uint8Array(LONGEST)]);
  if (chance.is(0.45)) return BYTE_EDITS[chance.pick(Object.keys(BYTE_EDITS))]?.(seed, chance) ?? seed;
  const tree = readItem(seed);
  if (tree !== undefined && chance.is(0.8)) return writeItem(editedTree(tree, chance));
  return chance.is(0.5) ? writeItem(anyItem(chance, 5)) : chance.bytes(chance.below(200));
}

function fuzzOne(parser: OtherParser, inputs: number, chance: Chance): OtherReport {
  const findings: string[] = [];
  let accepted = 0;
  for (let number = 0; number < inputs && findings.length < 20; number += 1) {
    const input = inputOf(parser, chance);
    let finding: string | undefined;
    const work = () => {
      const done = tried(parser.codes, () => parser.throughAndBack(input));
      if (done.kind === "crashed") finding = done.what;
      if (done.kind === "value" && !equalBytes(done.value, input)) finding = "two forms of one message";
      if (done.kind === "value") accepted += 1;
    };
    const cost = costOf(work);
    finding ??= tooCostly(cost, work);
    if (finding !== undefined) findings.push(`${finding}: ${Buffer.from(input).toString("base64")}`);
  }
  return { name: parser.name, inputs, accepted, findings };
}

/** Frames in pieces of any size: the payloads are those of the whole stream, up to the first head that is wrong. */
function fuzzFrames(inputs: number, chance: Chance): OtherReport {
  const bound = MAX_PAYLOAD_BYTES["ear-to-light"];
  const findings: string[] = [];
  let accepted = 0;
  for (let number = 0; number < inputs && findings.length < 20; number += 1) {
    const payloads = Array.from({ length: chance.below(5) }, () => chance.bytes(1 + chance.below(bound)));
    const heads = payloads.map(frameOf);
    if (chance.is(0.5)) heads.splice(chance.below(heads.length + 1), 0, chance.bytes(4 + chance.below(20)));
    const stream = joined(heads);
    const [wanted, isBroken] = framesIn(stream, bound);
    const got: Uint8Array[] = [];
    const reader = new FrameReader(bound);
    const done = tried(["LINK_INVALID"], () => {
      for (let at = 0; at < stream.length; ) {
        const size = 1 + chance.below(chance.is(0.5) ? 4 : bound);
        for (const payload of reader.push(stream.subarray(at, at + size))) got.push(payload);
        at += size;
      }
    });
    accepted += got.length;
    // After one error it takes nothing any more.
    const after = tried(["LINK_INVALID"], () => [...reader.push(Uint8Array.of(0, 0, 0, 1, 7))].length);
    if (done.kind === "refused" && after.kind !== "refused")
      findings.push("bytes after a broken frame were taken");
    const isRight =
      done.kind === (isBroken ? "refused" : "value") &&
      got.length === wanted.length &&
      got.every((payload, at) => equalBytes(payload, wanted[at] ?? new Uint8Array(0)));
    if (!isRight) findings.push(`${done.kind}: ${Buffer.from(stream).toString("base64")}`);
  }
  return { name: "link, frames in pieces", inputs, accepted, findings };
}

/** The plain way: all bytes at hand. */
function framesIn(stream: Uint8Array, bound: number): readonly [readonly Uint8Array[], boolean] {
  const frames: Uint8Array[] = [];
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  for (let at = 0; at + 4 <= stream.length; ) {
    const length = view.getUint32(at);
    if (length === 0 || length > bound) return [frames, true];
    if (at + 4 + length > stream.length) break;
    frames.push(stream.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return [frames, false];
}
