"""Tense: whether the clause of a date looks back or ahead, by its verb, else by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from pipeline.stages.extract.cues import lexicon
from pipeline.stages.extract.numbers.lexemes import MONTHS, Lexemes
from pipeline.stages.extract.times.lexicon import FUTURE, PLANNING, SAID

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Tenses: TypeAlias = Callable[[int], str]  #: a character of the text → past, future or ""

LOOK_BACK = 12  #: lexemes before a date in which its tense is looked for
NEAR = 5  #: lexemes between `by` and the day, or of a date in front with its comma
CLAUSE_ENDS = frozenset('.;:!?“”"')
EDGES = frozenset(
    ("the", "a", "an", "end", "start", "beginning", "middle", "of", "mid", "late", "early", "about")
)
NOW = frozenset(("VBZ", "VBP"))
CLIMB = 8  #: heads between a date and its verb
AWAITING = frozenset(("expect", "await", "anticipate", "plan", "schedule", "intend"))
AHEAD = frozenset(("expects", "demands"))  #: stances on what is to come


def tense(lex: Lexemes, i: int, tenses: Tenses | None = None) -> str:
    """Return `past` or `future` for the date at lexeme `i`, or "" where nothing tells."""
    before = lex.low(i - 1), lex.low(i - 2)
    if "since" in before or SAID & set(before):
        return "past"
    k = i - 1
    while k > i - NEAR and lex.low(k) in EDGES:
        k -= 1
    if lex.low(k) in {"by", "until"}:
        return "future"
    return (tenses(lex.at(i).start) if tenses else "") or _by_words(lex, i)


def _by_words(lex: Lexemes, i: int) -> str:
    for k in range(i - 1, max(-1, i - LOOK_BACK), -1):
        if lex.low(k) in FUTURE:
            return "future"
        if lex.low(k) in CLAUSE_ENDS and not (lex.low(k) == "." and lex.low(k - 1) in MONTHS):
            break
    for k in range(i + 1, i + LOOK_BACK):
        if lex.low(k) == "will":
            return "future"
        if lex.low(k) in CLAUSE_ENDS or lex.low(k) == "that" or lex.low(k) in SAID:
            break
        if lex.low(k) == "," and k > i + NEAR:
            break
    return ""


def by_verbs(doc: Doc) -> Tenses | None:
    """Return what tells the tense at a character of an analysed text; None without a tree."""
    if not doc.has_annotation("DEP"):
        return None

    def told(offset: int) -> str:
        span = doc.char_span(offset, offset + 1, alignment_mode="expand")
        return _climbed(span[0]) if span is not None and len(span) else ""

    return told


def _climbed(token: Token) -> str:
    """Return the tense of the nearest verb above a date; of what is demanded, that it is ahead."""
    if token.dep_ == "det" and token.i + 1 < len(token.doc):
        token = token.nbor()
    date, noun = token, False  #: whether the date belongs to the object of the verb
    if date.dep_.startswith("nmod") and date.head.dep_ in {"obl", "nmod", "compound"}:
        return ""  # they vowed to strike back for an attack on Friday, before the May 3 deadline
    for step in range(CLIMB):
        if _is_verb(token):
            ahead = _looks_ahead(token) if noun else _awaits(token, date)
            return "future" if ahead else _of_verb(token)
        if token.head.i == token.i:
            break
        noun = step > 0 and token.dep_ in {"obj", "obl"}
        token = token.head
    return ""


def _is_verb(token: Token) -> bool:
    """Tell a verb in a clause of its own, or a noun with a copula."""
    return token.pos_ in {"VERB", "AUX"} or any(child.dep_ == "cop" for child in token.children)


def _of_verb(verb: Token) -> str:
    """Return the tense of a verb with its auxiliaries and its to, or of a noun with a copula."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "aux:pass", "cop", "mark"}]
    tags = {one.tag_ for one in helpers} | {verb.tag_}
    lemmas = {one.lemma_.lower() for one in helpers}
    if "TO" in tags and any(one.lemma_ == "be" and one.tag_ in NOW for one in helpers):
        return "future"  # he is to be sentenced
    perfect = "have" in lemmas and verb.tag_ == "VBN"
    if verb.tag_ == "VBN" and verb.lemma_.lower() in PLANNING:
        return "future"
    if perfect or "VBD" in tags or tags == {"VBN"}:
        return "past"
    if "MD" in tags:
        return "future"
    if "TO" in tags:
        return _of_infinitive(verb)
    present = verb.tag_ != "VBN" and bool(tags & {"VBZ", "VBP"}) and not _states(verb)
    return "future" if present or verb.tag_ == "VB" else ""


def _of_infinitive(verb: Token) -> str:
    """Tell `plans to leave`, `is to open`, which are ahead, from `managed to leave`."""
    over = verb.head
    done = over.tag_ in {"VBD", "VBN"} and over.i != verb.i
    passive = any(child.dep_ == "aux:pass" for child in over.children)
    sought = not passive and over.lemma_ != "ask" and _looks_ahead(over)
    return "future" if not done or sought or over.lemma_.lower() in PLANNING else ""


def _states(verb: Token) -> bool:
    """Tell a verb of saying or thinking in the present: `says on Friday` is over."""
    cue = lexicon().get(verb.lemma_.lower(), "VERB")
    return cue is not None and cue.reports != "rarely"


def _awaits(verb: Token, date: Token) -> bool:
    """Tell `expected a vote on Thursday`: what is expected lies there, not the expecting."""
    things = (child.i for child in verb.children if child.dep_ == "obj")
    return verb.lemma_ in AWAITING and any(verb.i < thing < date.i for thing in things)


def _looks_ahead(verb: Token) -> bool:
    """Tell a verb whose object is yet to come: expects the cut, called for a strike."""
    return any(
        (cue := lexicon().get(lemma, "VERB")) is not None and cue.stance in AHEAD
        for lemma in _with_particle(verb)
    )


def _with_particle(verb: Token) -> Iterator[str]:
    lemma = verb.lemma_.lower()
    yield lemma
    if verb.i + 1 < len(verb.doc):
        yield f"{lemma} {verb.doc[verb.i + 1].lower_}"
