"""Names, put right by what is known of them: given names, places, words that names end with.

The weights tell a name by its letters and by the words around it. They never met most names, and
where little stands around one they guess: `From Judy` looks like a place. Lists know better there
(`names.toml`), and so does the text itself, where it gives a name in full. Nothing is changed that
neither knows. Measured on texts that nobody trained on or wrote rules from: `docs/model.md`.

What is decided here belongs to the analysis, as what the weights decide: whoever reads a text with
`Language` gets these names. So it stands beside the pipeline and not in a stage, which would have
to be handed to every reader.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING

from spacy.strings import get_string_id
from spacy.tokens import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LISTS: dict[str, str] = tomllib.loads(
    resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
)


def _list(name: str, mark: str = " ") -> frozenset[str]:
    return frozenset(_LISTS[name].strip().replace("\n", mark).split(mark))


TITLES, ADDRESS, STORMS = _list("titles"), _list("address"), _list("storms")
BODIES, SITES, HAPPENINGS = _list("bodies"), _list("sites"), _list("happenings")
LANDS, FAMILIES, GIVEN = _list("lands"), _list("families"), _list("given")
COUNTRIES, ELSEWHERE = _list("countries", "|"), _list("places", "|")
PEOPLES = _list("peoples", "|")
ORGANISATIONS = frozenset(name.removeprefix("the ") for name in _list("organisations", "|"))
PLACES = COUNTRIES | ELSEWHERE
LOCATIVE = frozenset(("in", "on", "near", "outside", "into", "around", "across", "through"))
SAYS = frozenset(("PERSON", "ORG"))  #: what places are taken for
LONGEST = max(len(name.split()) for name in PLACES)
OPENING = frozenset(
    get_string_id(word) for word in GIVEN | STORMS | {name.split()[0] for name in PLACES}
)
"""Ids of the words that a name of the lists begins with."""
ENDS = frozenset(".!?:\"“”'‘’")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: first token, one past the last, label."""

    start: int
    end: int
    label: str


def mended(doc: Doc) -> Doc:
    """Return the text with its names put right.

    Labels are those of the pipeline that ships: PERSON, ORG, PLACE, NORP, EVENT, PRODUCT.
    """
    found = [Name(entity.start, entity.end, entity.label_) for entity in doc.ents]
    right = [name for name in (_read(doc, name) for name in found) if name]
    right = _of_peoples(doc, right)
    right = list(_in_text(doc, right))
    right = list(_in_short(doc, right))
    right += _missed(doc, right)
    right += _alone(doc, right)
    if right != found:
        doc.set_ents([Span(doc, name.start, name.end, name.label) for name in right])
    return doc


def _read(doc: Doc, name: Name) -> Name | None:
    """Return one name put right by its own words; None for what is none."""
    for rule in (_addressed, _untitled, _ended, _listed, _joined):
        read = rule(doc, name)
        if read is None:
            return None
        name = read
    return name


def _low(doc: Doc, place: int) -> str:
    low: str = doc[place].lower_
    return low.rstrip(".")


def _addressed(doc: Doc, name: Name) -> Name:
    """Tell a person by the title: `Justice Scalia` is no body, `Miss Chaworth` no place."""
    short = name.end - name.start <= 3 and doc[name.end - 1].text not in BODIES | SITES
    if name.label in {"PERSON", "NORP"} or not short:
        return name
    led = name.start > 0 and _low(doc, name.start - 1) in ADDRESS
    leads = name.end - name.start > 1 and _low(doc, name.start) in ADDRESS
    named = all(token.text[:1].isupper() for token in doc[name.start : name.end])
    return replace(name, label="PERSON") if named and (led or leads) else name


def _untitled(doc: Doc, name: Name) -> Name | None:
    """Take titles off a person: of `Reverend Donn Moomaw` the reverend; an office is no name."""
    if name.label != "PERSON":
        return name
    words = (i for i in range(name.start, name.end) if _low(doc, i) not in TITLES | {""})
    first = next(words, name.end)
    office = first == name.end or (first > name.start and doc[first].is_lower)
    return None if office else replace(name, start=first)


def _ended(doc: Doc, name: Name) -> Name:
    """Tell bodies, sites and happenings by their last word, storms by their first."""
    if doc[name.start].text in STORMS and name.end - name.start > 1:
        return replace(name, label="EVENT")
    before = doc[name.start - 1] if name.start else None
    if name.label == "PERSON" and before and before.text in STORMS and not before.ent_type:
        return Name(name.start - 1, name.end, "EVENT")
    if doc[name.start].text in LANDS and name.end - name.start > 1 and name.label in SAYS:
        name = replace(name, label="PLACE")
    last = doc[name.end - 1].text
    if name.end - name.start < 2 or name.label == "PRODUCT" or _whole(doc, name):
        return name
    if last in HAPPENINGS:
        return replace(name, label="EVENT")
    if last in BODIES and name.label != "NORP":
        return replace(name, label="ORG")
    site = name.label != "EVENT" and last in SITES
    return replace(name, label="PLACE") if site else name


def _whole(doc: Doc, name: Name) -> bool:
    """Tell a name whose last word says nothing: `West Bank`, `Anita Hill`, what has small words."""
    person = name.label == "PERSON"
    family = person and (doc[name.start].text in GIVEN or doc[name.end - 1].text in FAMILIES)
    small = any(not token.text[0].isupper() for token in doc[name.start : name.end])
    return family or small or doc[name.start : name.end].text in PLACES


def _listed(doc: Doc, name: Name) -> Name:
    """Tell by the lists: given names, countries and bodies that are nothing else.

    A town may have a given name (`in Shelby`), a firm that of its founder, a team that of its town.
    """
    text = doc[name.start : name.end].text
    given = text in GIVEN and name.label != "ORG"
    if given and not (name.label == "PLACE" and _located(doc, name)):
        return replace(name, label="PERSON")
    if text in ORGANISATIONS and name.label != "PRODUCT":
        return replace(name, label="ORG")
    country = name.label == "ORG" and text in COUNTRIES
    return replace(name, label="PLACE") if country else name


def _located(doc: Doc, name: Name) -> bool:
    """Tell a place by what stands around it: `in Randolph , New Hampshire`."""
    behind = doc[name.end : name.end + 2]
    if len(behind) == 2 and behind[0].text == "," and behind[1].ent_type_ == "PLACE":
        return True
    owns = len(behind) > 0 and behind[0].text in {"'s", "’s"}  # in Judy's kitchen
    return not owns and name.start > 0 and doc[name.start - 1].lower_ in LOCATIVE


def _joined(doc: Doc, name: Name) -> Name:
    """Tell a body that is named by its place: `United States | Congress`."""
    end = name.end
    place = name.label == "PLACE" or doc[name.start : end].text in PLACES
    while place and end < len(doc) and not doc[end].ent_type and not doc[end].is_sent_start:
        if not _capital(doc, end):
            break
        end += 1
        more = end < len(doc) and _capital(doc, end)
        if doc[end - 1].text in BODIES and not more:
            return Name(name.start, end, "ORG")
    return name


def _of_peoples(doc: Doc, names: list[Name]) -> list[Name]:
    """Return the names; a people of several words is one: `African American`, not two."""
    out: list[Name] = []
    for name in names:
        last = out[-1] if out and out[-1].end == name.start else None
        if last and name.label == "NORP" and doc[last.start : name.end].text in PEOPLES:
            out[-1] = Name(last.start, name.end, "NORP")
        else:
            out.append(name)
    return out


def _in_text(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Yield the names; who bears one, and what is a place, the text says once for all of it.

    A word that ends somebody's full name is that person everywhere; a place of the lists is no
    person unless somebody bears it (`Valeska Paris`), nor is what the text has in it (`in Coron`).
    """
    borne, placed = _families(doc, names), _placed(doc, names)
    known = borne - PLACES - placed
    for name in names:
        text = doc[name.start : name.end].text
        if name.label == "PERSON":
            place = text in placed or (text in PLACES and text not in borne)
            yield replace(name, label="PLACE") if place else name
        else:
            person = text in known and name.label in {"PLACE", "ORG", "NORP"}
            yield replace(name, label="PERSON") if person else name


def _families(doc: Doc, names: Iterable[Name], *, sure: bool = False) -> set[str]:
    """Return the last words of people named in full; `sure`: by a known given name or a title."""
    people = [name for name in names if name.label == "PERSON" and _introduced(doc, name)]
    if sure:
        people = [n for n in people if n.end - n.start == 1 or doc[n.start].text in GIVEN]
    return {doc[name.end - 1].text for name in people if len(doc[name.end - 1]) > 2}


def _placed(doc: Doc, names: Collection[Name]) -> set[str]:
    """Return the words that stand where only a place stands, and that nobody bears for sure."""
    alone = (name for name in names if name.label == "PLACE" and name.end - name.start == 1)
    found = {doc[name.start].text for name in alone if _located(doc, name)}
    return found - _families(doc, names, sure=True) if found else found


def _introduced(doc: Doc, name: Name) -> bool:
    """Tell a person named in full, or with a title: `Ada Orrin`, `Ms Orrin`; not `Ada NDB`.

    Who is *of* a place (`Ada of Orrin`) has no family name there.
    """
    titled = name.start > 0 and _low(doc, name.start - 1) in ADDRESS
    full = name.end - name.start > 1 and doc[name.end - 2].lower_ != "of"
    return (full or titled) and not doc[name.end - 1].is_upper


def _in_short(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Yield the names; what stands in brackets behind a body is that body everywhere."""
    known = {doc[name.end + 1].text for name in names if _abbreviated(doc, name)}
    taken: set[int] = set()
    for name in names:
        taken.update(range(name.start, name.end))
        short = name.end - name.start == 1 and doc[name.start].text in known
        yield replace(name, label="ORG") if short else name
    for token in doc if known else ():
        if token.text in known and token.i not in taken:
            yield Name(token.i, token.i + 1, "ORG")


def _abbreviated(doc: Doc, name: Name) -> bool:
    """Tell a body with its short name behind it: `World Health Organization (WHO)`."""
    behind = doc[name.end : name.end + 3]
    body = name.label == "ORG" and name.end - name.start > 1 and len(behind) == 3
    if not body or (behind[0].text, behind[2].text) != ("(", ")") or not behind[1].is_upper:
        return False
    initials = {token.text[0].upper() for token in doc[name.start : name.end]}
    return len(behind[1]) > 1 and {c for c in behind[1].text if c.isalpha()} <= initials


def _missed(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Yield given names, places and storms outside all names, no capital beside them."""
    taken = {i for name in names for i in range(name.start, name.end)}
    for i, word in enumerate(doc.to_array("ORTH").tolist()):
        if word not in OPENING or i in taken:
            continue
        name = _opened(doc, i)
        if name and not _among(doc, taken, range(i, name.end)):
            taken.update(range(i, name.end))
            yield name


def _opened(doc: Doc, place: int) -> Name | None:
    """Return the name of the lists that begins at a word: a place, a given name, a storm."""
    if doc[place].text in STORMS:
        named = place + 1 < len(doc) and _capital(doc, place + 1)
        return Name(place, place + 2, "EVENT") if named else None
    for end in range(min(place + LONGEST, len(doc)), place, -1):
        if doc[place:end].text in PLACES:
            return Name(place, end, "PLACE")
    given = doc[place].text in GIVEN and not (place and doc[place - 1].lower_ == "the")
    return Name(place, place + 1, "PERSON") if given else None


def _alone(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Yield family names outside all names, where a known given name or a title says whose."""
    known = _families(doc, names, sure=True) - PLACES
    taken = {i for name in names for i in range(name.start, name.end)}
    for token in doc if known else ():
        alone = range(token.i, token.i + 1)
        if token.text in known and not _among(doc, taken, alone):
            yield Name(token.i, token.i + 1, "PERSON")


def _among(doc: Doc, taken: Collection[int], words: range) -> bool:
    """Tell words that overlap a name, or are part of a longer one that was not found."""
    if any(i in taken for i in words):
        return True
    before, after = words.start - 1, words.stop
    if any(0 <= i < len(doc) and doc[i].text == "-" for i in (before, after)):
        return True
    led = before >= 0 and before not in taken and _capital(doc, before)
    opens = before <= 0 or doc[before].is_sent_start or doc[before - 1].text in ENDS
    return (led and not opens) or (after < len(doc) and _capital(doc, after))


def _capital(doc: Doc, place: int) -> bool:
    word: str = doc[place].text
    return word != "I" and word[0].isupper() and word.replace(".", "").isalpha()
