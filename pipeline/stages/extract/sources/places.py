"""Places: countries by their names, people, capitals and seats of government."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

PlaceKind = Literal["country", "people", "capital", "seat"]
_TABLES = tomllib.loads(
    resources.files("pipeline.stages.extract").joinpath("places.toml").read_text("utf-8")
)
PEOPLES = frozenset(_TABLES["groups"])  #: peoples, faiths and parties that no place explains
LONGEST = 5  #: words of a name


@dataclass(frozen=True, slots=True)
class Place:
    """What a name stands for: a country, its people, its capital, or a seat of its government."""

    country: str
    kind: PlaceKind


@cache
def names() -> dict[tuple[str, ...], Place]:
    """Return every name of the reviewed list, its words in lower case."""
    made: dict[tuple[str, ...], Place] = {}
    for entry in (*_TABLES["regions"], *_TABLES["countries"]):
        country = entry["name"]
        seats = [*entry.get("seats", ()), *(f"the {seat}" for seat in entry.get("seats", ()))]
        for kind, given in (
            ("seat", seats),
            ("capital", [entry["capital"]] if "capital" in entry else []),
            ("people", [*entry["people"], *(f"{people}s" for people in entry["people"])]),
            ("country", [country, *entry.get("also", ())]),
        ):
            for name in given:
                if kind == "capital" and words(name) in made and made[words(name)].kind == "seat":
                    continue  # Brussels speaks for the Union
                made[words(name)] = Place(country, kind)  # type: ignore[arg-type]
    return made


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: lower case, straight apostrophes."""
    return tuple(name.lower().replace("’", "'").replace("-", " ").split())


def place(tokens: Sequence[str]) -> Place | None:
    """Return the place that these words, all of them, name."""
    return names().get(words(" ".join(tokens)))


def first_place(tokens: Sequence[str]) -> tuple[Place, int, int] | None:
    """Return the first place named among some words, and where its name begins and ends."""
    for i in range(len(tokens)):
        for length in range(min(LONGEST, len(tokens) - i), 0, -1):
            if tokens[i][:1].isupper() and (found := place(tokens[i : i + length])):
                return found, i, i + length
    return None
