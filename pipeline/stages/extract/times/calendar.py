"""Calendar: intervals of days, and the arithmetic of weeks, months, seasons and years."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TypeAlias

DAY = timedelta(days=1)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
FORWARD = 4  #: a date ahead must be this much nearer than one behind to be meant without a year


Closed: TypeAlias = tuple[date, date]  #: first and last day, both included


def day(at: date) -> Closed:
    """Return one day."""
    return at, at


def year(number: int) -> Closed:
    """Return a calendar year."""
    return date(number, 1, 1), date(number, 12, 31)


def month(year_number: int, number: int) -> Closed:
    """Return a calendar month; months before January and after December count on."""
    year_number, number = year_number + (number - 1) // 12, (number - 1) % 12 + 1
    length = calendar.monthrange(year_number, number)[1]
    return date(year_number, number, 1), date(year_number, number, length)


def week(at: date) -> Closed:
    """Return the week of a day, Monday to Sunday (ISO 8601)."""
    monday = at - timedelta(days=at.weekday())
    return monday, monday + timedelta(days=6)


def quarter(year_number: int, number: int) -> Closed:
    """Return a quarter, 1 to 4, of a calendar year."""
    return span(month(year_number, 3 * number - 2), month(year_number, 3 * number))


def season(year_number: int, name: str) -> Closed:
    """Return the meteorological season that begins in a year (whole months, WMO)."""
    begin = SEASONS[name]
    return span(month(year_number, begin), month(year_number, begin + 2))


def span(first: Closed, last: Closed) -> Closed:
    """Return the days from the first of one to the last of another."""
    return first[0], last[1]


def shifted(at: date, number: int, unit: str) -> date:
    """Return the day `number` days, weeks, months or years later, at the end of shorter months."""
    if unit in {"day", "week", "fortnight"}:
        return at + number * timedelta(days={"day": 1, "week": 7, "fortnight": 14}[unit])
    months = at.month + number * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    year_number, month_number = at.year + (months - 1) // 12, (months - 1) % 12 + 1
    length = calendar.monthrange(year_number, month_number)[1]
    return date(year_number, month_number, min(at.day, length))


def nearest(candidates: list[Closed], published: date, tense: str) -> Closed | None:
    """Return which of a date's years is meant: by tense, else the nearer, the past preferred."""
    past = [days for days in candidates if days[0] <= published]
    ahead = [days for days in candidates if days[1] >= published]
    if not past or not ahead:
        return past[-1] if past else (ahead[0] if ahead else None)
    if tense == "past" or past[-1] == ahead[0]:
        return past[-1]
    if tense == "future":
        return ahead[0]
    far, near = published - past[-1][1], ahead[0][0] - published
    return ahead[0] if near * FORWARD < far else past[-1]


def part(days: Closed, name: str) -> Closed:
    """Return the early, middle or late third of an interval."""
    length = (days[1] - days[0]).days + 1
    third = timedelta(days=min(10, length // 3) if length <= 31 else length // 3)
    if name in {"early", "beginning", "start"}:
        return days[0], days[0] + third - DAY
    if name in {"late", "end"}:
        return days[0] + 2 * third if length <= 31 else days[1] - third + DAY, days[1]
    if name in {"mid", "middle"}:
        return days[0] + third, days[0] + 2 * third - DAY
    return days
