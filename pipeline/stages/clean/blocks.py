"""The blocks of a page: its paragraphs, headings and list items, and where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from pipeline.stages.clean.facts import fold
from pipeline.stages.clean.pieces import seen

PROSE = 8  #: words; a block with fewer is a label as often as a sentence

#: Elements that hold a block of text; a `div` or `section` does if text stands directly in it.
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "dd", "dt", "td"})
_LOOSE = frozenset({"div", "section", "article", "span"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INSIDE = frozenset({"p", "div", "ul", "ol", "table", "section", "h2", "h3", "h4", "blockquote"})
_OUT = frozenset(
    {
        "figcaption", "script", "style", "noscript", "iframe", "button", "svg", "select", "head",
        "template", "video", "audio", "dialog", "picture", "textarea", "option", "label", "object",
        "canvas",
    }
)  # fmt: skip
#: Elements that are not the article either, but which broken markup may wrap around all of it.
_DOUBTFUL = frozenset({"aside", "nav", "footer", "form", "figure"})
_TRUSTED = frozenset({"body", "main", "p"})
_SKIP = re.compile(
    r"(?:^|[\s_\-])(?:related|teasers?|promo|newsletter|comments?|share|sharing|social|caption|"
    r"credits?|copyright|authors?|byline|bio|tags?|taglist|recommend\w*|advert\w*|ads?|banner|"
    r"paywall|poll|embed|tweet|twitter|instagram|facebook|widget|breadcrumb\w*|sidebar|outbrain|"
    r"taboola|trending|popular|most-?read|read-?more|also|subscribe|subscription|signup|login|"
    r"cookie\w*|consent|disclaimer|footer|nav|menu|toolbar|gallery|slideshow|player|video|infobox|"
    r"hidden|visually-hidden|sr-only|screen-reader\w*|print-only|noprint|skip|further|more-on|"
    r"next-article|source-link|correction-link)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|disqus|discussion", re.IGNORECASE)
Doubt = Literal["outside", "comments"]


@dataclass(slots=True, eq=False)
class Block:
    """A stretch of text that stands apart on a page."""

    element: HtmlElement
    at: int  #: place of the element in the page
    text: str
    key: str  #: folded words
    words: int
    linked: float  #: share of its letters that are links
    outside: bool = False  #: in a part of the page that is not the article: aside, caption, teaser

    @property
    def heading(self) -> bool:
        """Tell if it is a heading by its tag."""
        return self.element.tag in _HEADINGS


def read(body: HtmlElement, title: str) -> tuple[list[Block], list[HtmlElement]]:
    """Return the blocks of a page in order, and the outermost elements that are not the article.

    Tags, classes and ids tell which those are. A class is not believed where the headline (its
    folded words are `title`) or half of the article's prose, or the page's, stands below it. One
    walk over the page in the order of the document: what is above an element was seen before it,
    what is below it comes after.
    """
    elements = list(body.iter(etree.Element))  # holding all of them keeps lxml from remaking them
    place = {element: at for at, element in enumerate(elements)}
    above = [place.get(element.getparent(), -1) for element in elements]
    doubts = [_doubt(element) for element in elements]
    found = list(_all_blocks(elements, above))
    weights = _weights(found, above, doubts)
    heads = {e for b in found if _is_head(b, title) for e in b.element.iterancestors()}
    scopes = [at for at, e in enumerate(elements) if e in heads and e.tag in {"article", "main"}]
    scope = scopes[-1] if scopes else 0
    end = scope + sum(1 for _ in elements[scope].iter(etree.Element))
    outside: list[bool] = []
    parts: list[HtmlElement] = []
    for at, element in enumerate(elements):
        inherited = at > 0 and outside[above[at]]
        doubt = doubts[at]
        whole = weights[scope if scope < at < end else 0]
        minor = 2 * weights[at] < whole and element not in heads
        own = element.tag in _OUT or doubt == "comments" or (doubt == "outside" and minor)
        outside.append(inherited or own)
        if own and not inherited:
            parts.append(element)
    for block in found:
        block.outside = outside[block.at]
    return found, parts


def _is_head(block: Block, title: str) -> bool:
    return block.element.tag == "h1" and len(block.key) > PROSE and block.key in title


def _all_blocks(elements: Sequence[HtmlElement], above: Sequence[int]) -> Iterator[Block]:
    """Yield every block of a page."""
    in_link: list[bool] = []
    for at, element in enumerate(elements):
        tag = element.tag
        in_link.append(tag == "a" or (at > 0 and in_link[above[at]]))
        if tag in _BLOCKS or (tag in _LOOSE and _has_own_text(element)):
            yield from _blocks(element, at, in_link=in_link[at])


def _weights(
    found: Sequence[Block], above: Sequence[int], doubts: Sequence[Doubt | None]
) -> list[int]:
    """Return how many words of prose stand in each element, those in comments not counted."""
    weights = [0] * len(above)
    for block in found:
        if block.words >= PROSE and block.linked < 0.5:
            weights[block.at] += block.words
    for at in range(len(above) - 1, 0, -1):
        if doubts[at] != "comments" and above[at] >= 0:
            weights[above[at]] += weights[at]
    return weights


def _doubt(element: HtmlElement) -> Doubt | None:
    """Tell if an element may hold what is not the article."""
    tag = element.tag
    if tag in _DOUBTFUL:
        return "outside"
    if tag == "article":
        return None if next(element.iterancestors("article"), None) is None else "outside"
    if tag in _TRUSTED:
        return None
    doubt = _named(element.get("class", ""), element.get("id", ""))
    if doubt == "comments" and element.find(".//h1") is not None:
        return "outside"
    return doubt


@lru_cache(maxsize=20_000)
def _named(*names: str) -> Doubt | None:
    """Tell what a class and an id say; pages have few of them many times."""
    said = " ".join(names)[:200]
    if not _SKIP.search(said):
        return None
    return "comments" if _COMMENTS.search(said) else "outside"


def _has_own_text(element: HtmlElement) -> bool:
    """Tell if text stands directly in an element, not only in elements inside it."""
    if element.tag == "span":
        above = element.getparent()
        if above.tag not in _LOOSE or above.tag == "span" or _has_own_text(above):
            return False
    if (text := element.text) and len(text.strip()) > 1:
        return True
    return any((tail := child.tail) and len(tail.strip()) > 1 for child in element)


def _blocks(element: HtmlElement, at: int, *, in_link: bool) -> Iterator[Block]:
    """Yield the text of an element without the blocks inside it, parted at line breaks.

    In a paragraph a single line break does not part, elsewhere it does.
    """
    parts: list[str] = []
    linked = _gather(element, parts, 0)
    text = "".join(parts)
    letters = max(1, len(text.strip()))
    for part in (_BREAK if element.tag in _LOOSE else _BREAKS).split(text):
        line = " ".join(seen(part).split())
        if line_key := fold(line):
            yield Block(
                element=element,
                at=at,
                text=line,
                key=line_key,
                words=line_key.count(" ") + 1,
                linked=1.0 if in_link else linked / letters,
            )


def _gather(element: HtmlElement, parts: list[str], depth: int) -> int:
    """Collect the inline text of an element; return how many of its letters are linked."""
    linked = 0
    if text := element.text:
        parts.append(_SPACES.sub(" ", text) if "\n" in text else text)
    for child in element:
        tag = child.tag
        if tag == "br":
            parts.append("\n")
        elif isinstance(tag, str) and tag not in _INSIDE and tag not in _OUT and depth < 30:
            before = len(parts)
            inner = _gather(child, parts, depth + 1)
            linked += sum(map(len, parts[before:])) if tag == "a" else inner
        else:
            parts.append(" ")
        if text := child.tail:
            parts.append(_SPACES.sub(" ", text) if "\n" in text else text)
    return linked


_SPACES = re.compile(r"\s+")
_BREAK = re.compile(r"\n")
_BREAKS = re.compile(r"\n\s*\n")


def common(blocks: Sequence[Block], share: float) -> HtmlElement | None:
    """Return the deepest element that holds at least `share` of the words of some blocks."""
    weights: dict[HtmlElement, int] = defaultdict(int)
    total = 0
    for block in blocks:
        total += block.words
        for above in block.element.iterancestors():
            weights[above] += block.words
    held = [element for element, weight in weights.items() if weight >= share * total]
    depths = {element: sum(1 for _ in element.iterancestors()) for element in held}
    return max(depths, key=lambda element: depths[element], default=None)


def densest(blocks: Iterable[Block]) -> HtmlElement | None:
    """Return the element in which most prose stands: each block counts for the two above it."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block in blocks:
        if block.words >= PROSE and block.linked < 0.5 and not block.outside:
            for above, weight in zip(block.element.iterancestors(), (1.0, 0.5, 0.25), strict=False):
                scores[above] += block.words * weight
    return max(scores, key=lambda element: scores[element], default=None)
