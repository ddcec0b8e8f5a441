"""The scorer: how sure a proposed attribution is, by a logistic model over what can be seen of it.

The weights are a data file of the package, made by `training/claims/train.py` from open-licence
annotations. A score is calibrated: of attributions given 0.9, nine in ten are right.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import repeat
from math import exp
from typing import Any, Literal

from pipeline.stages.extract.features import features
from pipeline.stages.extract.passage import Candidate, Passage


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model by the names of its features."""

    by_feature: Mapping[str, float]

    def sum(self, features: Iterable[str]) -> float:
        """Return the sum of the weights of features."""
        return sum(map(self.by_feature.get, features, repeat(0.0)))


@dataclass(frozen=True, slots=True)
class Curve:
    """How often what got a raw score was right."""

    points: Sequence[float]  #: raw scores, rising
    chances: Sequence[float]

    def chance(self, raw: float) -> float:
        """Return the calibrated chance for a raw score, interpolated between known points."""
        right = bisect_right(self.points, raw)
        if right == 0:
            return self.chances[0]
        if right == len(self.points):
            return self.chances[-1]
        low, high = self.points[right - 1], self.points[right]
        share = (raw - low) / (high - low) if high > low else 0.0
        return self.chances[right - 1] + share * (self.chances[right] - self.chances[right - 1])


@cache
def stored() -> Mapping[str, Any]:
    """Return what training wrote for the package."""
    text = resources.files(__package__).joinpath("scorer.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


@cache
def weights(what: Literal["explicit", "implied"]) -> Weights:
    """Return the weights that ship with the package: for cues, or for what goes on without one."""
    return Weights(stored()[what])


@cache
def curve(where: Literal["outer", "inner"]) -> Curve:
    """Return the curve that ships for what stands by itself, or within what another says."""
    return Curve(**stored()["curves"][where])


def best(read: Passage, made: Iterable[Candidate], model: Weights) -> list[tuple[float, Candidate]]:
    """Return for each cue its best candidate, with the chance that the cue attributes at all.

    The candidates of a cue compete with each other and with the answer that it is none: a softmax
    in which `none` has the sum 0.
    """
    rivals: dict[int, list[tuple[float, Candidate]]] = {}
    for one in made:
        total = max(min(model.sum(features(read, one)), 30.0), -30.0)
        rivals.setdefault(one.head, []).append((total, one))
    found = []
    for group in rivals.values():
        mass = sum(exp(total) for total, _ in group)
        _, winner = max(group, key=lambda each: each[0])
        found.append((mass / (1 + mass), winner))
    return found
