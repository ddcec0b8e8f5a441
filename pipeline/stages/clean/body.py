"""The words of a page's article.

trafilatura says which words are the article's; the page's own blocks are then taken or left as
wholes, in the order and with the text that the page has. So paragraphs stay paragraphs, headings
are known by their tags, and what trafilatura misses beside what it found can be added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipeline.stages.clean import blocks, lead
from pipeline.stages.clean.blocks import PROSE, Block
from pipeline.stages.clean.boilerplate import role
from pipeline.stages.clean.draft import Draft, Line
from pipeline.stages.clean.facts import Page, fold
from pipeline.stages.clean.lines import recognise

ENOUGH = 0.4  #: share of trafilatura's letters that blocks must cover to be used instead
MISSED = 150  #: words; an extraction with fewer may have missed the article
ANOTHER = 100  #: words of prose before another h1 that make the latter another story's
LONG = 200_000  #: characters; past them only whole lines are compared
TRUSTED = 60  #: words that make a JSON-LD body worth comparing with
_ENDED = re.compile(r"[.!?…:。！？」』][”\"’'»)\]]*$")


def read(draft: Draft, page: Page, found: Sequence[Block]) -> Block | None:
    """Add the paragraphs and headings of the article to the draft; `found` are the page's blocks.

    What is not the article is out of the page's tree. Returns the block that was left away at the
    end because it is no sentence: a name may stand there.
    """
    found = _of_title(found, fold(draft.title or ""))
    words = _trafilatura(page)
    chosen = _chosen(found, words)
    kept = _completed(found, chosen)
    lines = [Line(block.text, block.heading) for block in kept]
    if sum(len(line.text) for line in lines) < ENOUGH * len(words):
        lines = [Line(line) for line in words.split("\n") if line.strip()]
    draft.lines = _cleaned(draft, page, lines)
    lead.read(draft, page, found)
    return _behind(found, draft.lines)


def _behind(found: Sequence[Block], lines: Sequence[Line]) -> Block | None:
    """Return the block behind the last line of the article, if one element holds both."""
    last = lines[-1].text if lines else ""
    at = next((at for at in range(len(found) - 1, -1, -1) if found[at].text == last), len(found))
    after = found[at + 1] if at + 1 < len(found) else None
    beside = after and after.element.getparent() is found[at].element.getparent()
    return after if beside else None


def _trafilatura(page: Page) -> str:
    """Return the words that trafilatura takes for the article's.

    Its fast mode, as the blocks of the page make up for what the slower ones add.
    """
    import trafilatura

    return trafilatura.extract(page.tree, url=page.url, fast=True, include_comments=False) or ""


def _of_title(found: Sequence[Block], title: str) -> Sequence[Block]:
    """Leave what stands below the headline of another story, where a page runs on into one."""
    heads = [
        at
        for at, block in enumerate(found)
        if block.element.tag == "h1" and len(block.key) >= PROSE and not block.outside
    ]
    own = next((at for at in heads if title in found[at].key), None)
    for at in heads:
        if own is None or at <= own or found[at].key == found[own].key:
            continue
        if sum(block.words for block in found[own:at] if _is_prose(block)) >= ANOTHER:
            return found[:at]
    return found


def _chosen(found: Sequence[Block], words: str) -> list[Block]:
    """Return the blocks whose words stand in a row among the words that were extracted."""
    lines = {fold(line) for line in words.split("\n")}
    text = f" {fold(words)} " if len(words) < LONG else ""
    seen: set[str] = set()
    chosen = []
    for block in found:
        if block.key not in seen and (block.key in lines or f" {block.key} " in text):
            seen.add(block.key)
            chosen.append(block)
    return chosen


def _completed(found: Sequence[Block], chosen: Sequence[Block]) -> list[Block]:
    """Add the prose that stands beside the chosen blocks; leave strays that stand elsewhere."""
    prose = [block for block in chosen if block.words >= PROSE and not block.heading]
    container = blocks.common(prose or chosen, 0.8)
    forms = set(map(_form, prose))
    dense = blocks.densest(found)
    if dense is not None and dense is not container and _is_better(dense, found, prose):
        container, forms = dense, {_form(b) for b in found if _is_within(b, {dense})}
    places = set() if container is None else {container, *_twins(container)}
    taken = set(map(id, chosen))
    classes = {form[:2] for form in forms if form[1]}
    below = False
    kept, seen, text = [], set[str](), " "
    for block in found:
        below = below or block.element.tag == "h1"
        within = _is_within(block, places)
        if id(block) in taken:
            good = (within or _is_solid(block)) and not _is_teaser(block)
        else:
            form = _form(block)
            like = (within and form in forms) or (below and form[:2] in classes)
            good = like and _is_missed(block)
        if good and not _is_repeated(block, seen, text):
            seen.add(block.key)
            text += f"{block.key} "
            kept.append(block)
    return kept


def _form(block: Block) -> tuple[object, ...]:
    """Return what paragraphs of one article have in common: tag, class, and what holds them."""
    element, above = block.element, block.element.getparent()
    holder = above if above is None else above.get("class") or above
    return element.tag, element.get("class"), holder


def _is_better(dense: HtmlElement, found: Sequence[Block], prose: Sequence[Block]) -> bool:
    """Tell if the densest part of a page is the article that trafilatura missed most of."""
    had = sum(block.words for block in prose)
    inside = sum(block.words for block in found if _is_prose(block) and _is_within(block, {dense}))
    shared = sum(block.words for block in prose if _is_within(block, {dense}))
    return inside > 2 * had and (had < MISSED or 2 * shared > had)


def _twins(container: HtmlElement) -> list[HtmlElement]:
    """Return the other elements of a page that have the tag and class of a container."""
    name = container.get("class") or ""
    if len(name) < 6:
        return []
    same = container.getroottree().iter(container.tag)
    return [e for e in same if e is not container and e.get("class") == name]


def _is_within(block: Block, places: set[HtmlElement]) -> bool:
    return any(above in places for above in block.element.iterancestors())


def _is_prose(block: Block) -> bool:
    return not block.outside and block.words >= PROSE and block.linked < 0.5


def _is_solid(block: Block) -> bool:
    """Tell if a block is prose even where little else is."""
    return _is_prose(block) and block.words >= 12 and not block.heading


def _is_teaser(block: Block) -> bool:
    """Tell if a block leads to another story: all of it is a link, or it stands outside."""
    ended = _ENDED.search(block.text) is not None
    return block.outside or block.linked > 0.8 or (block.linked > 0.5 and not ended)


def _is_missed(block: Block) -> bool:
    """Tell if a block that was left out is prose."""
    if block.outside or block.linked > 0.5:
        return False
    return block.words >= 6 and _ENDED.search(block.text) is not None


def _is_repeated(block: Block, seen: set[str], text: str) -> bool:
    """Tell if the words of a block of some length stand in the text already."""
    if len(block.key) <= 30:
        return False
    return block.key in seen or (block.words >= 60 and f" {block.key} " in text)


def _cleaned(draft: Draft, page: Page, lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are the article's words; those of JSON-LD's body are believed."""
    believed = _runs(fold(" ".join(page.linked.texts("articleBody"))))
    trusted = len(believed) > TRUSTED and _agree(believed, lines)
    heads = {fold(head) for head in (draft.title or "", draft.kicker or "", *page.headings)} - {""}
    kept: list[Line] = []
    for line in lines:
        name = fold(line.text)
        words = name.count(" ") + 1
        alien = trusted and not line.heading and words >= 4 and not _mostly_in(name, believed)
        top = len(kept) < 3 and _ENDED.search(line.text) is None
        label = top and (words < 4 or any(name.endswith(head) for head in heads))
        signed = top and recognise([line.text])[0].kind in {"aside", "byline", "date"}
        if alien or label or signed or role(line.text):
            draft.drop(line.text)
        else:
            kept.append(line)
    while kept and _is_dangling(kept[-1]):
        draft.drop(kept.pop().text)
    return kept


def _is_dangling(line: Line) -> bool:
    """Tell if a last line is no end of an article: a heading, or a few words without a stop."""
    return line.heading or (len(line.text) < 30 and _ENDED.search(line.text) is None)


def _agree(believed: set[str], lines: Sequence[Line]) -> bool:
    """Tell if JSON-LD's body is the whole article: most of the words that were found are in it."""
    found = [fold(line.text) for line in lines if len(line.text) > 40]
    inside = sum(len(name) for name in found if _mostly_in(name, believed))
    return inside > 0.7 * sum(map(len, found))


def _mostly_in(name: str, believed: set[str]) -> bool:
    """Tell if half of a line's runs of four words stand in a text."""
    runs = _runs(name)
    return 2 * len(runs & believed) > len(runs)


def _runs(name: str) -> set[str]:
    words = name.split()
    return {" ".join(words[at : at + 4]) for at in range(max(1, len(words) - 3))}
