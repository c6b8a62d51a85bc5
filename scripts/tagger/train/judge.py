"""What a tagger's probabilities are worth on a split: counts by threshold on a word's 1 - p(O), no share of anything."""

from collections import Counter, defaultdict

import numpy as np

from inputs import NO_LABEL

THRESHOLDS = (0.5, 0.2, 0.1, 0.05)


def entities(labels):
    """(label, first, end) of every run of words with one label other than O."""
    found, at = [], 0
    while at < len(labels):
        end = at + 1
        while end < len(labels) and labels[end] == labels[at]:
            end += 1
        if labels[at] != 0:
            found.append((labels[at], at, end))
        at = end
    return found


def words_of(split, probabilities):
    """Per sentence its source, its words' labels and their probabilities [words,labels]."""
    for bucket, own in zip(split.buckets, probabilities, strict=True):
        for source, labels, scores in zip(bucket.sources, bucket.labels, own, strict=True):
            words = labels != NO_LABEL
            yield source, labels[words].tolist(), scores[words]


def judged(split, probabilities, label_names):
    """Counts as [hits, of], to be written as JSON. `probabilities`: one array [N,L,labels] per bucket of the split.

    An entity is found when every one of its words is flagged, whatever label is likeliest; `named` counts the words of
    a label whose likeliest label is theirs.
    """
    sentences = list(words_of(split, probabilities))
    named = defaultdict(Counter)
    for _, labels, scores in sentences:
        for label, score in zip(labels, scores):
            named[label_names[label]].update(hits=int(np.argmax(score) == label), of=1)
    return {
        "thresholds": [at_threshold(sentences, threshold, label_names) for threshold in THRESHOLDS],
        "named": {name: [count["hits"], count["of"]] for name, count in sorted(named.items())},
    }


def at_threshold(sentences, threshold, label_names):
    found, sources = defaultdict(Counter), defaultdict(lambda: defaultdict(Counter))
    for source, labels, scores in sentences:
        flagged = 1 - scores[:, 0] >= threshold
        for label, first, end in entities(labels):
            hit = {"hits": int(flagged[first:end].all()), "of": 1}
            found[label_names[label]].update(hit)
            sources[source]["entities"].update(hit)
        plain = np.array(labels) == 0
        sources[source]["words"].update(hits=int((flagged & plain).sum()), of=int(plain.sum()))
        if plain.all():
            sources[source]["clean"].update(hits=int(flagged.any()), of=1)

    def pair(count):
        return [count["hits"], count["of"]]

    def over_sources(kind):
        return pair(sum((counts[kind] for counts in sources.values()), Counter()))

    kinds = ("entities", "words", "clean")
    return {
        "threshold": threshold,
        "found": {name: pair(count) for name, count in sorted(found.items())},
        **{kind: over_sources(kind) for kind in kinds},
        "sources": {name: {kind: pair(counts[kind]) for kind in kinds} for name, counts in sorted(sources.items())},
    }


def told(figures):
    """The figures as lines for the terminal."""

    def share(pair):
        return f"{pair[0]}/{pair[1]} ({pair[0] / pair[1]:.3f})" if pair[1] else "0/0"

    for each in figures["thresholds"]:
        yield (
            f"  from {each['threshold']}: entities {share(each['entities'])}, "
            f"words wrongly flagged {share(each['words'])}, clean sentences touched {share(each['clean'])}"
        )
        yield "    " + ", ".join(f"{name} {share(pair)}" for name, pair in each["found"].items())
