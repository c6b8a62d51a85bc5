"""The tagger's network: the first layers of MiniLM with a second input, features of each piece, and a head of labels.

Parameters are one flat dict of arrays. Names: word [V,384], position [128,384], features [F,384], norm.scale, norm.bias,
layerN.{qkv,attended,wide,narrow}.{weight,bias}, layerN.{first,second}Norm.{scale,bias}, head.{weight,bias}.
Weights are laid out [in, out].
"""

import jax
import jax.numpy as jnp
import numpy as np

WIDTH = 384
HEADS = 12
POSITIONS = 128
EPSILON = 1e-12
PAD, UNKNOWN, START, END = 0, 1, 2, 3
# Parameters that the base does not have.
NEW = ("features", "head.weight", "head.bias")


def start(base, layers, features, labels, seed):
    """The base's first `layers` layers in float32, no weight for any feature, a small random head."""
    kept = {
        name: np.asarray(value, np.float32)
        for name, value in base.items()
        if not name.startswith("layer") or int(name.split(".")[0][len("layer") :]) < layers
    }
    random = np.random.default_rng(seed)
    kept["features"] = np.zeros((features, WIDTH), np.float32)
    kept["head.weight"] = random.normal(0, 0.02, (WIDTH, labels)).astype(np.float32)
    kept["head.bias"] = np.zeros(labels, np.float32)
    return kept


def layer_count(parameters):
    return 1 + max(int(name.split(".")[0][len("layer") :]) for name in parameters if name.startswith("layer"))


def normalised(x, parameters, name):
    x = x.astype(jnp.float32)
    mean = x.mean(-1, keepdims=True)
    variance = jnp.square(x - mean).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + EPSILON) * parameters[f"{name}.scale"] + parameters[f"{name}.bias"]


def dropped(x, rate, key):
    if key is None or rate == 0:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)


def logits(parameters, ids, features, *, key=None, inner_dropout=0.0, head_dropout=0.0, compute=jnp.float32):
    """Scores [B,T,labels] in float32 for ids [B,T] and features [B,T,F] (0 or 1). Without a key nothing is dropped."""
    layers = layer_count(parameters)
    keys = [None] * (2 * layers + 1) if key is None else list(jax.random.split(key, 2 * layers + 1))
    rows, pieces = ids.shape

    def dense(x, name):
        return x.astype(compute) @ parameters[f"{name}.weight"].astype(compute) + parameters[f"{name}.bias"].astype(
            compute
        )

    seen = jnp.where(ids == PAD, -1e9, 0.0)[:, None, None, :]
    x = (
        parameters["word"][ids]
        + parameters["position"][:pieces]
        + features.astype(jnp.float32) @ parameters["features"]
    )
    x = normalised(x, parameters, "norm")
    for layer in range(layers):
        name = f"layer{layer}"
        parts = dense(x, f"{name}.qkv").reshape(rows, pieces, 3, HEADS, WIDTH // HEADS)
        query, keyed, value = (parts[:, :, part].transpose(0, 2, 1, 3) for part in range(3))
        scores = (query @ keyed.transpose(0, 1, 3, 2)).astype(jnp.float32) / np.sqrt(WIDTH // HEADS) + seen
        attended = jax.nn.softmax(scores, -1).astype(compute) @ value
        attended = dense(attended.transpose(0, 2, 1, 3).reshape(rows, pieces, WIDTH), f"{name}.attended")
        x = normalised(x + dropped(attended, inner_dropout, keys[2 * layer]), parameters, f"{name}.firstNorm")
        wide = jax.nn.gelu(dense(x, f"{name}.wide"), approximate=False)
        narrow = dense(wide, f"{name}.narrow")
        x = normalised(x + dropped(narrow, inner_dropout, keys[2 * layer + 1]), parameters, f"{name}.secondNorm")
    x = dropped(x, head_dropout, keys[-1])
    return x @ parameters["head.weight"] + parameters["head.bias"]


probabilities = jax.jit(lambda parameters, ids, features: jax.nn.softmax(logits(parameters, ids, features), -1))
