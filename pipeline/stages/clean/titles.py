"""The headline of a page: which of its titles, without the site's name behind it."""

from __future__ import annotations

import re

from pipeline.stages import dates
from pipeline.stages.clean.draft import Draft
from pipeline.stages.clean.facts import Page, fold
from pipeline.stages.clean.linked import plain

_SEPARATOR = re.compile(r"\s+[|–—·•»-]\s+|\s*[|｜]\s*|\s*::\s*")
_KICKER = re.compile(r"[:|–—-]\s*$|[”“\"»]\s*$")
_SHORTEST = 12  #: characters; what is left of a title without its suffix is longer


def read(draft: Draft, page: Page) -> None:
    """Set title and kicker.

    JSON-LD's headline is believed first. A page may carry two headlines, one for search engines:
    where the `h1` repeats JSON-LD's and the words of `og:title` stand on the page too, those are
    the ones the editors wrote (right on 12 of 17 such pages of the Fundus development half).
    """
    headline = _stripped(page.linked.text("headline"), page)
    social = _stripped(page.meta.get("og:title") or page.meta.get("twitter:title"), page)
    shown = _shown(page, headline or social)
    window = _stripped(page.tree.findtext(".//title"), page)
    for name, value in (
        ("json-ld headline", headline),
        ("meta og:title", social),
        ("h1", shown),
        ("title", window),
    ):
        draft.note("title", value, name)
    draft.title = _chosen(headline, social, shown, page) or window
    if page.kicker and shown and not (headline or social):
        draft.title = shown.removeprefix(page.kicker).lstrip(" :|–—-") or shown
    if draft.title and shown:
        _read_kicker(draft, shown)


def _chosen(headline: str | None, social: str | None, shown: str | None, page: Page) -> str | None:
    if headline and social and fold(headline) != fold(social):
        if page.shows(social) and (shown is None or fold(shown) == fold(headline)):
            return social
        if fold(headline).endswith(" " + fold(social)):
            return social
    if headline is None and social and shown and fold(social).endswith(fold(shown)):
        return shown if len(shown) >= _SHORTEST else social
    return headline or social or shown


def _shown(page: Page, known: str | None) -> str | None:
    """Return the h1 that is a title known otherwise, else the first of some length."""
    same = [text for text in page.headings if known and fold(text) == fold(known)]
    long = [t for t in page.headings if len(t) >= _SHORTEST and not _is_site(t, page)]
    return next(iter(same or long), None)


def _read_kicker(draft: Draft, shown: str) -> None:
    """Split `Kicker: Title` where the page's heading holds more than the title, before it."""
    title = draft.title or ""
    at = shown.rfind(title)
    if at > 0 and at + len(title) == len(shown) and at < 80:
        draft.kicker = _KICKER.sub("", shown[:at].strip()).strip(" :|–—-") or None


def outlet(page: Page) -> str | None:
    """Return the site's name beside the title of a page's window, if its address agrees."""
    parts = _SEPARATOR.split(plain((page.tree.findtext(".//title") or "")[:1000]))
    return next((part for part in parts[:0:-1] + parts[:1] if _is_site(part, page)), None)


def _stripped(title: str | None, page: Page) -> str | None:
    """Return a title without the names of its site."""
    text = plain(title[:1000]) if title else ""
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(text))
        if not cuts:
            break
        first, last = cuts[0], cuts[-1]
        tail = text[last.end() :]
        if last.start() >= _SHORTEST and (_is_site(tail, page) or dates.read(tail)):
            text = text[: last.start()]
        elif _is_site(text[: first.start()], page) and len(text) - first.end() >= _SHORTEST:
            text = text[first.end() :]
        elif len(tail.split()) <= 4 and fold(text[: last.start()]) in _headings(page):
            text = text[: last.start()]
        else:
            break
    return text.strip() or None


def _headings(page: Page) -> set[str]:
    return {fold(heading) for heading in page.headings}


def _is_site(part: str, page: Page) -> bool:
    """Tell if a part of a title is the site's name, or its address, or close to either."""
    bare = fold(part).replace(" ", "")
    for site in page.sites:
        name = fold(site).replace(" ", "")
        if not name or not bare:
            continue
        if bare == name or (len(name) > 3 and (bare.startswith(name) or bare.endswith(name))):
            return len(bare) <= len(name) + 12
        if len(bare) > 3 and (name.startswith(bare) or name.endswith(bare.removeprefix("the"))):
            return True
    return False
