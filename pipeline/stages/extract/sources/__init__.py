"""Sources: who stands behind each attribution, resolved within the article.

A pronoun, a surname, a title, an acronym or a capital is traced to the party the article names;
what cannot be traced has no name. Names carry no titles and no dates: docs/annotation.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.records import Article, Source, SourceType, Span
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.sources.bodies import MOMENTS
from pipeline.stages.extract.sources.coordination import split
from pipeline.stages.extract.sources.lists import GROUPS
from pipeline.stages.extract.sources.mentions import mention, mention_at
from pipeline.stages.extract.sources.names import named, personal
from pipeline.stages.extract.sources.party import Party
from pipeline.stages.extract.sources.people import People
from pipeline.stages.extract.sources.pointing import introduced_as, pointed
from pipeline.stages.extract.sources.pronouns import BODIES, SINGLE, of_pronoun, one_of
from pipeline.stages.extract.sources.traits import Gender, Mention, lowered
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOBODY: tuple[Source, ...] = ()
#: `gave his name only as Rustam`, `identified only by her surname, Okoro`
OWN_NAME = re.compile(r"\b(?:first |sur|last )?name,?(?: only)?(?: as|,) ([A-Z][\w’'-]+)")
#: `According to the mayor|, Ann Lee, …`
NAME_BEHIND = re.compile(r", ([A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,2}),")
OWN_REACH = 60  #: characters behind a source in which its name is told
WRITTEN = frozenset(("study", "paper", "report", "review", "analysis", "book", "article"))
OF = "'s "
FIGURE = re.compile(
    r"(?:(?:only|just|about|almost|nearly|some|over) )?\d[\d.,]*(?: ?%| per ?cent)?"
)
ORDINALS = frozenset(("first", "second", "last"))
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
    outermost = [one for one in attributions if one.nested_in is None and one.cue is not None]
    people = People(doc, [span for one in outermost for span in one.content])
    found: dict[int, list[Party]] = {}
    spans: dict[Span, list[Party]] = {}
    offices: dict[Span | None, str] = {}
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
        told = [mention_at(doc, at, parts[0]), *map(mention, parts[1:])]
        told[0] = _called(told[0], people) or lowered(doc, at, told[0])
        told[-1] = _named_behind(_by_own_account(told[-1], text, one.source), text, one.source)
        found[i] = [party for each in told for party in _who(each, at, people, outer)]
        spans[one.source] = found[i]
        if len(told) == len(found[i]) == 1 and told[0].kind == "person" and told[0].role:
            offices[one.source] = told[0].role
    return tuple(
        tuple(dict.fromkeys(_as_told(party, one.source, offices) for party in found[i]))
        for i, one in enumerate(attributions)
    )


def _as_told(party: Party, span: Span | None, offices: Mapping[Span | None, str]) -> Source:
    """Return a source with the office that its own words tell, before the article's first."""
    source = party.source()
    return replace(source, role=offices[span]) if span in offices else source


def _by_own_account(told: Mention, text: str, source: Span) -> Mention:
    """Return a person with the name told behind: `a man who gave only his first name, Rustam`."""
    found = OWN_NAME.search(text[source.start : source.end + OWN_REACH])
    if found is None or told.kind != "described" or told.type == "organization":
        return told
    return replace(told, kind="person", name=found[1], type="person")


def _named_behind(told: Mention, text: str, source: Span) -> Mention:
    """Return who holds an office with the name that the source was cut before: `the mayor, …`."""
    found = NAME_BEHIND.match(text, source.end)
    office = told.kind == "described" and told.role and told.definite and not told.plural
    if not office or found is None or not personal(found[1].split()):
        return told
    return replace(told, kind="person", name=found[1], type="person")


def _called(told: Mention, people: People) -> Mention | None:
    """Return a plural that opens a sentence as the name it ends: Rangers, of Harbour Rangers."""
    short = told.kind == "described" and told.text.istitle() and " " not in told.text
    short = short and told.head not in GROUPS
    known = people.known(told.text) if short else None
    return replace(named([told.text]), type=known.type) if known else None


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
    if _nobody(told):
        return []
    told = _belonging(told, at, people)
    if told.kind in {"person", "name", "place"}:
        known = people.surname(told.text, at) if told.kind == "place" else None
        party = known or people.named(told, at)
    elif told.text.split()[0].lower() in SINGLE:
        party = one_of(told, at, people)
    else:
        known = _own_state(told, at, people) or pointed(told, at, people, outer)
        party = known or people.new(told, at, told.acronym or _description(told, at, people))
        if not party.named and told.text.startswith(f"{party.name} "):
            party.name = told.text  # scientists, of whom it is told where they are
        party.learn(people.within(told), at)
    people.speaks(party, at)
    return [party]


def _nobody(told: Mention) -> bool:
    """Tell what can say nothing: a day, a figure."""
    first, *rest = told.text.lower().split()
    day = first in MOMENTS and all(word.isdigit() for word in rest)  # a March 14
    return day or told.text.lower() in ORDINALS or bool(FIGURE.fullmatch(told.text))


def _belonging(told: Mention, at: int, people: People) -> Mention:
    """Return whom `its director` or a bare spokesman stands for, with the body of theirs."""
    if told.owner is None:
        body = _speaks_for(told, at, people) or _employer(told, at, people)
        return replace(told, organization=body.name) if body else told
    if told.owner not in OWNERS or not told.role or told.organization:
        return told
    owner = people.latest(at, *BODIES[:4], passing=0)
    return replace(told, organization=owner.name) if owner else told


def _description(told: Mention, at: int, people: People) -> str | None:
    """Return how somebody without a name is called; `its lawyers` with whose they are."""
    words = told.text.lower().split()
    if words in (["author"], ["authors"]):
        work = people.latest(at, "document")
        written = work and set(work.name.lower().split()) & WRITTEN
        return f"{work.name}{OF}{told.text}" if work and written else None
    if told.owner is None and told.head.startswith("spokes") and told.organization:
        alone = words == [told.head] or (len(words) == 2 and words[0] in FIRMS)
        return f"{told.organization} {told.text.split()[-1]}" if alone else None
    if told.owner is None:
        found = introduced_as(told, at, people)
        return found[1] if found else None
    owner = _owner(told, at, people)
    if told.type == "document" or told.owner in {"my", "our"}:
        return told.text
    if owner is None or owner.name.endswith(told.text):
        return owner.name if owner else None
    return f"{_of(owner, told)}{told.text}"


def _of(owner: Party, told: Mention) -> str:
    """Return the words before somebody that tell whose they are: a spokesman has the body bare."""
    if told.head.startswith("spokes") and owner.type != "person":
        return f"{owner.name} "
    several = owner.plural and owner.name.endswith("s")  # the protesters' families
    return f"{owner.name}' " if several else f"{owner.name}{OF}"


def _owner(told: Mention, at: int, people: People) -> Party | None:
    """Return whom its, his or their stands for."""
    kinds: tuple[SourceType, ...] = OWNERS.get(told.owner or "", ("person",))
    gender: Gender | None = {"his": "m", "her": "f"}.get(told.owner or "")  # type: ignore[assignment]
    of_gender = people.latest(at, *kinds, gender=gender, passing=0)
    return of_gender or people.latest(at, *kinds, passing=0)


def _own_state(told: Mention, at: int, people: People) -> Party | None:
    """Return the state of `his country`."""
    owner = _owner(told, at, people) if told.owner and told.head in STATES else None
    return people.state(owner.country) if owner and owner.country else None


def _speaks_for(told: Mention, at: int, people: People) -> Party | None:
    """Return the body that a bare spokesman speaks for: the one spoken of last."""
    words = told.text.lower().split()
    if not told.head.startswith("spokes") or told.organization or told.country:
        return None
    if len(words) == 2 and words[0] in FIRMS:  # a company spokeswoman
        return people.last_named(at, "organization")
    return people.latest(at, *BODIES[:3]) if words == [told.head] else None


def _employer(told: Mention, at: int, people: People) -> Party | None:
    """Return the firm of whom it is told so: Company manager Ann Lee."""
    first, *rest = told.text.lower().split()
    employed = told.role and not told.organization and first in {"company", "firm"} and rest
    return people.last_named(at, "organization") if employed else None
