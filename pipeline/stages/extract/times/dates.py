"""Dates: time expressions of a text, read to intervals of days around the day of publication."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources
from typing import Any

from pipeline.stages.extract.numbers.cardinals import cardinal
from pipeline.stages.extract.numbers.lexemes import DASHES, MONTHS, Lexemes, lexemes
from pipeline.stages.extract.numbers.lookalikes import is_month
from pipeline.stages.extract.times import calendar
from pipeline.stages.extract.times.calendar import DAY, Closed

_WORDS: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)
WEEKDAYS = {name: number for number, name in enumerate(_WORDS["weekdays"].split())}
PARTS_OF_DAY = frozenset(_WORDS["parts_of_day"].split())
FUTURE = frozenset(_WORDS["future"].split())
BEHIND = frozenset(_WORDS["behind"].split())
AHEAD = frozenset(_WORDS["ahead"].split())
UNITS = {form: unit for unit in _WORDS["units"].split() for form in (unit, f"{unit}s")} | {
    "centuries": "century"
}
PREFIXES: dict[str, str] = _WORDS["prefixes"]


def _phrases(section: str) -> dict[tuple[str, ...], list[int]]:
    table = _WORDS[section].items()
    return {tuple(lexeme.low for lexeme in lexemes(phrase)): days for phrase, days in table}


RELATIVE = _phrases("relative")
ANAPHORIC = _phrases("anaphoric")
FEASTS = _phrases("feasts")
SHORT = frozenset(_WORDS["short_months"].split())
SAID = frozenset(_WORDS["said"].split())
LOOK_BACK = 12  #: lexemes before a date in which its tense is looked for
ORDINALS = ("first", "second", "third", "fourth")
CLAUSE_ENDS = frozenset('.;:!?“”"')


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: its lexemes from `first` up to `after`, and the days it denotes."""

    days: Closed
    first: int
    after: int
    exact: bool = False  #: one named day, to which `that day` may point back


@dataclass(frozen=True, slots=True)
class Ground:
    """What relative expressions count from."""

    published: date | None
    named: date | None = None  #: the date last named in the text


def expressions(lex: Lexemes, ground: Ground) -> Iterator[Expression]:
    """Yield the time expressions among `lex`, from left to right, none inside another."""
    i = 0
    while i < len(lex):
        found = None
        with suppress(ValueError, OverflowError):  # 31 February, the year 0
            found = _bounded(lex, i, ground)
        if found is None:
            i += 1
            continue
        if not _dateline(lex, found):
            yield found
        if found.exact:
            ground = replace(ground, named=found.days[0])
        i = max(found.after, i + 1)


def _dateline(lex: Lexemes, found: Expression) -> bool:
    """Tell `LONDON, March 4 (Agency) - …`: where and when it was written, not said."""
    place = lex.at(found.first - 2)
    return (
        lex.low(found.first - 1) == ","
        and place.text.isupper()
        and (lex.low(found.after) in DASHES or lex.low(found.after) == "(")
    )


def _bounded(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read an expression with the preposition that bounds it: since March, by Sunday."""
    if both := _between(lex, i, ground):
        return both
    bound, k = PREFIXES.get(lex.low(i), ""), i + 1
    if not bound:
        return _plain(lex, i, ground)
    while lex.low(k) in {"at", "least", "about", "around", "roughly", "the", "late"}:
        k += 1
    found = next((e for n in range(i + 1, k + 1) if (e := _plain(lex, n, ground, bound))), None)
    if found is None:
        return None
    if bound == "before" and ground.published and found.days[0] <= ground.published:
        return found
    days = _bound_by(bound, found.days, ground.published)
    return replace(found, days=days, first=i, exact=found.exact and bound == "in") if days else None


def _bound_by(bound: str, days: Closed, published: date | None) -> Closed | None:
    """Return the days that a preposition leaves: since X up to publication, by X from it on."""
    first, last = days
    if bound == "in":
        return days
    if published is None:
        return None
    if bound in {"since", "from"}:
        return first, max(last, published)
    end = first - DAY if bound == "before" else last
    return min(published, end), end


def _between(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `between 8 and 13 October`, `from March to May`, `between 2014 and 2019`."""
    joint = {"between": ("and",), "from": ("to", "until", "till", "through")}.get(lex.low(i))
    if joint is None:
        return None
    if (days := _day_range(lex, i + 1, ground)) and lex.low(i + 2) in joint:
        return replace(days, first=i)
    first = _plain(lex, i + 1, ground, "in")
    if first is None or lex.low(first.after) not in joint:
        return None
    second = _plain(lex, first.after + 1, ground, "in")
    if second is None or first.days[0] > second.days[1]:
        return None
    return Expression((first.days[0], second.days[1]), i, second.after)


def _plain(lex: Lexemes, i: int, ground: Ground, bound: str = "") -> Expression | None:
    """Read one expression without its preposition."""
    for reader in (_iso, _day_range, _date, _weekday, _word):
        if found := reader(lex, i, ground):
            return found
    if ground.published:
        for relative in RELATIVE_READERS:
            if found := relative(lex, i, ground.published):
                return found
    return _month(lex, i, ground) or _year(lex, i, bound)


def _tense(lex: Lexemes, i: int) -> str:
    """Return `future` where its clause looks ahead, `past` right behind a verb of saying."""
    if any(lex.low(k) in SAID for k in (i - 1, i - 2)):
        return "past"
    for k in range(i - 1, max(-1, i - LOOK_BACK), -1):
        if lex.low(k) in {"by", "until"} and k >= i - 5:
            return "future"
        if lex.low(k) in FUTURE:
            return "future"
        if lex.low(k) in CLAUSE_ENDS and not (lex.low(k) == "." and lex.low(k - 1) in MONTHS):
            break
    for k in range(i + 1, i + LOOK_BACK):
        if lex.low(k) == "will":
            return "future"
        if lex.low(k) in CLAUSE_ENDS or lex.low(k) == "that":
            break
    return ""


# -- dates ----------------------------------------------------------------------------------------


def _iso(lex: Lexemes, i: int, _: Ground) -> Expression | None:
    """Read 2024-10-18."""
    parts = [lex.low(k) for k in range(i, i + 5)]
    if [parts[1], parts[3]] != ["-", "-"] or not all(p.isdecimal() for p in parts[::2]):
        return None
    if [len(p) for p in parts[::2]] != [4, 2, 2] or not all(
        lex.at(k).glued for k in range(i + 1, i + 5)
    ):
        return None
    at = date(*(int(part) for part in parts[::2]))
    return Expression((at, at), i, i + 5, exact=True)


def _number(lex: Lexemes, i: int) -> tuple[int, int] | None:
    """Read the day of a month: 8, 8th; return it and where it ends."""
    text = lex.low(i)
    if not text.isdecimal() or not 1 <= int(text) <= 31:
        return None
    ordinal = lex.at(i + 1).glued and lex.low(i + 1) in {"st", "nd", "rd", "th"}
    return int(text), i + 1 + ordinal


def _month_name(lex: Lexemes, i: int) -> tuple[int, int] | None:
    if not is_month(lex, i):
        return None
    stop = lex.low(i + 1) == "." and lex.at(i + 1).glued and lex.low(i) in SHORT
    return MONTHS[lex.low(i)], i + 1 + stop


def _year_number(lex: Lexemes, i: int) -> tuple[int, int] | None:
    k = i + (lex.low(i) in {",", "of"})
    text = lex.low(k)
    plausible = text.isdecimal() and len(text) == 4 and 1000 <= int(text) <= 2100
    return (int(text), k + 1) if plausible and lex.low(k + 1) != "%" else None


def _date(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `Friday, 18 October 2024`, `Oct. 24`, `the 8th of October`."""
    k = i
    if lex.low(k) in WEEKDAYS or lex.low(k) in {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}:
        k += 1
        k += lex.low(k) in {",", "."}
    k += lex.low(k) == "the"
    read = _day_first(lex, k) or _month_first(lex, k) or _feast(lex, k)
    if read is None:
        return None
    number, name, after = read
    if found := _year_number(lex, after):
        at = date(found[0], name, number)
        return Expression((at, at), i, found[1], exact=True)
    return _in_its_year(lex, i, after, ((name, number), (name, number)), ground)


def _day_first(lex: Lexemes, k: int) -> tuple[int, int, int] | None:
    number = _number(lex, k)
    if number is None:
        return None
    after = number[1] + (lex.low(number[1]) == "of")
    name = _month_name(lex, after)
    return (number[0], name[0], name[1]) if name else None


def _month_first(lex: Lexemes, k: int) -> tuple[int, int, int] | None:
    name = _month_name(lex, k)
    number = _number(lex, name[1]) if name else None
    if name is None or number is None or lex.at(number[1]).low in {":", "%"}:
        return None
    return number[0], name[0], number[1]


def _feast(lex: Lexemes, k: int) -> tuple[int, int, int] | None:
    """Read the feasts that fall on one date every year."""
    read = lex.phrase(k, FEASTS) if lex.at(k).text[:1].isupper() else None
    return (read[0][1], read[0][0], read[1]) if read else None


def _day_range(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `8 and 13 October`, `October 8-13`, `8–13 October 2024`."""
    name = _month_name(lex, i)
    first = _number(lex, name[1] if name else i)
    if first is None or lex.low(first[1]) not in DASHES | {"and", "to", "until"}:
        return None
    second = _number(lex, first[1] + 1)
    if second is None or second[0] <= first[0]:
        return None
    after = second[1]
    if name is None:
        name = _month_name(lex, after)
        after = name[1] if name else after
    if name is None:
        return None
    if found := _year_number(lex, after):
        days = date(found[0], name[0], first[0]), date(found[0], name[0], second[0])
        return Expression(days, i, found[1])
    return _in_its_year(lex, i, after, ((name[0], first[0]), (name[0], second[0])), ground)


def _in_its_year(
    lex: Lexemes,
    i: int,
    after: int,
    ends: tuple[tuple[int, int], tuple[int, int]],
    ground: Ground,
) -> Expression | None:
    """Ground month and day without a year."""
    if ground.published is None:
        return None
    candidates: list[Closed] = []
    for number in range(ground.published.year - 1, ground.published.year + 2):
        with suppress(ValueError):  # 29 February
            candidates.append((date(number, *ends[0]), date(number, *ends[1])))
    days = calendar.nearest(candidates, ground.published, _tense(lex, i))
    return Expression(days, i, after, exact=ends[0] == ends[1]) if days else None


def _month(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `June`, `last June`, `early June`, `October 2024`."""
    step, k = _step(lex, i)
    part = lex.low(k) if lex.low(k) in {"early", "late", "mid"} else ""
    k += bool(part) + (bool(part) and lex.low(k + 1) in DASHES)
    name = _month_name(lex, k)
    if name is None or (lex.low(k) == "may" and not _sure_may(lex, i, k)):
        return None
    if found := _year_number(lex, name[1]):
        return Expression(_part(calendar.month(found[0], name[0]), part), i, found[1])
    if ground.published is None:
        return None
    at = ground.published
    which, after = _step(lex, name[1])
    if which and lex.low(after) == "year":
        return Expression(_part(calendar.month(at.year + which, name[0]), part), i, after + 1)
    if (lex.low(name[1]), lex.low(name[1] + 1)) == ("this", "year"):
        return Expression(_part(calendar.month(at.year, name[0]), part), i, name[1] + 2)
    candidates = [calendar.month(at.year + n, name[0]) for n in (-1, 0, 1)]
    if step:
        this = (at.year, at.month)
        kept = [c for c in candidates if (step < 0) == ((c[0].year, c[0].month) < this)]
        days = kept[-1] if step < 0 else next(c for c in candidates if c[0] > at)
    else:
        days = calendar.nearest(candidates, at, _tense(lex, i)) or candidates[1]
    return Expression(_part(days, part), i, name[1])


def _sure_may(lex: Lexemes, i: int, k: int) -> bool:
    """Tell the month from the verb at the head of a sentence."""
    before = lex.low(i - 1)
    return (
        k > i
        or before in PREFIXES
        or before in {"to", "and"}
        or _year_number(lex, k + 1) is not None
    )


def _part(days: Closed, part: str) -> Closed:
    """Return the early, middle or late third of an interval."""
    length = (days[1] - days[0]).days + 1
    third = timedelta(days=min(10, length // 3) if length <= 31 else length // 3)
    if part in {"early", "beginning", "start"}:
        return days[0], days[0] + third - DAY
    if part in {"late", "end"}:
        return days[0] + 2 * third if length <= 31 else days[1] - third + DAY, days[1]
    if part in {"mid", "middle"}:
        return days[0] + third, days[0] + 2 * third - DAY
    return days


def _year(lex: Lexemes, i: int, bound: str) -> Expression | None:
    """Read `2019` behind a preposition or before a noun, `the 1990s`, `early 2024`."""
    k = i + (lex.low(i) == "the")
    part = lex.low(k) if lex.low(k) in {"early", "late", "mid"} else ""
    k += bool(part) + (bool(part) and lex.low(k + 1) in DASHES)
    found = _year_number(lex, k)
    if found is None or lex.low(k) in {",", "of"} or not found[0] >= 1500:
        return None
    if lex.at(k + 1).glued and lex.low(k + 1) == "s":
        if found[0] % 10:
            return None
        decade = calendar.span(calendar.year(found[0]), calendar.year(found[0] + 9))
        return Expression(_part(decade, part), i, k + 2)
    sure = bound in {"in", "since", "by", "until", "before"} or part or lex.low(i) == "the"
    following = lex.at(k + 1)
    tied = following.glued and (following.kind == "word" or following.low in {"-", "/", "%", "_"})
    possessive = following.low in {"s", "’s", "'s"}
    if not sure or (tied and not possessive) or (found[0] == 2000 and following.kind == "word"):
        return None
    if lex.at(k).glued and lex.low(k - 1) not in {"(", "“", "-"}:
        return None
    return Expression(_part(calendar.year(found[0]), part), i, found[1])


# -- days counted from publication ----------------------------------------------------------------


def _step(lex: Lexemes, i: int) -> tuple[int, int]:
    """Read last, this, next; return -1, 0 or 1 and where the word ends."""
    k = i + (lex.low(i) == "the")
    if lex.low(k) in BEHIND:
        return -1, k + 1
    if lex.low(k) in AHEAD:
        return 1, k + 1
    return 0, i


def _weekday(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `Friday`, `last Friday`, `next Friday night`, `Sunday's`."""
    step, k = _step(lex, i)
    k += step == 0 and lex.low(k) in {"this", "early", "late"}
    name = lex.low(k)
    possessive = name.endswith(("'s", "’s"))
    name = name[:-2] if possessive else name
    if name not in WEEKDAYS or not lex.at(k).text[:1].isupper() or ground.published is None:
        return None
    at = ground.published
    back = (at.weekday() - WEEKDAYS[name]) % 7
    last, following = at - timedelta(days=back), at + timedelta(days=(-back) % 7)
    day = last
    if step < 0:
        day = last if back else last - timedelta(days=7)
    elif step > 0:
        day = following if back else following + timedelta(days=7)
    elif _tense(lex, i) == "future" or (possessive and _ahead(lex, k)):
        day = following
    after = k + 1 + (lex.low(k + 1) in PARTS_OF_DAY)
    return Expression((day, day), i, after, exact=True)


def _ahead(lex: Lexemes, k: int) -> bool:
    return any(lex.low(n) in {"ahead", "before"} for n in range(k - 4, k))


def _word(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read today, yesterday, last night; that day, the next day, counted from the last date."""
    if lex.low(i) in {"later", "earlier"} and lex.low(i + 1) in {"that", "the"}:
        found = _word(lex, i + 1, ground)
        return replace(found, first=i) if found else None
    if ground.named and (found := _later(lex, i, ground.named)):
        return found
    bare = lex.low(i).removesuffix("'s").removesuffix("’s")
    for table, origin in ((RELATIVE, ground.published), (ANAPHORIC, ground.named)):
        possessive = bare != lex.low(i) and (bare,) in table
        read = (table[bare,], i + 1) if possessive else lex.phrase(i, table)
        if read and origin:
            (first, last), after = read
            if lex.low(after) in {"yesterday", "tomorrow"}:
                return None
            days = origin + timedelta(days=first), origin + timedelta(days=last)
            return Expression(days, i, after, exact=first == last)
    return None


def _later(lex: Lexemes, i: int, named: date) -> Expression | None:
    """Read `four days earlier`, `two weeks later`, counted from the date last named."""
    count = _count(lex, i)
    unit = UNITS.get(lex.low(count[1])) if count else None
    way = {"earlier": -1, "before": -1, "later": 1, "afterwards": 1}
    step = way.get(lex.low(count[1] + 1)) if count else None
    if count is None or unit is None or step is None:
        return None
    then = calendar.shifted(named, step * count[0], unit)
    return Expression(_around(then, unit), i, count[1] + 2, exact=unit == "day")


def _ago(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `two days ago`, `a year ago`, `three weeks earlier` (from publication: only ago)."""
    count = _count(lex, i)
    unit = UNITS.get(lex.low(count[1])) if count else None
    if count is None or unit is None or lex.low(count[1] + 1) != "ago":
        return None
    then = calendar.shifted(at, -count[0], unit)
    return Expression(_around(then, unit), i, count[1] + 2, exact=unit == "day")


def _count(lex: Lexemes, i: int) -> tuple[int, int] | None:
    if lex.low(i) in {"a", "an"}:
        return 1, i + 1
    found = cardinal(lex, i)
    if found is None or not found.exact or found.low is None or found.low % 1:
        return None
    return (int(found.low), found.after) if 0 < found.low <= 2000 else None


def _around(then: date, unit: str) -> Closed:
    """Return the day, week, month or year that `a month ago` falls in."""
    if unit == "day":
        return then, then
    if unit in {"week", "fortnight"}:
        return calendar.week(then)
    return calendar.month(then.year, then.month) if unit == "month" else calendar.year(then.year)


def _stretch(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the past two years`, `the last 24 hours`, `the next three months`, `within a week`."""
    step, k = _step(lex, i)
    within = lex.low(i - 1) in {"within", "in"} and lex.low(i) != "the"
    if step == 0 and lex.low(i - 1) == "within":
        step, k = 1, i
    count = _count(lex, k) if step and (within or k > i) else None
    if count is None:
        return None
    hours = lex.low(count[1]) in {"hours", "hour"}
    unit = "day" if hours else UNITS.get(lex.low(count[1]))
    if unit is None or (hours and within):
        return None
    number = -(-count[0] // 24) if hours else count[0]
    then = calendar.shifted(at, step * number, unit)
    return Expression((min(then, at), max(then, at)), i, count[1] + 1)


def _period(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `last week`, `this year`, `earlier this month`, `next summer`, `the past week`."""
    leading = lex.low(i) in {"earlier", "later", "early", "late", "sometime"}
    k = i + leading
    step, after = _step(lex, k)
    if lex.low(k) in {"this", "current"} or (lex.low(k) == "the" and lex.low(k + 1) == "current"):
        after = k + 1 + (lex.low(k) == "the")
        after += lex.low(after) in {"past", "coming"}
    elif step == 0:
        return None
    unit = lex.low(after)
    possessive = unit.endswith(("'s", "’s"))
    unit = unit[:-2] if possessive else unit
    days = _named_period(unit, at, step)
    if days is None or (lex.low(k) == "the" and lex.low(k + 1) in {"following", "previous"}):
        return None
    past_week = lex.low(after - 1) == "past" and unit in {"day", "week", "month", "year"}
    if past_week:
        days = calendar.shifted(at, -1, unit), at
    if leading and lex.low(i) == "earlier":
        days = days[0], min(days[1], at)
    elif leading and lex.low(i) == "later":
        days = max(days[0], at), days[1]
    elif leading:
        days = _part(days, lex.low(i))
    return Expression(days, i, after + 1)


def _named_period(unit: str, at: date, step: int) -> Closed | None:
    if unit in {"week", "month", "year", "decade"}:
        then = calendar.shifted(at, step, unit)
        if unit == "decade":
            begin = then.year - then.year % 10
            return calendar.span(calendar.year(begin), calendar.year(begin + 9))
        return _around(then, unit)
    if unit == "weekend":
        monday = calendar.week(at)[0] + timedelta(days=7 * step)
        if step == 0 and at.weekday() < 2:
            monday -= timedelta(days=7)
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "quarter":
        months = at.month - 1 + 3 * step
        return calendar.quarter(at.year + months // 12, months % 12 // 3 + 1)
    return _season(unit, at, step) if unit in calendar.SEASONS else None


def _weekend(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the weekend`: the last one, or the one to come."""
    if (lex.low(i), lex.low(i + 1)) != ("the", "weekend"):
        return None
    ahead = _tense(lex, i) == "future"
    days = _named_period("weekend", at, 0 if ahead or at.weekday() > 4 else -1)
    return Expression(days, i, i + 2) if days else None


def _season(name: str, at: date, step: int) -> Closed | None:
    """Return the season of a name that is over, nearest, or to come."""
    candidates = [calendar.season(at.year + n, name) for n in (-2, -1, 0, 1, 2)]
    if step < 0:
        return [days for days in candidates if days[1] < at][-1]
    if step > 0:
        return next(days for days in candidates if days[0] > at)
    return min(candidates, key=lambda days: _distance(days, at))


def _distance(days: Closed, at: date) -> timedelta:
    return max(days[0] - at, at - days[1], timedelta())


def _edge(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the end of January`, `the first half of next year`, `the third quarter of 2024`."""
    k = i + (lex.low(i) == "the")
    which, k = lex.low(k), k + 1
    if which in {"first", "second", "third", "fourth"} and lex.low(k) in {"half", "quarter"}:
        which, k = f"{which} {lex.low(k)}", k + 1
    elif which in ORDINALS and lex.low(k) == "week":
        which, k = f"{which} week", k + 1
    elif which not in {"end", "beginning", "start", "middle"}:
        return None
    if lex.low(k) != "of":
        return _bare_quarter(which, i, k, at)
    k += 1 + (lex.low(k + 1) == "the")
    inner = (
        _period(lex, k, at)
        or _month(lex, k, Ground(at))
        or _year(lex, k, "in")
        or (
            Expression(_around(at, lex.low(k)), k, k + 1)
            if lex.low(k) in {"week", "month", "year"}
            else None
        )
    )
    if inner is None:
        return None
    return Expression(_of(which, inner.days), i, inner.after)


def _bare_quarter(which: str, i: int, k: int, at: date) -> Expression | None:
    """Read `the third quarter` of no year: the last one that has begun."""
    if not which.endswith(" quarter"):
        return None
    number = ORDINALS.index(which.split(maxsplit=1)[0]) + 1
    days = [calendar.quarter(at.year + n, number) for n in (-1, 0)]
    return Expression([d for d in days if d[0] <= at][-1], i, k)


def _of(which: str, days: Closed) -> Closed:
    if " " not in which:
        return _part(days, which)
    ordinal, part = which.split()
    number = ORDINALS.index(ordinal)
    if part == "week":
        first = days[0] + timedelta(days=7 * number)
        return first, min(first + timedelta(days=6), days[1])
    length = {"half": 6, "quarter": 3}[part]
    year, begin = days[0].year, days[0].month + number * length
    return calendar.span(calendar.month(year, begin), calendar.month(year, begin + length - 1))


def _bare_season(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the summer`, `summer 2023`, `the winter of 2022`; a bare one is the nearest."""
    k = i + (lex.low(i) == "the")
    name = lex.low(k)
    if name not in calendar.SEASONS or name == "fall":
        return None
    if found := _year_number(lex, k + 1):
        return Expression(calendar.season(found[0], name), i, found[1])
    if lex.low(i) != "the" and lex.low(i - 1) != "the":
        return None
    candidates = [calendar.season(at.year + n, name) for n in (-1, 0, 1)]
    days = calendar.nearest(candidates, at, _tense(lex, i))
    return Expression(days, i, k + 1) if days else None


RELATIVE_READERS: tuple[Callable[[Lexemes, int, date], Expression | None], ...] = (
    _ago,
    _edge,
    _stretch,
    _period,
    _weekend,
    _bare_season,
)
