"""Spelling: whether two names are one, and what a given name tells."""

from __future__ import annotations

import difflib
from functools import lru_cache

from pipeline.stages.extract.sources.lists import GIVEN_FEMALE, GIVEN_MALE
from pipeline.stages.extract.sources.traits import Gender

PARTS = 0.6  #: the same of each part of two full names
ALIKE = 0.8  #: ratio of matching letters from which a name is a misspelling of another


@lru_cache(maxsize=4096)
def gender_by(name: str) -> Gender | None:
    """Return what a full name tells by its given name."""
    first, *others = name.lower().split()
    if not others:
        return None
    return "f" if first in GIVEN_FEMALE else "m" if first in GIVEN_MALE else None


@lru_cache(maxsize=4096)
def compared(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared."""
    name = name.removeprefix("The ")
    return tuple(word.lower().rstrip(".") for word in name.replace("’", "'").split())


def alike(one: list[str], other: list[str]) -> bool:
    """Tell whether two full names differ in spelling only: Kim Yo-jong is not Kim Jong-un."""
    if len(one) < 2 or len(one) != len(other):
        return True
    return all(likeness(part, like, PARTS) >= PARTS for part, like in zip(one, other, strict=True))


def likeness(one: str, other: str, least: float) -> float:
    """Return how alike two names are; 0 where lengths or letters alone keep them below `least`."""
    if 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return 0.0
    one, other = one.lower(), other.lower()
    own, others = set(one), set(other)
    shared = min(len(one) - len(own - others), len(other) - len(others - own))
    if 2 * shared < least * (len(one) + len(other)):
        return 0.0
    return difflib.SequenceMatcher(None, one, other).ratio()


def initials(name: str, acronym: str) -> bool:
    """Tell whether an acronym is of a name: CDC, though it is … Control and Prevention."""
    letters = "".join(word[0] for word in name.split() if word[0].isupper())
    short = acronym.replace(".", "")
    several = " " in name and name[0].isupper()
    return several and (letters == short or (len(short) > 2 and letters[:-1] == short))
