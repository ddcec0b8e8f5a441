"""Mentions: what the words of one source say by themselves, before the article is asked.

`U.S. National Security Council spokesperson John Kirby` is a person named John Kirby,
spokesperson, of the U.S. National Security Council, of the United States. `the agency` is a
definite description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.records import SourceType
from pipeline.stages.extract.sources.lists import (
    AGENCY,
    AMOUNTS,
    ANONYMOUS,
    DETERMINERS,
    DOCUMENTS,
    FEMALE,
    GOVERNMENT,
    GROUPS,
    MALE,
    MASTHEADS,
    NAMED_OUTLETS,
    NUMERALS,
    ORGANIZATION,
    OUTLETS,
    PARTICLES,
    PRONOUNS,
    RANKS,
    ROLES,
    SAME,
    SUFFIXES,
    TITLES,
    TRIVIAL,
    UNNAMED,
    word_list,
)
from pipeline.stages.extract.sources.places import Place, first_place, place

Kind = Literal["pronoun", "person", "place", "name", "described"]
Gender = Literal["f", "m"]
WORD = re.compile(
    r"(?:[A-Z]\.)+(?=[\s,;’']|$)|\d[\d,.]*\d|[^\W_]+(?:[.’'&-][^\W_]+)*[’']?|[,()“”\"&]"
)
POSSESSIVE = re.compile(r"['’]s?$")
PEOPLE = re.compile(r"(?:ers|ors|ists|ians|ants|ives|als|iffs|ees|folk|kids|girls|boys|body|one)$")
PERSON = re.compile(r"(?:er|ist|ian|ant|ee|man|woman|boy|girl)$")
ARABIC = re.compile(r"(?:al|el|ul|ad|as|ibn|bin)-[A-Z]")
CARRIERS = frozenset(("newspaper", "daily", "weekly", "website", "magazine", "channel"))
ASIDE = frozenset(("who", "that", "quoted", "reached", "contacted", "interviewed", "speaking"))
BELONGING = frozenset(("of", "at", "from", "with"))
PARTICIPLE = re.compile(
    r"[a-z](?:ed|ing|wn)$|^(?:seen|heard|kept|held|made|given|sent|written|read)$"
)
ONE_OF = (["one", "of"], ["another", "of"])
BREAKS = frozenset((",", "(", ")"))
STOPS = word_list("stops")


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


def mention(text: str) -> Mention:
    """Read the words of one source, coordination already taken apart."""
    words = WORD.findall(text.replace("\n", " "))
    words = [w for w in words if w not in {"“", "”", '"'}]
    if words and POSSESSIVE.search(words[-1]):
        words[-1] = re.sub(r"(?<=s)[’']$|[’']s?$", "", words[-1]) or words[-1]
    low = [w.lower() for w in words]
    if len(words) == 1 and low[0] in PRONOUNS:
        return _pronoun(low[0])
    opening = low[0] if low else ""
    while len(words) > 1 and low[:2] not in ONE_OF and _leads(words, opening):
        words, low = words[1:], low[1:]
    if len(words) > 2 and low[0] in AMOUNTS and low[1] == "of":
        words, low = words[2:], low[2:]
    acronym, words = _acronym(words)
    segments = _segments(words)
    found = _apposed(segments) if segments else None
    if found is None:
        return Mention(kind="described", text=text)
    owner = opening if opening in {"its", "his", "her", "their", "our", "my"} else None
    return replace(
        found,
        text=_kept(segments[0], found.head),
        acronym=acronym,
        definite=opening not in {"a", "an", "another", "some", "any", "every"} | NUMERALS,
        plural=found.plural or (opening in NUMERALS and opening not in {"one", "another"}),
        owner=owner,
        type=_unnamed(found, opening) or found.type,
    )


def _leads(words: Sequence[str], opening: str) -> bool:
    """Tell a determiner, numeral or trivial adjective in front; New in New Zealand is none."""
    low = words[0].lower()
    trivial = low in TRIVIAL and (words[0].islower() or low == opening != "new")
    return low in DETERMINERS | NUMERALS or trivial


def _kept(words: Sequence[str], head: str) -> str:
    """Return a description without what hangs on it: `post`, not `post on a forum by two men`.

    Of those who cannot be named every word is kept: it is all that is known of them.
    """
    low = [_bare(w) for w in words]
    if head not in low:
        return " ".join(words)
    k = low.index(head) + 1
    if head in ANONYMOUS or _plural(head):
        end = next((n for n in range(k, len(words)) if low[n] in ASIDE), len(words))
        return " ".join(words[:end])
    if low[k : k + 1] == ["for"] and head.startswith("spokes"):
        body = [w for w in words[k + 1 :] if w.lower() not in DETERMINERS]
        return " ".join([*body, *words[:k]])
    if low[k : k + 1] == ["of"]:
        end = next((n for n in range(k + 1, len(words)) if _ends(low[n])), len(words))
        return " ".join(words[:end])
    return " ".join(words[:k])


def _ends(word: str) -> bool:
    return word in STOPS or bool(re.search(r"[^n]ed$|[^r]ing$", word))


def _pronoun(word: str) -> Mention:
    gender: Gender | None = None
    if word in {"he", "him", "his", "himself"}:
        gender = "m"
    elif word in {"she", "her", "herself"}:
        gender = "f"
    return Mention(kind="pronoun", text=word, head=word, gender=gender)


def _acronym(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take `(NIS)` out of a name."""
    for i, word in enumerate(words):
        if word == "(" and i + 2 < len(words) and words[i + 2] == ")":
            return words[i + 1], [*words[:i], *words[i + 3 :]]
        if word == "(":
            return None, list(words[:i])
    return None, list(words)


def _segments(words: Sequence[str]) -> list[list[str]]:
    """Split at commas; stop at a relative clause."""
    made: list[list[str]] = [[]]
    for word in words:
        if word in BREAKS:
            made.append([])
        elif word.lower() in {"who", "which", "whose", "where"}:
            break
        else:
            made[-1].append(word)
    return [segment for segment in made if segment]


def _apposed(segments: Sequence[Sequence[str]]) -> Mention:
    """Join a name and its apposition: `Ann Lee, the mayor`; `Ukraine’s president, Ann Lee`."""
    read = [_segment(segment) for segment in segments[:3]]
    first = read[0]
    for other in read[1:]:
        if first.kind == "described" and other.kind in {"name", "person"}:
            role = first.role or other.role
            person = bool(first.role) or other.kind == "person"
            return replace(
                other,
                kind="person" if person else "name",
                role=role,
                organization=first.organization or other.organization,
                country=first.country or other.country,
                described=first.described | other.described,
                type="person" if person else (first.type or other.type),
                gender=first.gender or other.gender,
            )
        if first.kind in {"name", "person"} and other.kind == "described":
            person = bool(other.role) or first.kind == "person"
            return replace(
                first,
                kind="person" if person else "name",
                role=first.role or other.role,
                organization=first.organization or other.organization,
                country=first.country or other.country,
                described=first.described | other.described,
                type="person" if person else (first.type or other.type),
                gender=first.gender or other.gender,
            )
    return first


def _segment(words: Sequence[str]) -> Mention:
    """Read a stretch without commas: a place, a title and a name, an office, a name, a thing."""
    words = [w for i, w in enumerate(words) if i or w.lower() not in DETERMINERS] or ["it"]
    if POSSESSIVE.search(words[-1]) and not words[-1].endswith("s’"):
        words = [*words[:-1], POSSESSIVE.sub("", words[-1])]
        words = words if words[-1] else words[:-1]
    if found := place(words):
        return _of_place(found, words)
    last, head = _last_role(words), _head(words)
    if last is not None and (found_person := _with_role(words, last, head)):
        return found_person
    if len(_name(words)) == len(words):
        return _named(words)
    run = _name(words)
    if len(run) > 1 and words[len(run)] in BELONGING and _personal(run):
        body = _name([w for w in words[len(run) + 1 :] if w.lower() not in DETERMINERS])
        organization = None if place(body) else " ".join(body) or None
        return replace(_named(run), kind="person", type="person", organization=organization)
    lead = _leading(words)
    if lead and words[lead - 1].lower() not in ROLES:
        inner = _named(words[lead:])
        described = inner.described | _described(words[:lead])
        return replace(inner, described=described, type=_type(words))
    return _described_as(words, head)


def _personal(name: Sequence[str]) -> bool:
    """Tell a name that may be a person's: no kind of body in it, no place."""
    return _type(name) is None and place(name) is None and first_place(name) is None


def _with_role(words: Sequence[str], last: int, head: int) -> Mention | None:
    """Read what holds a role or title: with a name behind it, or by itself."""
    name = _name(words[last + 1 :])
    if name and len(name) == len(words) - last - 1:
        return _titled(words, last, name)
    return _behind_office(words, last) or (_office(words, last) if last == head else None)


def _last_role(words: Sequence[str]) -> int | None:
    """Return the index of the role or title that a name may follow, or that heads the phrase."""
    end = next((i for i, w in enumerate(words) if i and w.lower() in STOPS), len(words))
    roles = [i for i in range(end) if _bare(words[i]) in ROLES or _bare(words[i]) in TITLES]
    return roles[-1] if roles else None


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def _name(words: Sequence[str]) -> list[str]:
    """Return the leading run of words written as names, with particles between."""
    run: list[str] = []
    for i, word in enumerate(words):
        inside = (word == "&" or word.lower() in PARTICLES) and run and i + 1 < len(words)
        if word[0].isupper() or ARABIC.match(word) or (word[0].isdigit() and run) or inside:
            run.append(word)
        else:
            break
    while run and run[-1].lower() in PARTICLES and not run[-1][0].isupper():
        run.pop()
    return run


def _leading(words: Sequence[str]) -> int:
    """Return how many lower-case words stand before a closing proper name: `rival SovGrain`."""
    k = len(words)
    while k and words[k - 1][0].isupper():
        k -= 1
    modified = all(w.lower() not in STOPS for w in words[:k])
    return k if 0 < k < len(words) and modified else 0


def _of_place(found: Place, words: Sequence[str]) -> Mention:
    people = found.kind == "people"
    seat = " ".join(words) if found.kind == "seat" else None
    return Mention(
        kind="described" if people else "place",
        text=" ".join(words),
        name=None if people else found.country,
        organization=seat,
        country=found.country,
        plural=people,
        type="group" if people else "government",
    )


def _titled(words: Sequence[str], last: int, name: Sequence[str]) -> Mention:
    """Read `U.S. National Security Council spokesperson John Kirby`."""
    begin = _role_begin(words, last)
    role = [w for w in words[begin : last + 1] if _bare(w) not in TITLES]
    country, organization = _belonging(words[:begin])
    while len(name) > 1 and _bare(name[0]) in TITLES | {"justice", "president"}:
        name = name[1:]
    kept = [w for w in name if _bare(w) not in SUFFIXES] or list(name)
    if len(kept) == 1 and len(kept[0].rstrip(".")) == 1:
        kept = [*words[begin : last + 1], *kept]  # Witness K
    return Mention(
        kind="person",
        text=" ".join(words),
        name=" ".join(kept),
        role=" ".join(role) or None,
        organization=organization,
        country=country,
        head=_bare(words[last]),
        described=_described(words[: last + 1]),
        type="person",
        gender=_gender(words[: last + 1]),
    )


def _behind_office(words: Sequence[str], last: int) -> Mention | None:
    """Read `Minister of Education Stefania Giannini`: the last two words are the name."""
    after = [w for w in words[last + 2 :] if w.lower() not in DETERMINERS]
    of = words[last + 1 : last + 2] in (["of"], ["for"])
    proper = all(w[0].isupper() for w in after)
    bodies = GOVERNMENT | AGENCY | ORGANIZATION | OUTLETS
    if not of or len(after) < 3 or not proper or {_bare(w) for w in after[-2:]} & bodies:
        return None
    if place(after[-2:]) or place(after[-1:]):
        return None
    office = _office([*words[: last + 2], *after[:-2]], last)
    return replace(office, kind="person", name=" ".join(after[-2:]), type="person", plural=False)


def _role_begin(words: Sequence[str], last: int) -> int:
    begin = last
    while begin and (_bare(words[begin - 1]) in RANKS | ROLES | TITLES):
        begin -= 1
    portfolio = _bare(words[last]) in {"minister", "secretary", "spokesman"} and begin == last
    if portfolio and begin and words[begin - 1][0].isupper() and not place([words[begin - 1]]):
        begin -= _bare(words[begin - 1]) not in GOVERNMENT
    return begin


def _belonging(words: Sequence[str]) -> tuple[str | None, str | None]:
    """Read country and organisation off the words before a role: `Beijing’s Foreign Ministry`."""
    words = [w for w in words if _bare(w) not in RANKS or w[0].isupper()]
    clean = [POSSESSIVE.sub("", w) for w in words]
    clean = [w for w in clean if w]
    found = first_place(clean)
    country = found[0].country if found else None
    if found and found[1] == 0:
        owned = any(POSSESSIVE.search(w) for w in words[: found[2] + 1])
        rest = clean[found[2] :]
        if not rest:
            return country, clean[0] if found[0].kind == "seat" else None
        if owned or found[0].kind == "people":
            return country, " ".join(rest) if any(w[0].isupper() for w in rest) else None
    proper = any(w[0].isupper() for w in clean)
    return country, " ".join(clean) if proper else None


def _office(words: Sequence[str], last: int) -> Mention:
    """Read a person named by an office: `a Kremlin spokesperson`, `the head of the Center`."""
    begin = _role_begin(words, last)
    country, organization = _belonging(words[:begin])
    after = [w for w in words[last + 1 :] if w.lower() not in DETERMINERS]
    if after and after[0].lower() in {"of", "for", "at", "with", "to"} and not organization:
        found = first_place(after[1:])
        inner = _name(after[1:])
        country = country or (found[0].country if found else None)
        if inner and not place(inner):
            organization = " ".join(inner)
    plural = _plural(words[last])
    return Mention(
        kind="described",
        text=" ".join(words),
        role=" ".join(words[begin : last + 1]),
        organization=organization,
        country=country,
        head=_bare(words[last]),
        described=_described(words[: last + 1]),
        plural=plural,
        type="group" if plural else "person",
        gender=_gender(words[: last + 1]),
    )


def _named(words: Sequence[str]) -> Mention:
    """Read a bare proper name: of a person or of a body, which the article must tell."""
    kept = [w for w in words if _bare(w) not in SUFFIXES] or list(words)
    found = first_place([POSSESSIVE.sub("", w) or w for w in kept])
    owner = next((i for i, w in enumerate(kept[:-1]) if re.search(r"[’']s$", w)), None)
    kept = kept if owner is None else kept[owner + 1 :]
    if found and found[1] == 0 and found[0].kind == "people" and _personal(kept[found[2] :]):
        kept = kept[found[2] :] if len(kept) - found[2] == 2 else kept
    of = next((i for i, w in enumerate(kept) if w in {"of", "at", "from"} and i > 1), None)
    if of and _type(kept[:of]) is None and not any(_bare(w) in ROLES for w in kept[:of]):
        body = [w for w in kept[of + 1 :] if w.lower() not in DETERMINERS]
        return replace(
            _named(kept[:of]), kind="person", type="person", organization=" ".join(body) or None
        )
    kind = _type(kept)
    return Mention(
        kind="name",
        text=" ".join(words),
        name=" ".join(kept),
        country=found[0].country if found else None,
        described=_described(kept),
        head=_bare(kept[-1]),
        type=kind,
    )


def _described_as(words: Sequence[str], head: int) -> Mention:
    """Read a description: `South Korea’s intelligence agency`, `Two people present`."""
    found = first_place([POSSESSIVE.sub("", w) or w for w in words])
    noun = _bare(words[head])
    before = words[found[2] : head] if found else words[:head]
    proper = [w for w in before if w[0].isupper()]
    outlet = " ".join(proper).lower() in NAMED_OUTLETS
    if proper and (noun in CARRIERS or (outlet and noun in OUTLETS | {"agency"})):
        return replace(_named(proper), country=found[0].country if found else None, type="outlet")
    plural = _plural(noun)
    return Mention(
        kind="described",
        text=" ".join(words),
        country=found[0].country if found else None,
        head=noun,
        described=_described(words[: head + 1]),
        plural=plural,
        type=_type(words[: head + 1]) or _kind_of_noun(noun),
        gender=_gender([noun]),
    )


def _head(words: Sequence[str]) -> int:
    """Return the index of the noun that heads a description: the last word before a stop."""
    end = next((i for i, w in enumerate(words) if i and w.lower() in STOPS), len(words))
    for i in range(end):
        verbal = i + 1 < end and PARTICIPLE.search(words[i + 1])
        if verbal and (i + 2 == end or _bare(words[i]) in GROUPS | ANONYMOUS | DOCUMENTS):
            return i
    return max(0, end - 1)


def _described(words: Sequence[str]) -> frozenset[str]:
    """Return describing words, normalised: spy agency and intelligence service are one."""
    found = first_place([POSSESSIVE.sub("", w) or w for w in words])
    if found:
        words = [*words[: found[1]], *words[found[2] :]]
    made = {POSSESSIVE.sub("", _bare(w)) for w in words}
    made = {SAME.get(w, SAME.get(w.removesuffix("s"), w)) for w in made if w}
    return frozenset(made - PARTICLES - DETERMINERS)


def _plural(noun: str) -> bool:
    low = noun.lower()
    return low in GROUPS or (
        low.endswith("s") and low.removesuffix("s") in ROLES | UNNAMED | ANONYMOUS
    )


def _gender(words: Sequence[str]) -> Gender | None:
    low = {_bare(w) for w in words}
    if low & FEMALE:
        return "f"
    return "m" if low & MALE else None


def _type(words: Sequence[str]) -> SourceType | None:
    """Return what kind of source a name or description is, by its last telling word."""
    if " ".join(words).lower() in NAMED_OUTLETS:
        return "outlet"
    if words[-1].lower() in MASTHEADS and words[-1][0].isupper() and len(words) > 1:
        return "outlet"
    for word in reversed(words):
        low = POSSESSIVE.sub("", _bare(word))
        for known, kind in TYPES:
            if low in known:
                news = {"news", "press"} & {_bare(w) for w in words}
                return "outlet" if low == "agency" and news else kind
        if low.endswith("s") and low.removesuffix("s") in ORGANIZATION | ROLES:
            return "group"
    return None


def _kind_of_noun(noun: str) -> SourceType | None:
    """Guess the kind of an unlisted noun: those in -ers and -ists are people, others things."""
    if not noun.isalpha():
        return None
    if PEOPLE.search(noun):
        return "group"
    return "person" if PERSON.search(noun) else "document"


TYPES: tuple[tuple[frozenset[str], SourceType], ...] = (
    (OUTLETS, "outlet"),
    (ANONYMOUS, "anonymous"),
    (DOCUMENTS, "document"),
    (GROUPS, "group"),
    (AGENCY, "agency"),
    (ORGANIZATION, "organization"),
    (GOVERNMENT, "government"),
)


def _unnamed(found: Mention, opening: str) -> SourceType | None:
    """Tell those who cannot be named: sources, `a Western official`, `two diplomats`."""
    if found.kind != "described":
        return None
    if found.head in ANONYMOUS:
        return "anonymous"
    indefinite = opening in {"a", "an", "another"} or opening in NUMERALS - {"most", "many", "all"}
    return "anonymous" if found.head in UNNAMED and indefinite else None
