"""JSON-LD: what a page says of its article in schema.org's words, in all the shapes it comes in."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

SCRIPTS = 40  #: blocks read
CHARS = 1_000_000  #: of one block
NODES = 5_000  #: objects looked at
DEPTH = 40

_ARTICLES = re.compile(r"(?:\w*Article|\w*Posting|Report|Review|Recipe|LiveBlog\w*)$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|"
    r"(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/);?\s*$"
)
_COMMA = re.compile(r",(?=\s*[}\]])")
_COMMENT = re.compile(r"^\s*/\*[^*]{0,500}\*/")
_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_QUOTE = re.compile(r"([^\s\[{,:\\]\s*)\"(?=\s*[^\s,:}\]])")  # between words, not at an end
_MARK = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]]', re.DOTALL)
_DANGLING = re.compile(r'(?:,\s*(?:"[^"]{0,80}"\s*:?)?|"[^"]{0,80}"\s*:)$')

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """The article's node and what it refers to."""

    node: Node = field(default_factory=dict)
    by_id: dict[str, Node] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Return a property as one text: the first of a list, the name of an object."""
        return next(self.texts(name), None)

    def texts(self, name: str) -> Iterator[str]:
        """Yield every text of a property."""
        yield from self._texts(self.node.get(name), 0)

    def _texts(self, value: Any, depth: int) -> Iterator[str]:
        if isinstance(value, str):
            if cleaned := plain(value):
                yield cleaned
        elif isinstance(value, list):
            for item in value[:50]:
                yield from self._texts(item, depth)
        elif isinstance(value, dict) and depth < 4:
            target = self.by_id.get(str(value.get("@id")), value)
            name = value.get("name") or target.get("name") or value.get("@value")
            if name is None and (value.get("givenName") or value.get("familyName")):
                name = f"{value.get('givenName', '')} {value.get('familyName', '')}"
            yield from self._texts(name, depth + 1)


def plain(text: str) -> str:
    """Return text without tags and character references, spaces made one."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = re.sub(r"<[^<>]{0,2000}>", " ", text)
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\xad", "")).strip()


def read(tree: HtmlElement, *, url: str) -> Linked:
    """Return the node of the article, empty if there is none.

    Of several the one with the page's address is taken, else the first with a headline and a date.
    """
    nodes = list(_nodes(tree))
    by_id = {str(node["@id"]): node for node in reversed(nodes) if "@id" in node and len(node) > 2}
    articles = [node for node in nodes if any(_ARTICLES.match(kind) for kind in _types(node))]
    if not articles:
        articles = [n for n in nodes if n.get("headline") or n.get("datePublished")]
    if not articles:
        return Linked()
    return Linked(max(articles, key=lambda node: _fitness(node, url)), by_id)


def _fitness(node: Node, url: str) -> tuple[bool, int]:
    """Rank by the page's own address, then by how much is said; the first of equals wins."""
    path = re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url)
    said = " ".join(str(node.get(name)) for name in ("url", "mainEntityOfPage", "@id"))
    wanted = ("headline", "datePublished", "author")
    return len(path) > 12 and path in said, sum(bool(node.get(name)) for name in wanted)


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


def _nodes(tree: HtmlElement) -> Iterator[Node]:
    """Yield the objects of every block, outer before inner, up to the limits."""
    count = 0
    scripts = tree.xpath("//script[contains(@type, 'ld+json')]")[:SCRIPTS]
    queue: list[tuple[Any, int]] = [(value, 0) for s in scripts for value in _parsed(s.text or "")]
    while queue and count < NODES:
        value, depth = queue.pop(0)
        if isinstance(value, list) and depth < DEPTH:
            queue[:0] = [(item, depth + 1) for item in value]
        elif isinstance(value, dict):
            count += 1
            yield value
            if depth < DEPTH:
                inner = [item for item in value.values() if isinstance(item, dict | list)]
                queue.extend((item, depth + 1) for item in inner)


def _parsed(text: str) -> list[Any]:
    """Return the values of a block; broken ones are mended if that is plain to do."""
    if len(text) > CHARS:
        return []
    text = _COMMENT.sub("", _WRAPPER.sub("", text)).strip()
    mends: tuple[Callable[[str], str], ...] = (str, _without_slips, _unescaped, _quoted, _closed)
    for mend in mends:
        try:
            return [json.loads(mend(text), strict=False)]
        except (ValueError, RecursionError):
            continue
    return _first_values(text)


def _without_slips(text: str) -> str:
    """Return JSON without the commas and control characters that it must not have."""
    return _CONTROL.sub(" ", _COMMA.sub("", text))


def _unescaped(text: str) -> str:
    return _without_slips(html.unescape(text))


def _quoted(text: str) -> str:
    """Return JSON whose texts escape the quotes between their words and nothing needless."""
    escaped = _ESCAPE.sub(r"\\\\", text.replace("\\'", "'"))
    return _without_slips(_QUOTE.sub(r'\1\\"', escaped))


def _closed(text: str) -> str:
    """Return JSON that breaks off with what is open closed."""
    opened: list[str] = []
    for found in _MARK.findall(text):
        if found[0] in "{[":
            opened.append("}" if found == "{" else "]")
        elif found[0] in "}]" and opened:
            opened.pop()
        elif found[0] == '"' and (len(found) < 2 or found[-1] != '"'):
            text += '"'
    end = _DANGLING.sub("", text[-200:].rstrip())
    return _without_slips(text[:-200] + end + "".join(reversed(opened)))


def _first_values(text: str) -> list[Any]:
    """Return the values that can be read from the start, one behind the other."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while at < len(text) and len(values) < 20:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        at = end + len(text[end:]) - len(text[end:].lstrip(" \t\r\n,;"))
    return values
