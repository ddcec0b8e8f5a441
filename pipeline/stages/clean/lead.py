"""The lead of a page: the lines between headline and article that say what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.stages import dates
from pipeline.stages.clean.blocks import Block
from pipeline.stages.clean.boilerplate import role
from pipeline.stages.clean.draft import Draft, Line
from pipeline.stages.clean.facts import Page, fold
from pipeline.stages.clean.lines import BY
from pipeline.stages.clean.linked import plain

_NAMED = re.compile(
    r"lead|lede|standfirst|excerpt|intro|subtitle|sub-?title|sub-?head|subline|summary|deck?(?![a-z])|"
    r"epigraph|teaser|abstract|vorspann|spot|perex|chapo|sapo|ingress|entradilla|occhiello|sommario|"
    r"description|bajada|copete|manchet|preamble",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…][”\"’'»)]*$")
_TAGS = frozenset({"p", "h2", "h3", "h4"})
_WORDS = 8  #: a lead has more
_MOST = 90


def read(draft: Draft, page: Page, found: Sequence[Block]) -> None:
    """Set the lead and put it before the text.

    A lead is what the page shows between its headline and its first paragraph and names so, or
    gives as its description. Measured: 35 % of pages have one, and trafilatura loses it.
    """
    if not draft.lines:
        return
    text = f" {fold(' '.join(line.text for line in draft.lines))} "
    said = {fold(plain(raw)) for raw in _described(page)}
    offers = [block for block in _between(draft, found) if f" {block.key} " not in text]
    offers = [block for block in offers if _can_be(block, draft)]
    named = [block for block in offers if block.key in said or _is_named(block)]
    plainly = [block for block in offers if _is_plain(block)]
    described = [
        b for b in found if b.key in said and _can_be(b, draft) and f" {b.key} " not in text
    ]
    if leads := (named[:1] or described[:1] or plainly[:1]):
        draft.lead = leads[0].text
        draft.lines.insert(0, Line(draft.lead))
    elif fold(draft.lines[0].text) in said:
        draft.lead = draft.lines[0].text


def _described(page: Page) -> Iterator[str]:
    """Yield what the page says it is about."""
    yield from page.linked.texts("description")
    yield from (content for _, content in page.named("og:description", "description"))


def _between(draft: Draft, found: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks behind the headline and before the first line of the text."""
    kept = {fold(line.text) for line in draft.lines if not line.heading}
    title = fold(draft.title or "")
    first = next((at for at, b in enumerate(found) if b.key in kept and b.words >= _WORDS), 0)
    heads = [at for at in range(first) if found[at].element.tag == "h1" or found[at].key == title]
    return found[heads[-1] + 1 : first] if heads else ()


def _can_be(block: Block, draft: Draft) -> bool:
    """Tell if a block is prose that is no title, caption, byline, date or advertisement."""
    if not _WORDS <= block.words <= _MOST or block.linked > 0.3 or block.element.tag == "h1":
        return False
    if draft.title and fold(draft.title) in block.key:
        return False
    dated = block.words < 16 and dates.find(block.text)
    return not (role(block.text) or BY.match(block.text) or dated)


def _is_plain(block: Block) -> bool:
    """Tell if a block without a telling name is a lead: prose by its tag, no picture beside it."""
    above = block.element.getparent()
    if block.outside or above is None or block.element.tag not in _TAGS:
        return False
    pictured = any(True for _ in above.iter("img", "picture", "video"))
    return not pictured and _ENDED.search(block.text) is not None


def _is_named(block: Block) -> bool:
    """Tell if the page calls a block its lead."""
    above = [block.element, *list(block.element.iterancestors())[:2]]
    return any(_NAMED.search(f"{e.get('class') or ''} {e.get('itemprop') or ''}") for e in above)
