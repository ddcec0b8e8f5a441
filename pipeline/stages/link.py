"""Link: Claim + neighbours → Links: who says the same, who says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.records import Claim, Link


class Neighbours:
    """Claims that others may be linked to, findable by what they have in common."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.claims = list(claims)


def link(claim: Claim, neighbours: Neighbours) -> Iterator[Link]:
    """Yield the links between a claim and its neighbours."""
    yield from ()
