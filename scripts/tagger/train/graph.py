"""The tagger as an ONNX graph, written node by node.

ids int64 [1,T] and features float32 [1,T,F] in, probabilities float32 [1,T,labels] out; T is free, up to 128. One row at
a time, so nothing is masked. Tables are kept in eight bits with a scale per row and opened row by row where they are
read, since the runtime would open them whole at the start otherwise.
"""

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from network import EPSILON, HEADS, WIDTH, layer_count

OPSET, IR = 17, 9
# Contributed operators of onnxruntime, and how many inputs of a weight in four bits share a scale.
MICROSOFT, BLOCK = "com.microsoft", 32
PIECE = WIDTH // HEADS


def in_integers(value, axis, bits):
    """(int8, scale in float16 per row or column): the greatest of each becomes the greatest that the bits hold."""
    greatest = 2 ** (bits - 1) - 1
    scale = (np.maximum(np.abs(value).max(axis, keepdims=True), 1e-4) / greatest).astype(np.float16)
    return np.clip(np.rint(value / scale.astype(np.float32)), -greatest, greatest).astype(np.int8), scale


def in_nibbles(weight):
    """A weight [in,out] in blocks of 32 inputs, four bits each, as MatMulNBits reads it.

    (uint8 [out,blocks,16], two of four bits in each, scales [out*blocks], zero points [out*blocks/2] packed alike)
    """
    blocks = weight.T.reshape(weight.shape[1], -1, BLOCK)
    low, high = np.minimum(blocks.min(-1), 0), np.maximum(blocks.max(-1), 0)
    scale = (np.maximum(high - low, 1e-3) / 15).astype(np.float16).astype(np.float32)
    zero = np.clip(np.rint(-low / scale), 0, 15).astype(np.uint8)
    values = np.clip(np.rint(blocks / scale[..., None]) + zero[..., None], 0, 15).astype(np.uint8)

    def pairs(nibbles):
        return nibbles[..., ::2] | nibbles[..., 1::2] << 4

    return pairs(values), scale.ravel(), pairs(zero).ravel()


class Builder:
    """Collects nodes and constants; every method answers the name of its result. `bits` of a weight; None: float32.

    With four `wide_bits` the two dense layers behind the attention are kept in four bits, and six layers find room.
    That costs time: 20 pieces take half as long again with VNNI, more on an ARM core without dot products (Pi 4).
    """

    def __init__(self, bits, wide_bits):
        self.bits, self.wide_bits, self.nodes, self.constants = bits, wide_bits, [], []

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def halves(self, name, value):
        """A constant kept in float16, which the runtime opens once."""
        return self.cast(self.constant(f"{name}.half", value.astype(np.float16)), name)

    def add(self, kind, inputs, name, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def cast(self, x, name):
        return self.add("Cast", [x], name, to=TensorProto.FLOAT)

    def table(self, name, value, read):
        """`read(source, name)` picks rows of the table; they come back in float32."""
        integers, scales = in_integers(value, 1, 8)
        rows = self.cast(read(self.constant(f"{name}.rows", integers), f"{name}.picked"), f"{name}.cast")
        scale = self.cast(read(self.constant(f"{name}.scales", scales), f"{name}.pickedScale"), f"{name}.scale")
        return self.add("Mul", [rows, scale], name)

    def product(self, x, weight, name):
        """x times a weight [in,out]; in integers, x is brought to eight bits when it is known."""
        if self.bits is None:
            return self.add("MatMul", [x, self.constant(f"{name}.weight", weight)], f"{name}.product")
        integers, scale = in_integers(weight, 0, self.bits)
        known = [f"{x}.integers", f"{x}.step", f"{x}.zero"]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], known, name=f"{name}.known"))
        sums = self.add(
            "MatMulInteger", [known[0], self.constant(f"{name}.weight", integers), known[2]], f"{name}.sums"
        )
        steps = self.add("Mul", [known[1], self.halves(f"{name}.scale", scale[0])], f"{name}.steps")
        return self.add("Mul", [self.cast(sums, f"{name}.cast"), steps], f"{name}.product")

    def coarse_product(self, x, weight, name):
        """x times a weight in four bits; the runtime brings x to eight bits block by block (accuracy level 4)."""
        values, scales, zeros = in_nibbles(weight)
        inputs = [x, self.constant(f"{name}.weight", values), self.halves(f"{name}.scale", scales)]
        inputs.append(self.constant(f"{name}.zero", zeros))
        size = {"K": weight.shape[0], "N": weight.shape[1], "bits": 4, "block_size": BLOCK}
        return self.add("MatMulNBits", inputs, f"{name}.product", domain=MICROSOFT, accuracy_level=4, **size)

    def dense(self, x, parameters, name):
        coarse = self.bits is not None and self.wide_bits == 4 and name.endswith((".wide", ".narrow"))
        product = (self.coarse_product if coarse else self.product)(x, parameters[f"{name}.weight"], name)
        return self.add("Add", [product, self.halves(f"{name}.bias", parameters[f"{name}.bias"])], name)

    def norm(self, x, parameters, name):
        own = [self.halves(f"{name}.{part}", parameters[f"{name}.{part}"]) for part in ("scale", "bias")]
        return self.add("LayerNormalization", [x, *own], name, axis=-1, epsilon=EPSILON)

    def gelu(self, x, name):
        """The exact one; the runtime knows this pattern and fuses it."""
        error = self.add("Erf", [self.add("Div", [x, "root2"], f"{name}.scaled")], f"{name}.error")
        twice = self.add("Mul", [x, self.add("Add", [error, "one"], f"{name}.shifted")], f"{name}.twice")
        return self.add("Mul", [twice, "half"], name)


def embedded(build, parameters):
    """[1,T,384]: word + position + features."""

    def by_id(source, name):
        return build.add("Gather", [source, "ids"], name, axis=0)

    def first_rows(source, name):
        return build.add("Slice", [source, "zero", "pieces", "zero"], name)

    build.add("Shape", ["ids"], "pieces", start=1, end=2)
    word = build.table("word", parameters["word"], by_id)
    position = build.table("position", parameters["position"], first_rows)
    marked = build.add("MatMul", ["features", build.halves("features.weight", parameters["features"])], "marked")
    placed = build.add("Add", [word, position], "placed")
    return build.norm(build.add("Add", [placed, marked], "embedded"), parameters, "norm")


def attended(build, x, parameters, name):
    parts = build.dense(x, parameters, f"{name}.qkv")
    # [1,T,3*heads,32] to [1,3*heads,T,32]: one turn for the three.
    heads = build.add("Reshape", [parts, "all heads"], f"{name}.heads")
    turned = build.add("Transpose", [heads], f"{name}.turned", perm=[0, 2, 1, 3])
    thirds = [f"{name}.{part}" for part in ("query", "key", "value")]
    build.nodes.append(helper.make_node("Split", [turned, "thirds"], thirds, name=f"{name}.split", axis=1))
    query, key, value = thirds
    key = build.add("Transpose", [key], f"{name}.keyTurned", perm=[0, 1, 3, 2])
    scores = build.add("Mul", [build.add("MatMul", [query, key], f"{name}.scores"), "calm"], f"{name}.calmed")
    weights = build.add("Softmax", [scores], f"{name}.weights", axis=-1)
    mixed = build.add("MatMul", [weights, value], f"{name}.mixed")
    back = build.add("Transpose", [mixed], f"{name}.back", perm=[0, 2, 1, 3])
    return build.dense(build.add("Reshape", [back, "one head"], f"{name}.joined"), parameters, f"{name}.attended")


def graph(parameters, bits=None, wide_bits=None):
    """The model, checked. Weights of the layers to `bits` bits, or in float32; small ones in float16, tables in 8 bits.

    Eight bits are what a Pi and processors with VNNI multiply exactly. One with AVX2 but without VNNI adds two products of
    eight bits in sixteen, where they may not fit; seven are safe there, and touched twice as many harmless sentences that
    are unlike those of training.
    """
    build = Builder(bits, wide_bits)
    for name, value in (("one", 1), ("half", 0.5), ("root2", np.sqrt(2)), ("calm", PIECE**-0.5)):
        build.constant(name, np.float32(value))
    for name, value in (
        ("zero", [0]),
        ("thirds", [HEADS] * 3),
        ("all heads", [1, -1, 3 * HEADS, PIECE]),
        ("one head", [1, -1, WIDTH]),
    ):
        build.constant(name, np.array(value, np.int64))
    x = embedded(build, parameters)
    for layer in range(layer_count(parameters)):
        name = f"layer{layer}"
        first = build.add("Add", [x, attended(build, x, parameters, name)], f"{name}.first")
        x = build.norm(first, parameters, f"{name}.firstNorm")
        wide = build.gelu(build.dense(x, parameters, f"{name}.wide"), f"{name}.gelu")
        second = build.add("Add", [x, build.dense(wide, parameters, f"{name}.narrow")], f"{name}.second")
        x = build.norm(second, parameters, f"{name}.secondNorm")
    scores = build.add("MatMul", [x, build.halves("head.weight", parameters["head.weight"])], "head.product")
    scores = build.add("Add", [scores, build.halves("head.bias", parameters["head.bias"])], "head")
    build.add("Softmax", [scores], "probabilities", axis=-1)
    features, labels = len(parameters["features"]), len(parameters["head.bias"])
    model = helper.make_model(
        helper.make_graph(
            build.nodes,
            "tagger",
            [
                helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "T"]),
                helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, "T", features]),
            ],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, "T", labels])],
            build.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=IR,
        producer_name="sotto",
    )
    checker.check_model(model, full_check=True)
    return model
