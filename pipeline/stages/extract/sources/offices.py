"""Offices: people by what they are, with a name or without: `the head of the Center`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.extract.sources.lists import (
    AGENCY,
    DETERMINERS,
    FOREGOING,
    GOVERNMENT,
    KIN,
    ORGANIZATION,
    OUTLETS,
    RANKS,
    ROLES,
    SUFFIXES,
    TITLES,
)
from pipeline.stages.extract.sources.names import leading, name_at_start, named
from pipeline.stages.extract.sources.places import PEOPLES, first_place, place
from pipeline.stages.extract.sources.traits import (
    POSSESSIVE,
    STOPS,
    Mention,
    bare,
    describing,
    gender_of,
    plural_noun,
)

PREFIXES = frozenset(("de", "da", "di", "du", "van", "von", "al", "el"))


def with_role(words: Sequence[str], last: int, head: int) -> Mention | None:
    """Read what holds a role or title: with a name behind it, or by itself."""
    end = _role_end(words, last)
    rest = words[end + 1 :]
    name = name_at_start(rest[1:]) if rest and rest[0] in PREFIXES else name_at_start(rest)
    name = [*rest[:1], *name] if name and rest[0] in PREFIXES else name  # Ms de La Rochette
    if name and len(name) == len(words) - end - 1:
        if last == 0 and (bare(name[-1]) in AGENCY | GOVERNMENT or bare(words[0]) in FOREGOING):
            return named(words)  # General Civil Aviation Authority; Developer Valve
        return _titled(words, last, name)
    return _behind_office(words, last) or (office(words, last) if last == head else None)


def last_role(words: Sequence[str]) -> int | None:
    """Return the index of the role or title that a name may follow, or that heads the phrase."""
    end = next((i for i, w in enumerate(words) if i and w.lower() in STOPS), len(words))
    roles = [i for i in range(end) if bare(words[i]) in ROLES or bare(words[i]) in TITLES]
    roles = [i for i in roles if not (i and words[i][0].isupper() and bare(words[i]) in KIN)]
    return roles[-1] if roles else None  # Masayoshi Son is nobody's son


def _titled(words: Sequence[str], last: int, name: Sequence[str]) -> Mention:
    """Read `U.S. National Security Council spokesperson John Kirby`."""
    begin = _role_begin(words, last)
    role = [w for w in words[begin : _role_end(words, last) + 1] if bare(w) not in TITLES]
    country, organization = _belonging(words[:begin])
    while len(name) > 1 and bare(name[0]) in TITLES | {"justice", "president"}:
        name = name[1:]
    kept = [w for w in name if bare(w) not in SUFFIXES] or list(name)
    behind = next((i for i, w in enumerate(kept) if i > 1 and w in {"of", "at", "from"}), None)
    if behind:
        body = [w for w in kept[behind + 1 :] if w.lower() not in DETERMINERS]
        kept, organization = kept[:behind], organization or " ".join(body) or None
    if len(kept) == 1 and len(kept[0].rstrip(".")) == 1:
        kept = [*words[begin : last + 1], *kept]  # Witness K
    return Mention(
        kind="person",
        text=" ".join(words),
        name=" ".join(kept),
        role=" ".join(role) or None,
        organization=organization,
        country=country,
        head=bare(words[last]),
        described=describing(words[: last + 1]),
        type="person",
        gender=gender_of(words[: last + 1]),
    )


def _behind_office(words: Sequence[str], last: int) -> Mention | None:
    """Read `Minister of Education Stefania Giannini`: the last two words are the name."""
    after = [w for w in words[last + 2 :] if w.lower() not in DETERMINERS]
    of = words[last + 1 : last + 2] in (["of"], ["for"])
    proper = all(w[0].isupper() for w in after)
    bodies = GOVERNMENT | AGENCY | ORGANIZATION | OUTLETS
    if not of or len(after) < 3 or not proper or {bare(w) for w in after[-2:]} & bodies:
        return None
    if place(after[-2:]) or place(after[-1:]):
        return None
    held = office([*words[: last + 2], *after[:-2]], last)
    return replace(held, kind="person", name=" ".join(after[-2:]), type="person", plural=False)


def _role_begin(words: Sequence[str], last: int) -> int:
    begin = last
    while begin and (bare(words[begin - 1]) in RANKS | ROLES | TITLES):
        begin -= 1
    named = bare(words[last]) in {"minister", "secretary", "spokesman"} and begin == last > 0
    near = words[max(begin - 2, 0) : begin]  # Downing Street
    if named and _is_portfolio(words[begin - 1]) and not place(near):
        begin -= 1
    return begin


def _is_portfolio(word: str) -> bool:
    """Tell `Water` before Minister: no place, no body, nobody's."""
    owned = POSSESSIVE.search(word) or place([word])
    return word[0].isupper() and not owned and bare(word) not in GOVERNMENT


def _role_end(words: Sequence[str], last: int) -> int:
    """Return the last word of a role: Secretary of State, chief of staff, Minister of Justice."""
    joint, arm = [w.lower() for w in [*words[last + 1 : last + 3], "", ""][:2]]
    portfolio = bare(words[last]) in {"minister", "secretary"} and arm in RANKS
    return last + 2 if joint in {"of", "for"} and (portfolio or arm in {"state", "staff"}) else last


def _belonging(words: Sequence[str]) -> tuple[str | None, str | None]:
    """Read country and organisation off the words before a role: `Beijing’s Foreign Ministry`."""
    words = [w for w in words if bare(w) not in RANKS or w[0].isupper()]
    if all(bare(w) in ROLES | {"and"} for w in words):
        return None, None  # CEO and founder
    clean = [POSSESSIVE.sub("", w) for w in words]
    clean = [w for w in clean if w]
    found = first_place(clean)
    country = found[0].country if found else None
    if found and found[1] == 0:
        owned = any(POSSESSIVE.search(w) for w in words[: found[2] + 1])
        rest = clean[found[2] :]
        if not rest:
            return country, " ".join(clean) if found[0].kind == "seat" else None
        if owned or found[0].kind == "people":
            return country, proper_part(rest)
    owner = next((i for i, w in enumerate(words) if POSSESSIVE.search(w)), None)
    if owner is not None and all(w.islower() for w in words[owner + 1 :]):
        clean = clean[: owner + 1]  # Anadol’s water minister is of Anadol
    return country, proper_part(clean)


def proper_part(words: Sequence[str]) -> str | None:
    """Return a body without the common words around it: `principal White House`."""
    words = [word for word in words if word not in PEOPLES]  # a Republican governor
    capitals = [i for i, word in enumerate(words) if word[0].isupper()]
    if capitals == [0] and words[1:] and bare(words[1]) in ORGANIZATION:
        return None  # High school
    return " ".join(words[capitals[0] : capitals[-1] + 1]) if capitals else None


def office(words: Sequence[str], last: int) -> Mention:
    """Read a person named by an office: `a Kremlin spokesperson`, `the head of the Center`."""
    begin = _role_begin(words, last)
    country, organization = _belonging(words[:begin])
    end = _role_end(words, last)
    after = [w for w in words[end + 1 :] if w.lower() not in DETERMINERS]
    if after and after[0].lower() in {"of", "for", "at", "with", "to"} and not organization:
        found = first_place([POSSESSIVE.sub("", w) or w for w in after[1:]])
        inner = name_at_start(after[1:])
        if inner and inner[-1].endswith("-based"):
            lead = leading(after[1:])  # the London-based website Full Fact
            inner = after[1 + lead :] if lead else []
        country = country or (found[0].country if found else None)
        if inner and not place([POSSESSIVE.sub("", w) for w in inner]):
            organization = " ".join(inner)
    plural = plural_noun(words[last])
    return Mention(
        kind="described",
        text=" ".join(words),
        role=" ".join(words[begin : end + 1]),
        organization=organization,
        country=country,
        head=bare(words[last]),
        described=describing(words[: last + 1]),
        plural=plural,
        type="group" if plural else "person",
        gender=gender_of(words[: last + 1]),
    )
