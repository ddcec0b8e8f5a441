"""Years: 2019, the 1990s, the nineties, the 19th century, 2022-23, Q3 2024."""

from __future__ import annotations

from pipeline.stages.extract.numbers.lexemes import DASHES, Lexemes
from pipeline.stages.extract.numbers.lookalikes import PLURAL
from pipeline.stages.extract.times import calendar
from pipeline.stages.extract.times.calendar import Closed
from pipeline.stages.extract.times.lexicon import DECADES, Expression, Ground

OWNERS = frozenset(("a", "an", "its", "his", "her", "their", "our", "my"))  #: its 2022 report
FIRST = 1500  #: years before this one are numbers, as a rule
LONGEST = 60  #: years that a stretch of them may have
ENDINGS = frozenset(("st", "nd", "rd", "th"))


def year_number(lex: Lexemes, i: int) -> tuple[int, int] | None:
    """Read the year behind a date, with its comma or `of`; return it and where it ends."""
    k = i + (lex.low(i) in {",", "of"})
    text = lex.low(k)
    plausible = text.isdecimal() and len(text) == 4 and 1000 <= int(text) <= 2100
    return (int(text), k + 1) if plausible and lex.low(k + 1) != "%" else None


def year(lex: Lexemes, i: int, bound: str) -> Expression | None:
    """Read `2019` behind a preposition or before a noun, `the 1990s`, `early 2024`."""
    k = i + (lex.low(i) == "the")
    part = lex.low(k) if lex.low(k) in {"early", "late", "mid"} else ""
    k += bool(part) + (bool(part) and lex.low(k + 1) in DASHES)
    worded = lex.low(k) in DECADES and lex.low(i) != "the"  # in her late sixties
    if long := (None if worded else _decade(lex, k)) or _century(lex, k):
        return Expression(calendar.part(long[0], part), i, long[1])
    k += lex.low(k) == "year" and lex.low(k - 1) == "the"
    found = year_number(lex, k)
    if found is None or lex.low(k) in {",", "of"} or not found[0] >= FIRST:
        return None
    if years := _years(lex, k, found[0]):
        return Expression(years[0], i, years[1])
    bound = bound or ("in" if _is_second(lex, k) else "")
    following = lex.at(k + 1)
    owned = lex.low(k - 1) in OWNERS or lex.low(k - 1).endswith(("'s", "’s"))
    owned = owned and k == i and following.text.islower() and not PLURAL.fullmatch(following.text)
    sure = bound in {"in", "since", "by", "until", "before"} or part or lex.low(i) == "the" or owned
    tied = following.glued and (following.kind == "word" or following.low in {"-", "/", "%", "_"})
    possessive = following.low in {"s", "’s", "'s"}
    behind = lex.at(k).glued and lex.low(k - 1) not in {"(", "“", "-"}
    counts = found[0] == 2000 and following.kind == "word"
    if not sure or (tied and not possessive) or counts or behind:
        return None
    return Expression(calendar.part(calendar.year(found[0]), part), i, found[1])


def _and_year(lex: Lexemes, k: int) -> int:
    """Return the year of `and 2003`, `or 2003` at lexeme `k`, or 0."""
    second = year_number(lex, k + 1) if lex.low(k) in {"and", "or"} else None
    after = lex.at(k + 2)
    tied = after.glued and (after.kind == "word" or after.low in DASHES | {"/"})
    return second[0] if second and not tied and second[0] >= FIRST else 0


def _is_second(lex: Lexemes, k: int) -> bool:
    """Tell the 2008 of `in 2004 and 2008`."""
    first = year_number(lex, k - 2) if lex.low(k - 1) in {"and", "or"} else None
    return first is not None and lex.low(k - 3) in {"in", "both", "between"} and first[1] == k - 1


def _decade(lex: Lexemes, k: int) -> tuple[Closed, int] | None:
    """Read `1990s`, `’80s`, `nineties`, behind their article."""
    begin, after = DECADES.get(lex.low(k), 0), k + 1
    if lex.low(k) in {"'", "’", "‘"} and lex.at(k + 1).glued:
        k += 1
        begin = 1900 + int(lex.low(k)) if len(lex.low(k)) == 2 and lex.low(k).isdecimal() else 0
    elif lex.low(k).isdecimal() and len(lex.low(k)) == 4:
        begin = int(lex.low(k))
    if lex.at(k).kind == "figure":
        tied = lex.at(k + 1).glued and lex.low(k + 1) == "s"
        begin, after = begin if tied else 0, k + 2
    if begin < FIRST or begin % 10:
        return None
    return calendar.span(calendar.year(begin), calendar.year(begin + 9)), after


def _century(lex: Lexemes, k: int) -> tuple[Closed, int] | None:
    """Read `19th century`: from its year 1 on, as the calendar has it."""
    text = lex.low(k)
    ordinal = text.isdecimal() and lex.at(k + 1).glued and lex.low(k + 1) in ENDINGS
    if not ordinal or lex.low(k + 2) != "century" or not 10 <= int(text) <= 21:
        return None
    last = 100 * int(text)
    return calendar.span(calendar.year(last - 99), calendar.year(last)), k + 3


def _years(lex: Lexemes, k: int, first: int) -> tuple[Closed, int] | None:
    """Read `2022-23`, `2016/17`, `2014–2019`, `in 2002 and 2003`."""
    if lex.low(k - 1) == "in" and _and_year(lex, k + 1) == first + 1:
        return calendar.span(calendar.year(first), calendar.year(first + 1)), k + 3
    tied = lex.low(k + 1) in DASHES | {"/"} and lex.at(k + 1).glued and lex.at(k + 2).glued
    text = lex.low(k + 2)
    if not tied or not text.isdecimal() or len(text) not in {2, 4}:
        return None
    last = int(text) if len(text) == 4 else first - first % 100 + int(text)
    if not first < last <= first + LONGEST or lex.at(k + 3).kind == "figure":
        return None
    return calendar.span(calendar.year(first), calendar.year(last)), k + 3


def quarter(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `Q3 2024`, `Q2`: of no year, the last one that has begun."""
    text = lex.low(i + 1)
    if lex.low(i) != "q" or not lex.at(i + 1).glued or text not in {"1", "2", "3", "4"}:
        return None
    if found := year_number(lex, i + 2):
        return Expression(calendar.quarter(found[0], int(text)), i, found[1])
    if ground.published is None:
        return None
    days = [calendar.quarter(ground.published.year + n, int(text)) for n in (-1, 0)]
    return Expression([d for d in days if d[0] <= ground.published][-1], i, i + 2)
