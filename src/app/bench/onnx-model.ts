/** What a graph computes, in terms of onnx.proto; no more of ONNX than the bench needs. */
export interface OnnxModel {
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly input: OnnxValue;
  readonly output: OnnxValue;
}

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
}

/** A value of 32-bit floats. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface OnnxConstant extends OnnxValue {
  readonly values: Float32Array;
}

const FLOAT = 1;
/** Of 2023: known to every onnxruntime since 1.15. */
const IR_VERSION = 9;

/** The bytes of a model in ONNX, which is protobuf. Field numbers are those of onnx.proto. */
export function encodeOnnx({ opset, nodes, constants, input, output }: OnnxModel): Uint8Array {
  const graph = [
    ...nodes.map((each) => bytes(1, node(each))),
    bytes(2, text("graph")),
    ...constants.map((each) => bytes(5, tensor(each))),
    bytes(11, value(input)),
    bytes(12, value(output)),
  ];
  return concat([number(1, IR_VERSION), bytes(7, concat(graph)), bytes(8, number(2, opset))]);
}

function node({ operator, inputs, output }: OnnxNode): Uint8Array {
  return concat([
    ...inputs.map((name) => bytes(1, text(name))),
    bytes(2, text(output)),
    bytes(3, text(output)),
    bytes(4, text(operator)),
  ]);
}

function tensor({ name, shape, values }: OnnxConstant): Uint8Array {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return concat([
    ...shape.map((size) => number(1, size)),
    number(2, FLOAT),
    bytes(8, text(name)),
    bytes(9, raw),
  ]);
}

function value({ name, shape }: OnnxValue): Uint8Array {
  const dimensions = concat(shape.map((size) => bytes(1, number(1, size))));
  const type = bytes(1, concat([number(1, FLOAT), bytes(2, dimensions)]));
  return concat([bytes(1, text(name)), bytes(2, type)]);
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** A field of bytes: wire type 2. */
function bytes(field: number, payload: Uint8Array): Uint8Array {
  return concat([varint(field * 8 + 2), varint(payload.length), payload]);
}

/** A field of one whole number: wire type 0. */
function number(field: number, value: number): Uint8Array {
  return concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Uint8Array {
  const digits: number[] = [];
  let rest = value;
  while (rest >= 128) {
    digits.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...digits, rest]);
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
