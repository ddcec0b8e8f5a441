"""Descriptions: those who are not named: which noun heads the words, which words are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.extract.sources.callings import held
from pipeline.stages.extract.sources.lists import (
    ANONYMOUS,
    DETERMINERS,
    DOCUMENTS,
    GROUPS,
    MASTHEADS,
    NAMED_OUTLETS,
    ORGANIZATION,
    OUTLETS,
    ROLES,
    TITLES,
    UNNAMED,
    word_list,
)
from pipeline.stages.extract.sources.names import named
from pipeline.stages.extract.sources.places import PEOPLES, first_place, place
from pipeline.stages.extract.sources.traits import (
    POSSESSIVE,
    STOPS,
    Mention,
    bare,
    describing,
    gender_of,
    kind_of_noun,
    kind_of_whole,
    plural_noun,
    type_of,
)

CARRIERS = frozenset(("newspaper", "daily", "weekly", "website", "magazine", "channel"))
ASIDE = word_list("aside")
WHEREABOUTS = frozenset(("at", "in", "outside", "inside", "near", "on"))
BEHIND = frozenset(("responsible", "available", "involved", "concerned", "present"))
PARTICIPLE = re.compile(
    r"[a-z](?:ed|ing|wn)$|^(?:seen|heard|kept|held|made|given|sent|written|read)$"
)


def kept(words: Sequence[str], found: Mention, opening: str) -> str:
    """Return a description without what hangs on it: `post`, not `post on a forum by two men`.

    Of those who are not named the place and body they belong to are kept: it is all that is known.
    """
    low, head = [bare(w) for w in words], found.head
    if head not in low:
        return " ".join(words)
    k = low.index(head) + 1
    somebody = found.type in {"group", "anonymous"} or opening in {"one", "another"}
    somebody = somebody or (found.type == "person" and opening in {"a", "an"})
    if head.startswith("spokes"):
        return _spoken_for(words, k)
    if head == "police" and low[k : k + 1] == ["in"] and len(words) == k + 2:
        return f"{words[k + 1]} police"
    if head in ANONYMOUS or plural_noun(head) or somebody:
        end = next((n for n in range(k, len(words)) if low[n] in ASIDE), len(words))
        joints = [n for n in range(k, end) if low[n] in STOPS | {"of"}]
        end = next((n for n in joints[1:] if low[n] in WHEREABOUTS), end)
        return " ".join(words[:end])
    if low[k : k + 1] == ["of"] and head not in DOCUMENTS:
        end = next((n for n in range(k + 1, len(words)) if _ends(low[n])), len(words))
        return " ".join(words[:end])
    return " ".join(words[:k])


def _spoken_for(words: Sequence[str], k: int) -> str:
    """Return `Northern Front spokesman`; `spokesman for the governor` stays what it is."""
    body = [w for w in words[k + 1 :] if w.lower() not in DETERMINERS]
    if [bare(w) for w in words[k : k + 1]] != ["for"] or not body:
        return " ".join(words)
    people = plural_noun(bare(body[-1])) or any(held(w) or bare(w) in TITLES for w in body)
    first = next((i for i, w in enumerate(body) if w[0].isupper()), 0)
    return " ".join(words) if people else " ".join([*body[first:], *words[:k]])


def _ends(word: str) -> bool:
    return word in STOPS or bool(re.search(r"[^n]ed$|[^r]ing$", word))


def described_as(words: Sequence[str], head: int) -> Mention:
    """Read a description: `South Korea’s intelligence agency`, `Two people present`."""
    found = first_place([POSSESSIVE.sub("", w) or w for w in words])
    noun = bare(words[head])
    before = words[found[2] : head] if found else words[:head]
    proper = [w for w in before if w[0].isupper()]
    if found and len(proper) == 1 and proper[0].lower() in MASTHEADS | OUTLETS:
        proper = [*words[found[1] : found[2]], *proper]  # the China Daily newspaper
    outlet = " ".join(proper).lower() in NAMED_OUTLETS
    wire = noun == "agency" and words[head - 1 : head] == ["news"]
    proper = [] if all(word in PEOPLES for word in proper) else proper  # a Sunni Muslim group
    named_so = proper and place(proper) is None and not POSSESSIVE.search(proper[-1])
    if named_so and (wire or noun in CARRIERS or (outlet and noun in OUTLETS | {"agency"})):
        return replace(named(proper), country=found[0].country if found else None, type="outlet")
    whole = list(words[head - len(proper) : head]) == proper and words[head].islower()
    if (
        proper
        and whole
        and noun in ORGANIZATION
        and found is None
        and not POSSESSIVE.search(proper[-1])
        and (len(proper) > 1 or proper[0].isupper())
    ):
        return replace(named(proper), type="organization")  # the CGO union
    plural = plural_noun(noun)
    kind = kind_of_whole(words) or type_of(words[: head + 1]) or kind_of_noun(noun)
    return Mention(
        kind="described",
        text=" ".join(words),
        country=found[0].country if found else None,
        head=noun,
        described=describing(words[: head + 1]),
        plural=plural,
        type="group" if plural and words[head].lower() in GROUPS else kind,
        gender=gender_of([noun]),
    )


def head_of(words: Sequence[str]) -> int:
    """Return the index of the noun that heads a description: the last word before a stop."""
    end = next((i for i, w in enumerate(words) if i and w.lower() in STOPS), len(words))
    end -= end > 1 and words[end - 1] in BEHIND
    for i in range(end):
        verbal = i + 1 < end and PARTICIPLE.search(words[i + 1])
        said = i + 2 == end and (i > 0 or not words[1].endswith("ing") or bare(words[0]) in UNNAMED)
        if verbal and (said or bare(words[i]) in GROUPS | ANONYMOUS | DOCUMENTS | ROLES):
            return i
    return max(0, end - 1)
