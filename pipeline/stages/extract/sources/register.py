"""Register: the people and bodies of one article, findable by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.records import SourceType
from pipeline.stages.extract.sources.kinds import Kinds, plain
from pipeline.stages.extract.sources.lists import KIN
from pipeline.stages.extract.sources.party import Party, last
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.sources.spelling import (
    ALIKE,
    alike,
    compared,
    gender_by,
    initials,
    likeness,
)
from pipeline.stages.extract.sources.traits import Mention, describing, type_of
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


#: before who is told of as another's: `her mother is wrestler | Ann Lee`
RELATED = re.compile(
    rf"(?:\b(?:his|her|their)|[’']s) (?:\w+ ){{0,2}}(?:{'|'.join(sorted(KIN))}|parents)\b[^.;]*$",
    re.IGNORECASE,
)
REACH = 60  #: characters in which it is told whose somebody is
POSSESSED = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir|Lady)\b")
GOVERNING = frozenset(("governor", "mayor", "sheriff"))  #: of a place, which is their body
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
RECENT = 60  #: parties among which a misspelt name is looked for


class Register:
    """Everybody met so far in one article, by name."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.text = text_of(doc)
        self.parties: list[Party] = []
        self.kinds = Kinds(doc, mentions)

    def surname(self, word: str, at: int) -> Party | None:
        """Return the person met by then of whose full name this, a place too, is the end."""
        for party in self.parties:
            own = compared(party.name)
            if party.type == "person" and len(own) > 1 and own[-1] == word.lower():
                return party if last(party.seen, at) >= 0 else None
        return None

    def any_person(self, at: int) -> bool:
        """Tell whether a person was named before `at`."""
        return any(p.type == "person" and p.named and last(p.seen, at) >= 0 for p in self.parties)

    def last_named(self, at: int, kind: SourceType | None) -> Party | None:
        """Return the body of a kind that was met last with its proper name."""
        before = [p for p in self.parties if p.type == kind and p.named and last(p.seen, at) >= 0]
        whole = [p for p in before if self.kinds.is_body(p.name)]
        return max(whole, key=lambda party: last(party.seen, at), default=None)

    def named(self, told: Mention, at: int) -> Party:
        """Return the party with this name, known under a longer or a misspelt one, or new."""
        if told.kind == "place" and told.name and place(told.name.split()):
            return self._of_state(told, at)
        name = plain(told.name or told.text, self.kinds.names)
        party = self._half(name) or self.known(name, told)
        party = party or self._acronym(told) or self._misspelt(name)
        if party is None:
            party = self._same_description(told) if told.kind == "name" else None
            if party:
                party.name = name
        if party is None:
            full = self._fullest(name, person=told.type == "person")
            party = Party(name=full, type=self._kind(told, full))
            party.gender = gender_by(full) if party.type == "person" else None
            party.related = bool(RELATED.search(self.text[max(0, at - REACH) : at]))
            self.parties.append(party)
        if name == f"The {party.name}":
            party.name = name
        if party.type != "person" and told.kind == "name":
            told = replace(told, organization=None)  # Boeing’s Dreamliner is no body of Boeing
        guessed = party.type == "person" and not (party.role or party.gender)
        if guessed and told.type in {"organization", "agency", "outlet"}:
            party.type = told.type  # the campaign group Clean Hands
        if told.type and party.type != "person":
            party.type = told.type if told.kind != "name" or party.type is None else party.type
        if party.type == "person" and place(name.split()[-1:]) and told.kind == "name":
            told = replace(told, country=None)  # Sudesh Amman
        party.learn(self.within(told), at)
        return party

    def _of_state(self, told: Mention, at: int) -> Party:
        """Return the government a place stands for; Iran is no Iran National Team."""
        party = self.state(told.name or told.text)
        party.learn(told, at)
        return party

    def within(self, told: Mention) -> Mention:
        """Return a mention with its body only if that is one: no place, nobody, no half."""
        body = told.organization
        if body is None:
            return told
        if half := self._half(body):
            return replace(told, organization=None, country=told.country or half.name)
        governs = {*(told.role or "").lower().split()} & GOVERNING
        if self.kinds.is_place(body) and type_of(body.split()) is None and not governs:
            return replace(told, organization=None)  # Ann Lee of Aberdeenshire
        if self.kinds.is_somebody(body) or POSSESSED.match(body):
            return replace(told, organization=None)  # Trump's adviser
        whole = self.known(body) if body in self.kinds.names else None
        longer = whole and whole.named and whole.type != "person" and body in whole.name
        return replace(told, organization=whole.name) if whole and longer else told

    def _half(self, name: str) -> Party | None:
        """Return the one country of the article that the North or the South is short for."""
        if name not in {"North", "South"}:
            return None
        met = (place(key.title().split()) for key in self.kinds.labels)
        countries = {found.country for found in met if found and found.country}
        countries = {country for country in countries if country.startswith(f"{name} ")}
        return self.state(countries.pop()) if len(countries) == 1 else None

    def known(self, name: str, told: Mention | None = None) -> Party | None:
        """Return the party met by this name, longer or shorter; of two Kims, whom `told` fits."""
        wanted = compared(name)
        called = [party for party in self.parties if self._is_called(party, name, wanted)]
        if told is not None:
            called = [party for party in called if party.fits(told.gender)]
            office = describing((told.role or "").split())
            called = [p for p in called if office & describing((p.role or "").split())] or called
        party = max(
            called,
            key=lambda party: (
                compared(party.name) == wanted,
                not party.related,
                bool(party.spoke),
                party.seen[-1:],
            ),
            default=None,
        )
        own = compared(party.name) if party else ()
        if party and party.type == "person" and len(own) == 1 < len(wanted) and party.name != name:
            party.name = name
        return party

    def _is_called(self, party: Party, name: str, wanted: tuple[str, ...]) -> bool:
        own = compared(party.name)
        if own[-1:] != wanted[-1:] and own[-1] in GENERATIONS:
            own = own[:-1]  # Kennedy is Robert Kennedy Jr
        if name.lower() in party.aliases or own == wanted:
            return True
        if not party.named:
            return False
        if len(wanted) < len(own) and own[: len(wanted)] == wanted:
            return party.type == "person" or not (
                self.kinds.is_place(name) or _part_of(name, party.name)
            )
        if party.type != "person":
            short = len(wanted) == 1 and own[-1:] == wanted and name.istitle()  # Rangers
            return short and not {"for", "of"} & set(own)
        longer = len(own) > 1 and wanted[-len(own) :] == own  # Brave Ann Lee
        return own == wanted[-1:] or own[-len(wanted) :] == wanted or longer

    def _acronym(self, told: Mention) -> Party | None:
        name = told.name or ""
        if told.acronym and (party := self.known(told.acronym)):
            if len(told.acronym) < len(name):
                party.aliases.add(told.acronym.lower())
                party.name = name
            return party
        if name.isupper() and 2 <= len(name) <= 6:
            return next((p for p in self.parties if initials(p.name, name)), None)
        short = (p for p in self.parties if p.name.isupper() and initials(name, p.name))
        party = next(short, None)
        if party is not None:
            party.aliases.add(party.name.lower())
            party.name = name
        return party

    def _misspelt(self, name: str) -> Party | None:
        """Find the one a name is a slip for: `Jin` for Lin Jian, `Zelenskyy` for Zelensky."""
        if len(name) < 3 or self.kinds.is_place(name):
            return None
        best: tuple[float, Party] | None = None
        for party in self.parties[-RECENT:]:
            if party.type != "person":
                continue
            own = party.name.split()
            if not alike(name.split(), own):
                continue
            rivals = [party.name] if " " in name else [party.name, *own]
            close = max(likeness(name, rival, ALIKE) for rival in rivals)
            if close >= ALIKE and (best is None or close > best[0]):
                best = close, party
        return best[1] if best else None

    def _same_description(self, told: Mention) -> Party | None:
        """Find the body described before it was named: the spy agency, then the NIS in full."""
        for party in sorted(self.parties, key=lambda party: party.seen[-1:], reverse=True):
            nation = not (party.country and told.country and party.country != told.country)
            bodies = party.type == told.type and party.type in {"agency", "government"}
            own = party.described
            if bodies and not party.named and own and own <= told.described and nation:
                party.named = True
                return party
        return None

    def _fullest(self, name: str, *, person: bool) -> str:
        """Return the first fuller name of the article that this one ends, of a body begins."""
        wanted = compared(name)
        size = len(wanted)
        for full in self.kinds.names:
            own = compared(full)
            if len(wanted) < len(own) <= 5 and wanted in {own[-size:], own[:size]}:
                if place(full.split()):
                    continue
                if own[-size:] == wanted and (person or self.kinds.is_person(full)):
                    return full
                whole = own[:size] == wanted and not _part_of(name, full)
                whole = whole and (name not in self.kinds.names or self.kinds.is_before(full, name))
                body = self.kinds.is_body(full) and not self.kinds.is_person(full)
                if not person and whole and body:
                    return full
        return name

    def _kind(self, told: Mention, name: str) -> SourceType | None:
        if told.type:
            return told.type
        if self.kinds.is_place(name):
            return "government"
        return "person" if self.kinds.is_person(name) else "organization"

    def locality(self, party: Party) -> bool:
        """Tell a place of no list, which nobody calls it: Dolna."""
        told = party.type == "government" and party.named and party.country is None
        return told and self.kinds.is_place(party.name) and type_of(party.name.split()) is None

    def new(self, told: Mention, at: int, name: str | None = None) -> Party:
        """Remember somebody described, not named."""
        party = Party(
            name=name or told.text,
            type=told.type or "organization",
            plural=told.plural,
            named=False,
            head=told.head,
        )
        party.learn(self.within(told), at)
        self.parties.append(party)
        return party

    def state(self, country: str) -> Party:
        """Return the government of a country."""
        for party in self.parties:
            if party.type == "government" and party.name == country:
                return party
        party = Party(name=country, type="government", country=country)
        self.parties.append(party)
        return party


def _part_of(short: str, name: str) -> bool:
    """Tell a body in whose name another one stands: UN of UN Women, Amnesty of Amnesty Norway."""
    rest = name.split()[len(short.split()) :]
    return short.isupper() or place(rest) is not None
