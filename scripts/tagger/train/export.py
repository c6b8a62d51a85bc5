"""Writes tagger.onnx (weights in seven bits) and tagger.json, and measures what the coarseness costs.

export.py --weights weights.npz --metrics metrics.json --input tagger-input.json --rows rows.jsonl[.gz] --out FOLDER
Adds `export` to metrics.json. Refuses a model that is too large or that differs from what was trained.
"""

import argparse
import hashlib
import json
import os
import sys
import time

import numpy as np
import onnx
import onnxruntime

from graph import graph
from inputs import NO_LABEL, read_input, read_parameters, read_rows
from judge import judged, told
from network import PAD, POSITIONS, layer_count
from train import scored

MOST_BYTES = 12_000_000
LEAST_AGREEMENT = 0.99


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("weights", "metrics", "input", "rows", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--check", help="file for some rows with their probabilities, for check-export.ts")
    parser.add_argument("--bits", type=int, choices=(7, 8), default=8, help="of a weight: see graph()")
    parser.add_argument(
        "--wide-bits",
        type=int,
        choices=(4, 8),
        help="of the dense layers behind the attention; without it 4 where more than five layers must find room",
    )
    return parser.parse_args()


def session(model):
    """On one thread."""
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    settings.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])


def run(tagger, ids, features):
    return tagger.run(
        ["probabilities"], {"ids": ids[None].astype(np.int64), "features": features[None].astype(np.float32)}
    )[0][0]


def tagged(tagger, split, feature_count):
    """Probabilities [N,L,labels] per bucket, zero beyond a row's end."""
    all_of = []
    for bucket in split.buckets:
        rows = []
        for at in range(len(bucket)):
            length = int((bucket.ids[at] != PAD).sum())
            out = run(tagger, bucket.ids[at, :length], bucket.features(at, feature_count)[:length])
            rows.append(np.pad(out, ((0, bucket.ids.shape[1] - length), (0, 0))))
        all_of.append(np.stack(rows))
    return all_of


def compared(split, one, other):
    """Over the words of the split: share with the same likeliest label, greatest difference of a probability."""
    pairs = [
        (a[bucket.labels != NO_LABEL], b[bucket.labels != NO_LABEL]) for bucket, a, b in zip(split.buckets, one, other)
    ]
    left, right = (np.concatenate(part) for part in zip(*pairs))
    same = left.argmax(-1) == right.argmax(-1)
    flagged = np.abs(left[:, 0] - right[:, 0])
    return {
        "words": len(left),
        "agreement": float(same.mean()),
        "largestDifference": float(np.abs(left - right).max()),
        "differenceOfFlag99": float(np.quantile(flagged, 0.99)),
    }


def checked_rows(split, probabilities, feature_count, most=100):
    """Some rows of the split with what the exported model said, as JSON."""
    rows = []
    for bucket, scores in zip(split.buckets, probabilities, strict=True):
        for at in range(min(most - len(rows), len(bucket))):
            length = int((bucket.ids[at] != PAD).sum())
            marks = bucket.features(at, feature_count)[:length]
            rows.append(
                {
                    "ids": bucket.ids[at, :length].tolist(),
                    "features": [np.flatnonzero(piece).tolist() for piece in marks],
                    "probabilities": scores[at, :length].tolist(),
                }
            )
    return {"features": feature_count, "rows": rows}


def milliseconds(tagger, features, pieces=20, runs=200):
    """Median for one sentence of so many pieces, on one thread."""
    ids, marks = np.full(pieces, 5), np.zeros((pieces, features))
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        run(tagger, ids, marks)
        times.append((time.perf_counter() - began) * 1000)
    return float(np.median(times))


def main():
    chosen = options()
    task = read_input(chosen.input)
    tune = read_rows(chosen.rows, task)["tune"]
    parameters = read_parameters(chosen.weights, task)
    with open(chosen.metrics, encoding="utf-8") as file:
        metrics = json.load(file)
    wide_bits = chosen.wide_bits or (4 if layer_count(parameters) > 5 else 8)
    model = graph(parameters)
    content = graph(parameters, chosen.bits, wide_bits).SerializeToString()

    count = len(task.features)
    whole, small = session(model.SerializeToString()), session(content)
    trained = scored(parameters, tune, count)
    exported = tagged(small, tune, count)
    figures = judged(tune, exported, task.labels)
    metrics["export"] = {
        "bytes": len(content),
        "floatBytes": model.ByteSize(),
        "weights": f"{chosen.bits} bits" + (", the wide ones in 4" if wide_bits == 4 else ""),
        "graph": compared(tune, trained, tagged(whole, tune, count)),
        "quantised": compared(tune, trained, exported),
        "milliseconds": {"pieces": 20, "float": milliseconds(whole, count), "quantised": milliseconds(small, count)},
        "versions": {"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__},
        **figures,
    }
    print(json.dumps({name: value for name, value in metrics["export"].items() if name not in figures}, indent=1))
    print(*told(figures), sep="\n")
    if len(content) > MOST_BYTES:
        sys.exit(f"{len(content)} bytes are more than {MOST_BYTES}: fewer layers or a smaller vocabulary")
    if metrics["export"]["quantised"]["agreement"] < LEAST_AGREEMENT:
        sys.exit("the exported model differs from the trained one")
    os.makedirs(chosen.out, exist_ok=True)
    with open(os.path.join(chosen.out, "tagger.onnx"), "wb") as file:
        file.write(content)
    card = {
        "format": 1,
        "model": "tagger.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "layers": layer_count(parameters),
        "positions": POSITIONS,
        "seed": metrics["settings"]["seed"],
        "labels": task.labels,
        "features": task.features,
        "vocabulary": task.vocabulary,
    }
    with open(os.path.join(chosen.out, "tagger.json"), "w", encoding="utf-8") as file:
        json.dump(card, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")
    if chosen.check:
        with open(chosen.check, "w", encoding="utf-8") as file:
            json.dump(checked_rows(tune, exported, count), file)
    with open(chosen.metrics, "w", encoding="utf-8") as file:
        json.dump(metrics, file, indent=1)


if __name__ == "__main__":
    main()
