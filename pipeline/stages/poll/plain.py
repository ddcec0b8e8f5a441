"""Markup → plain words: titles, summaries, names of authors. Linear in the length of the text."""

from __future__ import annotations

import re
from html import unescape

LONG_TITLE, LONG_SUMMARY, LONG_NAME = 1_000, 10_000, 200  #: characters
AUTHORS = 50

_SILENT = re.compile(r"<(script|style)\b[^<>]*>|<!--", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h\d|tr|td|table|blockquote|figure\w*)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--|-->|<!\[CDATA\[|\]\]>")
_MARKED = re.compile("[<>&]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]")


def words(markup: str | None, longest: int) -> str | None:
    """Return the words of a piece of markup in one line; None if there are none.

    Markup may be escaped once more than it should be; `5 < 6` is no markup.
    """
    text = (markup or "")[: 4 * longest]
    for _ in range(2 if _MARKED.search(text) else 0):
        text = unescape(_TAG.sub("", _BLOCK.sub(" ", _without_silent(text))))
    text = _TAG.sub("", _without_silent(text))
    text = " ".join(_CONTROL.sub("", text).split())
    return text[:longest] or None


def _without_silent(text: str) -> str:
    """Take out scripts, styles and comments that end; those that do not are only bare marks."""
    kept, at = [], 0
    while match := _SILENT.search(text, at):
        close = f"</{match[1].lower()}>" if match[1] else "-->"
        end = text.lower().find(close, match.end())
        if end < 0:
            break
        kept.append(text[at : match.start()])
        at = end + len(close)
    return "".join(kept) + text[at:]


_ADDRESS = r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+"
_MAIL_FIRST = re.compile(rf"^(?:mailto:)?{_ADDRESS}\s*\(([^()]+)\)$")
_MAIL_LAST = re.compile(rf"^(.+?)\s*[<(\[]{_ADDRESS}[>)\]]$")
_BY = re.compile(r"^(?:by|von|par|por|di|door|af|av)[:\s]\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*[;|•·]\s*|\s*,\s+(?!(?:jr|sr|ph\.?d|m\.?d|ii|iii|iv)\b)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&|und|et|y|og|och|en|e)\s+")


def names(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the authors that a feed names, one each, in order, without mail addresses."""
    found: dict[str, None] = {}
    for text in given[:AUTHORS]:
        whole = words(text, LONG_NAME)
        for name in _split(whole) if whole else ():
            found[name] = None
    return tuple(found)[:AUTHORS]


def _split(text: str) -> list[str]:
    for pattern in (_MAIL_FIRST, _MAIL_LAST):
        if match := pattern.match(text):
            text = match[1]
    text = _BY.sub("", text.strip())
    parts = [part for part in _LISTED.split(text) if part]
    if len(parts) > 1:
        parts[-1] = re.sub(r"^(?:and|&|und|et|y|og|och)\s+", "", parts[-1])
    last = parts.pop() if parts else ""
    return [part.strip() for part in [*parts, *_pair(last, listed=bool(parts))] if part.strip()]


def _pair(text: str, *, listed: bool) -> list[str]:
    """Split `A B and C D`; `Health and Safety` stays, unless a list of names led up to it."""
    sides = _AND.split(text)
    sizes = {min(len(side.split()), 2) for side in sides}
    lowered = any(not side[:1].isupper() and side[:1].isalpha() for side in sides)
    if len(sides) == 1 or lowered:
        return [text]
    return sides if listed or sizes == {2} else [text]
