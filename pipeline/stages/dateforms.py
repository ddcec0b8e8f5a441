"""How dates look: the patterns of days, clocks and zones that `dates` reads in a line of text."""

from __future__ import annotations

import re

from pipeline.stages.datewords import AMERICAN, JOINERS, WEEKDAYS, ZONES

_WORDS = "|".join(
    sorted(
        {re.escape(word) for word in " ".join([JOINERS, *WEEKDAYS]).split()}, key=len, reverse=True
    )
)
_HOURS = r"(?:uhr|hrs|h)(?:\b|(?-i:(?=[A-ZÄÖÜ])))|[時时点시]"  # some stick to the next word
_BOUND = r"(?:(?<![^\W\d_])|(?-i:(?<=[a-zß-ÿ])(?=[A-Z])))"  # a word begins, glued ones too
_DAYS = "|".join(sorted(" ".join(WEEKDAYS).split(), key=len, reverse=True))
_GAP = r"[\s,;|/·•–—@.\-]{0,4}"
_JOIN = rf"(?:{_GAP}(?:\b(?:{_WORDS})\b|\([^\W\d]{{1,9}}\))){{0,3}}{_GAP}"
_NAMES = "|".join(sorted({*ZONES, *AMERICAN}, key=len, reverse=True))
_ZONE = rf"""(?:(?:UTC|GMT)\s?[+\-−]\d{{1,2}}(?::?\d\d)?(?!\d) | [+\-−]\d\d(?::?\d\d)?(?!\d)
    | (?-i:{_NAMES})(?=$|\W|(?-i:[A-Z][a-z])))"""
_CLOCK = rf"""(?<!\d)(?<!\d\.)(?:(?P<early>午前|午後|上午|下午|오전|오후)\s?)?
    (?P<hour>[01]?\d|2[0-4])
    (?: (?:\s?[:.：]\s?|\s?h\s?|[時时点]|시\s?)
        (?P<minute>[0-5]\d|\d(?=[分분]))(?!\d|\.\d{{4}})[分분]?
        (?:[:.](?P<second>[0-5]\d|60)(?!\d)(?:[.,]\d{{1,9}})?)?
      | (?=\s?(?:[ap]\.?\s?m\b|{_HOURS})) )
    (?:\s?(?P<half>[ap])\.?\s?m\b\.?)? (?:\s?(?:{_HOURS}))?
    (?:\s?\(?(?P<zone>{_ZONE})\)?)?"""
_FLAGS = re.IGNORECASE | re.VERBOSE
AFTER = re.compile(rf"(?:T|{_JOIN}){_CLOCK}", _FLAGS)
BEFORE = re.compile(rf"{_CLOCK}{_JOIN}\Z", _FLAGS)
WEEKDAY = re.compile(rf"{_BOUND}(?:{_DAYS})[.,]?\s*\Z", re.IGNORECASE)

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_NAME = rf"{_BOUND}(?P<name>[^\W\d_]{{3,15}})\.?"
_DAY = r"(?P<day>[0-3]?\d)"
DATES = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        rf"""(?<!\d){_YEAR}\s?(?:[-/.]|[年년])\s?(?P<month>[01]?\d)\s?(?:[-/.]|[月월])\s?
            {_DAY}(?!\d)(?:\s?[日일])?""",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
        rf"""(?<![\d:.,]){_DAY}(?:st|nd|rd|th|er|º|ª)?\.?[\s/\-]{{0,2}}(?:(?:de|of|d')\s)?
            {_NAME}[\s/\-,]{{0,2}}(?:del?\s|г\.?\s)?
            (?:{_YEAR}|(?P<short>\d\d)(?=\s\d\d?:\d\d))""",
        rf"{_NAME}\s{{0,2}}{_DAY}(?:st|nd|rd|th)?(?:,\s?|\s|\.\s?){_YEAR}",
        rf"{_NAME}\s{{1,2}}{_DAY}\s{_CLOCK}\s{_YEAR}",
        rf"(?<!\d){_YEAR}[.,]?\s{_NAME}\s{_DAY}(?!\d)",
        rf"""(?<![\d./\-])(?P<one>[0-3]?\d)(?P<mark>\.\s?|/|-)(?P<two>[0-3]?\d)(?P=mark)
            (?:{_YEAR}|(?<=\.)(?P<short>\d\d)(?![\d.]))""",
    )
)
