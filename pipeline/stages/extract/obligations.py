"""Obligations: whether a content tells what must be so, or what somebody is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.stages.extract.cues import lexicon

if TYPE_CHECKING:
    from pipeline.stages.extract.acts import Words

FINITE = lexicon().lists["finite"]
FORESEEN = lexicon().lists["foreseen"]
OPENERS = lexicon().lists["openers"]
QUESTIONS = lexicon().lists["questions"]
TO_DO = lexicon().lists["to_do"]
MAIN = 25  #: tokens of a content in which its own clause is looked for
PERFECT = frozenset(("have", "'ve", "’ve"))
RELATIVE = frozenset(("acl:relcl", "advcl:relcl"))
TENSED = frozenset(("VBD", "VBZ", "VBP", "MD"))


def to_act(content: Words) -> bool:
    """Tell `told | residents to stay at home` by an infinitive before anything finite."""
    if content and content[0][0] in QUESTIONS | OPENERS:
        return False
    for i, (lemma, token) in enumerate(content[:MAIN]):
        after = content[i + 1][1] if i + 1 < len(content) else None
        if lemma == "to" and after is not None and i and content[i - 1][0] in TO_DO:
            continue  # told reporters the decision to drop it had been taken
        if lemma == "to" and after is not None:
            if content[i + 1][0] == "expect":
                return False  # told her to expect rain
            return after.tag_ == "VB" if after.tag_ else after.is_alpha and after.is_lower
        if lemma in FINITE or token.tag_ in {"VBD", "VBZ", "VBP"} or lemma in {",", "—"}:
            return False
    return False


def obliged(words: Words) -> bool:
    """Tell a main clause that must, should or has to be so; `should have been` looks back."""
    for i, (lemma, token) in enumerate(words[:MAIN]):
        if {token.dep_, token.head.dep_} & RELATIVE:
            continue  # the council, which said no, should go
        if token.tag_ in TENSED if token.tag_ else lemma in FINITE:
            after = words[i + 1][0] if i + 1 < len(words) else ""
            if i == 0 and lemma == "should":
                return False  # should it rain, we stay
            able = (lemma, after) == ("should", "be") and _foreseen(words, i + 2)
            owed = lemma in {"must", "should", "ought"} and after not in PERFECT and not able
            return owed or (lemma == "have" and after == "to")
    return False


def _foreseen(words: Words, i: int) -> bool:
    """Tell what should be able, enough, possible, which nobody owes."""
    return words[i : i + 1] != [] and words[i][0] in FORESEEN
