import { SottoError } from "../../src/domain/errors.js";
import { concat, field, fieldsOf, numberField } from "./protobuf.js";

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7 };
const GRAPH = { node: 1, output: 12 };
const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, i: 3, type: 20 };
const ATTRIBUTE_INT = 2;
const FLOAT = 1;
const INT32 = 6;

/**
 * The speaking model, made fit for use here; the protobuf is edited by hand, because the alternative is a
 * Python package for a hundred lines.
 * - The inner tensor `output` becomes an output of the graph; the runtime infers its type.
 * - Each ConvInteger becomes a Conv on the same integers held as floats: onnxruntime 1.27 spends 82 % of its
 *   time in ConvInteger on x86. The sound is the same, bit for bit.
 * @throws SottoError INTERNAL when the bytes are no ONNX model
 */
export function editedModel(model: Uint8Array, output: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let found = false;
  for (const part of fieldsOf(model)) {
    if (part.number !== MODEL.graph) parts.push(model.subarray(part.at, part.end));
    else {
      parts.push(field(MODEL.graph, editedGraph(model.subarray(part.start, part.end), output)));
      found = true;
    }
  }
  if (!found) throw new SottoError("INTERNAL", "the speaking model has no graph");
  return concat(parts);
}

function editedGraph(graph: Uint8Array, output: string): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const part of fieldsOf(graph)) {
    const floats = part.number === GRAPH.node ? asFloats(graph.subarray(part.start, part.end)) : undefined;
    if (floats === undefined) parts.push(graph.subarray(part.at, part.end));
    else for (const made of floats) parts.push(field(GRAPH.node, made));
  }
  return concat([...parts, field(GRAPH.output, field(1, output))]);
}

/** The nodes that stand in for a ConvInteger, or undefined for every other node. */
function asFloats(bytes: Uint8Array): Uint8Array[] | undefined {
  const decoder = new TextDecoder();
  const texts = (number: number): string[] =>
    [...fieldsOf(bytes)]
      .filter((part) => part.number === number)
      .map((part) => decoder.decode(bytes.subarray(part.start, part.end)));
  if (texts(NODE.opType)[0] !== "ConvInteger") return undefined;
  const [sound, weight, soundZero, weightZero] = texts(NODE.input);
  const [out] = texts(NODE.output);
  if (sound === undefined || weight === undefined || out === undefined) {
    throw new SottoError("INTERNAL", "a ConvInteger without its inputs");
  }
  const nodes: Uint8Array[] = [];
  const toFloat = (name: string): string => {
    const made = `${out}/${name}/float`;
    nodes.push(node("Cast", [name], made, [castTo(FLOAT)]));
    return made;
  };
  const centred = (name: string, zero: string | undefined): string => {
    const float = toFloat(name);
    if (zero === undefined || zero === "") return float;
    const made = `${out}/${name}/centred`;
    nodes.push(node("Sub", [float, toFloat(zero)], made, []));
    return made;
  };
  const inputs = [centred(sound, soundZero), centred(weight, weightZero)];
  const attributes = [...fieldsOf(bytes)]
    .filter((part) => part.number === NODE.attribute)
    .map((part) => bytes.subarray(part.at, part.end));
  nodes.push(node("Conv", inputs, `${out}/sum`, attributes));
  // The graph declares whole numbers here, and sums of whole numbers are whole in floats too.
  nodes.push(node("Cast", [`${out}/sum`], out, [castTo(INT32)]));
  return nodes;
}

function node(
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[],
): Uint8Array {
  return concat([
    ...inputs.map((name) => field(NODE.input, name)),
    field(NODE.output, output),
    field(NODE.name, `${output}/${opType}`),
    field(NODE.opType, opType),
    ...attributes,
  ]);
}

function castTo(type: number): Uint8Array {
  return field(
    NODE.attribute,
    concat([
      field(ATTRIBUTE.name, "to"),
      numberField(ATTRIBUTE.i, type),
      numberField(ATTRIBUTE.type, ATTRIBUTE_INT),
    ]),
  );
}
