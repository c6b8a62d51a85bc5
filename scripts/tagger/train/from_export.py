"""Opens an exported tagger again, to train on from it: from_export.py tagger.onnx tagger.json weights.npz

What seven and eight bits lost stays lost; a few hundred steps make up for it.
"""

import json
import sys

import numpy as np
import onnx
from inputs import Task, write_parameters
from onnx import numpy_helper


def opened(model):
    """The flat dict of network.py, in float32, from the constants that graph.py wrote."""
    constants = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    parameters = {}
    for name, value in constants.items():
        if name.endswith(".rows"):
            table = name.removesuffix(".rows")
            parameters[table] = value.astype(np.float32) * constants[f"{table}.scales"].astype(np.float32)
        elif name.endswith(".weight"):
            scale = constants[name.replace(".weight", ".scale.half")].astype(np.float32)
            parameters[name] = value.astype(np.float32) * scale
        elif name.endswith(".half"):
            known = name.removesuffix(".half")
            if f"{known.removesuffix('.scale')}.weight" not in constants:
                parameters[known] = value.astype(np.float32)
    parameters["features"] = parameters.pop("features.weight")
    return parameters


def main():
    exported, card, out = sys.argv[1:]
    with open(card, encoding="utf-8") as file:
        raw = json.load(file)
    if len(raw["labels"]) < 2 or raw["layers"] > 5:
        sys.exit("only a tagger of up to five layers, in seven or eight bits, can be opened again")
    task = Task(tuple(raw["labels"]), tuple(raw["features"]), tuple(raw["vocabulary"]), ())
    write_parameters(out, task, opened(onnx.load(exported)))


if __name__ == "__main__":
    main()
