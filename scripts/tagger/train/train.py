"""Trains the tagger: files in, files out, nothing fetched; the same on a processor and on a GPU.

Reads base.npz (prepare_base.py), tagger-input.json and rows.jsonl[.gz]; writes weights.npz and metrics.json to --out.
"""

import argparse
import json
import os
import time

import jax
import jax.numpy as jnp
import numpy as np
import optax

from inputs import NO_LABEL, read_input, read_parameters, read_rows, write_parameters
from judge import judged, told
from network import END, NEW, UNKNOWN, logits, probabilities, start


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--base", required=True, help="base.npz; with --go-on what from_export.py opened")
    parser.add_argument("--go-on", action="store_true", help="the base has features and a head already")
    parser.add_argument("--input", required=True, help="tagger-input.json")
    parser.add_argument("--rows", required=True, help="rows.jsonl or rows.jsonl.gz")
    parser.add_argument("--out", required=True, help="folder for weights.npz and metrics.json")
    parser.add_argument("--layers", type=int, default=5, help="how many of the base's six layers, from the first")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--steps", type=int, help="stop after so many, for a trial")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=8e-5, help="highest learning rate")
    parser.add_argument("--new-rate", type=float, default=3.0, help="times that for head and features")
    parser.add_argument("--warm-up", type=float, default=0.1, help="share of the steps")
    parser.add_argument("--decay", type=float, default=0.01, help="of weights, not of biases and norms")
    parser.add_argument("--smoothing", type=float, default=0.0, help="of labels")
    parser.add_argument("--class-weight", type=float, default=1.0, help="of a word that is not O")
    parser.add_argument("--head-dropout", type=float, default=0.1)
    parser.add_argument("--inner-dropout", type=float, default=0.0, help="after attention and after the dense layers")
    parser.add_argument("--feature-dropout", type=float, default=0.25, help="share of rows without droppable features")
    parser.add_argument("--piece-dropout", type=float, default=0.03, help="share of pieces that become [UNK]")
    parser.add_argument(
        "--average", type=float, default=0.999, help="of the weights from step to step; 0: the last ones"
    )
    parser.add_argument("--compute", choices=("float32", "bfloat16"), default="float32", help="of products of matrices")
    parser.add_argument("--seed", type=int, default=20261128)
    return parser.parse_args()


def batches(split, size, random):
    """(bucket, rows) in random order; every row once, the last batch of a bucket filled up with rows drawn again."""
    plan = []
    for bucket in split.buckets:
        order = random.permutation(len(bucket))
        missing = -len(order) % size
        order = np.concatenate([order, random.choice(len(bucket), missing)]) if missing else order
        plan += [(bucket, rows) for rows in order.reshape(-1, size)]
    return [plan[at] for at in random.permutation(len(plan))]


def weakened(ids, features, droppable, key, chosen):
    """The same rows with some pieces unknown and some rows without what the gazetteers say."""
    pieces, rows = jax.random.split(key)
    hidden = jax.random.bernoulli(pieces, chosen.piece_dropout, ids.shape) & (ids > END)
    hide = jax.random.bernoulli(rows, chosen.feature_dropout, (len(ids), 1, 1))
    return jnp.where(hidden, UNKNOWN, ids), jnp.where(hide, features * (1 - droppable), features)


def loss_of(parameters, batch, droppable, key, chosen):
    first, second = jax.random.split(key)
    ids, features = weakened(batch["ids"], batch["features"], droppable, first, chosen)
    scores = logits(
        parameters,
        ids,
        features,
        key=second,
        inner_dropout=chosen.inner_dropout,
        head_dropout=chosen.head_dropout,
        compute=jnp.dtype(chosen.compute),
    )
    wanted = optax.smooth_labels(jax.nn.one_hot(jnp.maximum(batch["labels"], 0), scores.shape[-1]), chosen.smoothing)
    weights = jnp.where(batch["labels"] > 0, chosen.class_weight, 1.0) * batch["weights"][:, None]
    weights = jnp.where(batch["labels"] == NO_LABEL, 0.0, weights)
    return (optax.softmax_cross_entropy(scores, wanted) * weights).sum() / jnp.maximum(weights.sum(), 1e-6)


def stepper(parameters, steps, droppable, chosen):
    """(state of the optimiser, one compiled step)."""
    warm_up = max(1, round(steps * chosen.warm_up))
    rate = optax.warmup_cosine_decay_schedule(0.0, chosen.rate, warm_up, max(steps, warm_up + 1))
    matrices = {name: value.ndim == 2 and name not in NEW for name, value in parameters.items()}
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=chosen.decay, mask=matrices))

    @jax.jit
    def step(parameters, average, state, batch, number, key):
        loss, gradients = jax.value_and_grad(loss_of)(parameters, batch, droppable, key, chosen)
        updates, state = optimiser.update(gradients, state, parameters)
        updates = {name: value * (chosen.new_rate if name in NEW else 1.0) for name, value in updates.items()}
        parameters = optax.apply_updates(parameters, updates)
        # The first steps are forgotten fast, so that the average is not drawn back to the base.
        kept = jnp.minimum(chosen.average, (1 + number) / (10 + number))
        kept = jnp.where(chosen.average > 0, kept, 0.0)
        average = jax.tree.map(lambda old, new: kept * old + (1 - kept) * new, average, parameters)
        return parameters, average, state, loss

    return optimiser.init(parameters), step


def scored(parameters, split, feature_count, size=64):
    """Probabilities [N,L,labels] per bucket."""
    all_of = []
    for bucket in split.buckets:
        parts = []
        for first in range(0, len(bucket), size):
            rows = np.arange(first, first + size) % len(bucket)
            parts.append(np.asarray(probabilities(parameters, bucket.ids[rows], bucket.features(rows, feature_count))))
        all_of.append(np.concatenate(parts)[: len(bucket)])
    return all_of


def main():
    chosen = options()
    task = read_input(chosen.input)
    splits = read_rows(chosen.rows, task)
    train, tune = splits["train"], splits["tune"]
    features = len(task.features)
    base = read_parameters(chosen.base, task)
    first = base if chosen.go_on else start(base, chosen.layers, features, len(task.labels), chosen.seed)
    parameters = jax.tree.map(jnp.asarray, first)
    average = parameters
    droppable = np.zeros(features, np.uint8)
    droppable[list(task.droppable)] = 1
    random = np.random.default_rng(chosen.seed)
    key = jax.random.key(chosen.seed)
    steps = sum(-(-len(bucket) // chosen.batch) for bucket in train.buckets) * chosen.epochs
    steps = min(steps, chosen.steps or steps)
    state, step = stepper(parameters, steps, droppable, chosen)
    print(f"{len(train)} rows to train on, {len(tune)} to tune on, {steps} steps on {jax.devices()[0]}", flush=True)

    began, number, epochs = time.monotonic(), 0, []
    while number < steps:
        losses = []
        for bucket, rows in batches(train, chosen.batch, random)[: steps - number]:
            batch = {
                "ids": bucket.ids[rows],
                "labels": bucket.labels[rows],
                "features": bucket.features(rows, features),
                "weights": bucket.weights[rows],
            }
            parameters, average, state, loss = step(
                parameters, average, state, batch, number, jax.random.fold_in(key, number)
            )
            losses.append(loss)
            number += 1
            if number % 50 == 0:
                recent = float(jnp.stack(losses[-50:]).mean())
                print(f"step {number}/{steps}, loss {recent:.4f}, {time.monotonic() - began:.0f} s", flush=True)
        figures = judged(tune, scored(average, tune, features), task.labels)
        epochs.append({"steps": number, "loss": float(jnp.stack(losses).mean()), **figures})
        print(f"epoch {len(epochs)}, loss {epochs[-1]['loss']:.4f}", *told(figures), sep="\n", flush=True)

    os.makedirs(chosen.out, exist_ok=True)
    write_parameters(os.path.join(chosen.out, "weights.npz"), task, average)
    metrics = {
        "settings": {
            name: value for name, value in vars(chosen).items() if name not in ("base", "input", "rows", "out")
        },
        "versions": {"jax": jax.__version__, "numpy": np.__version__, "optax": optax.__version__},
        "device": jax.devices()[0].device_kind,
        "steps": steps,
        "seconds": round(time.monotonic() - began, 1),
        "rows": {
            name: {"count": len(split), "sources": dict(sorted(split.sources.items())), "cut": split.cut}
            for name, split in splits.items()
        },
        "epochs": epochs,
    }
    with open(os.path.join(chosen.out, "metrics.json"), "w", encoding="utf-8") as file:
        json.dump(metrics, file, indent=1)


if __name__ == "__main__":
    main()
