"""Via: who carried a claim from its source to this text: an outlet, one who cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.records import Source
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.sources.bodies import MOMENTS
from pipeline.stages.extract.sources.lists import MASTHEADS, NAMED_OUTLETS, OUTLETS, SOCIAL
from pipeline.stages.extract.sources.mentions import mention, with_article
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.times import sentence
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME = (
    r"(?P<name>(?:the|a|an|our)?\s*(?:[a-z-]+ ){0,2}?"
    r"[A-Z][\w’'.&-]*(?: (?:(?:of|de|la) )?[A-Z][\w’'.&-]*){0,4})"
)
CARRIED = (
    re.compile(
        r"\b(?:reported|quoted|quoted as saying|carried|published|relayed|broadcast|aired|"
        r"obtained|seen|heard|cited) "
        rf"(?:by|in) {NAME}"
    ),
    re.compile(
        r"\b(?:interviews?|comments?|remarks?|speaking|talking|conversation)\s+"
        rf"(?:with|to|for|in|on) {NAME}"
    ),
    re.compile(rf"\b(?:article|column|op-ed|piece|journal|pages)\s+(?:of|in|for) {NAME}"),
    re.compile(rf"\bin the journal {NAME}"),
)
#: where whom one says it to may be an outlet, and is one if its name is known or an address
TO = re.compile(rf"(?<!ccording )(?<!compared )\b(?:to|with|via) {NAME}")
TOLD_TO = re.compile(r"[A-Z][\w’'-]* (?:to|via) (?:[a-z]+ ){0,2}[A-Z]")  #: in a source cut too wide
ADDRESS = re.compile(r"[\w-]+\.(?:com|org|net|news|tv|co\.\w\w)", re.IGNORECASE)
LEADING = re.compile(
    r"(?:[A-Z][\w’'.-]*[ ,]*|(?:news|agency|newspaper|media|radio|daily)[ ,]+){1,7}"
)
HANDING_ON = frozenset(("citing", "quoting", "cited", "quoted", "cites", "quotes"))
CITING = re.compile(rf"\b(?:citing|quoting) {NAME}")
TOLD = re.compile(rf"\s*{NAME}")
TELLING = frozenset(("told", "telling", "tells", "tell", "informed", "assured"))
ABOARD = frozenset(("aboard", "in", "at", "on", "from", "inside", "outside", "during", "after"))
#: before the name of an outlet
BESIDE = OUTLETS | frozenset((
    "the", "a", "an", "our", "agency", "state", "state-run", "state-owned", "official", "public",
    "private", "local", "national", "independent", "business", "financial", "online", "sister",
))  # fmt: skip
NO_OUTLETS = frozenset(
    ("court", "parliament", "congress", "senate", "council", "inquiry", "committee", "commons")
)


def via(doc: Doc, attribution: Attribution, outer: Sequence[Source] = ()) -> str | None:
    """Return who carried the claim, if its sentence says so: `told the Kyiv Independent`.

    `outer` are the sources of the claim that this one stands in: they carry what they cite.
    """
    if attribution.cue is None:
        return None
    text = text_of(doc)
    cue = attribution.cue
    begin, end = sentence(text, cue)
    outside = _blanked(text, begin, end, attribution)
    words = text[cue.start : cue.end].lower().split()
    if HANDING_ON & set(words) and len(outer) == 1:
        return outer[0].name
    if HANDING_ON & set(words) and (lead := LEADING.search(outside[: cue.start - begin])):
        read = mention(re.sub(r"^[A-Z]\w+ly, *", "", lead[0]).strip(" ,"))
        if read.type == "outlet":
            return read.name or read.text
    told = TOLD.match(outside, cue.end - begin) if TELLING & set(words) else None
    if told and (name := _outlet(told["name"], sure=_may_print(doc, begin, told))):
        return name
    for pattern in (*CARRIED, CITING, TO) if _spoken(text, attribution) else ():
        for found in pattern.finditer(outside):
            if name := _outlet(found["name"], sure=pattern not in {CITING, TO}):
                return name
    return None


def _spoken(text: str, attribution: Attribution) -> bool:
    """Tell what stands outermost, or is the speaker's own: `“We hope so,” he told the BBC`."""
    who = attribution.source
    own = who is not None and text[who.start : who.end].lower() in {"i", "we"}
    return attribution.nested_in is None or own


def _may_print(doc: Doc, begin: int, told: re.Match[str]) -> bool:
    """Tell who is no person, and not what a noun behind it is of: `told a NATO summit`."""
    start, end = told.span("name")
    name = doc.char_span(begin + start, begin + end, alignment_mode="expand")
    if name is None or name[-1].ent_type_ == "PERSON":
        return False
    behind = doc[name.end] if name.end < len(doc) else None
    return behind is None or behind.pos_ != "NOUN" or behind.lower_ in OUTLETS


def _blanked(text: str, begin: int, end: int, attribution: Attribution) -> str:
    """Return the sentence with content and source blanked out, places kept."""
    letters = list(text[begin:end])
    own = attribution.source
    hidden = own is not None and not TOLD_TO.search(text[own.start : own.end])
    for span in (*attribution.content, *([own] if own and hidden else [])):
        for i in range(max(span.start, begin), min(span.end, end)):
            letters[i - begin] = "|"
    return "".join(letters)


def _known(name: str) -> str:
    """Return an outlet without the name behind it: `told MSNBC | Ann Lee was right`."""
    words = name.split()
    starts = (" ".join(words[:k]) for k in range(len(words) - 1, 0, -1))
    known = next((start for start in starts if start.lower() in NAMED_OUTLETS), None)
    goes_on = known and not set(name.lower().split()) & (OUTLETS | MASTHEADS - {known.lower()})
    branch = known is not None and len(words) == len(known.split()) + 1
    return known if known and goes_on and not (branch and place(words[-1:])) else name


def _outlet(phrase: str, *, sure: bool) -> str | None:
    """Return the outlet a phrase names; where one is sure to stand, any name of no other kind."""
    words = phrase.split()
    first = next(i for i, word in enumerate(words) if word[0].isupper())
    kinds = words[:first]
    if ABOARD & set(kinds) or (not sure and set(kinds) - BESIDE):
        return None
    name = re.sub(r"[’']s( .*)?$", "", " ".join(words[first:]).rstrip(".,’'"))
    if name.startswith("The "):
        name = with_article(name.removeprefix("The "))
    found = place(name.removeprefix("The ").split())
    if found and found.kind == "people":
        return name if sure and name.startswith("The ") else None
    name = _known(name)
    low = name.lower().split()
    if (
        not low
        or name.split()[0] in SOCIAL
        or low[0] in MOMENTS
        or re.fullmatch(r"[A-Z]{2,}s", name)
    ):
        return None
    if {name.lower(), f"the {name.lower()}"} & NAMED_OUTLETS or ADDRESS.fullmatch(name):
        return name
    if (low[-1] in MASTHEADS and len(low) > 1) or set(kinds) & OUTLETS or set(low) & OUTLETS:
        return name
    read = mention(" ".join(words))
    return name if sure and read.kind == "name" and not set(low) & NO_OUTLETS else None
