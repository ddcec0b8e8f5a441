"""Sightings: whom an article names where, with role or apposition, and how names are labelled."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.stages.extract.numbers.lexemes import MONTHS
from pipeline.stages.extract.quotes import quotations
from pipeline.stages.extract.sources.lists import (
    DETERMINERS,
    GIVEN,
    KINDS,
    OUTLETS,
    PRONOUNS,
    RANKS,
    ROLES,
    SUFFIXES,
    TITLES,
)
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.names import personal
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.sources.traits import Mention
from pipeline.stages.extract.times.lexicon import WEEKDAYS

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Token


LONGEST = 10  #: words of a name
NAMED_AFTER = re.compile(r"(?:al|el|ul|ad|as|ibn|bin)-[A-Z]")
AGE = re.compile(r"[1-9]\d")
OPENING = frozenset(("NOUN", "ADJ", "VERB", "ADV", "ADP", "SCONJ", "CCONJ", "INTJ"))
PUBLIC = frozenset(("ministry", "department", "bureau", "commission", "agency", "authority"))
MOMENTS = frozenset((*MONTHS, *WEEKDAYS))
JOINING = frozenset(
    ("of", "for", "on", "de", "da", "del", "van", "von", "der", "bin", "al", "la", "le")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Somebody named at one place of the text."""

    at: int
    told: Mention
    subject: bool  #: of a clause
    quoted: bool  #: within quotation marks


class Quoted:
    """The places of a text that stand within quotation marks."""

    def __init__(self, text: str) -> None:
        found = quotations(text)
        self.starts = [one.start for one in found]
        self.ends = [one.end for one in found]

    def __call__(self, at: int) -> bool:
        """Tell whether a place stands in a quotation."""
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


def met(doc: Doc, quoted: Quoted) -> Iterator[Sighting]:
    """Yield everybody the text names, with role or apposition, in the order of the text."""
    promising, i = _promising(doc), 0
    while i < len(promising):
        if not promising[i]:
            i += 1
            continue
        token = doc[i]
        low = token.lower_
        if low in ROLES and _holds_office(token):
            begin = max(token.left_edge.i, i - LONGEST)
            at, told = doc[begin].idx, mention(doc[begin : i + 1].text)
            yield Sighting(at=at, told=told, subject=True, quoted=quoted(at))
        elif low in PUBLIC and token.pos_ == "NOUN" and (body := _public(doc, i)):
            at = token.idx
            yield Sighting(at=at, told=body, subject=_subject(token), quoted=quoted(at))
        if not _begins_name(token.text):
            i += 1
            continue
        end = _run(doc, i)
        if end == i + 1 and doc[i].pos_ in OPENING and doc[i].is_title:
            end = i  # `Shares fell`: a capital that only opens the sentence
        if end == i:
            i += 1
            continue
        i = _name_proper(doc, i, end)
        begin = _before(doc, i)
        after = _apposition(doc, end)
        begin -= begin == i > 0 and doc[i - 1].text == "The"
        told = mention(doc[begin:after].text)
        party = told.kind in {"person", "name"} or (told.kind == "place" and told.described)
        if party and told.name and told.name.lower() not in MOMENTS:
            at = doc[i].idx
            yield Sighting(
                at=at,
                told=_as_person(doc, end, told),
                subject=any(_subject(token) for token in doc[i:end]),
                quoted=quoted(at),
            )
        i = end


def _promising(doc: Doc) -> list[bool]:
    """Tell which tokens may begin a name or hold an office; at the others nobody looks."""
    known = _offices(doc.vocab.strings)
    forms = doc.to_array(["ORTH", "LOWER"]).tolist()
    return [form != low or low in known for form, low in forms]


@lru_cache(maxsize=4)
def _offices(strings: StringStore) -> frozenset[int]:
    """Return the ids of the words that stand for somebody without a name."""
    return frozenset(strings[word] for word in ROLES | PUBLIC)


def _public(doc: Doc, i: int) -> Mention | None:
    """Read `the defence ministry`, which later is `the ministry`."""
    begin = i
    while begin and i - begin < LONGEST and doc[begin - 1].pos_ in {"NOUN", "ADJ", "PROPN"}:
        begin -= 1
    begins = begin and doc[begin - 1].lower_ in {"the", "a", "an"}
    told = mention(doc[begin - 1 : i + 1].text) if begins and begin < i else None
    return told if told and told.kind == "described" and len(told.described) > 1 else None


def _name_proper(doc: Doc, i: int, end: int) -> int:
    """Return where a person's name begins in a run: `Substitute Ebo Diaz`, `the House Ann Lee`."""
    inside = next((k for k in range(i + 1, end - 1) if doc[k].ent_iob_ == "B"), None)
    if inside is not None and doc[inside].ent_type_ == "PERSON":
        plain = all(token.lower_ not in ROLES | TITLES | RANKS for token in doc[i:inside])
        if plain and all(token.ent_iob_ == "I" for token in doc[inside + 1 : end]):
            return inside
    common = doc[i].is_sent_start and doc[i].pos_ == "NOUN" and doc[i].is_title and end - i > 2
    return i + 1 if common and doc[i].lower_ not in ROLES | TITLES | RANKS | KINDS else i


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


def _before(doc: Doc, name: int) -> int:
    """Return where the office before a name begins: `chief Ann Lee`, `the new mayor, Ann Lee`."""
    begin = name
    while begin and doc[begin - 1].is_lower and doc[begin - 1].lower_ in ROLES | RANKS:
        begin -= 1
    if begin < name:
        return _body_before(doc, begin)
    if name and doc[name - 1].text in OUTLETS:
        return name - 1  # the newspaper El Litoral
    if name < 3 or doc[name - 1].text != "," or doc[name - 2].lower_ not in ROLES:
        return name
    for k in range(name - 3, max(-1, name - 3 - LONGEST), -1):
        if doc[k].lower_ in DETERMINERS or doc[k].is_sent_start or doc[k].text in {"'s", "’s"}:
            return k + 1 if doc[k].text in {"'s", "’s"} else k
        if doc[k].is_punct or doc[k].pos_ in {"VERB", "AUX", "CCONJ", "SCONJ"}:
            break
    return name


def _body_before(doc: Doc, office: int) -> int:
    """Return where `Beijing's Foreign Ministry spokesperson` begins."""
    begin = office
    while begin and office - begin < LONGEST and not doc[begin].is_sent_start:
        token = doc[begin - 1]
        named = token.text[0].isupper() and not token.is_stop and token.lower_ not in MOMENTS
        if not named and token.lower_ not in {"'s", "’s"}:
            break
        begin -= 1
    return begin


def _holds_office(token: Token) -> bool:
    """Tell the subject of a clause that is a person without a name: `the minister`."""
    return token.pos_ == "NOUN" and token.dep_ == "nsubj"


def _subject(token: Token) -> bool:
    """Tell the subject of a clause, or what stands in apposition to it."""
    over = token.head if token.dep_ == "appos" else token
    return bool(over.dep_.startswith("nsubj"))


def _begins_name(word: str) -> bool:
    return word[0].isupper() or ("-" in word and bool(NAMED_AFTER.match(word)))


def _run(doc: Doc, i: int) -> int:
    """Return the end of the run of capitalised words that begins at token `i`."""
    if doc[i].is_stop and not doc[i].is_upper and not _modifies(doc, i):
        return i
    end = k = i
    while k < min(len(doc), i + LONGEST):
        token = doc[k]
        capital = token.text[0].isupper() and not token.is_punct
        if k > i and (token.is_sent_start or token.is_space):
            break
        hyphened = k > i and doc[k - 1].text == "-" and not doc[k - 1].whitespace_
        if token.text == "I" or (k > i and token.is_title and token.lower_ in PRONOUNS):
            break
        if capital or hyphened or NAMED_AFTER.match(token.text):
            end = k + 1
        elif k == i or not (_joins(doc, k) or (token.text == "-" and not token.whitespace_)):
            break
        k += 1
    return _before_people(doc, i, end)


def _before_people(doc: Doc, begin: int, end: int) -> int:
    """Return the end of a run without the people after a person: `John Kirby North Korean`."""
    for k in range(begin + 2, end):
        found = place([token.text for token in doc[k:end]])
        if found and found.kind == "people" and personal([token.text for token in doc[begin:k]]):
            return k
    return end


def _modifies(doc: Doc, i: int) -> bool:
    """Tell a common word that opens a name: `Serious Fraud Office`."""
    after = doc[i + 1].text if i + 1 < len(doc) else ""
    return doc[i].pos_ in {"ADJ", "PROPN", "NOUN"} and doc[i].is_title and after[:1].isupper()


def _body_of(doc: Doc, k: int) -> bool:
    """Tell `and` in Centers for Disease Control and Prevention: a body of several things."""
    if k + 1 >= len(doc) or not doc[k + 1].is_title or doc[k + 1].is_sent_start:
        return False
    for i in range(k - 1, max(0, k - 6), -1):
        if doc[i].lower_ in {"of", "for"}:
            return doc[i - 1].is_title and doc[i - 1].lower_ in KINDS
        if not doc[i].is_title:
            return False
    return False


def _joins(doc: Doc, k: int) -> bool:
    """Tell the small words inside a name; an article only behind a preposition."""
    if doc[k].lower_ in {"and", "&"}:  # Whitlock & Hay; Centers for Disease Control and Prevention
        whole = doc[k].ent_iob_ == "I" and k + 1 < len(doc) and doc[k + 1].ent_iob_ == "I"
        named = (whole and doc[k].ent_type_ == "ORG") or _body_of(doc, k)
        return doc[k].text == "&" or named
    if doc[k].text == ".":
        return len(doc[k - 1].text) == 1
    return doc[k].lower_ in JOINING or (doc[k].lower_ == "the" and doc[k - 1].lower_ in JOINING)


def _apposition(doc: Doc, end: int) -> int:
    """Return the end of `, the mayor of Thornbury Falls,` behind a name, else `end`."""
    if end + 2 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in {"a", "an", "the"}:
        return end
    for k in range(end + 2, min(len(doc), end + 12)):
        if doc[k].text in {",", ".", ";"} or doc[k].is_space:
            named = {token.lower_ for token in doc[end + 2 : k]}
            return k if named & ROLES else end
    return end
