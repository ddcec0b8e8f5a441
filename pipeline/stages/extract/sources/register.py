"""Register: the people and bodies of one article, findable by their names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.records import SourceType
from pipeline.stages.extract.sources.lists import (
    GIVEN,
    KIN,
    MASTHEADS,
    ORGANIZATION,
)
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.party import Party, last
from pipeline.stages.extract.sources.places import first_place, place
from pipeline.stages.extract.sources.sightings import labels
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
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
RECENT = 60  #: parties among which a misspelt name is looked for


class Register:
    """Everybody met so far in one article, by name."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.text = text_of(doc)
        self.parties: list[Party] = []
        self.labels = labels(doc)
        self.strings = doc.vocab.strings
        noun, forms = self.strings["NOUN"], doc.to_array(["POS", "ORTH", "LOWER"]).tolist()
        self.things = {low for pos, form, low in forms if pos == noun and form == low}
        known = {one.name for one in mentions}
        names = (_plain(one.name or "", known) for one in mentions)
        self.names = list(dict.fromkeys(names))
        self.people = {one.name for one in mentions if one.kind == "person"}
        somebody = {name for name in self.names if " " in name and self._is_labelled(name)}
        full = somebody | {name for name in self.people if name}
        self.surnames = full | {name.split(" ")[-1] for name in full}
        self.firms = {one.name for one in mentions if one.type == "organization"}

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
        whole = [p for p in before if self._is_body(p.name)]
        return max(whole, key=lambda party: last(party.seen, at), default=None)

    def _is_body(self, name: str) -> bool:
        votes = self.labels.get(name.lower(), {})
        if name.lower() in MASTHEADS or votes.get("PLACE", 0) > votes.get("ORG", 0):
            return False
        return type_of(name.split()) is not None or votes.get("ORG", 0) > 0 or name in self.firms

    def named(self, told: Mention, at: int) -> Party:
        """Return the party with this name, known under a longer or a misspelt one, or new."""
        if told.kind == "place" and told.name and place(told.name.split()):
            return self._of_state(told, at)
        name = _plain(told.name or told.text, self.names)
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
        party.learn(self._within(told), at)
        return party

    def _of_state(self, told: Mention, at: int) -> Party:
        """Return the government a place stands for; Iran is no Iran National Team."""
        party = self.state(told.name or told.text)
        party.learn(told, at)
        return party

    def _within(self, told: Mention) -> Mention:
        """Return a mention with its body only if that is one: no place, nobody, no half."""
        body = told.organization
        if body is None:
            return told
        if half := self._half(body):
            return replace(told, organization=None, country=told.country or half.name)
        if self._is_place(body) and type_of(body.split()) is None:
            return replace(told, organization=None)  # Ann Lee of Aberdeenshire
        if self._is_somebody(body) or POSSESSED.match(body):
            return replace(told, organization=None)  # Trump's adviser
        whole = self.known(body) if body in self.names else None
        longer = whole and whole.named and whole.type != "person" and body in whole.name
        return replace(told, organization=whole.name) if whole and longer else told

    def _is_labelled(self, name: str) -> bool:
        """Tell a name that the article's names say is a person's."""
        votes = self.labels.get(name.lower(), {})
        return votes.get("PERSON", 0) > max(votes.get("ORG", 0), votes.get("PLACE", 0))

    def _is_somebody(self, body: str) -> bool:
        """Tell a person or an office from a body."""
        if type_of(body.split()) is not None:
            return False
        if body in self.surnames:
            return True
        if body in self.firms:
            return False
        if self.labels.get(body.lower(), {}).get("PERSON", 0) and self._is_person(body):
            return True
        read = mention(body)
        return read.kind == "person" or bool(read.role and not read.organization)

    def _half(self, name: str) -> Party | None:
        """Return the one country of the article that the North or the South is short for."""
        if name not in {"North", "South"}:
            return None
        met = (place(key.title().split()) for key in self.labels)
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
                self._is_place(name) or _part_of(name, party.name)
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
        if len(name) < 3 or self._is_place(name):
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
        for full in self.names:
            own = compared(full)
            if len(own) > len(wanted) and len(own) <= 5 and not place(full.split()):
                if own[-len(wanted) :] == wanted and (person or self._is_person(full)):
                    return full
                whole = own[: len(wanted)] == wanted and not _part_of(name, full)
                whole = whole and (name not in self.names or self._before(full, name))
                if not person and whole and self._is_body(full) and not self._is_person(full):
                    return full
        return name

    def _before(self, one: str, other: str) -> bool:
        """Tell whether a name stands in the text before another one does."""
        return self.names.index(one) < self.names.index(other)

    def _kind(self, told: Mention, name: str) -> SourceType | None:
        if told.type:
            return told.type
        if self._is_place(name):
            return "government"
        return "person" if self._is_person(name) else "organization"

    def _is_person(self, name: str) -> bool:
        votes = self.labels.get(name.lower(), {})
        words = name.split()
        if name in self.people:
            return True
        if {"for", "of", "to"} & set(words):
            return False  # Dolna for Lee
        if (
            set(compared(name)) & ORGANIZATION
            or name.isupper()
            or mention(name).type not in {None, "person"}
        ):
            return False
        if first_place(words) and not votes.get("PERSON", 0):
            return False
        if votes:
            return votes.get("PERSON", 0) >= max(votes.get("ORG", 0), votes.get("PLACE", 0))
        return 2 <= len(words) <= 4 and self.strings[words[-1].lower()] not in self.things

    def _is_place(self, name: str) -> bool:
        votes = self.labels.get(name.lower(), {})
        return votes.get("PLACE", 0) > max(votes.get("PERSON", 0), votes.get("ORG", 0))

    def locality(self, party: Party) -> bool:
        """Tell a place of no list, which nobody calls it: Dolna."""
        told = party.type == "government" and party.named and party.country is None
        return told and self._is_place(party.name) and type_of(party.name.split()) is None

    def new(self, told: Mention, at: int, name: str | None = None) -> Party:
        """Remember somebody described, not named."""
        party = Party(
            name=name or told.text,
            type=told.type or "organization",
            plural=told.plural,
            named=False,
            head=told.head,
        )
        party.learn(self._within(told), at)
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


def _plain(name: str, known: Collection[str | None]) -> str:
    """Return a name without a word that only one of its mentions has in front: Brave Ann Lee."""
    first, *rest = name.lower().split() or [""]
    given = len(rest) > 1 and rest[0] in GIVEN and first not in GIVEN
    plain = name.partition(" ")[2]
    return plain if given and plain in known else name
