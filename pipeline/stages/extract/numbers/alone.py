"""Alone: what a number counts that has no noun of its own, read off the tree and the words before.

`the number of troops rose to 12,000` counts troops, `two of them` whom the words before named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.records import Span as Place
from pipeline.stages.extract.numbers import counted
from pipeline.stages.extract.numbers.lexemes import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

REACHING = word_list("reaching")
PUTTING = word_list("putting")
TALLIES = word_list("tallies")
THEM = word_list("them")
HARMING = word_list("harming")
ELSEWHERE = frozenset(("for", "at", "on", "in", "by"))
SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
COPULAS = frozenset(("cop", "aux:pass"))  #: of `was 5,000 strong`, which is seldom read right
NEAR = 8  #: tokens between a tally and its figure
BACK = 60  #: tokens before `of them` in which the things are named


def told_of(figure: Span) -> str | None:
    """Return what the sentence gives the figure for: the subject of `rose to`, `was`, `reached`.

    Needs a tree; None without one, and where the subject is a person or a name.
    """
    return _told(figure) or (_tallied(figure) if figure.doc.has_annotation("DEP") else None)


def _told(figure: Span) -> str | None:
    head = next((token for token in figure if token.pos_ == "NUM"), figure.root)
    after = figure.end
    strong = after < len(figure.doc) and figure.doc[after].lower_ == "strong"
    if strong and not _child(head, COPULAS):
        head = figure.doc[after]
    verb = head if _child(head, COPULAS if strong else {"cop"}) else head.head
    if verb is head and not _child(head, COPULAS):
        return None
    if verb is not head and head.dep_ not in {"obl", "obj", "xcomp", "advmod", "ccomp"}:
        return None
    if verb.lemma_ in PUTTING:
        thing = _child(verb, {"obj"} if head.dep_ != "obj" else set()) or _subject(verb)
    elif verb is head or verb.lemma_ in REACHING:
        thing = (_child(verb, {"obj"}) if _is_aim(head) else None) or _subject(verb)
    else:
        return None
    return _thing(thing) if thing is not None and thing.pos_ == "NOUN" else None


def _tallied(figure: Span) -> str | None:
    """Return the things of `the number of missing at 112`, whatever the tree makes of it."""
    doc, start = figure.doc, figure.start
    for k in range(start - 1, max(0, start - NEAR), -1):
        if doc[k].lower_ == "of" and doc[k - 1].lemma_.lower() in TALLIES:
            return counted.of(doc, k)
        if doc[k].like_num or doc[k].is_punct or doc[k].is_space:
            return None
    return None


def _is_aim(noun: Token) -> bool:
    """Tell the `to 14` of a verb that brings its object there: `it raised the total to 14`."""
    case = _child(noun, {"case"})
    return noun.dep_ == "obl" and case is not None and case.lower_ == "to"


def _subject(verb: Token) -> Token | None:
    """Return the subject of a verb, or of the one that it goes on from."""
    for _ in range(3):
        if found := _child(verb, SUBJECTS | {"expl"}):
            return found if found.dep_ in SUBJECTS else None
        if verb.dep_ not in {"conj", "xcomp"}:
            return None
        verb = verb.head
    return None


def _child(token: Token, labels: set[str] | frozenset[str]) -> Token | None:
    return next((child for child in token.children if child.dep_ in labels), None)


def _thing(noun: Token) -> str | None:
    """Return a noun with the words that tell its kind; of `the number of troops` the troops."""
    if noun.lemma_.lower() in TALLIES:
        return counted.of(noun.doc, noun.i + 1)
    begin = noun.i
    while begin and noun.doc[begin - 1].dep_ in {"compound", "amod", "nmod:desc"}:
        begin -= 1
    return noun.doc[begin : noun.i + 1].text


def goes_on(figure: Span, *, same: bool) -> bool:
    """Tell whether a figure counts what the last one did, in its sentence or in one before."""
    before = figure.doc[figure.start - 1].lower_ if figure.start else ""
    if same:
        return before not in ELSEWHERE
    return figure.root.dep_ in SUBJECTS | {"obj"}


def harmed(figure: Span) -> bool:
    """Tell the `12` of `killing 12`, whom no noun before need have named."""
    return figure.start > 0 and figure.doc[figure.start - 1].lower_ in HARMING


def points(doc: Doc, place: Place) -> bool:
    """Tell a number in words that stands for somebody named before: `the two met`, `one of his`."""
    span = doc.char_span(place.start, place.end)
    if span is None or len(span) > 1 or not span[0].is_alpha:
        return False
    before = doc[span.start - 1].lower_ if span.start else ""
    the = before in {"the", "these", "those", "other"}
    return the or (span[0].lower_ == "one" and before not in HARMING)


def of_them(doc: Doc, i: int) -> bool:
    """Tell `of them`, `of those` at token `i`."""
    return i + 1 < len(doc) and doc[i].lower_ == "of" and doc[i + 1].lower_ in THEM


def meant(doc: Doc, i: int) -> str | None:
    """Return the last things that a subject before token `i` named, a plural, for `two of them`."""
    if doc[i : i + 3].text.endswith(" us"):
        return None  # the two of us
    for k in range(i - 1, max(-1, i - BACK), -1):
        token = doc[k]
        if token.tag_ == "NNS" and token.dep_ in SUBJECTS | {"obj", "ROOT"}:
            return _thing(token)
    return None
