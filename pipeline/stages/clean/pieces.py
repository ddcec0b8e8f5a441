"""A text dump → its pieces: one line for each thing that stood apart on the page.

Dumps glue things together (`Ann BakerFri 18 Oct 2024 12.35 EDTShareSouth Korea said …`) and break
things apart (hard-wrapped lines). Here they are cut and joined; what they are is decided later.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from pipeline.stages import dates
from pipeline.stages.clean.boilerplate import buttons, pictures

HEAD_LINES = 15  #: lines from the top in which dates are cut from what they stick to

_BREAK = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\ufeff\u2060\u00ad]")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[\da-f]{2,6});", re.IGNORECASE)
_HEADER = re.compile(
    r"\W{0,3}(?P<head>(?:crawl |publication )?dated?\s*[:=]?\s*(?:19|20)\d\d-\d\d-\d\d"
    r"(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)(?:[\s|,;]+(?P<rest>.*))?",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?P<updated>(?:last )?(?:updated?|modified|edited|changed)|upd|aktualisiert|stand|"
    r"zuletzt (?:aktualisiert|geändert)|mis(?:e)? à jour|modifié|actualizado|atualizado|"
    r"aggiornato|bijgewerkt|uppdaterad|oppdatert|opdateret|päivitetty|güncelle\w+|aktualizováno|"
    r"aktualizacja|обновлено|оновлено)"
    r"|(?P<published>(?:(?:first|originally|date) )?(?:published?|posted|released|issued|created)|"
    r"publication date|pub date|veröffentlicht|erschienen|erstellt|publié|publicado|pubblicato|"
    r"gepubliceerd|publicerad|publisert|udgivet|julkaistu|yayınlan\w+|publikováno|opublikowano|"
    r"опубликовано|опубліковано)"
    r"(?:\s?(?:on|at|am|le|el|il|op|den|the|:|-|by))?",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(
    rf"(?:(?<![^\W_])|(?<=[a-z])(?=[A-Z]))(?:{LABEL.pattern})[\s:|–-]{{0,4}}"
    r"(?:(?:on|at|am|um|le|el|il|op|den)\s)?\s?\Z",
    re.IGNORECASE,
)
_BUTTON = re.compile(rf"(?:{buttons()})(?=(?:[“\"‘'(]?[A-Z]|\Z))")
_CREDIT = re.compile(
    rf"(?:Photograph|Photo|Image|Picture|Illustration|Credit)s?: [^.!?]{{2,120}}?(?:{pictures()})"
    r"(?=[“\"‘]?[A-Z][a-z])"
)
_MORE = (
    "(?:Read|See) (?:[Mm]ore|[Aa]lso)|Mehr lesen|Weiterlesen|Lesen Sie auch|Lire la suite|"
    "Lire aussi|Leer (?:más|también)|Lea también|Leggi anche|Leia também|Lees ook|"
    "Läs (?:mer|också)|Les mer|Читайте также"
)
_TEASER = re.compile(
    rf"(?<=[^\s.])(?:{_MORE})(?=[:\s]|[“„\"‘']?[^\W\d_a-zß-ÿ]|$)"
    rf"|(?:^|(?<=[.!?”\"’]\s))(?:{_MORE})(?=[“„\"‘']?[^\W\d_a-zß-ÿ])"
)
_ASIDE = re.compile(r"\s?[(\[](?:Read|See) (?:more|also)\b[^)\]]{0,200}[)\]]", re.IGNORECASE)
_END = re.compile(r"[.!?…][”\"’)]?\s*")
_RUN_ON = re.compile(
    r"(?:(?<=[a-z\d]{3}[.!?])|(?<=[a-z]{2}[.!?][”\"’]))(?=[“\"‘]?[A-Z][a-z]*[ ,’'])"
)


def pieces(text: str) -> tuple[list[str], list[str]]:
    """Return the pieces of a dump in order, and the teasers and credits cut from inside lines."""
    cut: list[str] = []
    made: list[str] = []
    lines = _unwrapped(_lines(text))
    for number, line in enumerate(lines):
        for part in _headed(line) if not made else [line]:
            for stretch in _undated(part) if number < HEAD_LINES else [part]:
                made.extend(filter(None, map(str.strip, _unglued(stretch, cut))))
    return made, cut


def tidy(text: str) -> str:
    """Return text with one kind of space, without invisible characters."""
    return _SPACE.sub(" ", seen(text)).strip()


def seen(text: str) -> str:
    """Return text without invisible characters."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _lines(text: str) -> list[str]:
    if _ENTITY.search(text):
        text = html.unescape(text)
    return [tidy(line) for line in _BREAK.split(text)]


def _unwrapped(lines: list[str]) -> list[str]:
    """Join hard-wrapped lines: blocks of full lines that seldom end with their sentence."""
    blocks = list(_blocks(lines))
    inner = [line for block in blocks for line in block[:-1]]
    long = sorted(map(len, inner))
    ended = sum(re.search(r"[.!?:]\W?$", line) is not None for line in inner)
    if len(blocks) < 3 or len(inner) < 6 or long[-1] > 110 or ended > len(inner) / 3:
        return [line for line in lines if line]
    if not 50 <= long[len(long) // 2] <= 100:
        return [line for line in lines if line]
    return [" ".join(block) for block in blocks]


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []


def _headed(line: str) -> list[str]:
    """Cut a leading ` date 2024-10-24` from what follows it."""
    found = _HEADER.fullmatch(line)
    return [found["head"], found["rest"] or ""] if found else [line]


def _undated(line: str) -> Iterator[str]:
    """Cut a line before and behind dates that stick to it."""
    at = 0
    for found in dates.find(line[:400]):
        label = _LABEL_BEFORE.search(line, max(at, found.start - 40), found.start)
        start = label.start() if label else found.start
        if start > at and (line[start - 1].isalnum() or (label and _words(line[at:start]) <= 6)):
            yield line[at:start]
            at = start
        rest = line[found.end :]
        if rest[:1].isalpha() or (_words(line[at : found.start]) <= 6 and _is_prose(rest, label)):
            yield line[at : found.end]
            at = found.end
    yield line[at:].lstrip(" |·•")


def _is_prose(rest: str, label: re.Match[str] | None) -> bool:
    """Tell if what follows a date on its line is the article: a clear break, then many words."""
    return _words(rest) >= 8 and bool(label or re.match(r"\s?[|·•]\s", rest))


def _words(text: str) -> int:
    return len(text.split())


def _unglued(line: str, cut: list[str]) -> Iterator[str]:
    """Cut buttons, credits and teasers out of a line; yield the rest of it, sentence runs apart."""
    while button := _BUTTON.match(line):
        yield button[0]
        line = line[button.end() :]
    cut.extend(map(str.strip, _ASIDE.findall(line)))
    line = _without(_ASIDE.sub("", line), _CREDIT, 60, cut)
    line = _without(line, _TEASER, 25, cut)
    yield from re.split(r"\n", _RUN_ON.sub("\n", line))


def _without(line: str, mark: re.Pattern[str], most: int, cut: list[str]) -> str:
    """Take out what ends in `mark`, back to the sentence end before it, if at most `most` words."""
    at = 0
    kept = ""
    while found := mark.search(line, at):
        before = line[at : found.start()]
        ends = [end.end() for end in _END.finditer(before) if end.end() < len(before)]
        start = ends[-1] if ends and mark is _TEASER else 0
        if _words(before[start:]) > most:
            start = len(before)
        cut.append(before[start:] + found[0])
        kept += before[:start] + "\n"
        at = found.end()
    return (kept + line[at:]).strip()
