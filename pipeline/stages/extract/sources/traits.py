"""What the words of a source tell of it: its kind, number and gender, what describes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pipeline.records import SourceType
from pipeline.stages.extract.sources.lists import (
    AGENCY,
    ANONYMOUS,
    DETERMINERS,
    DOCUMENTS,
    FEMALE,
    FIRM_NAMES,
    GIVEN,
    GOVERNMENT,
    GROUPS,
    MALE,
    MASTHEADS,
    NAMED_OUTLETS,
    NUMERALS,
    ORGANIZATION,
    OUTLETS,
    PAIRS,
    PAPERS,
    PARTICLES,
    ROLES,
    SAME,
    SOCIAL,
    TRIVIAL,
    UNNAMED,
    WHOLES,
    word_list,
)
from pipeline.stages.extract.sources.places import PEOPLES, first_place, place
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

Kind = Literal["pronoun", "person", "place", "name", "described"]
Gender = Literal["f", "m"]
POSSESSIVE = re.compile(r"['’]s?$")
PEOPLE = re.compile(r"(?:ers|ors|ists|ians|ants|ives|als|iffs|ees|folk|kids|girls|boys|body|one)$")
PERSON = re.compile(r"(?:er|ist|ian|ant|ee|man|woman|boy|girl|mate|fellow)$")
OF_SOME = re.compile(r"(?<=^mum|^dad)-of-\w+$|(?<=^mother|^father)-of-\w+$")
#: ends of words for one of a people: Finn, Dane
NATIONAL = re.compile(r"(?:an|er|ard|ek|ki|li|qi|ni|[^sc]h?e|nn|rk|ot|in|rb|le)$")
STOPS = word_list("stops")
STATION = re.compile(r"^[A-Z]+-(?:TV|FM|AM)$")
JOURNALS = ("Gazeta", "Gazette", "Diario", "Corriere", "Zeitung")  #: before a paper's name
UN = ["united", "nations"]
KNOWN = 4096  #: names whose kind is kept: an article asks for the same ones at every source
SHORT = 4  #: letters of CEO, MP, which nobody shouts
TYPES: tuple[tuple[frozenset[str], SourceType], ...] = (
    (OUTLETS, "outlet"),
    (ANONYMOUS, "anonymous"),
    (DOCUMENTS, "document"),
    (GROUPS, "group"),
    (AGENCY, "agency"),
    (ORGANIZATION, "organization"),
    (GOVERNMENT, "government"),
)
TYPE = {word: kind for known, kind in reversed(TYPES) for word in known}  #: the first of them

COMMON = (
    AGENCY | ANONYMOUS | DOCUMENTS | GOVERNMENT | GROUPS | ORGANIZATION | OUTLETS | ROLES | TRIVIAL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What the words of a source say."""

    kind: Kind
    text: str  #: without determiner and trailing possessive
    name: str | None = None  #: a proper name
    role: str | None = None
    organization: str | None = None
    country: str | None = None
    head: str = ""  #: noun of a description, lower case
    described: frozenset[str] = frozenset()  #: words that describe it, normalised
    acronym: str | None = None
    definite: bool = False
    plural: bool = False
    owner: str | None = None  #: a possessive pronoun in front: its lawyers
    type: SourceType | None = None
    gender: Gender | None = None


def bare(word: str) -> str:
    """Return a word as it is compared: lower case, no stop, a mother for a mother-of-two."""
    low = OF_SOME.sub("", word.lower().rstrip(".")).removeprefix("ex-").removeprefix("co-")
    low = low.removeprefix("then-")
    return low.removesuffix("-designate").removesuffix("-elect")


def describing(words: Sequence[str]) -> frozenset[str]:
    """Return describing words, normalised: spy agency and intelligence service are one."""
    found = first_place([POSSESSIVE.sub("", w) or w for w in words])
    if found:
        words = [*words[: found[1]], *words[found[2] :]]
    made = {POSSESSIVE.sub("", bare(w)) for w in words}
    if "secretary" in made and made & {"foreign", "defence", "defense"}:
        made = made - {"secretary"} | {"minister"}
    made = {SAME.get(w, SAME.get(w.removesuffix("s"), w)) for w in made if w}
    return frozenset(made - PARTICLES - DETERMINERS)


def plural_noun(noun: str) -> bool:
    """Tell a noun of several people."""
    low = noun.lower()
    return low in GROUPS or (
        low.endswith("s") and low.removesuffix("s") in ROLES | UNNAMED | ANONYMOUS
    )


def gender_of(words: Sequence[str]) -> Gender | None:
    """Return the gender that a title or role tells, or None."""
    low = {bare(w) for w in words}
    if low & FEMALE:
        return "f"
    return "m" if low & MALE else None


def type_of(words: Sequence[str]) -> SourceType | None:
    """Return what kind of source a name or description is, by its last telling word."""
    return _type_of(tuple(words))


@lru_cache(maxsize=KNOWN)
def _type_of(words: tuple[str, ...]) -> SourceType | None:
    if (kind := kind_of_whole(words)) is not None:
        return kind
    if len(words) > 1 and words[-1][0].isupper():
        if words[-1].lower().rpartition("-")[2] in MASTHEADS:  # Review-Journal
            return "outlet"
        if words[-1].lower() in FIRM_NAMES and words[0][0].isupper():
            return "organization"
    of = next((i for i, w in enumerate(words) if i and w in {"of", "for", "to"}), None)
    if of and words[0][0].isupper() and words[-1][0].isupper():
        kind = _last_kind(words[:of])  # Conference of State Ports, Party of Working People
        if kind not in {None, "group", "anonymous"}:
            return kind
    return _last_kind(words)


def _last_kind(words: Sequence[str]) -> SourceType | None:
    """Return what the last word that tells a kind tells."""
    kinds = (_kind_at(words, i) for i in reversed(range(len(words))))
    return next((kind for kind in kinds if kind), None)


def kind_of_whole(words: Sequence[str]) -> SourceType | None:
    """Return the kind of a name that lists know: House of Commons, Reuters, CNN Philippines."""
    whole = " ".join(words).lower()
    if list(words) == ["House"]:
        return "government"
    if whole in NAMED_OUTLETS and not words[0].islower():
        return "organization" if words[0] in SOCIAL and len(words) == 1 else "outlet"
    ends = (" ".join(words[k:]).lower() for k in range(len(words)))
    if kind := next((WHOLES[end] for end in ends if end in WHOLES), None):
        return kind
    if STATION.search(words[-1]) or (len(words) > 1 and words[0] in JOURNALS):
        return "outlet"
    branch = words[0].isupper() and words[0] not in SOCIAL and words[0].lower() in NAMED_OUTLETS
    paper = len(words) == 2 and words[1].lower() in PAPERS and place(words[:1]) is not None
    if len(words) == 2 and words[1][0].isupper() and (branch or paper):
        return "outlet"  # of CNN, or of its programme
    called_by = {"un", "u.n"} & {bare(words[0])} or [w.lower() for w in words[:2]] == UN
    return "agency" if called_by and len(words) > 2 and words[-1][0].isupper() else None


def _kind_at(words: Sequence[str], i: int) -> SourceType | None:
    """Return what kind of source one word tells, with the one before it."""
    low = POSSESSIVE.sub("", bare(words[i]))
    if (pair := _pair(words, i)) is not None:
        return pair
    if i == 0 and words[0].istitle() and low in GIVEN and words[1:2] and words[1][0].isupper():
        return None  # Bill Lee is no bill
    if (kind := TYPE.get(low)) is not None:
        if kind == "group" and words[i].istitle() and i < len(words) - 1:
            return None  # the Public Health Office
        news = low == "agency" and {"news", "press"} & {bare(w) for w in words}
        return "outlet" if news else kind
    several = {low[:-1], re.sub("ies$", "y", low)} if low.endswith("s") else set()
    return "group" if several & (ORGANIZATION | ROLES | {"agency"}) else None


def _pair(words: Sequence[str], i: int) -> SourceType | None:
    """Return the kind of two words: Air Force, court order; what somebody orders is a document."""
    if not i:
        return None
    low = re.sub("ies$", "y", bare(words[i])).removesuffix("s")
    if low == "order" and POSSESSIVE.search(words[i - 1]):
        return "document"
    return PAIRS.get(f"{bare(words[i - 1])} {low}")


def kind_of_noun(noun: str) -> SourceType | None:
    """Guess the kind of an unlisted noun: those in -ers and -ists are people, others things."""
    if not noun.isalpha():
        return None
    if PEOPLE.search(noun):
        return "group"
    return "person" if PERSON.search(noun) else "document"


def unnamed(found: Mention, opening: str) -> SourceType | None:
    """Tell those who cannot be named: sources, `a Western official`, `two diplomats`."""
    if found.kind != "described":
        return None
    if found.head in ANONYMOUS:
        return "anonymous"
    indefinite = opening in {"a", "an", "another"} or opening in NUMERALS - {"most", "many", "all"}
    return "anonymous" if found.head in UNNAMED and indefinite else None


def lowered(doc: Doc, at: int, told: Mention) -> Mention:
    """Return a description without the capital that only opens its sentence: `Pilots` say."""
    first, *rest = told.text.split() or [""]
    span = doc.char_span(at, at + len(first), alignment_mode="expand") if first else None
    shouted = first.isupper() and len(first) > SHORT
    if told.kind == "described" and shouted and first.lower() in ROLES:
        return replace(told, text=told.text.lower())  # SPOKESPERSON: …
    if span is None or span.text != first or not first.istitle() or _is_name(doc, first, rest):
        return told
    if told.kind == "name" and not rest and span[0].tag_ == "NNS" and span[0].is_sent_start:
        proper = bool(span[0].ent_type_ or told.country or told.type)
        return told if proper else _described(told, first.lower())  # Settlers came
    if told.kind != "described" or (rest and rest[0].istitle() and span[0].ent_type_):
        return told
    found = first_place(told.text.split())
    named = (found and found[1] == 0) or {first, first.removesuffix("s")} & PEOPLES
    before = text_of(doc)[max(0, at - 2) : at].strip()
    opens = span[0].is_sent_start or not before or before[-1] in '.“"‘:;-–—'
    common = span[0].pos_ != "PROPN" or {first.lower(), first.lower().removesuffix("s")} & COMMON
    if named or not opens or not common:
        return told
    return replace(told, text=" ".join([first[0].lower() + first[1:], *rest]))


def _is_name(doc: Doc, first: str, rest: Sequence[str]) -> bool:
    """Tell Scissors of Derek Scissors, Plymouth of an MP: a name in midst of another sentence."""
    short = not rest or rest[-1].isupper() or first.lower().removesuffix("s") not in COMMON
    return short and bool(re.search(rf"[a-z,] {re.escape(first)}\b", text_of(doc)))


def _described(told: Mention, noun: str) -> Mention:
    """Return a plural noun that only opens its sentence, taken for a name, as what it is."""
    return replace(
        told,
        kind="described",
        text=noun,
        name=None,
        head=noun,
        described=describing([noun]),
        plural=True,
        type=kind_of_noun(noun),
    )
