"""Stance: what the source of an attribution does with its content, how surely, and if negated.

The stance comes from the cue and its negation; where the cue is neutral (*said*), from what the
content plainly does. Hedging is kept apart from it: *may have* is asserted, and hedged. The guide
is docs/annotation.md, the words are those of `cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.records import Span, Stance
from pipeline.stages.extract.acts import NEGATIONS, Words, act, has_negation, lemmas_of, plain
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.certainty import unsure
from pipeline.stages.extract.cues import Cue, cue_of, is_negated, lexicon, negation_of
from pipeline.stages.extract.obligations import FINITE, MAIN, QUESTIONS, TENSED, obliged, to_act

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FAILING = lexicon().lists["failing"]
ADDRESSED = lexicon().lists["addressed"]
CONDOLING = lexicon().lists["condoling"]
CLAIMED = lexicon().lists["claimed"]
UNTRUE = lexicon().lists["untrue"]
GRAVE = lexicon().lists["grave"]
HEDGEABLE = frozenset(("asserts", "confirms", "warns", "expects"))  #: demands are not unsure
PLEAS: dict[str, Stance] = {"guilty": "confirms", "innocent": "denies", "not": "denies"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the source does with the content."""

    stance: Stance
    hedged: bool = False
    negated: bool = False


def stance(doc: Doc, attribution: Attribution) -> Reading:
    """Read the stance of one attribution off its cue and, where that is neutral, its content."""
    content = [word for span in attribution.content for word in _words(doc, span)]
    cue_words = lemmas_of(_words(doc, attribution.cue))
    cue, at = cue_of(cue_words, lemmas_of(content[:2]))
    negated = is_negated(cue_words, at)
    if "comment" in cue_words and (negated or FAILING & set(cue_words)):
        return Reading(stance="other", negated=negated)
    read = _of_cue(cue, content, negated=negated)
    if (cue is None or cue.open) and not negated and read == "asserts":
        read = act(content) or read
    hedged = _hedged_by(cue, cue_words, content, by=attribution.source is not None)
    return Reading(
        stance=read,
        hedged=hedged or (read in HEDGEABLE and unsure(content)),
        negated=negated,
    )


def _words(doc: Doc, span: Span | None) -> Words:
    """Return lemma and token of a stretch; lemmas of cues by the lexicon, which knows them best."""
    found = doc.char_span(span.start, span.end, alignment_mode="expand") if span else None
    forms = lexicon().forms
    return [
        (forms.get(token.lower_) or _low(token), token)
        for token in (found or ())
        if not token.is_space
    ]


def _low(token: Token) -> str:
    """Return the lemma in lower case; the month of May keeps its capital."""
    return "May" if token.text == "May" else (token.lemma_ or token.text).lower()


def _of_cue(cue: Cue | None, content: Words, *, negated: bool) -> Stance:
    if negated:
        return negation_of(cue)
    if cue is None:
        return "asserts"
    if _asked(cue, content):
        return "asks"
    if _demanded(cue, content):
        return "demands"
    return _turned(cue, content) or cue.stance


def _turned(cue: Cue, content: Words) -> Stance | None:
    """Return what the first words of the content make of some cues: agreed to, found no."""
    lemmas = lemmas_of(content[:12])
    first = lemmas[:1]
    ahead = any(word in {"will", "would"} and then != "have" for word, then in pairwise(lemmas))
    if cue.lemma == "plead" and first:
        return PLEAS.get(first[0])  # pleaded not guilty
    if (cue.lemma == "agree" and first == ["to"]) or (cue.lemma in {"agree", "assure"} and ahead):
        return "offers"
    if (cue.kind == "believe" or cue.lemma in {"find", "conclude", "show"}) and (
        ahead and "when" not in lemmas  # found that when it rained they would stay
    ):
        return "expects"
    if cue.lemma in {"insist", "assert", "maintain"} and has_negation(lemmas):
        return "denies"
    if cue.kind in {"find", "reveal", "argue", "know"} and first == ["no"]:
        return plain(lemmas[:4])
    return _of_clause(cue, content)


def _of_clause(cue: Cue, content: Words) -> Stance | None:
    """Read cues that take a fact as well as an act: advised that it rained, believes it must."""
    lemmas = lemmas_of(content[:12])
    if cue.kind == "suggest" and content and content[0][1].tag_ == "VBG":
        return "demands"  # suggests playing games
    if cue.lemma == "suggest" and lemmas[:1] == ["that"] and _sought(content):
        return "demands"  # suggested that he change his diet
    if cue.lemma in {"advise", "propose"} and lemmas[:1] == ["that"] and not _sought(content):
        return "asserts"
    if cue.kind == "name" and (_untrue(lemmas) or (_of_claim(content) and not GRAVE & set(lemmas))):
        return "denies"
    if cue.lemma in {"express", "voice", "offer", "send"}:
        return _voiced(cue, lemmas)
    owing = cue.kind in {"believe", "argue", "suggest"} and cue.stance == "asserts"
    return "demands" if owing and obliged(content) else None


def _untrue(lemmas: Sequence[str]) -> bool:
    """Tell `called | the report false`."""
    return bool(UNTRUE & set(lemmas)) and not NEGATIONS & set(lemmas)


def _of_claim(content: Words) -> bool:
    """Tell `called | the latest claim a lie`; what is `marred by claims` is no claim."""
    for lemma, token in content[:8]:
        if token.pos_ in {"ADP", "VERB"} or token.is_punct:
            return False
        if lemma in CLAIMED:
            return True
    return False


def _sought(content: Words) -> bool:
    """Tell `proposed that they meet`, `that it should end`: a verb with no tense."""
    tensed = next(
        (token for lemma, token in content if lemma in FINITE or token.tag_ in TENSED), None
    )
    return tensed is None or tensed.lower_ in {"should", "be"}


def _voiced(cue: Cue, lemmas: Sequence[str]) -> Stance | None:
    """Return what a noun that is expressed does: concern warns, doubt doubts, sympathy neither."""
    if cue.lemma in {"offer", "send"}:
        return "other" if CONDOLING & set(lemmas[:4]) else None
    if {"that", "how"} & set(lemmas[:1]):
        return None
    nouns = (lexicon().get(lemma, "NOUN") for lemma in lemmas[:5])
    return next((noun.stance for noun in nouns if noun), "other")


def _asked(cue: Cue, content: Words) -> bool:
    """Tell `pressed on | whether …`; to question whether something is so is to doubt it."""
    first = content[0][0] if content else ""
    if cue.lemma == "question":
        return first in QUESTIONS - {"whether", "if"}
    return cue.kind in {"ask", "demand"} and first in QUESTIONS


def _demanded(cue: Cue, content: Words) -> bool:
    """Tell `called | for calm`, `asked | allies for help`, `told | residents to stay`."""
    lemmas = lemmas_of(content[:6])
    first = lemmas[0] if lemmas else ""
    if cue.lemma == "ask":
        bidden = {"for", "not"} & set(lemmas)  # asked | visitors not to smoke
        return first == "that" or bool(bidden) or "to" in lemmas_of(content[:10])
    if cue.lemma in {"call", "press"}:
        return first in {"for", "on"}
    return cue.lemma in ADDRESSED and to_act(content)


def _hedged_by(cue: Cue | None, words: Sequence[str], content: Words, *, by: bool) -> bool:
    """Tell whether the cue puts the content forward as less than certain.

    A belief in the active is somebody's; in the passive, by nobody (`is thought to`), a hedge.
    """
    hedges = lexicon().hedges
    if any(word in hedges for word in words):
        return True
    if cue is None or cue.stance not in {"asserts", "warns"}:
        return False
    passive = not by and cue.part == "verb" and "be" in words
    said = passive and cue.kind == "say" and cue.lemma != "tell"
    if said and "to" in lemmas_of(content[:MAIN]):
        return True  # the troops are said to have left
    return cue.certainty == "possible" or (passive and cue.certainty != "certain")
