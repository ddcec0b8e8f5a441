"""Terms: the words and figures by which claims can be compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pipeline.records import Claim, Number

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]+)[”\"»“]")
SENTENCE = re.compile(r"[.!?;]\s|\n")
NEARBY = 12  #: words on each side of a figure, in its sentence, that tell what it is about
HYPHENED = re.compile(r"\d-[a-z]")
SHINGLE = 5  #: words in a row that two quotations must share to be the same words
PLURAL = re.compile(r"(?<=[^s])s$")
FOREIGN = re.compile(r"(?:ian|ean|an|ish|ese|i|ic)$")

_WORDS: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)
IGNORED = frozenset(_WORDS["lists"]["ignored"].split())
PLAIN = frozenset(_WORDS["lists"]["plain"].split())
ALIKE = str.maketrans("yjw", "iiv")  # how names of one alphabet come out in another: Andriy, Andrij
KINDS = {word: kind for kind, words in _WORDS["counted"].items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a claim with what it counts, ready to be compared."""

    number: Number
    kind: str  #: class of the counted noun, or the unit
    modifiers: frozenset[str]  #: of the counted noun: nationality, kind of weapon
    near: frozenset[str]  #: telling words around it
    each: bool  #: counted per something else


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a claim is compared with others."""

    claim: Claim
    names: frozenset[str]  #: of its sources
    words: frozenset[str]  #: telling words of its content
    quoted: frozenset[tuple[str, ...]]  #: runs of SHINGLE words inside quotation marks
    figures: tuple[Figure, ...]


def terms(claim: Claim) -> Terms:
    """Return the terms of a claim."""
    return Terms(
        claim=claim,
        names=frozenset(_plain(source.name) for source in claim.sources if source.name),
        words=frozenset(_telling(claim.content)),
        quoted=frozenset(_shingles(claim)),
        figures=() if claim.nested_in else tuple(_figures(claim)),  # the outer claim has them
    )


def _plain(name: str) -> str:
    """Return a name in one spelling: Zelensky, Zelenskyy and Zelenskiy are one."""
    spelt = " ".join(WORD.findall(name.lower())).translate(ALIKE)
    return re.sub(r"(.)\1", r"\1", spelt)


def stem(word: str) -> str:
    """Return a word as it is compared: lower case, people as their country, singular."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    return peoples().get(low) or KINDS.get(low) or PLURAL.sub("", low)


@cache
def peoples() -> dict[str, str]:
    """Return adjective and names of a country by one of its words: korean, korea."""
    text = resources.files("pipeline.stages.extract").joinpath("places.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    made: dict[str, str] = {}
    for entry in (*tables["regions"], *tables["countries"]):
        last = entry["name"].lower().split()[-1]
        for name in (entry["name"], *entry["people"]):
            word = name.lower().split()[-1]
            made[word] = made[f"{word}s"] = last
    return made


@cache
def countries() -> frozenset[str]:
    """Return the words that name a country, as they are compared."""
    return frozenset(peoples().values())


def _telling(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        low = word.lower()
        if low not in IGNORED and len(low) > 2 and not low[0].isdigit():
            yield stem(low)


def _shingles(claim: Claim) -> Iterator[tuple[str, ...]]:
    if claim.kind == "direct":
        stretches = [claim.content]
    else:
        stretches = QUOTED.findall(claim.content) if claim.kind == "mixed" else []
    for stretch in stretches:
        words = [word.lower().replace("’", "'") for word in WORD.findall(stretch)]
        for i in range(len(words) - SHINGLE + 1):
            yield tuple(words[i : i + SHINGLE])


def _figures(claim: Claim) -> Iterator[Figure]:
    for number in claim.numbers:
        counted = [stem(word) for word in WORD.findall(number.counted or "")]
        if not counted and number.unit is None:
            continue
        kind = number.unit or counted[-1]
        modifiers = [w for w in counted if w != counted[-1]] if number.unit is None else counted
        if number.unit and HYPHENED.search(number.text):
            continue  # a 13-inch screen, an 18-year war: a kind of thing, not how much of it
        before, found, after = claim.content.partition(number.text)
        near = _near(before, after) if found else frozenset(_telling(claim.content))
        each = bool(found and re.search(r"\b(?:each|apiece|per)\b", after[:60].lower()))
        yield Figure(
            number, kind, frozenset(modifiers) - PLAIN, near - {kind, *counted} - PLAIN, each
        )


def _near(before: str, after: str) -> frozenset[str]:
    """Return the telling words next to a figure, which stands between two texts."""
    words = WORD.findall(SENTENCE.split(before)[-1])[-NEARBY:]
    words += WORD.findall(SENTENCE.split(after)[0])[:NEARBY]
    return frozenset(_telling(" ".join(words)))
