"""What a page says about its article, outside of the article's words.

Order of belief: JSON-LD, meta tags, what the page shows; every value met is kept as a candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipeline.stages import urls
from pipeline.stages.clean import linked
from pipeline.stages.clean.linked import Linked, plain

_META = re.compile(
    r"[_.\s:-]+"
)  # `article:published_time` is also written `article.published-time`
#: Elements that hold no words of a page.
_NO_TEXT = (
    "script", "style", "svg", "template", "iframe", "noscript", "select", "canvas", "object",
    "video", "audio",
)  # fmt: skip
_TITLE = 1000  #: characters; a longer heading is no title
_KICKER = re.compile(
    r"kicker|overline|overtitle|eyebrow|topline|roofline|dachzeile|surtitle|surtitre|antetitulo|"
    r"occhiello",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """A parsed page with its JSON-LD and meta tags read."""

    tree: HtmlElement
    url: str
    linked: Linked
    meta: Mapping[str, str]  #: by name, property or itemprop: lower case, parts joined by `:`
    again: tuple[tuple[str, str], ...]  #: names and contents of tags whose name came before
    headings: tuple[str, ...]  #: texts of its first h1
    kicker: str | None  #: what it calls the kicker inside of them

    @property
    def body(self) -> HtmlElement:
        """Return the page's body; a page without one is all body."""
        body = self.tree.find("body")
        return self.tree if body is None else body

    @cached_property
    def visible(self) -> str:
        """Return the folded words of the page's body, a space around each."""
        return f" {fold(' '.join(self.body.itertext()))} "

    def named(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield name and content of those meta tags that are there, in the order asked for."""
        for name in names:
            if content := self.meta.get(name):
                yield name, content
                yield from (other for other in self.again if other[0] == name)

    def labelled(self, label: str) -> Iterator[str]:
        """Yield what Twitter's cards call by a label: `twitter:label1` and `twitter:data1`."""
        for number in "12":
            said = self.meta.get(f"twitter:label{number}", "")
            if label in said.casefold() and (content := self.meta.get(f"twitter:data{number}")):
                yield content

    @property
    def sites(self) -> tuple[str, ...]:
        """Return the names that the site goes by."""
        said = (
            plain(self.meta.get("og:site:name", "")),
            self.linked.text("publisher") or "",
            self.meta.get("application:name", ""),
            *(name for name in host_names(self.url)),
        )
        return tuple(name for name in said if 0 < len(name.split()) <= 6)

    def shows(self, text: str) -> bool:
        """Tell if the page's body shows these words in a row."""
        return f" {fold(text)} " in self.visible


def fold(text: str) -> str:
    """Return the words of a text in lower case, one space between them."""
    return " ".join(_WORD.findall(text.casefold().replace("\xad", "")))


def host_names(url: str) -> tuple[str, ...]:
    """Return the host and its own part: `www.example.co.uk` → `example.co.uk`, `example`."""
    host = urls.host(url).removeprefix("www.")
    parts = host.split(".")
    core = parts[:-2] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[:-1]
    return (host, core[-1]) if core else ()


def page(tree: HtmlElement, url: str) -> Page:
    """Read what stands around the article of a parsed page; elements without text leave it."""
    meta: dict[str, str] = {}
    again: list[tuple[str, str]] = []
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content and len(content) < 5_000:
            name = _META.sub(":", name.lower())
            if meta.setdefault(name, content) != content:
                again.append((name, content))
    heads = list(tree.iter("h1"))[:5]
    headings = tuple(text for text in map(plain_text, heads) if 0 < len(text) <= _TITLE)
    said = linked.read(tree, url=url)
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    return Page(tree, url, said, meta, tuple(again), headings, _kicker(heads))


def _kicker(heads: Sequence[HtmlElement]) -> str | None:
    """Return the words that a heading opens with and names its kicker."""
    parts = (part for head in heads for part in head.iter("span", "small", "strong", "em", "div"))
    return next((plain_text(p) for p in parts if _KICKER.search(p.get("class") or "")), None)


def plain_text(element: HtmlElement) -> str:
    """Return the text of an element, spaces made one."""
    return re.sub(r"\s+", " ", "".join(element.itertext()).replace("\xad", "")).strip()


def canonical(found: Page) -> str | None:
    """Return the address that a page gives for itself, if it is one of the same host."""
    links = found.tree.xpath("//link[@rel='canonical']/@href")[:1]
    for raw in [*links, found.meta.get("og:url", "")]:
        address = urls.absolute(raw, found.url)
        if address is None or len(urlsplit(address).path) < 2:
            continue
        if host_names(address)[-1:] == host_names(found.url)[-1:] or found.url.startswith("file:"):
            return address.partition("#")[0]
    return None


def language(found: Page) -> str | None:
    """Return the language that the page declares."""
    root = found.tree.get("lang") or found.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    said = root or found.linked.text("inLanguage") or found.meta.get("og:locale") or ""
    match = re.match(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?", said)
    return match[0].replace("_", "-") if match else None
