"""Certainty: whether a content is itself put forward as less than certain.

By the hedges of `cues.toml` in its own clause. What is unsure in passing hedges nothing: `although
it may rain`, `the likely successor`, `a potentially deadly virus`, `as soon as possible`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.stages.extract.acts import Words
from pipeline.stages.extract.cues import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

SUPPOSED = lexicon().lists["supposed"]
PERCEIVED = lexicon().lists["perceived"]
SHOWN = lexicon().lists["shown"]
OPENING = 15  #: tokens in which a hedge is one of the main clause
CLIMB = 12  #: heads between a hedge and the main clause
PASSING = frozenset(("advcl", "advcl:relcl", "acl:relcl"))


def unsure(content: Words) -> bool:
    """Tell whether the main clause of a content has a hedge."""
    main = content[:OPENING]
    lemmas = [lemma for lemma, _ in main]
    inside = {token.i for _, token in content}
    return any(
        (_hedges(lemmas, i) or _supposes(lemmas, token, i)) and not _in_passing(token, inside)
        for i, (_, token) in enumerate(main)
    )


def _hedges(lemmas: list[str], i: int) -> bool:
    word, after = lemmas[i], lemmas[i + 1] if i + 1 < len(lemmas) else ""
    if word == "could":
        return after != "not" and after not in PERCEIVED  # we could see it
    if word == "appear" and after in SHOWN:
        return False  # to appear on television
    if word == "possible" and "as" in lemmas[max(0, i - 3) : i]:
        return False
    if word == "likely" and lemmas[max(0, i - 2) : i] == ["the", "most"]:
        return False  # among the most likely to pay
    return word in lexicon().hedges


def _supposes(lemmas: list[str], token: Token, i: int) -> bool:
    """Tell `I think`, `we believe`, `is thought to`; `I thought` is over."""
    if lemmas[i] not in SUPPOSED:
        return False
    before = set(lemmas[max(0, i - 2) : i])
    return "be" in before or (bool(before & {"i", "we"}) and token.tag_ != "VBD")


def _in_passing(token: Token, inside: set[int]) -> bool:
    """Tell a hedge of an attribute or of a clause that the content could do without."""
    if not token.dep_:
        return False
    if token.dep_ == "advmod" and token.head.dep_ == "amod":
        return True  # apparently hired thugs
    if token.dep_ == "amod" and token.head.head.i != token.head.i:
        reason = token.lower_ == "likely" and token.head.dep_.startswith("nsubj")
        return not reason and token.head.head.i in inside  # the likely reason was rain
    node = token
    for _ in range(CLIMB):
        if node.head.i == node.i or node.head.i not in inside:
            return False
        if node.dep_ in PASSING:
            return True
        node = node.head
    return False
