import { SottoError } from "../domain/errors.js";
import { EMBEDDING_LAYERS } from "./embedding-graph.js";

/** Weights of one convolution: [outputs][inputs][kernel rows][kernel columns], and one bias an output. */
export interface ConvolutionWeights {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
}

const TEXT = new TextDecoder();

/** Numbers of the protobuf fields read here; from onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const NODE_INPUT = 1;
const NODE_OPERATOR = 4;
const TENSOR_NAME = 8;
const TENSOR_RAW = 9;

/**
 * The 20 convolutions of the speech embedding in the order in which they run, out of its ONNX file.
 * Nothing else of ONNX is understood: a file whose convolutions differ from the layer table is refused.
 * @throws SottoError MODEL_FAILED
 */
export function readEmbeddingWeights(file: Uint8Array): ConvolutionWeights[] {
  const tensors = new Map<string, Float32Array>();
  const convolutions: string[][] = [];
  for (const graph of select(file, MODEL_GRAPH)) {
    for (const tensor of select(graph.bytes, GRAPH_INITIALIZER)) {
      const [name] = select(tensor.bytes, TENSOR_NAME);
      const [raw] = select(tensor.bytes, TENSOR_RAW);
      if (name !== undefined && raw !== undefined) tensors.set(TEXT.decode(name.bytes), floats(raw.bytes));
    }
    for (const node of select(graph.bytes, GRAPH_NODE)) {
      const [operator] = select(node.bytes, NODE_OPERATOR);
      if (operator === undefined || TEXT.decode(operator.bytes) !== "Conv") continue;
      convolutions.push(select(node.bytes, NODE_INPUT).map((input) => TEXT.decode(input.bytes)));
    }
  }
  if (convolutions.length !== EMBEDDING_LAYERS.length) throw unfit(`${convolutions.length} convolutions`);
  return EMBEDDING_LAYERS.map((layer, index) => {
    const [, weightsName = "", biasName] = convolutions[index] ?? [];
    const weights = tensors.get(weightsName);
    const bias = biasName === undefined ? new Float32Array(layer.outputs) : tensors.get(biasName);
    const expected = layer.outputs * layer.inputs * layer.kernelRows * layer.kernelColumns;
    if (weights?.length !== expected || bias?.length !== layer.outputs) throw unfit(`convolution ${index}`);
    return { weights, bias };
  });
}

function unfit(what: string): SottoError {
  return new SottoError("MODEL_FAILED", `embedding.onnx is not the speech embedding: ${what}`);
}

function floats(raw: Uint8Array): Float32Array {
  // Not slice(): a Buffer's is a view, whose first byte need not lie where floats may begin.
  const copy = new Uint8Array(raw);
  return new Float32Array(copy.buffer, 0, Math.floor(copy.length / 4));
}

function select(message: Uint8Array, number: number): Field[] {
  return fields(message).filter((field) => field.number === number);
}

/** Splits one protobuf message into its fields of bytes; single numbers are skipped. */
function fields(message: Uint8Array): Field[] {
  const found: Field[] = [];
  let at = 0;
  const byte = (): number => {
    const value = message[at];
    if (value === undefined) throw unfit("it ends too early");
    at++;
    return value;
  };
  const varint = (): number => {
    let value = 0;
    let scale = 1;
    for (let next = byte(); ; next = byte()) {
      value += (next & 127) * scale;
      if (next < 128) return value;
      scale *= 128;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > message.length) throw unfit("it ends too early");
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const wire = key % 8;
    if (wire === 0) varint();
    else if (wire === 1) take(8);
    else if (wire === 2) found.push({ number, bytes: take(varint()) });
    else if (wire === 5) take(4);
    else throw unfit(`wire type ${wire}`);
  }
  return found;
}
