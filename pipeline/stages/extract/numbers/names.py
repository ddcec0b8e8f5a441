"""Names: figures that belong to the name of a thing, by the tree: a Falcon 9 rocket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.stages.extract.numbers.counted import PLURALS
from pipeline.stages.extract.numbers.lexemes import word_list

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

TYING = frozenset(("compound", "flat", "nmod", "nmod:desc"))
OTHERS = word_list("others")
MODIFYING = frozenset(("nummod", "compound", "flat"))


def numbers_a_name(figure: Span) -> bool:
    """Tell a bare figure that tells one thing from others of its name, and counts nothing.

    The name before it hangs on the same noun (`Leopard 2 tanks`), or the noun is one alone and
    the figure is not one (`the 737 MAX jet`, `a Thunderbolt 3 dock`). Needs a tree.
    """
    number = figure[0]
    before = number.nbor(-1) if number.i else number
    if number.lower_ == "one" and number.dep_ and number.head.i < number.i:
        return number.i + 1 < len(number.doc) and number.nbor().pos_ == "PROPN"  # one Ann has
    if len(figure) == 1 and number.is_alpha:
        return number.i > 0 and before.pos_ == number.pos_ == "PROPN"  # the Big Six
    bare = len(figure) == 1 and number.text.isdecimal() and number.text != "1"
    if not bare or not number.whitespace_ or number.dep_ not in MODIFYING:
        return False
    noun = number.head
    if before.pos_ == "PROPN" and (noun == before or _ties(before, number)):
        return True
    while noun.dep_ in TYING and noun.head.i > noun.i:
        noun = noun.head
    told = any(child.dep_ in {"det", "nmod:poss"} and child.i < number.i for child in noun.children)
    return told and noun.i > number.i and _is_one(noun)  # not 60 quail


def _ties(name: Token, number: Token) -> bool:
    """Tell `Leopard 2 tanks`, whose words all hang on the tanks."""
    return name.dep_ in TYING and name.head in {number.head, number}


def _is_one(noun: Token) -> bool:
    """Tell a noun in the singular that is no word for many: jet, not police."""
    many = PLURALS | OTHERS
    return noun.tag_ == "NN" and noun.lower_ not in many and not noun.lower_.endswith("s")
