"""Sightings: whom an article names where, with role or apposition, and how names are labelled."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.stages.extract.sources.bodies import COMMON_BODIES, MOMENTS
from pipeline.stages.extract.sources.lists import (
    DETERMINERS,
    GIVEN,
    GROUPS,
    KINDS,
    ROLES,
    SUFFIXES,
    TITLES,
)
from pipeline.stages.extract.sources.mentions import mention, mention_at
from pipeline.stages.extract.sources.places import first_place, place
from pipeline.stages.extract.sources.runs import (
    LONGEST,
    apposition,
    begins_name,
    name_proper,
    office_before,
    run,
)
from pipeline.stages.extract.sources.traits import Mention, lowered
from pipeline.stages.extract.tree import datelines

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Token


AGE = re.compile(r"[1-9]\d")
OPENING = frozenset(("NOUN", "ADJ", "VERB", "ADV", "ADP", "SCONJ", "CCONJ", "INTJ"))
#: there may be many: an elected government, undercover police
STATE = frozenset((
    "government", "opposition", "police", "army", "military", "navy", "parliament", "palace",
))  # fmt: skip
UNNAMED = ROLES | GROUPS  #: whom a word alone tells of
CIRCUMSTANCE = frozenset(("acl", "acl:relcl", "advcl"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Somebody named at one place of the text."""

    at: int
    told: Mention
    subject: bool  #: of a clause
    aside: bool = False  #: of one that hangs on another
    quoted: bool  #: within quotation marks


class Stretches:
    """Stretches of a text that do not overlap: its quotations, what its sources say."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        found = sorted(spans)
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]

    def __call__(self, at: int) -> bool:
        """Tell whether a place stands in one of them."""
        k = bisect_right(self.starts, at) - 1
        return k >= 0 and at < self.ends[k]


def _stripped(name: str) -> str:
    """Return a name without titles in front and letters behind."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in TITLES | ROLES:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().rstrip(".") in SUFFIXES:
        words = words[:-1]
    return " ".join(words)


def labels(doc: Doc) -> dict[str, dict[str, int]]:
    """Count how the names of the article were labelled."""
    votes: dict[str, dict[str, int]] = {}
    for entity in doc.ents:
        own = votes.setdefault(_stripped(entity.text).lower(), {})
        own[entity.label_] = own.get(entity.label_, 0) + 1
    return votes


def met(doc: Doc, quoted: Stretches) -> Iterator[Sighting]:
    """Yield everybody the text names, with role or apposition, in the order of the text."""
    promising, i = _promising(doc), 0
    surnames: set[str] = set()
    while i < len(promising):
        if not promising[i]:
            i += 1
            continue
        if unnamed := _unnamed(doc, i, quoted):
            yield unnamed
        end = run(doc, i) if begins_name(doc[i].text) else i
        opening = end == i + 1 and doc[i].pos_ in OPENING and doc[i].is_title
        if end == i or (opening and doc[i].text not in surnames):
            i += 1  # `Shares fell`: a capital that only opens the sentence
            continue
        for sighting in _named(doc, name_proper(doc, i, end), end, quoted):
            if sighting.told.kind != "described":
                surnames.update((sighting.told.name or "").split()[1:])
            yield sighting
        i = end


def _unnamed(doc: Doc, i: int, quoted: Stretches) -> Sighting | None:
    """Return whom a word tells of without a name: the minister, the defence ministry."""
    token = doc[i]
    if token.lower_ in UNNAMED and _holds_office(token):
        begin = max(token.left_edge.i, i - LONGEST)
        at = doc[begin].idx
        told = lowered(doc, at, mention(doc[begin : i + 1].text))
        aside = _in_passing(token)
        return Sighting(at=at, told=told, subject=True, aside=aside, quoted=quoted(at))
    if token.lower_ in COMMON_BODIES and token.pos_ == "NOUN" and (body := _public(doc, i)):
        at = token.idx
        return Sighting(at=at, told=body, subject=_subject(token), quoted=quoted(at))
    return None


def _named(doc: Doc, i: int, end: int, quoted: Stretches) -> Iterator[Sighting]:
    """Yield whom the words from `i` to `end` name, and the office that a title stands for."""
    begin = office_before(doc, i)
    after = apposition(doc, end)
    begin -= begin == i > 0 and doc[i - 1].text == "The"
    told = mention_at(doc, doc[begin].idx, doc[begin:after].text)
    party = told.kind in {"person", "name"} or (told.kind == "place" and told.described)
    party = party and not _one_of_a_people(doc, begin)
    subject = any(_subject(token) for token in doc[i:end])
    at = doc[i].idx
    if subject and told.kind == "described" and told.role:  # the Duke of Carrow
        yield Sighting(at=at, told=told, subject=True, quoted=quoted(at))
    if party and told.name and told.name.lower() not in MOMENTS:
        yield Sighting(
            at=at,
            told=_as_person(doc, end, told),
            subject=subject,
            aside=any(_in_passing(token) for token in doc[i:end]),
            quoted=quoted(at),
        )


def _one_of_a_people(doc: Doc, begin: int) -> bool:
    """Tell what is no name behind an article: the Finn."""
    found = place([doc[begin].text])
    led = begin > 0 and doc[begin - 1].lower_ in DETERMINERS
    return led and found is not None and found.kind == "people"


def _promising(doc: Doc) -> list[bool]:
    """Tell which tokens may begin a name or hold an office; at the others nobody looks."""
    known = _offices(doc.vocab.strings)
    forms = doc.to_array(["ORTH", "LOWER"]).tolist()
    found = [form != low or low in known for form, low in forms]
    for begin, end in datelines(doc):
        found[begin:end] = [False] * (end - begin)  # nobody speaks there
    return found


@lru_cache(maxsize=4)
def _offices(strings: StringStore) -> frozenset[int]:
    """Return the ids of the words that stand for somebody without a name."""
    return frozenset(strings[word] for word in UNNAMED | COMMON_BODIES)


def _public(doc: Doc, i: int) -> Mention | None:
    """Read `the defence ministry`, which later is `the ministry`."""
    begin = i
    while begin and i - begin < LONGEST and doc[begin - 1].pos_ in {"NOUN", "ADJ", "PROPN"}:
        begin -= 1
    if begin > 1 and doc[begin - 1].text in {"'s", "’s", "’", "'"}:
        begin = _owned(doc, begin - 1)  # Norway’s coalition government
    begins = begin and doc[begin - 1].lower_ in {"the", "a", "an"}
    of_place = first_place([token.text for token in doc[begin:i]]) is not None
    led = begin < i and (of_place or (bool(begins) and doc[i].lower_ not in STATE))
    told = mention(doc[begin : i + 1].text) if led else None
    return told if told and told.kind == "described" and len(told.described) > 1 else None


def _owned(doc: Doc, mark: int) -> int:
    """Return where the place begins whose body it is, before its possessive mark."""
    lengths = (k for k in (3, 2, 1) if mark >= k and place([t.text for t in doc[mark - k : mark]]))
    return mark - next(lengths, -1)


def _as_person(doc: Doc, end: int, told: Mention) -> Mention:
    """Read a bare name as a person's by its given name, or by an age or *who* behind it."""
    words = (told.name or "").lower().split()
    if told.kind != "name" or told.type or not 2 <= len(words) <= 4 or set(words) & KINDS:
        return told
    behind = [token.lower_ for token in doc[end : end + 3]]
    aged = len(behind) > 2 and behind[0] == "," and AGE.fullmatch(behind[1])
    who = "who" in behind[:2] or (behind[:1] == [","] and behind[1:2] == ["whose"])
    if aged or who or words[0] in GIVEN or (behind and behind[0] in SUFFIXES):
        return replace(told, kind="person", type="person")
    return told


def _holds_office(token: Token) -> bool:
    """Tell the subject of a clause that is a person without a name: `the minister`."""
    return token.pos_ == "NOUN" and token.dep_ == "nsubj"


def _standing(token: Token) -> Token:
    """Return the word in whose place a name stands: airline Zephyra; the airline, Zephyra."""
    return token.head if token.dep_.startswith(("appos", "flat")) else token


def _subject(token: Token) -> bool:
    """Tell the subject of a clause, or what stands in apposition to it."""
    return bool(_standing(token).dep_.startswith("nsubj"))


def _in_passing(token: Token) -> bool:
    """Tell the subject of a clause that hangs on a noun or tells a circumstance."""
    over = _standing(token)
    return over.dep_.startswith("nsubj") and over.head.dep_ in CIRCUMSTANCE
