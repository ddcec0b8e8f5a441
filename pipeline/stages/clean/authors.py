"""Who wrote a page's article."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.clean.blocks import Block
from pipeline.stages.clean.draft import Draft
from pipeline.stages.clean.facts import Page
from pipeline.stages.clean.linked import plain
from pipeline.stages.clean.names import byline, is_full, key
from pipeline.stages.clean.opening import Opening

_META = (
    "author", "article:author", "parsely:author", "sailthru:author", "dc:creator", "byl",
    "cxenseparse:author", "twitter:misc:written:by", "citation:author", "article:author:name",
)  # fmt: skip
_NAMED = " or ".join(f"contains(@class, '{name}')" for name in ("author", "Author", "autor"))
_LINKED = " or ".join(
    f"contains(@href, '{part}')"
    for part in ("/author", "/autor", "/auteur", "/journalist", "/reporter", "/staff/", "/profile/")
)
_MARKED = (
    "descendant::*[@rel='author' or @itemprop='author']",
    "descendant::*[contains(@class, 'byline') or contains(@class, 'Byline')]",
    f"descendant::*[{_NAMED}]",
    f"descendant::a[{_LINKED}]",
)
_ELSEWHERE = frozenset({"aside", "nav", "footer", "figure", "figcaption"})
_CHARS = 120


def read(draft: Draft, page: Page, opened: Opening) -> None:
    """Set authors and agencies: the first origin that names any is believed, JSON-LD in any case.

    Whoever signs, also a desk or the outlet itself, is kept as a candidate `signed`. `opened` is
    the opening of the page.
    """
    for origin, texts in _offers(page, opened):
        for text in texts:
            draft.note("signed", plain(text)[:_CHARS], origin)
        found = byline(texts, sites=page.sites)
        people = found.people
        if origin.startswith("shown"):
            people = tuple(filter(is_full, people))
        for name in (*people, *found.agencies):
            draft.note("author", name, origin)
        draft.authors, draft.agencies = people, found.agencies
        if people or found.agencies or (origin.startswith("json-ld") and _is_other(texts, page)):
            return


def read_end(draft: Draft, page: Page, last: Block | None) -> None:
    """Set the author to the name that stands alone below the article, if nobody signed above it."""
    if draft.authors or draft.agencies or last is None or last.linked or last.outside:
        return
    found = byline(last.text.strip(" ()–—-"), sites=page.sites)
    if found.people and all(map(is_full, found.people)):
        draft.note("author", last.text, "shown below the article")
        draft.authors, draft.agencies = found.people, found.agencies


def _is_other(texts: list[str], page: Page) -> bool:
    """Tell if an article is signed by somebody beside the site itself."""
    sites = {key(site) for site in page.sites}
    return any(key(text) not in sites for text in texts)


def _offers(page: Page, opened: Opening) -> Iterator[tuple[str, list[str]]]:
    """Yield the names by origin, best first."""
    yield "json-ld author", list(page.linked.texts("author"))
    yield "json-ld creator", list(page.linked.texts("creator"))
    for marked in _MARKED:
        yield "shown", list(_shown(page, marked))
    yield "shown below the headline", list(opened.bylines())
    yield "meta", [text for _, text in page.named(*_META) if not text.startswith("http")]
    yield "meta twitter:data", [*page.labelled("written"), *page.labelled("author")]


def _shown(page: Page, marked: str) -> Iterator[str]:
    """Yield the short texts that the page marks as its byline, up to the first with a name.

    Links to authors are each one name and all taken; elsewhere names stand on lines of their own.
    """
    links = "@rel" in marked
    for element in page.body.xpath(marked)[:12]:
        if any(above.tag in _ELSEWHERE for above in element.iterancestors()):
            continue
        text = (" " if links else "\n").join(filter(None, map(str.strip, element.itertext())))
        if len(text) <= _CHARS:
            yield text
            if not links and any(map(is_full, byline(text).people)):
                return
