"""Link: Claim + neighbours → Links: who says the same, who says otherwise.

repeats      the same quoted words; the same source's same figure or content
supports     another source's compatible figure, or near-same content
contradicts  figures for the same counted thing that cannot both hold; confirmed here, denied there
updates      the same source's newer figure

`contradicts` names a candidate, not a verdict: the two may speak of different days or places, and
`why` shows what was compared. Claims of one article are linked only where they contradict. Nothing
depends on the order in which claims come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from pipeline import ids
from pipeline.records import Claim, Link
from pipeline.stages.link.compare import Found, compared
from pipeline.stages.link.terms import Terms, countries, terms

RAREST = 6  #: telling words of a claim under which its near-same neighbours are looked for; the
#: longest, since long words are rare (Zipf's law of abbreviation) whatever else is stored
CROWD = 400  #: claims under one key past which the key tells nothing
MOST = 25  #: links of one claim; more would tell readers nothing either


class Neighbours:
    """Claims that others may be linked to, findable by what they have in common."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.terms = {claim.id: terms(claim) for claim in claims}
        self._under: dict[Hashable, list[str]] = defaultdict(list)
        for name in sorted(self.terms):
            for key in self._keys(self.terms[name]):
                self._under[key].append(name)

    def of(self, own: Terms) -> Iterator[Terms]:
        """Yield the claims that share a key with one, each once, by id."""
        met = {
            name
            for key in self._keys(own)
            if len(found := self._under.get(key, ())) <= CROWD
            for name in found
            if name != own.claim.id
        }
        for name in sorted(met):
            yield self.terms[name]

    def _keys(self, own: Terms) -> Iterator[Hashable]:
        """Yield quoted words, counted things with what tells them, pairs of rare words."""
        yield from own.quoted
        for figure in own.figures:
            for word in figure.modifiers | _rare(own) | own.words & countries():
                yield figure.kind, word
        rare = sorted(_rare(own))
        for i, word in enumerate(rare):
            for other in rare[i + 1 :]:
                yield frozenset((word, other))


def _rare(own: Terms) -> frozenset[str]:
    ranked = sorted(own.words, key=lambda word: (-len(word), word))
    return frozenset(ranked[:RAREST])


def link(claim: Claim, neighbours: Neighbours) -> Iterator[Link]:
    """Yield the links between a claim and its neighbours, the strongest first."""
    own = neighbours.terms.get(claim.id) or terms(claim)
    found = [
        (one, other) for other in neighbours.of(own) for one in compared(*_ordered(own, other))
    ]
    found.sort(key=lambda pair: (-pair[0].score, pair[0].relation, pair[1].claim.id))
    for one, other in found[:MOST]:
        yield _link(one, *_ordered(own, other))


def _ordered(one: Terms, other: Terms) -> tuple[Terms, Terms]:
    """Return the claim with the smaller id first."""
    return (one, other) if one.claim.id < other.claim.id else (other, one)


def _link(found: Found, first: Terms, second: Terms) -> Link:
    return Link(
        id=ids.make("link", found.relation, first.claim.id, second.claim.id),
        claim_id=first.claim.id,
        other_id=second.claim.id,
        relation=found.relation,
        score=round(found.score, 3),
        why=found.why,
    )
