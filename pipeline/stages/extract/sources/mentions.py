"""Mentions: what the words of one source say by themselves, before the article is asked.

`U.S. National Security Council spokesperson John Kirby` is a person named John Kirby,
spokesperson, of the U.S. National Security Council, of the United States. `the agency` is a
definite description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.stages.extract.sources.lists import (
    AMOUNTS,
    ANONYMOUS,
    BODIES,
    DETERMINERS,
    DOCUMENTS,
    GROUPS,
    LEGAL,
    NAMED_OUTLETS,
    NUMERALS,
    OUTLETS,
    PRONOUNS,
    ROLES,
    TITLES,
    TRIVIAL,
    word_list,
)
from pipeline.stages.extract.sources.names import leading, name_at_start, named, personal
from pipeline.stages.extract.sources.offices import last_role, with_role
from pipeline.stages.extract.sources.places import Place, first_place, place
from pipeline.stages.extract.sources.traits import (
    POSSESSIVE,
    STOPS,
    Gender,
    Mention,
    bare,
    describing,
    gender_of,
    kind_of_noun,
    plural_noun,
    type_of,
    unnamed,
)

WORD = re.compile(
    r"(?:[A-Z]\.)+(?=[\s,;’']|$)|\d[\d,.]*\d(?:-[^\W_]+)*|[^\W_]+(?:[.’'&-][^\W_]+)*[’']?|[,()“”\"&]"
)
CARRIERS = frozenset(("newspaper", "daily", "weekly", "website", "magazine", "channel"))
ASIDE = word_list("aside")
BELONGING = frozenset(("of", "at", "from", "with"))
PARTICIPLE = re.compile(
    r"[a-z](?:ed|ing|wn)$|^(?:seen|heard|kept|held|made|given|sent|written|read)$"
)
ONE_OF = (["one", "of"], ["another", "of"])
BREAKS = frozenset((",", "(", ")"))


@lru_cache(maxsize=4096)
def mention(text: str) -> Mention:
    """Read the words of one source, coordination already taken apart."""
    words = WORD.findall(re.sub(r"[’']s$", "", text.replace("\n", " ")))
    words = [w for w in words if w not in {"“", "”", '"'}]
    if words and POSSESSIVE.search(words[-1]):
        words[-1] = re.sub(r"(?<=s)[’']$|[’']s?$", "", words[-1]) or words[-1]
    low = [w.lower() for w in words]
    if len(words) == 1 and low[0] in PRONOUNS:
        return _pronoun(low[0])
    opening = low[0] if low else ""
    the = words[:1] == ["The"]
    while len(words) > 1 and low[:2] not in ONE_OF and not place(words) and _leads(words, opening):
        words, low = words[1:], low[1:]
    if len(words) > 2 and low[0] in AMOUNTS and low[1] == "of":
        words, low = words[2:], low[2:]
    if low[:1] == ["of"] and len(words) > 1 and opening in NUMERALS:
        return replace(mention(" ".join(words[1:])), plural=True)  # two of them
    acronym, words = _acronym(words)
    segments = _segments(words)
    found = _apposed(segments) if segments else None
    if found is None:
        return Mention(kind="described", text=text)
    if the and found.kind == "name" and found.type == "outlet":
        found = replace(found, name=with_article(found.name or ""))
    owner = opening if opening in {"its", "his", "her", "their", "our", "my"} else None
    return replace(
        found,
        text=_kept(segments[0], found, opening),
        acronym=acronym,
        definite=opening not in {"a", "an", "another", "some", "any", "every"} | NUMERALS,
        plural=found.plural or (opening in NUMERALS and opening not in {"one", "another"}),
        owner=owner,
        type=unnamed(found, opening) or found.type,
    )


def with_article(paper: str) -> str:
    """Return the name of an outlet that the text writes with The: `The Sunday Ledger`, but BBC."""
    known = paper.lower() in NAMED_OUTLETS and f"the {paper.lower()}" not in NAMED_OUTLETS
    return paper if known or paper.isupper() else f"The {paper}"


def _leads(words: Sequence[str], opening: str) -> bool:
    """Tell a determiner, numeral or trivial adjective in front; New in New Zealand is none."""
    low = words[0].lower()
    trivial = low in TRIVIAL and (words[0].islower() or low == opening != "new")
    return low in DETERMINERS | NUMERALS or trivial


def _kept(words: Sequence[str], found: Mention, opening: str) -> str:
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
    if head in ANONYMOUS or plural_noun(head) or somebody:
        end = next((n for n in range(k, len(words)) if low[n] in ASIDE), len(words))
        return " ".join(words[:end])
    if low[k : k + 1] == ["of"]:
        end = next((n for n in range(k + 1, len(words)) if _ends(low[n])), len(words))
        return " ".join(words[:end])
    return " ".join(words[:k])


def _spoken_for(words: Sequence[str], k: int) -> str:
    """Return `Northern Front spokesman`; `spokesman for the governor` stays what it is."""
    body = [w for w in words[k + 1 :] if w.lower() not in DETERMINERS]
    if [bare(w) for w in words[k : k + 1]] != ["for"] or not body:
        return " ".join(words)
    people = plural_noun(bare(body[-1])) or {bare(w) for w in body} & (ROLES | TITLES)
    first = next((i for i, w in enumerate(body) if w[0].isupper()), 0)
    return " ".join(words) if people else " ".join([*body[first:], *words[:k]])


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
    """Split at commas; stop at a relative clause; leave out `, for the Crown`."""
    made: list[list[str]] = [[]]
    for word in words:
        if word in BREAKS:
            made.append([])
        elif word.lower() in {"who", "which", "whose", "where"}:
            break
        else:
            made[-1].append(word)
    whole = [segment for segment in made if segment]
    return whole[:1] + [segment for segment in whole[1:] if segment[0].lower() not in STOPS]


def _apposed(segments: Sequence[Sequence[str]]) -> Mention:
    """Join a name and its apposition: `Ann Lee, the mayor`; `Ukraine’s president, Ann Lee`."""
    read = [_segment(segment) for segment in segments[:3]]
    first = read[0]
    for other in read[1:]:
        if first.kind == other.kind == "described" and not first.role and other.type == "group":
            return other if any(w[0].isupper() for w in other.text.split()) else first
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
    if len(words) > 1 and words[-1].islower() and words[-1] in LEGAL:
        words = [*words[:-1], words[-1].upper()]  # Anglia Connect plc
    after = words[words.index("official") + 1 :] if "official" in words else []
    if after and after[0][0].isupper() and type_of(after):
        words = after  # the official Central News Agency is no official
    last, head = last_role(words), _head(words)
    told = _opened(words) or (with_role(words, last, head) if last is not None else None)
    if told is not None:
        return told
    run = name_at_start(words)
    if len(run) == len(words):
        return named(words)
    if len(run) > 1 and words[len(run)] in BELONGING and personal(run):
        body = name_at_start([w for w in words[len(run) + 1 :] if w.lower() not in DETERMINERS])
        organization = None if place(body) else " ".join(body) or None
        return replace(named(run), kind="person", type="person", organization=organization)
    lead = leading(words)
    if lead and words[lead - 1].lower() not in ROLES:
        inner = named(words[lead:])
        described = inner.described | describing(words[:lead])
        return replace(inner, described=described, type=type_of(words))
    return _described_as(words, head)


def _opened(words: Sequence[str]) -> Mention | None:
    """Read what a capital alone makes look like a name, and a firm named after its people."""
    if plural_noun(words[0]) and (len(words) == 1 or words[1] in STOPS):
        return _described_as(words, 0)  # Pilots say, Residents of Lyon say
    if words == ["Police"]:
        return _described_as(words, 0)
    return named(words) if "&" in words and len(name_at_start(words)) == len(words) else None


def _of_place(found: Place, words: Sequence[str]) -> Mention:
    people = found.kind == "people"
    seat = " ".join(words) if found.kind == "seat" else None
    return Mention(
        kind="described" if people else "place",
        text=" ".join(words),
        name=None if people else found.country,
        organization=seat,
        country=found.country,
        described=frozenset(BODIES.get(found.country.lower(), ())),
        plural=people,
        type="group" if people else "government",
    )


def _described_as(words: Sequence[str], head: int) -> Mention:
    """Read a description: `South Korea’s intelligence agency`, `Two people present`."""
    found = first_place([POSSESSIVE.sub("", w) or w for w in words])
    noun = bare(words[head])
    before = words[found[2] : head] if found else words[:head]
    proper = [w for w in before if w[0].isupper()]
    outlet = " ".join(proper).lower() in NAMED_OUTLETS
    if proper and (noun in CARRIERS or (outlet and noun in OUTLETS | {"agency"})):
        return replace(named(proper), country=found[0].country if found else None, type="outlet")
    plural = plural_noun(noun)
    return Mention(
        kind="described",
        text=" ".join(words),
        country=found[0].country if found else None,
        head=noun,
        described=describing(words[: head + 1]),
        plural=plural,
        type=type_of(words[: head + 1]) or kind_of_noun(noun),
        gender=gender_of([noun]),
    )


def _head(words: Sequence[str]) -> int:
    """Return the index of the noun that heads a description: the last word before a stop."""
    end = next((i for i, w in enumerate(words) if i and w.lower() in STOPS), len(words))
    for i in range(end):
        verbal = i + 1 < end and PARTICIPLE.search(words[i + 1])
        if verbal and (i + 2 == end or bare(words[i]) in GROUPS | ANONYMOUS | DOCUMENTS):
            return i
    return max(0, end - 1)
