"""Trimming: the words of one source, without the day it spoke on, determiners, ages in front."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.stages.extract.numbers.lexemes import MONTHS
from pipeline.stages.extract.sources.bodies import BASED
from pipeline.stages.extract.sources.lists import AMOUNTS, DETERMINERS, NUMERALS, TRIVIAL
from pipeline.stages.extract.sources.names import name_at_start
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.sources.traits import POSSESSIVE, plural_noun
from pipeline.stages.extract.times.lexicon import WEEKDAYS

WORD = re.compile(
    r"(?:[A-Z]\.)+(?:-[^\W_]+|[’']s|(?=[\s,;’']|$))"
    r"|\d[\d,.]*\d(?:st|nd|rd|th|(?:-[^\W_]+)*(?:[’']s)?)"
    r"|[^\W_]+(?:[.’'&–-][^\W_]+)*[’']?|[,()“”\"&]"
)
#: when somebody spoke, in front of who: `4 a.m. The mayor`
CLOCK = re.compile(r"^\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?,? ")
DASH = re.compile(r" (?:-{1,2}|[–—]) |—")
#: of a source cut too wide
BEFORE = frozenset((
    "according", "to", "by", "which", "as", "like", "unlike", "despite", "with", "although",
    "while", "however", "meanwhile", "but", "yet", "moreover", "nevertheless", "yesterday",
))  # fmt: skip
WHEN = frozenset(("last", "this", "next", "earlier"))
WHILES = frozenset(("week", "month", "year", "night", "weekend", "summer", "winter", "spring"))
AGED = re.compile(
    r"(?:[1-9]\d?|[a-z]+teen|ten|eleven|twelve|(?:[a-z]+ty)(?:-[a-z]+)?)-year-old", re.IGNORECASE
)
REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
PARTS = frozenset(("third", "thirds", "quarter", "quarters", "fifth", "fifths", "half"))
ABOUT = frozenset(("about", "around", "nearly", "almost", "roughly", "over", "some"))
FIRSTS = frozenset(("Minister", "Lady", "Secretary", "Deputy", "Vice"))
ONE_OF = (["one", "of"], ["another", "of"])
#: before a day that is in a name: Sheffield Wednesday, Black Friday
NAMED_DAYS = frozenset(("sheffield", "ruby", "black", "good", "ash", "of"))


def words_of(text: str) -> list[str]:
    """Return the words of a source, without its quotation marks and closing possessive."""
    text = CLOCK.sub("", DASH.sub(", ", text.replace("\n", " ").lstrip("(")))
    words = WORD.findall(re.sub(r"[’']s$", "", text))
    words = [w for w in words if w not in {"“", "”", '"'}]
    while len(words) > 1 and words[0].lower() in BEFORE:
        words = words[1:]
    if len(words) > 2 and words[0].lower() in WHEN and words[1].lower() in WHILES:
        words = words[2:]
    if len(words) > 1 and words[-1] in REFLEXIVE:
        words = words[:-1]
    words = _timeless(words)
    if words and POSSESSIVE.search(words[-1]):
        words[-1] = re.sub(r"(?<=s)[’']$|[’']s?$", "", words[-1]) or words[-1]
    return words


def _timeless(words: list[str]) -> list[str]:
    """Return the words of a source without the day it spoke on: `Friday a source`, `Lee Monday`."""
    if len(words) > 2 and words[0] == "on" and words[1].lower() in WEEKDAYS:
        words = words[1:]
    if len(words) > 1 and words[0].lower() in WEEKDAYS and words[1].islower():
        words = words[1:]
    if len(words) > 2 and words[-2] == "in" and words[-1].lower() in MONTHS:
        words = words[:-2]
    if len(words) > 1 and words[-1] in {"yesterday", "today"}:
        words = words[:-1]
    if len(words) > 1 and words[-1].lower() in WEEKDAYS and words[-2].lower() not in NAMED_DAYS:
        words = words[:-1]
        while len(words) > 1 and words[-1].lower() in {"on", "last", "this", "late", "early"}:
            words = words[:-1]
    return words


def led(words: list[str], opening: str) -> list[str]:
    """Return the words without determiner, numeral and `a lot of the` in front."""
    while len(words) > 1 and not place(words) and _leads(words, opening):
        if [w.lower() for w in words[:2]] in ONE_OF:
            break
        words = words[1:]
    if len(words) > 2 and words[0].lower() in ABOUT and words[1][0].isdigit():
        words = words[2:]  # about 1,000 students
    while _told_of(words):
        words = words[1:]
    if len(words) == 2 and AGED.fullmatch(opening) and words[0].lower() == opening:
        words = words[1:]  # Fourteen-year-old Zoe; not the 14-year-old Corsican
    if len(words) > 2 and words[0].lower() in AMOUNTS and words[1].lower() == "of":
        words = words[2 + (len(words) > 3 and words[2].lower() in DETERMINERS) :]
    return words


def _told_of(words: Sequence[str]) -> bool:
    """Tell an age or a place in front: 43-year-old Ann Lee, the Oslo-based Centre for Ice."""
    if len(words) < 2:
        return False
    if len(words) > 2 and words[0][0].isupper() and BASED.fullmatch(words[1]):
        return True  # the South | Korea-based Good Friends
    if AGED.fullmatch(words[0]):
        name = name_at_start(words[1:])
        return len(name) > 1 or (len(name) == len(words) - 1 == 1 and not place(name))
    return bool(BASED.fullmatch(words[0])) and (words[1][0].isupper() or plural_noun(words[-1]))


def _leads(words: Sequence[str], opening: str) -> bool:
    """Tell a determiner, numeral or trivial adjective in front; New in New Zealand is none."""
    low = words[0].lower()
    if (low == "no" and words[1][:1].isdigit()) or (low == "first" and words[1] in FIRSTS):
        return False  # No 10 sources, First Minister
    low = low.split("-")[0] if low.split("-")[-1] in NUMERALS | PARTS else low  # fifty-five
    trivial = low in TRIVIAL and (words[0].islower() or low == opening != "new")
    return low in DETERMINERS | NUMERALS or trivial
