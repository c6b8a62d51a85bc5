import { SottoError } from "../../src/domain/errors.js";

/** Field numbers of onnx.proto: ModelProto.graph, GraphProto.output, ValueInfoProto.name. */
const GRAPH = 7;
const OUTPUT = 12;
const NAME = 1;
const LENGTH_DELIMITED = 2;

/**
 * Adds an inner tensor to a graph's outputs, by name alone: the runtime infers its type. It writes the
 * protobuf by hand, because the alternative is a whole Python package for thirty bytes.
 * @throws SottoError INTERNAL when the bytes are no ONNX model
 */
export function withGraphOutput(model: Uint8Array, tensor: string): Uint8Array {
  const name = new TextEncoder().encode(tensor);
  const valueInfo = [key(NAME), ...varint(name.length), ...name];
  const output = Uint8Array.from([key(OUTPUT), ...varint(valueInfo.length), ...valueInfo]);
  const graph = findField(model, GRAPH);
  const head = model.subarray(0, graph.at);
  const body = model.subarray(graph.start, graph.end);
  const tail = model.subarray(graph.end);
  const opening = Uint8Array.from([key(GRAPH), ...varint(body.length + output.length)]);
  return concat([head, opening, body, output, tail]);
}

function key(field: number): number {
  return (field << 3) | LENGTH_DELIMITED;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  for (let next = at; next < at + 10; next++) {
    const byte = bytes[next];
    if (byte === undefined) break;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: next + 1 };
    scale *= 0x80;
  }
  throw new SottoError("INTERNAL", "the speaking model is not an ONNX file");
}

function findField(bytes: Uint8Array, field: number): { at: number; start: number; end: number } {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const wire = tag.value & 7;
    const first = readVarint(bytes, tag.next);
    // Fields of a fixed width (1, 5) do not occur at the top level of a model.
    if (wire !== 0 && wire !== LENGTH_DELIMITED) break;
    const end = wire === 0 ? first.next : first.next + first.value;
    if (tag.value >> 3 === field) return { at, start: first.next, end };
    at = end;
  }
  throw new SottoError("INTERNAL", "the speaking model has no graph");
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
