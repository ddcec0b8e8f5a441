"""A page, looked at as little as its verdict needs."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree, html

from pipeline.records import Response
from pipeline.stages.urls import host

LONG = 300  #: words of running text; what is longer is no stub, wall or apology
LONG_PARAGRAPH = 60  #: characters; shorter ones are labels and teasers
P_GOES_ON = ("", " ", ">", "\n", "\t", "\r")  #: what makes `<p` a paragraph, not a `<path`
TAG = re.compile(r"<[^<>]*>")
WIDE = (  # UTF-16, by its mark (the HTML standard, 13.2.3.2) or by how markup begins in it
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Page:
    """A page, looked at as little as its verdict needs."""

    response: Response
    source: str = field(repr=False)

    @cached_property
    def tree(self) -> Any:
        """The parsed page; None if there is nothing to parse."""
        try:
            return html.document_fromstring(self.source.encode("utf-8", "replace"), PARSER)
        except (etree.ParserError, ValueError):
            return None

    @cached_property
    def title(self) -> str:
        """The text of the title."""
        found = re.search(r"<title[^>]{0,200}>([^<]{0,500})", self.source, re.IGNORECASE)
        return " ".join(found[1].split()) if found else ""

    @cached_property
    def headings(self) -> list[str]:
        """Title and first headings, one line each."""
        if self.tree is None:
            return [self.title]
        found = [" ".join(node.text_content().split()) for node in self.tree.iterfind(".//h1")]
        return [self.title, *found[:3]]

    @cached_property
    def text(self) -> str:
        """Everything a reader sees."""
        return self._text("self::script or self::style or self::noscript or self::svg")

    @cached_property
    def prose(self) -> str:
        """What a reader sees, without the links."""
        return self._text("self::script or self::style or self::noscript or self::svg or self::a")

    def _text(self, without: str) -> str:
        if self.tree is None:
            return ""
        return " ".join(" ".join(self.tree.xpath(f"//text()[not(ancestor::*[{without}])]")).split())

    @cached_property
    def words(self) -> int:
        """Words of running text: of paragraphs with a sentence or more. Counted up to LONG."""
        words, (_, *paragraphs) = 0, self.source.split("<p")
        for paragraph in paragraphs:
            if paragraph[:1] in P_GOES_ON:
                text = TAG.sub(" ", paragraph.partition("</p")[0][:20_000].partition(">")[2])
                words += count(text) if len(text) > LONG_PARAGRAPH else 0
            if words >= LONG:
                return words
        return words if paragraphs else count(self.prose)

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """The schema.org objects of the page."""
        blocks = re.findall(
            r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>([^<]*(?:<(?!/script)[^<]*)*)",
            self.source,
            re.IGNORECASE,
        )
        return [fact for block in blocks[:50] for fact in _objects(block)]

    @cached_property
    def types(self) -> set[str]:
        """What the page says it is: schema.org types and og:type, in lower case."""
        types = {kind.lower() for fact in self.facts for kind in _texts(fact.get("@type"))}
        og = re.search(
            r"""<meta[^>]{0,200}og:type["'][^>]{0,200}content=["']([\w.:-]{1,40})""", self.source
        )
        return types | ({f"og:{og[1].lower()}"} if og else set())

    @cached_property
    def links(self) -> int:
        """Links to other pages of the site whose text is as long as a headline."""
        own = host(self.response.final_url)
        return sum(
            len(node.text_content().split()) >= 4 and host(node.get("href") or "") in ("", own)
            for node in (() if self.tree is None else self.tree.iter("a"))
        )

    @property
    def charged(self) -> bool:
        """Whether the page says that it is not free (schema.org isAccessibleForFree)."""
        return any(
            str(fact.get("isAccessibleForFree")).lower().rpartition("/")[2] == "false"
            for fact in self.facts
        )


def narrow(body: bytes) -> bytes:
    """Return a body in UTF-8 if it is UTF-16, else as it is: what is looked for are ASCII marks."""
    for mark, encoding in WIDE:
        if body.startswith(mark):
            return body.decode(encoding, "replace").encode("utf-8", "replace")
    return body


def count(text: str) -> int:
    """Count words; two characters of a script without spaces are one."""
    return len(text.split()) + len(UNSPACED.findall(text)) // 2


PARSER = html.HTMLParser(recover=True, huge_tree=False, encoding="utf-8")


def _objects(block: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [json.loads(block)]
    except (ValueError, RecursionError):
        return
    for _ in range(200):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            yield value
            waiting += [value[key] for key in ("@graph", "mainEntity", "hasPart") if key in value]


def _texts(value: object) -> list[str]:
    return [
        text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)
    ]
