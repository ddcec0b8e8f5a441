"""Runs: how far a name reaches in a text, and what stands before and behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.stages.extract.sources.bodies import MOMENTS
from pipeline.stages.extract.sources.lists import (
    DETERMINERS,
    FOREGOING,
    GIVEN,
    HEADLINED,
    KIN,
    KINDS,
    OUTLETS,
    PRONOUNS,
    RANKS,
    ROLES,
    TITLES,
)
from pipeline.stages.extract.sources.names import personal
from pipeline.stages.extract.sources.places import place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


LONGEST = 10  #: words of a name
NAMED_AFTER = re.compile(r"(?:al|el|ul|ad|as|ibn|bin)-[A-Z]")
JOINING = frozenset(
    ("of", "for", "on", "de", "da", "do", "del", "van", "von", "der", "bin", "al", "la", "le", "zu")
)


def name_proper(doc: Doc, i: int, end: int) -> int:
    """Return where a person's name begins in a run: `Substitute Ebo Diaz`, `the House Ann Lee`."""
    while end - i > 4 and doc[i + 1].text == "-" and doc[i + 2].is_lower:
        i += 3  # Volta-loving Ann Lee
    if doc[i].is_sent_start and doc[i].tag_ == "VBG" and end - i > 1:
        return i + 1  # Enrolling Volta
    inside = next((k for k in range(i + 1, end - 1) if doc[k].ent_iob_ == "B"), None)
    if inside is not None and doc[inside].ent_type_ == "PERSON":
        plain = all(token.lower_ not in ROLES | TITLES | RANKS for token in doc[i:inside])
        if plain and all(token.ent_iob_ == "I" for token in doc[inside + 1 : end]):
            return inside
    sent = i > 1 and doc[i - 1].lower_ == "to" and doc[i - 2].lower_ in ROLES
    if sent and (after := _after_place(doc, i, end)):
        return after  # envoy to Norway Ann Lee
    common = doc[i].is_sent_start and doc[i].is_title and end - i > 2
    common = common and (doc[i].pos_ == "NOUN" or (doc[i].pos_ == "ADJ" and _given(doc[i + 1])))
    return i + 1 if common and doc[i].lower_ not in ROLES | TITLES | RANKS | KINDS else i


def _after_place(doc: Doc, i: int, end: int) -> int | None:
    """Return where the person begins behind the place to whom somebody is sent."""
    for k in range(min(end - 2, i + 3), i, -1):
        words = [token.text for token in doc[i:k]]
        if place(words) and personal([token.text for token in doc[k:end]]):
            return k
    return None


def _given(token: Token) -> bool:
    return token.lower_ in GIVEN or token.ent_type_ == "PERSON"


def office_before(doc: Doc, name: int) -> int:
    """Return where the office before a name begins: `chief Ann Lee`, `the new mayor, Ann Lee`."""
    begin = name
    while begin and doc[begin - 1].is_lower and doc[begin - 1].lower_ in ROLES | RANKS:
        begin -= 1
        if begin > 1 and doc[begin - 1].text == "-" and doc[begin - 2].lower_ in ROLES | RANKS:
            begin -= 1  # director-general
    if begin < name:
        return _body_before(doc, begin)
    if name and doc[name - 1].text in OUTLETS | FOREGOING:
        return name - 1  # the newspaper El Litoral
    if name < 3 or doc[name - 1].text != "," or not _office_ends(doc, name - 2):
        return name
    for k in range(name - 3, max(-1, name - 3 - LONGEST), -1):
        if k > 1 and doc[k - 2].lower_ == "according":
            return name  # According to an official, Ann Lee left
        if doc[k].lower_ in DETERMINERS or doc[k].is_sent_start or doc[k].text in {"'s", "’s"}:
            return k + 1 if doc[k].text in {"'s", "’s"} else k
        if doc[k].is_punct or doc[k].pos_ in {"VERB", "AUX", "CCONJ", "SCONJ"}:
            break
    return name


def _office_ends(doc: Doc, at: int) -> bool:
    """Tell whether a word ends an office: `the mayor`, `the president of Norway`."""
    if doc[at].lower_ in ROLES - KIN | FOREGOING:
        return True
    k = at
    while k > 1 and doc[k].text[0].isupper() and at - k < 4:
        k -= 1
    return k < at and k > 0 and doc[k].lower_ == "of" and doc[k - 1].text in ROLES - KIN


def _body_before(doc: Doc, office: int) -> int:
    """Return where `Beijing's Foreign Ministry spokesperson` begins."""
    begin = office
    while begin and office - begin < LONGEST and not doc[begin].is_sent_start:
        token = doc[begin - 1]
        named = token.text[0].isupper() and not token.is_stop and token.lower_ not in MOMENTS
        inside = token.text in {"'s", "’s", "-"} or (token.lower_ == "of" and _of_kind(doc, begin))
        if not named and not (inside and begin > 1):
            break
        begin -= 1
    return begin


def _of_kind(doc: Doc, begin: int) -> bool:
    """Tell a body before its `of`: Institute | of Technology."""
    return begin > 1 and doc[begin - 2].is_title and doc[begin - 2].lower_ in KINDS


def begins_name(word: str) -> bool:
    """Tell a word that may open a name: a capital, al-Shami, Stolz-Hernandez."""
    return word[0].isupper() or ("-" in word and bool(NAMED_AFTER.match(word)))


def run(doc: Doc, i: int) -> int:
    """Return the end of the run of capitalised words that begins at token `i`."""
    stop = doc[i].is_stop and not doc[i].is_upper and not _modifies(doc, i)
    if stop or doc[i].lower_ in HEADLINED:
        return i
    end = k = i
    while k < min(len(doc), i + LONGEST):
        token = doc[k]
        capital = token.text[0].isupper() and not token.is_punct
        if k > i and (token.is_sent_start or token.is_space):
            break
        hyphened = k > i and doc[k - 1].text == "-" and not doc[k - 1].whitespace_
        if token.text == "I" or (k > i and token.is_title and token.lower_ in PRONOUNS | HEADLINED):
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


def apposition(doc: Doc, end: int) -> int:
    """Return the end of `, the mayor of Thornbury Falls,` behind a name, else `end`."""
    if end + 2 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in {"a", "an", "the"}:
        return end
    for k in range(end + 2, min(len(doc), end + 12)):
        if doc[k].text in {",", ".", ";"} or doc[k].is_space:
            named = {token.lower_ for token in doc[end + 2 : k]}
            return k if named & ROLES else end
    return end
