"""Ages: figures and words that tell how old somebody is, and so count nothing."""

from __future__ import annotations

from pipeline.stages.extract.numbers.lexemes import DASHES, FUNCTION, UNITS, Lexemes

OLDEST = 120  #: years
LIVED = frozenset(("year", "years", "month", "months"))
OLD = frozenset(("old", "olds", "olds’", "old’s", "old's"))
AGE_JOINTS = frozenset(("of", "to", "at", "from", "or", "and", "between", *DASHES))


def aged(lex: Lexemes, i: int, after: int) -> bool:
    """Tell an age in words: `aged five`, `Ann Lee, six, was`."""
    if lex.low(i - 1) in {"aged", "age"}:
        return True
    if lex.low(after) in DASHES and lex.low(after + 3).startswith("old"):
        return True  # seventeen-year-olds
    if lex.low(after) in LIVED and _of_age(lex, after + 1):
        return True  # six years old
    behind = lex.low(i - 1) in {",", "("} and lex.low(after) in {",", ")"}
    before = lex.at(i - 2)
    return behind and before.kind == "word" and before.text[:1].isupper()


def is_age(lex: Lexemes, i: int) -> bool:
    """Tell a bare figure that is an age: aged 24, 31-year-old, `Ann Lee, 28,`."""
    before, after = lex.low(i - 1), lex.low(i + 1)
    k = i - 1
    while i - k <= 4 and (lex.low(k) in AGE_JOINTS or lex.at(k).kind == "figure"):
        k -= 1  # aged 24 to 31, between the ages of 24 and 31
    if lex.low(k) in {"aged", "age", "ages", "turns", "turning"}:
        return True
    if lex.low(i - 1) == "as" and lex.low(i - 2) in {"young", "old"}:
        return True
    k = i + 1
    while lex.low(k) in DASHES | LIVED or (k > i + 1 and lex.at(k).kind == "figure"):
        k += 1
    if k > i + 1 and _of_age(lex, k):
        return True
    idle = lex.at(i + 1).kind != "word" or after in FUNCTION - {"of", "or", "to", "per"}
    idle = idle and after not in {"%", "+", "-", "–"}
    if _lived(lex, i) and idle:
        return True
    if before == "is" and lex.low(i - 2) == "who":
        return not lex.phrase(i + 1, UNITS)
    return idle and _apposed(lex, i)


def _apposed(lex: Lexemes, i: int) -> bool:
    """Tell `Ann Lee, 28,` and `now 28`; not `21 in Davao, 36 in Cotabato`."""
    before, after, figure = lex.low(i - 1), lex.low(i + 1), lex.at(i).text
    if before not in {",", "(", "now", "turned"} or (before == "," and after in {"in", "at"}):
        return False
    somebody = lex.at(i - 2).text[:1].isupper() or before in {"now", "turned"} or after == ","
    return somebody and figure.isdecimal() and 0 < int(figure) < OLDEST


def _lived(lex: Lexemes, i: int) -> bool:
    """Tell `she was 28`, `he died at 20`."""
    young = lex.at(i).text.isdecimal() and 10 < int(lex.at(i).text) < OLDEST
    be = lex.low(i - 1) in {"am", "is", "was"} and lex.low(i - 2) in {"i", "he", "she"}
    return young and (be or (lex.low(i - 1) == "at" and lex.low(i - 2) in {"died", "dies", "die"}))


def _of_age(lex: Lexemes, k: int) -> bool:
    """Tell `old`, `of age` at lexeme `k`."""
    return lex.low(k) in OLD or (lex.low(k), lex.low(k + 1)) == ("of", "age")
