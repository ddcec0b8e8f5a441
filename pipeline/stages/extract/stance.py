"""Stance: what the source of an attribution does with its content, how surely, and if negated.

The stance comes from the cue and its negation; where the cue is neutral (*said*), from what the
content plainly does. Hedging is kept apart from it: *may have* is asserted, and hedged. The guide
is docs/annotation.md, the words are those of `cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from pipeline.records import Span, Stance
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.cues import Cue, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Words: TypeAlias = "Sequence[tuple[str, Token]]"

NEGATIONS = lexicon().lists["negations"]
FAILING = lexicon().lists["failing"]
NEGATED: dict[Stance, Stance] = {"confirms": "doubts", "denies": "doubts"}
OPENERS = lexicon().lists["openers"]
SPEAKERS = lexicon().lists["speakers"]
ADDRESSED = lexicon().lists["addressed"]
SUPPOSED = lexicon().lists["supposed"]
QUESTIONS = lexicon().lists["questions"]
FINITE = lexicon().lists["finite"]
BETWEEN = lexicon().lists["between"]
TENSED = frozenset(("VBD", "VBZ", "VBP", "MD"))
OPENING = 15  #: tokens in which a hedge is one of the main clause
MAIN = 25  #: tokens of a content in which its own clause is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the source does with the content."""

    stance: Stance
    hedged: bool = False
    negated: bool = False


def stance(doc: Doc, attribution: Attribution) -> Reading:
    """Read the stance of one attribution off its cue and, where that is neutral, its content."""
    content = [word for span in attribution.content for word in _words(doc, span)]
    cue_words = _lemmas(_words(doc, attribution.cue))
    cue, at = _cue(cue_words, _lemmas(content[:2]))
    negated = _negated(cue_words, at)
    if "comment" in cue_words and (negated or FAILING & set(cue_words)):
        return Reading(stance="other", negated=negated)
    read = _of_cue(cue, content, negated=negated)
    if (cue is None or cue.open) and not negated and read == "asserts":
        read = _of_content(content) or read
    by = attribution.source is not None
    return Reading(
        stance=read,
        hedged=_hedged(cue, cue_words, _lemmas(content), by=by),
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


def _lemmas(words: Words) -> list[str]:
    return [lemma for lemma, _ in words]


def _cue(words: Sequence[str], after: Sequence[str] = ()) -> tuple[Cue | None, int]:
    """Return what the lexicon knows of a cue and the index of its word: phrases, then the last.

    `after` are the first words of the content, which may end a phrase: `called | for calm`.
    """
    known = lexicon()
    longer = [*words, *after]
    for length in (3, 2):
        for i in range(len(words)):
            if cue := known.find(" ".join(longer[i : i + length])):
                return cue, i
    found = [(cue, i) for i, word in enumerate(words) if (cue := known.find(word))]
    ranked = [pair for pair in found if pair[0].reports != "rarely"] or found
    return max(ranked, key=lambda pair: pair[1], default=(None, len(words)))


def _negated(words: Sequence[str], at: int) -> bool:
    """Tell `did not confirm`, `no evidence`, `has yet to confirm`, `failed to confirm`."""
    before = words[:at]
    return bool(NEGATIONS & set(before)) or (bool(FAILING & set(before)) and "to" in before)


def _of_cue(cue: Cue | None, content: Words, *, negated: bool) -> Stance:
    if negated:
        return _of_negated(cue)
    if cue is None:
        return "asserts"
    if _asked(cue, content):
        return "asks"
    if _demanded(cue, content):
        return "demands"
    return _turned(cue, _lemmas(content[:12])) or cue.stance


def _turned(cue: Cue, content: Sequence[str]) -> Stance | None:
    """Return what the first words of the content make of some cues: agreed to, found no."""
    if cue.lemma == "agree" and content[:1] == ["to"]:
        return "offers"
    if cue.kind == "believe" and {"will", "would"} & set(content):
        return "expects"
    if cue.lemma in {"insist", "assert", "maintain"} and _has_negation(content):
        return "denies"
    if cue.kind in {"find", "reveal", "argue", "know"} and content[:1] == ["no"]:
        return _plain(content[:4])
    return None


def _has_negation(content: Sequence[str]) -> bool:
    """Tell a clause with not or no; `no more than` bounds a figure."""
    bounds = {"more", "less", "fewer", "one"}
    return any(
        word in {"not", "no", "never", "nothing"} and after not in bounds
        for word, after in pairwise(content)
    )


def _asked(cue: Cue, content: Words) -> bool:
    """Tell `pressed on | whether …`; to question whether something is so is to doubt it."""
    first = content[0][0] if content else ""
    return cue.kind in {"ask", "demand"} and first in QUESTIONS


def _demanded(cue: Cue, content: Words) -> bool:
    """Tell `called | for calm`, `asked | allies for help`, `told | residents to stay`."""
    lemmas = _lemmas(content[:6])
    first = lemmas[0] if lemmas else ""
    if cue.lemma == "ask":
        return first == "that" or "for" in lemmas or "to" in _lemmas(content[:10])
    if cue.lemma in {"call", "press"}:
        return first in {"for", "on"}
    return cue.lemma in ADDRESSED and _to_act(content)


def _of_negated(cue: Cue | None) -> Stance:
    """Return what is left of a negated cue, judged as a whole."""
    if cue is None:
        return "other"
    if cue.kind in {"believe", "know", "find"}:
        return "doubts"
    if cue.lemma in {"accept", "agree", "concede"}:
        return "denies"
    if cue.lemma == "doubt":
        return "asserts"
    if cue.open or cue.kind in {"name", "offer"}:
        return "other"
    return NEGATED.get(cue.stance, cue.stance)


def _to_act(content: Words) -> bool:
    """Tell `told | residents to stay at home` by an infinitive before anything finite."""
    if content and content[0][0] in QUESTIONS | OPENERS:
        return False
    for i, (lemma, token) in enumerate(content[:MAIN]):
        after = content[i + 1][1] if i + 1 < len(content) else None
        if lemma == "to" and after is not None:
            return after.tag_ == "VB" if after.tag_ else after.is_alpha and after.is_lower
        if lemma in FINITE or token.tag_ in {"VBD", "VBZ", "VBP"} or lemma in {",", "—"}:
            return False
    return False


def _of_content(words: Words) -> Stance | None:
    """Return what the main clause of a content plainly does, or None."""
    words = [word for word in words if not word[1].is_quote]
    while words and words[0][0] in OPENERS:
        del words[0]
    lemmas = _lemmas(words)
    if not lemmas:
        return None
    if _asks(words):
        return "asks"
    if lemmas[0] == "please" or lemmas[:2] == ["do", "not"]:
        return "demands"
    if words[0][1].tag_ == "VB" and lemmas[:2] != ["let", "me"]:
        return "demands"
    if lemmas[0] in SPEAKERS:
        return _of_speaker(lemmas) or _plain(lemmas) or _own_denial(lemmas)
    return _of_noun(lemmas) or ("demands" if _obliged(words) else _plain(lemmas))


def _of_noun(lemmas: Sequence[str]) -> Stance | None:
    """Read `repeated | its demand that …`, `expressed | the hope that …`."""
    known = lexicon()
    for word, after in pairwise(lemmas[:4]):
        noun = known.get(word, "NOUN")
        if noun and noun.stance != "asserts" and after in {"that", "for", "to"}:
            return noun.stance
    return None


def _obliged(words: Words) -> bool:
    """Tell a main clause that must, should or has to be so; `should have been` looks back."""
    for i, (lemma, token) in enumerate(words[:MAIN]):
        if token.tag_ in TENSED if token.tag_ else lemma in FINITE:
            after = words[i + 1][0] if i + 1 < len(words) else ""
            owed = lemma in {"must", "should", "ought"} and after != "have"
            return owed or (lemma == "have" and after == "to")
    return False


def _own_denial(lemmas: Sequence[str]) -> Stance | None:
    """Read `we do not give cars away`, `it has never seen an otter`; not what is only past."""
    told = (
        len(lemmas) > 2
        and lemmas[1] in {"do", "have", "be"}
        and set(lemmas[2:4]) & {"not", "never", "no"}
    )
    return "denies" if told and not {"be", "able", "call"} & set(lemmas[2:5]) else None


def _asks(words: Words) -> bool:
    last = words[-1][1]
    after = last.doc[last.i + 1].text if last.i + 1 < len(last.doc) else ""
    return "?" in {last.text, after} and not any(token.text == "." for _, token in words[:-1])


def _of_speaker(lemmas: Sequence[str]) -> Stance | None:
    """Read `we will …`, `it hoped that …`, `I cannot confirm …`: the verb says what is done."""
    rest = [lemma for lemma in lemmas[1:6] if not lemma.endswith("ly")]
    if rest[:1] in (["will"], ["would"], ["'ll"], ["’ll"]) and rest[1:2]:
        idle = lemmas[0] == "they" or rest[1] in {"not", "be", "have", "like", "refer"}
        return None if idle else "offers"
    if rest[:1] in (["must"], ["should"]):
        return "demands"
    cue, at = _cue(rest[:3])
    if cue is None or cue.part != "verb" or cue.reports == "rarely" or "be" in rest[:at]:
        return None
    negated = _negated(rest, at)
    read = _of_negated(cue) if negated else cue.stance
    return None if read == "asserts" or (negated and cue.open) else read


def _plain(lemmas: Sequence[str]) -> Stance | None:
    """Return the first stance of the lexicon one of whose rows stands in the main clause."""
    main = [w for w in lemmas[:MAIN] if w not in BETWEEN and not w.endswith("ly")]
    there = set(main)
    for act, rows in lexicon().contents.items():
        if any(row[0] in there and _has(main, row) for row in rows):
            return act
    return None


def _has(words: Sequence[str], row: Sequence[str]) -> bool:
    """Tell whether the row stands among the words with no negation of its own before it."""
    length = len(row)
    for i in range(len(words) - length + 1):
        if words[i] == row[0] and tuple(words[i : i + length]) == row:
            return not NEGATIONS & set(words[max(0, i - 3) : i])
    return False


def _hedged(cue: Cue | None, words: Sequence[str], content: Sequence[str], *, by: bool) -> bool:
    """Tell whether the content is put forward as less than certain, by the cue or in itself.

    A belief in the active is somebody's; in the passive, by nobody (`is thought to`), a hedge.
    """
    hedges = lexicon().hedges
    if any(word in hedges for word in words):
        return True
    if cue is not None and cue.stance in {"asserts", "warns"}:
        passive = not by and cue.part == "verb" and "be" in words
        if passive and cue.kind == "say" and cue.lemma != "tell" and "to" in content[:MAIN]:
            return True  # the troops are said to have left
        if cue.certainty == "possible" or (passive and cue.certainty != "certain"):
            return True
    main = content[:OPENING]
    supposed = any(
        word in SUPPOSED and set(main[max(0, i - 2) : i]) & {"be", "i", "we"}
        for i, word in enumerate(main)
    )
    return supposed or any(
        word in hedges or (word == "could" and main[i + 1 : i + 2] != ["not"])
        for i, word in enumerate(main)
    )
