"""What the teacher says, as documents to train on: trees, tags and names of open texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx
import numpy as np
import torch
from spacy.tokens import Doc, Span
from torch import nn

from training.chunks import Chunks, Labels
from training.student import told

SURE = 0.9
"""Share of chunks that are kept: those whose heads the teacher is surest of."""
Said = dict[str, np.ndarray]


def tree(scores: np.ndarray) -> np.ndarray:
    """Return the best tree: `scores[d, h]` for a head, on the diagonal for the root."""
    heads = scores.argmax(1)
    size = len(heads)
    if np.count_nonzero(heads == np.arange(size)) == 1 and rooted(heads):
        return heads
    top = int(scores.diagonal().argmax())
    graph = nx.DiGraph()
    for dependent in range(size):
        for head in range(size):
            if dependent not in (top, head):
                weight = float(np.log(scores[dependent, head] + 1e-9)) + 100.0
                graph.add_edge(head, dependent, weight=weight)
    best = nx.maximum_spanning_arborescence(graph)
    heads = np.full(size, top)
    for head, dependent in best.edges:
        heads[dependent] = head
    return heads


def rooted(heads: np.ndarray) -> bool:
    """Tell whether every word leads to a root."""
    at = heads
    for _ in range(len(heads).bit_length() + 1):
        at = at[at]
    return bool((heads[at] == at).all())


def names(said: np.ndarray, labels: Labels) -> list[str]:
    """Return parts of names, from what is said of each word (words by labels).

    Words that go on (`I`) belong to the name before them; what a name is, its words say together.
    """
    parts = [labels.names[number] for number in said.argmax(1)]
    out = ["O"] * len(parts)
    starts = [i for i, part in enumerate(parts) if begins(parts, i)]
    for start in starts:
        end = next(i for i in range(start + 1, len(parts) + 1) if not goes_on(parts, i))
        sums = dict.fromkeys((name[2:] for name in labels.names if name != "O"), 0.0)
        for number, name in enumerate(labels.names):
            if name != "O":
                sums[name[2:]] += float(said[start:end, number].sum())
        label = max(sums, key=sums.__getitem__)
        out[start:end] = [("I-" if i else "B-") + label for i in range(end - start)]
    return out


def begins(parts: list[str], place: int) -> bool:
    """Tell whether a name begins at a place: with a `B`, or with an `I` behind none."""
    after_none = place == 0 or parts[place - 1] == "O"
    return parts[place].startswith("B-") or (parts[place] != "O" and after_none)


def goes_on(parts: list[str], place: int) -> bool:
    """Tell whether the name before a place goes on there."""
    return place < len(parts) and parts[place].startswith("I-")


def trees(source: Doc, said: Said) -> tuple[np.ndarray, float]:
    """Return the head of every word, sentence by sentence, and how sure the teacher is of them."""
    begins = said["starts"][:, 1] > 0.5
    begins[0] = True
    for token in source[:-1]:
        if token.is_space and "\n" in token.text:
            begins[token.i + 1] = True
    heads, sure = np.zeros(len(source), int), []
    for first, last in pairwise([*np.flatnonzero(begins), len(source)]):
        inner = said["heads"][first:last, first:last].astype(float)
        heads[first:last] = first + tree(inner)
        sure.append(np.log(inner.max(1) + 1e-9).mean())
    return heads, float(np.mean(sure))


def document(source: Doc, said: Said, labels: Labels) -> tuple[Doc, float]:
    """Return a chunk with what the teacher says of it, and how sure it is of the heads."""
    heads, sure = trees(source, said)
    deps = [labels.deps[n] for n in said["deps"].argmax(1)]
    for place, head in enumerate(heads):
        if (head == place) != (deps[place] == "ROOT"):
            deps[place] = "ROOT" if head == place else "dep"
    feats = [
        dict(part.split("=") for part in labels.morphs[n].split("|") if "=" in part)
        for n in said["morphs"].argmax(1)
    ]
    doc = Doc(
        source.vocab,
        words=[token.text for token in source],
        spaces=[bool(token.whitespace_) for token in source],
        tags=[labels.tags[n] for n in said["tags"].argmax(1)],
        pos=[feat.pop("POS", "X") for feat in feats],
        morphs=["|".join(f"{name}={value}" for name, value in feat.items()) for feat in feats],
        heads=heads.tolist(),
        deps=deps,
        ents=names(said["names"], labels),
    )
    return doc, sure


def said_of(model: nn.Module, chunks: Chunks) -> Iterator[tuple[tuple[int, int, int], Said]]:
    """Yield where each chunk comes from and what the teacher says of it."""
    device = next(model.parameters()).device
    for batch in told(model, torch.tensor(chunks.words, device=device).long()):
        arrays = {name: values.cpu().numpy() for name, values in batch.items()}
        index = arrays.pop("index")
        for row, number in enumerate(index):
            place = chunks.places[number]
            yield place, {k: v[row, : place[2] - place[1]] for k, v in arrays.items()}


def annotate(
    model: nn.Module, chunks: Chunks, docs: list[Doc], labels: Labels
) -> Iterator[tuple[Doc, float]]:
    """Yield every chunk as a document with the teacher's annotation, and how sure it is."""
    for (number, start, end), said in said_of(model, chunks):
        yield document(docs[number][start:end].as_doc(), said, labels)


def add_names(model: nn.Module, chunks: Chunks, docs: list[Doc], labels: Labels) -> None:
    """Give documents without names those that the teacher finds."""
    found: dict[int, list[Span]] = {}
    for (number, start, _), said in said_of(model, chunks):
        if not any(token.ent_iob for token in docs[number] if not token.is_space):
            spans = found.setdefault(number, [])
            for place, part in enumerate(names(said["names"], labels), start):
                if part.startswith("B-"):
                    spans.append(Span(docs[number], place, place + 1, part[2:]))
                elif part.startswith("I-"):
                    spans[-1] = Span(docs[number], spans[-1].start, place + 1, part[2:])
    for number, spans in found.items():
        docs[number].set_ents(spans)


def surest(pairs: list[tuple[Doc, float]]) -> list[Doc]:
    """Return the documents of which the teacher is surest."""
    least = sorted(sure for _, sure in pairs)[int(len(pairs) * (1 - SURE))]
    return [doc for doc, sure in pairs if sure >= least]
