"""Train the scorer of claims: which proposed attributions are attributions.

    python training/claims/train.py --data DIR --model MODEL [MODEL] --out pipeline/stages/extract/scorer.json

DIR holds the CoNLL-U files the labels are about. With two models, each is meant to have been trained on one half
of the documents (`half` below) and analyses the other, so that the scorer learns on parses as good as those it
will meet. Needs numpy and scipy, which training has and the package does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import spacy
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "attribution"))
sys.path.insert(0, str(Path(__file__).parent))

from join import join, read, texts
from match import agreement, annotated, proposed

from pipeline.stages.extract import relations
from pipeline.stages.extract.continuing import implicit
from pipeline.stages.extract.scorer import Weights, best, features

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
    for number, group in enumerate(groups):
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


def proposals(reads, found):
    """Training rows of the first model: every candidate of every document."""
    return [
        rows_of(reads[each["id"]], each, relations.candidates(reads[each["id"]])) for each in found
    ]


def goings_on(reads, found, model):
    """Training rows of the second: sentences without a cue, given what the first model chose."""
    made = []
    for each in found:
        read = reads[each["id"]]
        chosen = relations.select(best(read, relations.candidates(read), model))
        bare = [{**row, "source": []} if row["implicit"] else row for row in each["attributions"]]
        made.append(
            rows_of(
                read, {**each, "attributions": bare}, implicit(read, [one for _, one in chosen])
            )
        )
    return made


def train(reads, found, penalty):
    """Weights of both models in one table; their features do not meet, as implied rows have `c=none`."""
    explicit = fit(proposals(reads, found), penalty=penalty)
    implied = fit(goings_on(reads, found, Weights(explicit)), penalty=penalty)
    return explicit, implied


def chosen(reads, each, explicit, implied):
    """Raw score and correctness of all that is chosen in a document."""
    read = reads[each["id"]]
    picked = relations.select(best(read, relations.candidates(read), explicit))
    picked += relations.implied(read, picked, implied)
    low, high = each.get("range", [0, len(read.tree.text)])
    gold = [annotated(read, row) for row in each["attributions"]]
    gold += [
        (set(), content)
        for (_, content), row in zip(gold, each["attributions"], strict=True)
        if row["implicit"]
    ]
    return [
        (score, max((agreement(other, proposed(read, one)) for other in gold), default=0.0) > 0)
        for score, one in picked
        if low <= read.tree.start[one.head] < high
    ]


def calibrated(reads, found, penalty, folds=5):
    """The calibration curve, from documents that the scoring weights have not seen."""
    pairs = []
    for fold in range(folds):
        rest = [each for at, each in enumerate(found) if at % folds != fold]
        explicit, implied = train(reads, rest, penalty)
        for at, each in enumerate(found):
            if at % folds == fold:
                pairs.extend(chosen(reads, each, Weights(explicit), Weights(implied)))
    curve = platt(np.array([score for score, _ in pairs]), np.array([right for _, right in pairs]))
    return curve, pairs


def platt(raw, right):
    """Two-parameter logistic calibration (Platt 1999), tabulated."""
    odds = np.log(np.clip(raw, 1e-6, 1 - 1e-6) / np.clip(1 - raw, 1e-6, 1))

    def loss(theta):
        z = theta[0] * odds + theta[1]
        return np.sum(np.logaddexp(0, z) - right * z)

    slope, shift = minimize(loss, [1.0, 0.0], method="Nelder-Mead").x
    points = np.concatenate([np.arange(0.05, 0.96, 0.05), [0.98, 0.99, 0.995, 0.999, 0.9999]])
    at = np.log(points / (1 - points))
    return np.round(points, 4).tolist(), np.round(
        1 / (1 + np.exp(-(slope * at + shift))), 3
    ).tolist()


def kept(weights):
    return {name: round(value, 2) for name, value in sorted(weights.items()) if abs(value) >= 0.03}


def main() -> None:
    """Read the arguments, train, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", nargs="+", required=True)
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    pipes = [spacy.load(path) for path in options.model]
    found = documents(options.data, "train")
    reads = {}
    for each in found:
        nlp = pipes[(1 - half(each["id"])) % len(pipes)]
        reads[each["id"]] = relations.passage(nlp(each["text"]))
    explicit, implied = train(reads, found, options.penalty)
    (points, chances), pairs = calibrated(reads, found, options.penalty)
    stored = {
        "points": points,
        "chances": chances,
        "explicit": kept(explicit),
        "implied": kept(implied),
    }
    options.out.write_text(
        json.dumps(stored, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8"
    )
    right = sum(good for _, good in pairs)
    print(
        f"{len(found)} documents, {len(pairs)} chosen in cross-validation, {right / len(pairs):.1%} right"
    )


if __name__ == "__main__":
    main()
