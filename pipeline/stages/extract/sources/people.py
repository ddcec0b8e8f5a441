"""People: an article read from its start, with everybody in it who was met by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from pipeline.records import SourceType, Span
from pipeline.stages.extract.quotes import quotations
from pipeline.stages.extract.sources.party import PASSING, Party, Where, last
from pipeline.stages.extract.sources.register import Register
from pipeline.stages.extract.sources.sightings import Stretches, met
from pipeline.stages.extract.sources.traits import Gender, Mention, describing
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


One = TypeVar("One", Party, Mention)

RANKED = frozenset(("deputy", "vice", "assistant", "shadow", "acting"))
#: offices that every body has
COMMON = frozenset(("head", "chief", "boss", "chair", "chairman", "director", "manager"))


class People(Register):
    """Everybody met so far in one article, findable by description and by who spoke last."""

    def __init__(self, doc: Doc, told: Sequence[Span] = ()) -> None:
        self.quoted = Stretches((quote.start, quote.end) for quote in quotations(text_of(doc)))
        self.told = Stretches((span.start, span.end) for span in told)
        found = list(met(doc, self.quoted))
        self.ahead = found[::-1]
        super().__init__(doc, [sighting.told for sighting in found])

    def read_to(self, at: int) -> None:
        """Take in everybody the text names before `at`."""
        while self.ahead and self.ahead[-1].at < at:
            one = self.ahead.pop()
            named = one.told.kind in {"person", "name", "place"}
            party = self.named(one.told, one.at) if named else self.office(one.told, one.at)
            if one.subject:
                self.speaks(party, one.at, aside=one.aside or not (party.named or party.plural))

    def speaks(self, party: Party, at: int, *, aside: bool = False) -> None:
        """Remember a party that is a source or subject at `at`; `aside`: of a clause in one."""
        passing: Where = "passing" if aside or self.told(at) else "plain"
        party.speaks(at, "quoted" if self.quoted(at) else passing)

    def office(self, told: Mention, at: int) -> Party:
        """Return who is told of by an office, known already, named only later, or new."""
        known = self.described(told, at) if told.definite else None
        party = known or self.foretold(told, at) or self.new(told, at)
        party.learn(self.within(told), at)
        return party

    def foretold(self, told: Mention, at: int) -> Party | None:
        """Return who is named only later: `Minister: …` in a headline."""
        ahead = (sighting.told for sighting in reversed(self.ahead))
        later = _of_country(told, (one for one in ahead if _is_foretold(one, told)))
        return self.named(later, at) if later else None

    def described(self, told: Mention, at: int) -> Party | None:
        """Return whom a definite description points back to: the minister, the agency."""
        wanted = set(told.described) - {"former", "new", "same"}
        before = [party for party in self.parties if not party.seen or party.seen[0] < at]
        recent = sorted(before, key=lambda party: last(party.seen, at), reverse=True)
        fitting = (party for party in recent if _is_described(party, told, wanted))
        return _of_country(told, fitting)

    def beside(self, at: int) -> Party | None:
        """Return who is named right before a place: `Ann Lee who`."""
        found = max(self.parties, key=lambda party: last(party.seen, at), default=None)
        seen = last(found.seen, at) if found else -1
        return found if found and seen >= 0 and at - seen <= len(found.name) + 2 else None

    def named_last(self, at: int, gender: Gender | None) -> Party | None:
        """Return the person named last, though nothing was said of whom: `Ann Lee’s shop`."""
        told = [p for p in self.parties if p.type == "person" and p.named and p.fits(gender)]
        found = max(told, key=lambda party: last(party.seen, at), default=None)
        return found if found and last(found.seen, at) >= 0 else None

    def latest(
        self,
        at: int,
        *kinds: SourceType,
        gender: Gender | None = None,
        besides: Sequence[Party] = (),
        passing: int = PASSING,
    ) -> Party | None:
        """Return the party of these kinds that was spoken of last before `at`; one if a person."""
        quoted = self.quoted(at)
        fitting = [
            (party.spoken_of(at, quoted=quoted, passing=passing), party)
            for party in self.parties
            if party.type in kinds and party.fits(gender) and party not in besides
            if "document" not in kinds or not self.locality(party)
            if not (party.plural and "person" in kinds)
        ]
        place, party = max(fitting, key=lambda each: each[0], default=(-1, None))
        return party if place >= 0 else None


def _of_country(told: Mention, fitting: Iterator[One]) -> One | None:
    """Return the first of those whom a description fits; of several one of its country."""
    if not told.country:
        return next(fitting, None)
    several = list(fitting)
    own = next((one for one in several if one.country == told.country), None)
    alone = len({one.name for one in several}) == 1  # one president, of a country untold
    return own or (several[0] if alone else None)


def _is_foretold(later: Mention, told: Mention) -> bool:
    """Tell whether somebody named later may be whom an office told of."""
    if later.kind != "person" or not later.role or not told.described:
        return False
    clash = told.country and later.country and told.country != later.country
    if clash or _elsewhere(told, later.organization):
        return False
    office = describing(later.role.split())
    return told.described <= later.described or office <= told.described


def _is_described(party: Party, told: Mention, wanted: set[str]) -> bool:
    """Tell whether a definite description may mean a party."""
    if told.plural != party.plural or not wanted or not wanted <= party.described:
        return False
    both = {told.type, party.type} <= {"organization", "agency", "government"}
    wire = party.type == "outlet" and told.head == "agency"
    if told.type and party.type != told.type and party.named and not (both or wire):
        return False
    if not party.named and _headed(party.head) != _headed(told.head):
        return False  # the opposition is not its leaders
    more = RANKED & party.described - told.described
    ranked = more and ("vice" in more or len(wanted) + bool(told.country) > 1)
    if ranked or (told.plural and told.country and not party.country):
        return False  # Norway's governor is not its deputy, U.S. officials are none of Volta's
    clash = told.country and party.country and told.country != party.country
    return not clash and party.fits(told.gender) and not _elsewhere(told, party.organization)


def _headed(noun: str) -> frozenset[str]:
    """Return the noun of a description, normalised."""
    return describing([noun.removesuffix("s")]) if noun else frozenset()


def _elsewhere(told: Mention, other: str | None) -> bool:
    """Tell another body than the one a description names: the head of the bank is not the club's.

    Where the text tells of no body of somebody, a chief or a member is not taken for whom it names.
    """
    own = told.organization
    if own is None or own not in told.text:
        return False
    if other is None:
        return told.head in COMMON
    return not describing(own.split()) & describing(other.split())
