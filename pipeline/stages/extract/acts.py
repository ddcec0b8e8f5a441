"""Acts: what the content of a neutral cue plainly does: denies, warns, demands, asks, offers.

Read off the main clause alone, with the rows of `cues.toml`; what is said in passing does nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from pipeline.records import Stance
from pipeline.stages.extract.cues import cue_of, is_negated, lexicon, negation_of
from pipeline.stages.extract.obligations import (
    FINITE,
    MAIN,
    OPENERS,
    PERFECT,
    QUESTIONS,
    TENSED,
    obliged,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

Words: TypeAlias = "Sequence[tuple[str, Token]]"

NEGATIONS = lexicon().lists["negations"]
SPEAKERS = lexicon().lists["speakers"]
BETWEEN = lexicon().lists["between"]
ASIDES = lexicon().lists["asides"]
HELD = lexicon().lists["held"]
ANSWERS: dict[str, Stance] = {"no": "denies", "yes": "confirms"}
SELF = frozenset(("i", "we"))
CLAUSES = lexicon().lists["clauses"]
STRIKING = lexicon().lists["striking"]
AHEAD = frozenset(("will", "'ll", "’ll"))
STOPS = frozenset(".?!")
LOOSE = frozenset(("ADP", "SCONJ", "CCONJ", "ADV", ""))  #: behind `is likely`, which ends there
LOOMING = lexicon().lists["looming"]
WONDERING = lexicon().lists["wondering"]
MENACING = lexicon().lists["menacing"]
PROBABLE = frozenset(("likely", "unlikely"))
MODALS = frozenset(("can", "could", "will", "would", "should", "may", "might", "must"))
ASKED = 3  #: tokens among which a long question begins
SHORT = 12  #: tokens of a question that may begin as it likes


def lemmas_of(words: Words) -> list[str]:
    """Return the lemmas of some words."""
    return [lemma for lemma, _ in words]


def act(words: Words) -> Stance | None:
    """Return what the main clause of a content plainly does, or None."""
    words = [word for word in words if not word[1].is_quote]
    opened = bool(words) and words[0][1].i > 0 and words[0][1].nbor(-1).is_quote
    while words and words[0][0] in OPENERS:
        del words[0]
    lemmas = _as_of_now(words)
    if not lemmas:
        return None
    if whole := _of_whole(words, lemmas):
        return whole
    if lemmas[0] in SPEAKERS:
        done = None if _narrates(words, opened=opened) else _of_speaker(lemmas)
        return done or plain(_close(lemmas, words)) or _own_denial(words)
    done = _of_noun(words) or ("demands" if obliged(words) else plain(_close(lemmas, words)))
    return None if done == "offers" and AHEAD & set(lemmas[:MAIN]) else done  # they will be ready


def _of_whole(words: Words, lemmas: Sequence[str]) -> Stance | None:
    """Return what a content does as a question, an answer, an order or a threat, or None."""
    if _asks(words):
        return "asks"
    after = words[1][1] if len(words) > 1 else None
    ends = after is None or (after.is_punct and after.text != "-") or lemmas[1] in SPEAKERS
    if lemmas[0] in ANSWERS and ends:  # no, it did not; but no-one did
        return ANSWERS[lemmas[0]]
    if _bids(words):
        return "demands"
    if _threatens(lemmas):
        return "warns"
    main = _behind_clause(words) if lemmas[0] in CLAUSES else 0
    return _of_speaker(lemmas[main:]) if main else None


def _behind_clause(words: Words) -> int:
    """Return where a speaker goes on behind the clause that opens a content, 0 for nowhere."""
    lemmas = lemmas_of(words[:MAIN])
    found = (
        i + 1 for i, word in enumerate(lemmas[:-1]) if word == "," and lemmas[i + 1] in SPEAKERS
    )
    return next(found, 0)


def _threatens(lemmas: Sequence[str]) -> bool:
    """Tell a threat with a condition: `we will strike back if they cross the river`."""
    main = lemmas[: 2 * MAIN]
    if not {"if", "unless"} & set(main):
        return False
    for i, word in enumerate(main):
        if word in AHEAD | {"would"}:
            then = [lemma for lemma in main[i + 1 : i + 4] if not lemma.endswith("ly")]
            if then and not NEGATIONS & set(then) and STRIKING & set(then[:2]):
                return True
    return False


def _as_of_now(words: Words) -> list[str]:
    """Return the lemmas, without words that look ahead elsewhere and here do not."""
    lemmas = lemmas_of(words)
    for i in range(len(words) - 2):
        done = words[i][1].lower_ == "been" and "set" in lemmas[i + 1 : i + 3]
        if done or _likens(words, lemmas, i):  # had been deliberately set
            lemmas[i] = ""
        if lemmas[i + 1] == "to" and _takes_another(lemmas[i], words[i + 2][1].tag_):
            lemmas[i] = ""
    return lemmas


def _likens(words: Words, lemmas: Sequence[str], i: int) -> bool:
    """Tell `were likely factors`, `is unlikely it rained`; not `is likely`, `is likely to`."""
    if lemmas[i + 1] not in PROBABLE or lemmas[i + 2] in {"to", "that"}:
        return False
    after = words[i + 2][1]
    ends = (
        after.is_punct
        or (after.pos_ in LOOSE and after.lower_ != "as")
        or (AHEAD | {"would"}) & set(lemmas[i + 2 :])
    )
    return words[i][1].lower_ in {"was", "were"} or not ends


def _takes_another(word: str, tag: str) -> bool:
    """Tell `due to rain` from `due to rain on Sunday`, `threats to strike` from those to peace."""
    return (word == "due" and tag not in {"VB", ""}) or (word == "threat" and tag == "VB")


def _close(lemmas: Sequence[str], words: Words) -> list[str]:
    """Return lemmas without the adjectives behind a no: `no clear-cut evidence`."""
    kept, no = [], False
    for lemma, (_, token) in zip(lemmas, words, strict=True):
        if not (no and ((token.tag_ == "JJ" and lemma != "such") or token.text == "-")):
            kept.append(lemma)
            no = lemma == "no"
    return kept


def _narrates(words: Words, *, opened: bool) -> bool:
    """Tell what was done before: `“We warned them …”`, `they had begged …`."""
    after = next((token for lemma, token in words[1:4] if token.tag_ in TENSED), None)
    if after is None:
        return False
    perfect = after.lower_ in PERFECT | {"has", "had"} and any(
        token.tag_ == "VBN" for _, token in words[2:5]
    )
    return perfect or (opened and after.tag_ == "VBD")


def _bids(words: Words) -> bool:
    """Tell an imperative."""
    lemmas = lemmas_of(words[:2])
    if lemmas[0] == "please" or (lemmas == ["do", "not"] and words[0][1].lower_ == "do"):
        return True
    return words[0][1].tag_ == "VB" and lemmas not in (["let", "me"], ["thank", "you"])


def has_negation(content: Sequence[str]) -> bool:
    """Tell a clause with not or no; `no more than` bounds a figure."""
    bounds = {"more", "less", "fewer", "one"}
    return any(
        word in {"not", "no", "never", "nothing"} and after not in bounds
        for word, after in pairwise(content)
    )


def _of_noun(words: Words) -> Stance | None:
    """Read `repeated | its demand that …`, `expressed | the hope that …`."""
    known = lexicon()
    for (word, token), (after, _) in pairwise(words[:4]):
        noun = known.get(word, "NOUN") if token.pos_ in {"NOUN", ""} else None
        if token.dep_.startswith("nsubj"):
            return None  # its demand that they leave was heard
        if noun and noun.stance != "asserts" and after in {"that", "for", "to"}:
            return noun.stance
    return None


def _asks(words: Words) -> bool:
    """Tell a content that is a question from its first words on, all of it."""
    last = words[-1][1]
    after = last.doc[last.i + 1].text if last.i + 1 < len(last.doc) else ""
    if "?" not in {last.text, after} or any(token.text == "." for _, token in words[:-1]):
        return False
    opening = {lemma for lemma, _ in words[:ASKED]}
    if len(words) > SHORT and not opening & (QUESTIONS | FINITE | MODALS):
        return False  # `It made me stop and wonder who they are?`
    whole = {token.i for _, token in words}
    parted = any(
        token.i + 1 < last.i and token.i + 1 not in whole and not token.is_quote
        for _, token in words
    )  # `“They wait,” he said. “Until when?”`
    return not parted or words[0][0] in QUESTIONS | FINITE


def _of_speaker(lemmas: Sequence[str]) -> Stance | None:
    """Read `it hoped that …`, `we must …`, `I cannot confirm …`: the verb says what is done."""
    rest = [lemma for lemma in lemmas[1:6] if not lemma.endswith("ly")]
    ahead = AHEAD if lemmas[0] in SELF else AHEAD | {"would"}  # we would ask; they would appeal
    if ahead & set(rest[:1]):
        return None
    if rest[:1] in (["must"], ["should"]):
        freed = PERFECT & set(rest[1:2]) or rest[:3] == ["should", "be", "able"]
        return None if freed else "demands"
    cue, at = cue_of(rest[:3])
    if cue is not None and " " not in cue.lemma:  # we hope to run: the first verb
        cue, at = next(found for n in (1, 2, 3) if (found := cue_of(rest[:n]))[0])
    if cue is None or cue.part != "verb" or cue.reports == "rarely" or "be" in rest[:at]:
        return None
    if cue.lemma == "threaten" and "to" not in rest:
        return None  # they threaten our liberties
    negated = is_negated(rest, at)
    read = negation_of(cue) if negated else cue.stance
    lost = cue.lemma == "find" and bool({"can", "could"} & set(rest))  # I cannot find the words
    if negated and (lost or cue.open or cue.stance in {"warns", "demands", "offers", "asks"}):
        return None  # I never threaten anybody
    return None if read == "asserts" else read


def plain(lemmas: Sequence[str]) -> Stance | None:
    """Return the first stance of the lexicon one of whose rows stands in the main clause."""
    end = next(
        (i for i, w in enumerate(lemmas) if i and (w in ASIDES or (i > 3 and w in STOPS))), MAIN
    )
    whole = [w for w in lemmas[: min(end, MAIN)] if w not in BETWEEN]
    main = [w for w in whole if not w.endswith("ly") or w.endswith(("likely", "early"))]
    there = set(main)
    menaced = bool(MENACING & there)
    for act, rows in lexicon().contents.items():
        if any(
            row[0] in there and _has(main, row) and (menaced or row[-1] not in LOOMING)
            for row in rows
        ):
            return act
    return None


def _has(words: Sequence[str], row: Sequence[str]) -> bool:
    """Tell whether the row stands among the words with no negation of its own before it."""
    length = len(row)
    for i in range(len(words) - length + 1):
        if words[i] == row[0] and tuple(words[i : i + length]) == row:
            return not NEGATIONS & set(words[max(0, i - 3) : i])
    return False


def _wonders(then: Sequence[str]) -> bool:
    """Tell `I have never seen anything like it`, `I do not say so lightly`, `it is not yet so`."""
    seen = bool({"see", "seen", "hear", "heard"} & set(then[:3]))
    return bool({"lightly", "yet"} & set(then)) or (seen and bool(WONDERING & set(then)))


def _own_denial(words: Words) -> Stance | None:
    """Read `we do not give cars away`, `it has never seen an otter`; not what is only past."""
    if _wonders(lemmas_of(words[2:12])):
        return None
    words = [word for word in words[:MAIN] if word[0] in BETWEEN or not word[0].endswith("ly")]
    lemmas = lemmas_of(words)
    if lemmas[1:2] == ["never"] or (lemmas[1:2] == ["have"] and lemmas[3:4] == ["no"]):
        return "denies"  # we have received no complaint
    told = (
        len(lemmas) > 2
        and lemmas[1] in {"do", "have", "be"}
        and set(lemmas[2 : 3 + (lemmas[2] in BETWEEN)]) & {"not", "never", "no"}
    )
    if not told or {"be", "able", "call"} & set(lemmas[2:5]) or HELD & set(lemmas[3:5]):
        return None
    moved = words[1][1].tag_ != "VBD" and any(t.tag_ in {"VBG", "VBN"} for _, t in words[3:5])
    return "denies" if lemmas[1] != "be" or moved else None
