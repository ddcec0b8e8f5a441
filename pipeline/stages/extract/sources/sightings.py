"""Sightings: whom an article names where, with role or apposition, and how names are labelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.stages.extract.numbers.lexemes import MONTHS
from pipeline.stages.extract.sources.lists import (
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
    from spacy.tokens import Doc, Token


LONGEST = 10  #: words of a name
NAMED_AFTER = re.compile(r"(?:al|el|ul|ad|as|ibn|bin)-[A-Z]")
MOMENTS = frozenset((*MONTHS, *WEEKDAYS))
JOINING = frozenset(
    ("of", "for", "on", "de", "da", "del", "van", "von", "der", "bin", "al", "la", "le")
)


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


def met(doc: Doc) -> Iterator[tuple[int, Mention, bool]]:
    """Yield everybody the text names, with role or apposition: place, mention, is it a subject."""
    tokens, i = list(doc), 0
    while i < len(tokens):
        token = tokens[i]
        if _holds_office(token):
            begin = max(token.left_edge.i, i - LONGEST)
            yield doc[begin].idx, mention(doc[begin : i + 1].text), True
        if not _begins_name(token.text):
            i += 1
            continue
        end = _run(doc, i)
        if end == i + 1 and doc[i].pos_ in {"NOUN", "ADJ", "VERB"} and doc[i].is_title:
            end = i  # `Shares fell`: a capital that only opens the sentence
        if end == i:
            i += 1
            continue
        begin = _office_begin(doc, i)
        after = _apposition(doc, end)
        told = mention(doc[begin:after].text)
        body = told.kind in {"person", "name"} or (told.kind == "place" and told.described)
        if body and told.name and told.name.lower() not in MOMENTS:
            yield doc[i].idx, told, any(_subject(token) for token in doc[i:end])
        i = end


def _holds_office(token: Token) -> bool:
    """Tell the subject of a clause that is a person without a name: `the minister`."""
    return token.lower_ in ROLES and token.pos_ == "NOUN" and token.dep_ == "nsubj"


def _subject(token: Token) -> bool:
    """Tell the subject of a clause, or what stands in apposition to it."""
    over = token.head if token.dep_ == "appos" else token
    return bool(over.dep_.startswith("nsubj"))


def _begins_name(word: str) -> bool:
    return word[0].isupper() or ("-" in word and bool(NAMED_AFTER.match(word)))


def _run(doc: Doc, i: int) -> int:
    """Return the end of the run of capitalised words that begins at token `i`."""
    if doc[i].is_stop and not doc[i].is_upper:
        return i
    end = k = i
    while k < min(len(doc), i + LONGEST):
        token = doc[k]
        capital = token.text[0].isupper() and not token.is_punct
        if k > i and (token.is_sent_start or token.is_space):
            break
        hyphened = k > i and doc[k - 1].text == "-" and not doc[k - 1].whitespace_
        if token.text == "I":
            break
        if capital or hyphened or NAMED_AFTER.match(token.text):
            end = k + 1
        elif k == i or not (_joins(doc, k) or (token.text == "-" and not token.whitespace_)):
            break
        k += 1
    return _before_people(doc, i, end)


def _office_begin(doc: Doc, name: int) -> int:
    """Return where `Beijing's Foreign Ministry spokesperson` begins, before a name, or the name."""
    begin = name
    while begin and doc[begin - 1].is_lower and doc[begin - 1].lower_ in ROLES | RANKS:
        begin -= 1
    if begin == name:
        return name
    body = begin
    while body and begin - body < LONGEST and not doc[body].is_sent_start:
        token = doc[body - 1]
        named = token.text[0].isupper() and not token.is_stop and token.lower_ not in MOMENTS
        if not named and token.lower_ not in {"'s", "’s"}:
            break
        body -= 1
    return body


def _before_people(doc: Doc, begin: int, end: int) -> int:
    """Return the end of a run without the people after a person: `John Kirby North Korean`."""
    for k in range(begin + 2, end):
        found = place([token.text for token in doc[k:end]])
        if found and found.kind == "people" and personal([token.text for token in doc[begin:k]]):
            return k
    return end


def _joins(doc: Doc, k: int) -> bool:
    """Tell the small words inside a name; an article only behind a preposition."""
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
