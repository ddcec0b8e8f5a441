"""Train the scorer of claims: which proposed attributions are attributions.

    python training/claims/train.py --data DIR --model MODEL [MODEL] --out FILE

FILE is pipeline/stages/extract/scorer.json. DIR holds the CoNLL-U files the labels are about. With
two models, each is meant to have been trained on one half of the documents (`half` below) and
analyses the other, so that the scorer learns on parses as good as those it will meet. Needs numpy
and scipy, which training has and the package does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "attribution"))
sys.path.insert(0, str(Path(__file__).parent))

from join import join, read, texts
from match import agreement, annotated, proposed

from pipeline.edges.nlp import Language
from pipeline.stages.extract import relations
from pipeline.stages.extract.continuing import implicit
from pipeline.stages.extract.features import features
from pipeline.stages.extract.scorer import Weights

LEAST = 2  # times a feature must be seen


def half(name: str) -> int:
    return hashlib.md5(name.encode()).digest()[0] & 1


def rows_of(read, document, made):
    """Features and agreement of every candidate that lies in the annotated range."""
    low, high = document.get("range", [0, len(read.tree.text)])
    gold = [annotated(read, row) for row in document["attributions"]]
    rows = []
    for one in made:
        if not low <= read.tree.start[one.head] < high:
            continue
        mine = proposed(read, one)
        best = max((agreement(other, mine) for other in gold), default=0.0)
        rows.append((sorted(set(features(read, one))), best, one))
    return rows


def matrix(rows, index):
    data = [[index[name] for name in row if name in index] for row, *_ in rows]
    pointers = np.cumsum([0] + [len(row) for row in data])
    flat = np.array([at for row in data for at in row], dtype=np.int32)
    return csr_matrix((np.ones(len(flat)), flat, pointers), shape=(len(rows), len(index)))


def fit(groups, *, penalty=1.0):
    """Weights of a softmax over the candidates of each cue and the answer `none`, by L-BFGS.

    `groups` are lists of rows, one a document. The target of a cue is shared among the candidates
    that agree with an annotation, by the fourth power of their overlap, so that exact ones win.
    """
    rows, cues, targets = [], [], []
    for group in groups:
        heads = {}
        for row in group:
            heads.setdefault(row[2].head, []).append(row)
        for rivals in heads.values():
            share = np.array([agreed**4 for _, agreed, _ in rivals])
            targets.extend(share / share.sum() if share.sum() else share)
            cues.extend([len(cues) and cues[-1] + 1] * len(rivals))
            rows.extend(rivals)
    seen = Counter(name for row, *_ in rows for name in row)
    index = {name: at for at, name in enumerate(sorted(n for n, c in seen.items() if c >= LEAST))}
    x, q, cue = matrix(rows, index), np.array(targets), np.array(cues)

    def loss(theta):
        z = np.clip(x @ theta, -30, 30)
        mass = 1 + np.bincount(cue, np.exp(z), minlength=cue[-1] + 1)
        value = np.sum(np.log(mass)) - q @ z + 0.5 * penalty * theta @ theta
        return value, x.T @ (np.exp(z) / mass[cue] - q) + penalty * theta

    found = minimize(
        loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 400}
    )
    return {name: float(found.x[at]) for name, at in index.items()}


def documents(data: Path, split: str) -> list[dict]:
    """Every annotated document of a split, with its text."""
    folder = Path(__file__).parents[1] / "attribution"
    files = [
        path for path in sorted(folder.rglob("*.jsonl")) if path.stem not in {"numbers", "times"}
    ]
    corpus = texts(data)
    rows = [row for path in files for row in join(read(path), corpus)]
    return [row for row in rows if row["split"] == split]


def picked(rows, model):
    """Return the best row of each cue with the chance of the cue, as `scorer.best` does."""
    heads = {}
    for row in rows:
        heads.setdefault(row[2].head, []).append((model.sum(iter(row[0])), row))
    found = []
    for rivals in heads.values():
        mass = sum(np.exp(np.clip(total, -30, 30)) for total, _ in rivals)
        found.append((mass / (1 + mass), max(rivals, key=lambda each: each[0])[1]))
    return found


def goings_on(read, document, rows, model):
    """Return rows of sentences without a cue, given what the first model chose.

    A whole quotation is right where any content holds it: the article gives it to somebody.
    """
    chosen = relations.select((score, row[2]) for score, row in picked(rows, model))
    bare = [{**row, "source": []} if row["implicit"] else row for row in document["attributions"]]
    going = implicit(read, [one for _, one in chosen])
    said = set().union(*(annotated(read, row)[1] for row in bare)) if bare else set()
    rows = rows_of(read, {**document, "attributions": bare}, going)
    return [
        (seen, max(agreed, float(bool(one.quotes) and proposed(read, one)[1] <= said)), one)
        for seen, agreed, one in rows
    ]


def train(found, penalty):
    """Weights for cues, and for what goes on without one; `found` are (read, document, rows)."""
    explicit = fit([rows for _, _, rows in found], penalty=penalty)
    going = [goings_on(*each, Weights(explicit)) for each in found]
    return explicit, fit(going, penalty=penalty)


def judged(each, explicit, implied):
    """Score, correctness and nesting of all that is chosen in a document not trained on."""
    rows = picked(each[2], explicit)
    chosen = relations.select((score, row[2]) for score, row in rows)
    outer = relations.nesting([one for _, one in chosen])
    right = {id(row[2]): row[1] > 0 for _, row in rows}
    going = [
        (score, row[1] > 0, False)
        for score, row in picked(goings_on(*each, explicit), implied)
        if score >= relations.ENOUGH
    ]
    return [
        (score, right[id(one)], within is not None)
        for (score, one), within in zip(chosen, outer, strict=True)
    ] + going


def tried(found, penalty, folds=5):
    """Return what is chosen in each fold, judged, by weights that never saw it."""
    pairs = []
    for fold in range(folds):
        weights = train([each for at, each in enumerate(found) if at % folds != fold], penalty)
        explicit, implied = map(Weights, weights)
        pairs.append(
            [pair for each in found[fold::folds] for pair in judged(each, explicit, implied)]
        )
    return pairs


def isotonic(pairs, least=30):
    """Return the rising curve from scores to chances that fits best (Ayer et al. 1955).

    Neighbours that do not rise are pooled, and so are pools of fewer than `least` pairs; a pool
    stands at its mean score with its share of right ones, one right and one wrong added (Laplace).
    """
    pools = []  # scores, right, size
    for score, good, _ in sorted(pairs):
        pools.append([score, float(good), 1])
        while len(pools) > 1 and (
            pools[-2][2] < least or pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]
        ):
            last = pools.pop()
            pools[-1] = [one + other for one, other in zip(pools[-1], last, strict=True)]
    points = [round(score / size, 4) for score, _, size in pools]
    return points, [round((right + 1) / (size + 2), 3) for _, right, size in pools]


def curves(pairs):
    """Return the curves of what stands by itself and of what stands in what another says."""
    split = {"outer": [p for p in pairs if not p[2]], "inner": [p for p in pairs if p[2]]}
    return {
        where: dict(zip(("points", "chances"), isotonic(own), strict=True))
        for where, own in split.items()
    }


def reliability(pairs):
    """Yield a line for each tenth of confidence: given, right, by curves that saw other folds."""
    told = []
    for fold, own in enumerate(pairs):
        found = curves([pair for at, each in enumerate(pairs) if at != fold for pair in each])
        for score, good, nested in own:
            curve = found["inner" if nested else "outer"]
            told.append((float(np.interp(score, curve["points"], curve["chances"])), good))
    for low in np.arange(0.2, 1.0, 0.1):
        inside = [pair for pair in told if low <= pair[0] < low + 0.1]
        if inside:
            said, was = np.mean(inside, axis=0)
            yield f"  given {said:.2f}, right {was:.2f} ({len(inside)})"


def kept(weights):
    return {name: round(value, 2) for name, value in sorted(weights.items()) if abs(value) >= 0.03}


def main() -> None:
    """Read the arguments, train, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", nargs="+", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    pipes = [Language(path) for path in options.model]
    found = []
    for each in documents(options.data, "train"):
        nlp = pipes[(1 - half(each["id"])) % len(pipes)]
        read = relations.passage(next(nlp.docs([each["text"]])))
        found.append((read, each, rows_of(read, each, relations.candidates(read))))
    explicit, implied = train(found, options.penalty)
    pairs = tried(found, options.penalty)
    stored = {
        "curves": curves([pair for fold in pairs for pair in fold]),
        "explicit": kept(explicit),
        "implied": kept(implied),
    }
    options.out.write_text(
        json.dumps(stored, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"{len(found)} documents, {sum(map(len, pairs))} chosen in cross-validation")
    print(*reliability(pairs), sep="\n")


if __name__ == "__main__":
    main()
