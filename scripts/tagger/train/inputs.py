"""What training reads: the task (labels, features, vocabulary), rows of pieces, and arrays of parameters."""

import gzip
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from network import PAD

# Rows are padded to the first of these lengths that holds them; what exceeds the last is cut off.
BUCKETS = (24, 48, 96)
NO_LABEL = -1


@dataclass(frozen=True)
class Task:
    labels: tuple
    features: tuple
    vocabulary: tuple
    # Indices of the features that come from a gazetteer, which training hides now and then.
    droppable: tuple

    @property
    def vocabulary_hash(self):
        return hashlib.sha256("\n".join(self.vocabulary).encode()).hexdigest()


@dataclass
class Rows:
    """Rows of one length L: ids [N,L], labels [N,L] (-1: none), bits [N,L,F/8] (features, packed), weights [N]."""

    ids: np.ndarray
    labels: np.ndarray
    bits: np.ndarray
    weights: np.ndarray
    sources: list

    def __len__(self):
        return len(self.ids)

    def features(self, at, count):
        return np.unpackbits(self.bits[at], axis=-1, count=count)


@dataclass
class Split:
    buckets: list = field(default_factory=list)
    sources: Counter = field(default_factory=Counter)
    cut: int = 0

    def __len__(self):
        return sum(len(bucket) for bucket in self.buckets)


def read_input(path):
    with open(path, encoding="utf-8") as file:
        raw = json.load(file)
    task = Task(*(tuple(raw[name]) for name in ("labels", "features", "vocabulary", "droppable")))
    if task.labels[0] != "O":
        sys.exit(f"{path}: the first label must be O")
    return task


def read_rows(path, task):
    """The splits `train` and `tune` of a file of JSON lines, which may be gzipped."""
    raw = {"train": [], "tune": []}
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            row = json.loads(line)
            if not len(row["ids"]) == len(row["labels"]) == len(row["features"]):
                sys.exit(f"{path}:{number}: ids, labels and features differ in length")
            if max(row["ids"]) >= len(task.vocabulary) or max(row["labels"]) >= len(task.labels):
                sys.exit(f"{path}:{number}: an id or a label is out of range")
            marks = np.zeros((len(row["ids"]), len(task.features)), np.uint8)
            for piece, active in enumerate(row["features"]):
                marks[piece, active] = 1
            # Packed at once: as lists, a hundred thousand rows would take a gigabyte.
            raw[row["split"]].append(
                {
                    **row,
                    "ids": np.array(row["ids"], np.int32),
                    "labels": np.array(row["labels"], np.int32),
                    "features": np.packbits(marks, axis=-1),
                }
            )
    return {name: packed(rows) for name, rows in raw.items()}


def packed(rows):
    split = Split(
        sources=Counter(row["source"] for row in rows), cut=sum(len(row["ids"]) > BUCKETS[-1] for row in rows)
    )
    shorter = 0
    for length in BUCKETS:
        longest = np.inf if length == BUCKETS[-1] else length
        own = [row for row in rows if shorter < len(row["ids"]) <= longest]
        shorter = length
        if own:
            split.buckets.append(bucket(own, length))
    return split


def bucket(rows, length):
    ids = np.full((len(rows), length), PAD, np.int32)
    labels = np.full((len(rows), length), NO_LABEL, np.int32)
    bits = np.zeros((len(rows), length, rows[0]["features"].shape[-1]), np.uint8)
    for at, row in enumerate(rows):
        pieces = min(len(row["ids"]), length)
        ids[at, :pieces] = row["ids"][:pieces]
        labels[at, :pieces] = row["labels"][:pieces]
        bits[at, :pieces] = row["features"][:pieces]
    weights = np.array([row.get("weight", 1.0) for row in rows], np.float32)
    return Rows(ids, labels, bits, weights, [row["source"] for row in rows])


def read_parameters(path, task):
    """Arrays of a .npz of this vocabulary, in float32."""
    with np.load(path) as file:
        if str(file["vocabulary"]) != task.vocabulary_hash:
            sys.exit(f"{path} was made for another vocabulary")
        return {name: file[name].astype(np.float32) for name in file.files if name != "vocabulary"}


def write_parameters(path, task, parameters):
    """In float16: the export is coarser, and the file half as large."""
    halves = {name: np.asarray(value).astype(np.float16) for name, value in parameters.items()}
    np.savez(path, vocabulary=task.vocabulary_hash, **halves)
