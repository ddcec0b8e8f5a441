"""Sources: who stands behind each attribution, resolved within the article.

A pronoun, a surname, a title, an acronym or a capital is traced to the party the article names;
what cannot be traced has no name. Names carry no titles and no dates: docs/annotation.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.records import Article, Source, SourceType
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.sources.lists import DETERMINERS
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.party import Party
from pipeline.stages.extract.sources.people import People
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.sources.traits import Mention
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOBODY: tuple[Source, ...] = ()
SPEAKERS = frozenset(("i", "we", "me", "us", "my", "our"))
LANDS = frozenset(("country", "nation", "homeland"))
SINGLE = frozenset(("one", "another"))
OWNERS: dict[str, tuple[SourceType, ...]] = {
    "its": ("organization", "agency", "government", "outlet", "document"),
    "their": ("group", "anonymous", "organization"),
}
BODIES: tuple[SourceType, ...] = ("organization", "agency", "government", "outlet", "document")


def resolve(
    doc: Doc,
    attributions: Sequence[Attribution],
    article: Article,  # noqa: ARG001 - its outlet and authors will tell `we` and `this newspaper`
) -> tuple[tuple[Source, ...], ...]:
    """Return the sources of every attribution, in the order given; none where none is named."""
    text = text_of(doc)
    people = People(doc)
    found: dict[int, list[Party]] = {}
    order = sorted(range(len(attributions)), key=lambda i: _order(attributions, i))
    for i in order:
        one = attributions[i]
        outer = found.get(one.nested_in, []) if one.nested_in is not None else []
        if one.source is None:
            before = [j for j in found if attributions[j].nested_in is None]
            found[i] = found[before[-1]] if one.implicit and before else []
            continue
        at = one.source.start
        people.read_to(at)
        parts = split(doc, text, one)
        found[i] = [p for part in parts for p in _who(mention(part), at, people, outer)]
    return tuple(
        tuple(dict.fromkeys(party.source() for party in found[i])) for i in range(len(attributions))
    )


def _order(attributions: Sequence[Attribution], i: int) -> tuple[int, int]:
    """Outer before inner; else as in the text."""
    depth, outer = 0, i
    while (above := attributions[outer].nested_in) is not None and depth < len(attributions):
        outer, depth = above, depth + 1
    return _begin(attributions[outer]), depth


def _begin(one: Attribution) -> int:
    span = one.source or one.cue or (one.content[0] if one.content else None)
    return span.start if span else 0


def _who(told: Mention, at: int, people: People, outer: Sequence[Party]) -> list[Party]:
    """Return the parties a mention stands for."""
    if told.kind == "pronoun":
        return _of_pronoun(told, at, people, outer)
    if told.kind in {"person", "name", "place"}:
        known = people.surname(told.text, at) if told.kind == "place" else None
        party = known or people.named(told, at)
    elif told.text.split()[0].lower() in SINGLE:
        party = _one_of(told, at, people)
    elif told.head in LANDS and (land := _land(told, at, people)):
        party = land
    else:
        pointing = told.definite and (not told.plural or told.head in {"companies", "sides"})
        known = people.described(told, at) if pointing else None
        known = known or (people.foretold(told, at) if pointing and told.role else None)
        party = known or people.new(told, at, _description(told, at, people))
        party.learn(told, at)
    party.speaks(at)
    return [party]


def _land(told: Mention, at: int, people: People) -> Party | None:
    """Return the country of him whose country speaks: Ukraine’s president has `his country`."""
    owner = people.latest(at, "person") if told.owner in {"his", "her"} else None
    country = mention(owner.country) if owner and owner.country else None
    return people.named(country, at) if country and country.kind == "place" else None


def _one_of(told: Mention, at: int, people: People) -> Party:
    """Return one, another, of a group named before or in the phrase itself."""
    group = people.latest(at, "group", "anonymous")
    words = told.text.split()
    inner = mention(" ".join(words[2:])) if words[1:2] == ["of"] else None
    name = inner.text if inner and inner.kind != "pronoun" else group.name if group else told.text
    head, *rest = name.split(" of ")
    single = " of ".join([re.sub(r"(?<=[^s])s$", "", head), *rest])
    return people.new(Mention(kind="described", text=single, type="anonymous"), at)


def _description(told: Mention, at: int, people: People) -> str | None:
    """Return how somebody without a name is called; `its lawyers` with whose they are."""
    if told.owner is None:
        return _spokesperson(told, at, people)
    kinds: tuple[SourceType, ...] = OWNERS.get(told.owner, ("person",))
    owner = people.latest(at, *kinds)
    if owner is None or owner.name.endswith(told.text):
        return owner.name if owner else None
    return f"{owner.name}’s {told.text}"


def _spokesperson(told: Mention, at: int, people: People) -> str | None:
    """Return `agency spokesman` for a spokesman who speaks for whom was spoken of last."""
    bare = told.head.startswith("spokes") and not told.organization and not told.country
    body = people.latest(at, *BODIES[:3]) if bare and told.text.lower() == told.head else None
    return f"{body.name} {told.text}" if body else None


def _of_pronoun(told: Mention, at: int, people: People, outer: Sequence[Party]) -> list[Party]:
    if told.head in SPEAKERS:
        return _speakers(told, outer, people)
    party = _one_of(told, at, people) if told.head in SINGLE else _back(told, at, people, outer)
    if party is None:
        return []
    party.speaks(at)
    return [party]


def _speakers(told: Mention, outer: Sequence[Party], people: People) -> list[Party]:
    """Return who says I: the speaker; who says we: the body that a spokesperson speaks for."""
    if told.head in {"we", "us", "our"} and len(outer) == 1 and outer[0].organization:
        body = people.known(outer[0].organization)
        if body is not None and "spokes" in (outer[0].role or ""):
            return [body]
    return list(outer)


def _back(told: Mention, at: int, people: People, outer: Sequence[Party]) -> Party | None:
    """Return whom he, she, it or they point back to: inside a content first to its source."""
    if told.head in {"he", "she", "him", "her", "his", "who", "himself", "herself"}:
        kinds: tuple[SourceType, ...] = ("person", "anonymous")
    elif told.head in {"it", "its", "itself", "which"}:
        kinds = BODIES
    elif told.head in {"they", "them", "their"}:
        return people.latest(at, "group", "organization", "agency", "anonymous", "government")
    else:
        return None
    near = [party for party in outer if party.type in kinds and party.fits(told.gender)]
    back = near[0] if near else people.latest(at, *kinds, gender=told.gender)
    party = back or people.latest(at, *kinds)
    if party is None and kinds == BODIES:
        party = people.latest(at, "group")
    if party and told.gender:
        party.gender = told.gender
    return party


# -- several sources -------------------------------------------------------------------------------


def split(doc: Doc, text: str, one: Attribution) -> list[str]:
    """Return the texts of the sources that one source phrase coordinates."""
    assert one.source is not None  # noqa: S101 - callers have looked
    phrase = text[one.source.start : one.source.end]
    phrase = re.sub(r"^(?:both|either|neither)\s+", "", phrase, flags=re.IGNORECASE)
    parts = [part for part in re.split(r",?\s+and\s+|,\s+", phrase) if part]
    if len(parts) > 1 and " and " in phrase and all(_alone(part) for part in parts):
        return parts
    return _by_tree(doc, one) or [phrase]


def _alone(part: str) -> bool:
    """Tell a part that is a name by itself."""
    words = part.split()
    while words and words[0].lower() in DETERMINERS:
        words = words[1:]
    found = place(words)
    if found:
        return found.kind != "people"
    return bool(words) and all(word[0].isupper() for word in words)


def _by_tree(doc: Doc, one: Attribution) -> list[str]:
    """Return the conjuncts of the head of the phrase, if the tree has any."""
    assert one.source is not None  # noqa: S101
    span = doc.char_span(one.source.start, one.source.end, alignment_mode="expand")
    if span is None or not span[0].dep:
        return []
    heads = [span.root, *(t for t in span.root.conjuncts if span.start <= t.i < span.end)]
    heads = sorted(heads, key=lambda token: token.i)
    joined = any(token.dep_ == "cc" for token in span)
    if len(heads) < 2 or not joined or any(h.pos_ not in {"NOUN", "PROPN", "PRON"} for h in heads):
        return []
    ends = [h.left_edge.i for h in heads[1:]] + [span.end]
    begins = [span.start, *ends[:-1]]
    parts = []
    for begin, end in zip(begins, ends, strict=True):
        words = doc[begin:end]
        while len(words) and (words[-1].is_punct or words[-1].lower_ in {"and", "or", "but"}):
            words = words[:-1]
        while len(words) and (words[0].is_punct or words[0].lower_ in {"and", "or", "both"}):
            words = words[1:]
        if len(words):
            parts.append(words.text)
    return parts if len(parts) == len(heads) else []
