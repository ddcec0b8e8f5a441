"""Sources: who stands behind each attribution, resolved within the article.

A pronoun, a surname, a title, an acronym or a capital is traced to the party the article names;
what cannot be traced has no name. Names carry no titles and no dates: docs/annotation.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.records import Article, Source, SourceType, Span
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.sources.lists import DETERMINERS
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.party import Party
from pipeline.stages.extract.sources.people import People
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.sources.pointing import pointed
from pipeline.stages.extract.sources.pronouns import BODIES, SINGLE, of_pronoun, one_of
from pipeline.stages.extract.sources.traits import Gender, Mention, lowered
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOBODY: tuple[Source, ...] = ()
FIRMS = frozenset(("company", "firm", "bank", "group", "club", "union", "university"))
STATES = frozenset(("country", "nation", "homeland", "government"))
OWNERS: dict[str, tuple[SourceType, ...]] = {
    "its": ("organization", "agency", "government", "outlet", "document"),
    "their": ("group", "anonymous", "organization"),
}


def resolve(
    doc: Doc,
    attributions: Sequence[Attribution],
    article: Article,  # noqa: ARG001 - its outlet and authors will tell `we` and `this newspaper`
) -> tuple[tuple[Source, ...], ...]:
    """Return the sources of every attribution, in the order given; none where none is named."""
    text = text_of(doc)
    people = People(doc)
    found: dict[int, list[Party]] = {}
    spans: dict[Span, list[Party]] = {}
    order = sorted(range(len(attributions)), key=lambda i: _order(attributions, i))
    for i in order:
        one = attributions[i]
        outer = found.get(one.nested_in, []) if one.nested_in is not None else []
        if one.source is None:
            before = [j for j in found if attributions[j].nested_in is None]
            found[i] = found[before[-1]] if one.implicit and before else []
            continue
        at = one.source.start
        if one.source in spans:  # `the agency said …, adding …`
            found[i] = spans[one.source]
            continue
        people.read_to(at)
        parts = split(doc, text, one)
        told = [mention(part) for part in parts]
        told[0] = lowered(doc, at, told[0])
        found[i] = [party for each in told for party in _who(each, at, people, outer)]
        spans[one.source] = found[i]
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
        return of_pronoun(told, at, people, outer)
    told = _belonging(told, at, people)
    if told.kind in {"person", "name", "place"}:
        known = people.surname(told.text, at) if told.kind == "place" else None
        party = known or people.named(told, at)
    elif told.text.split()[0].lower() in SINGLE:
        party = one_of(told, at, people)
    else:
        known = _own_state(told, at, people) or pointed(told, at, people, outer)
        party = known or people.new(told, at, _description(told, at, people))
        party.learn(told, at)
    party.speaks(at, quoted=people.quoted(at))
    return [party]


def _belonging(told: Mention, at: int, people: People) -> Mention:
    """Return one of whom `its director` tells the body with the body it belongs to."""
    if told.owner not in OWNERS or not told.role or told.organization:
        return told
    owner = people.latest(at, *BODIES[:4])
    return replace(told, organization=owner.name) if owner else told


def _description(told: Mention, at: int, people: People) -> str | None:
    """Return how somebody without a name is called; `its lawyers` with whose they are."""
    if told.owner is None:
        return _spokesperson(told, at, people)
    owner = _owner(told, at, people)
    if told.type == "document" or told.owner in {"my", "our"}:
        return told.text
    if owner is None or owner.name.endswith(told.text):
        return owner.name if owner else None
    return f"{owner.name}'s {told.text}"


def _owner(told: Mention, at: int, people: People) -> Party | None:
    """Return whom its, his or their stands for."""
    kinds: tuple[SourceType, ...] = OWNERS.get(told.owner or "", ("person",))
    gender: Gender | None = {"his": "m", "her": "f"}.get(told.owner or "")  # type: ignore[assignment]
    return people.latest(at, *kinds, gender=gender) or people.latest(at, *kinds)


def _own_state(told: Mention, at: int, people: People) -> Party | None:
    """Return the state of `his country`."""
    owner = _owner(told, at, people) if told.owner and told.head in STATES else None
    return people.state(owner.country) if owner and owner.country else None


def _spokesperson(told: Mention, at: int, people: People) -> str | None:
    """Return `agency spokesman` for a spokesman who speaks for whom was spoken of last."""
    words = told.text.lower().split()
    if not told.head.startswith("spokes") or told.organization or told.country:
        return None
    if len(words) == 2 and words[0] in FIRMS:  # a company spokeswoman
        body = people.last_named(at, "organization")
        return f"{body.name} {told.head}" if body else None
    body = people.latest(at, *BODIES[:3]) if words == [told.head] else None
    return f"{body.name} {told.text}" if body else None


# -- several sources -------------------------------------------------------------------------------


def split(doc: Doc, text: str, one: Attribution) -> list[str]:
    """Return the texts of the sources that one source phrase coordinates."""
    assert one.source is not None  # noqa: S101 - callers have looked
    phrase = text[_word_begin(text, one.source.start) : one.source.end]
    phrase = re.sub(r"^(?:both|either|neither)\s+", "", phrase, flags=re.IGNORECASE)
    parts = [part for part in re.split(r",?\s+and\s+|,\s+", phrase) if part]
    if len(parts) > 1 and " and " in phrase and all(_alone(part) for part in parts):
        return parts
    return _by_tree(doc, one) or [phrase]


def _word_begin(text: str, start: int) -> int:
    """Return where the word begins whose end a span has: Stolz-Hernandez cut at its hyphen."""
    begin = start
    while begin and text[begin - 1] == "-" and begin > 1 and text[begin - 2].isalpha():
        begin -= 1
        while begin and text[begin - 1].isalpha():
            begin -= 1
    return begin


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
