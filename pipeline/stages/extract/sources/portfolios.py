"""Portfolios: where an office begins and ends: `Trade and Industry Minister`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.stages.extract.sources.bodies import COMMON_BODIES
from pipeline.stages.extract.sources.lists import (
    ARMS,
    DETERMINERS,
    FIELDS,
    GOVERNMENT,
    KINDS,
    NUMERALS,
    PARTICLES,
    RANKS,
    ROLES,
    TITLES,
    TRIVIAL,
    word_list,
)
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.sources.traits import POSSESSIVE, STOPS, bare

PORTFOLIOS = frozenset(("minister", "secretary"))
#: what tells how somebody is in office, not in which
QUALITIES = word_list("qualities") | NUMERALS


def role_begin(words: Sequence[str], last: int) -> int:
    """Return where an office begins whose last word is given: `senior | vice | president`."""
    begin = last
    known = RANKS | ROLES | TITLES | FIELDS
    while begin and (bare(words[begin - 1]) in known or _narrows(words, begin - 1, last)):
        if begin > 1 and words[last].islower() and words[begin - 1][0].isupper():
            break  # Penn State quarterback
        if words[begin - 1] == "Guard" or _homeland(words[:begin]):
            break  # Coast Guard Commandant, Homeland Security chief
        begin -= 1
    if bare(words[last]) == "officer" and "chief" in (near := [bare(w) for w in words[:last]][-4:]):
        begin = min(begin, last - len(near) + near.index("chief"))
    named = bare(words[last]) in PORTFOLIOS and begin == last > 0
    named = named and words[last + 1 : last + 3] != ["of", "State"]  # Montana Secretary of State
    if named and words[last].islower() and words[begin - 1].islower():
        begin -= words[begin - 1] not in TRIVIAL | STOPS | DETERMINERS  # foreign affairs minister
        while begin and begin < last and words[begin - 1] in ARMS | RANKS:
            begin -= 1
        return begin
    street = words[max(begin - 2, 0) : begin]  # Downing Street
    if named and _is_portfolio(words[begin - 1]) and not place(street):
        begin -= 1
        while begin and bare(words[begin - 1]) in ARMS | RANKS and words[begin - 1][0].isupper():
            begin -= 1
    return _two_portfolios(words, begin, last)


def _narrows(words: Sequence[str], i: int, last: int) -> bool:
    """Tell a noun that says what an office is for: `campaign manager`, `pop culture professor`."""
    word = words[i]
    plain = word.isalpha() and len(word) > 2 and word.islower() and words[last].islower()
    spoken_for = words[last].startswith("spokes") or word in KINDS | COMMON_BODIES
    return (
        plain
        and not spoken_for
        and word not in TRIVIAL | STOPS | DETERMINERS | QUALITIES | PARTICLES
    )


def _homeland(words: Sequence[str]) -> bool:
    """Tell a body named Security from what a National Security Adviser advises on."""
    before = words[-2] if len(words) > 1 else ""
    apart = before.istitle() and bare(before) not in RANKS and not place([before])
    return words[-1] == "Security" and apart


def _two_portfolios(words: Sequence[str], begin: int, last: int) -> int:
    """Return where `Trade and Industry Minister` begins."""
    joined = begin > 1 and words[begin - 1].lower() in {"and", "&"}
    arms = bare(words[last]) in PORTFOLIOS | {"commissioner"} and begin < last
    if not joined and bare(words[last]) == "commissioner" and begin == last > 2:
        joined, begin = words[begin - 2] == "and", begin - 1  # Police and Crime Commissioner
        arms = joined
        begin += not joined
    if not (joined and arms):
        return begin
    first = begin - 2
    while first and _is_portfolio(words[first - 1]) and not place(words[first - 1 : first + 1]):
        first -= 1
    return first


def _is_portfolio(word: str) -> bool:
    """Tell `Water` before Minister: no place, no body, nobody's."""
    owned = POSSESSIVE.search(word) or place([word])
    return word.istitle() and not owned and bare(word) not in GOVERNMENT


def role_end(words: Sequence[str], last: int) -> int:
    """Return the last word of a role: Secretary of State, chief of staff, Minister of Justice."""
    joint, arm = [w.lower() for w in [*words[last + 1 : last + 3], "", ""][:2]]
    portfolio = bare(words[last]) in {"minister", "secretary"} and arm in RANKS
    return last + 2 if joint in {"of", "for"} and (portfolio or arm in {"state", "staff"}) else last
