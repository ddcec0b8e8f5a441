"""HTML pages: one tree for everything; trafilatura finds the words, the page itself the rest."""

from __future__ import annotations

import re
from datetime import datetime

from lxml import etree, html

from pipeline.errors import Unreadable
from pipeline.stages.clean import authors, blocks, body, dating, facts, titles
from pipeline.stages.clean.draft import Draft
from pipeline.stages.clean.facts import fold
from pipeline.stages.clean.linked import plain
from pipeline.stages.clean.opening import Opening

_PARSER = etree.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=False
)
HEAD = frozenset(
    (
        "base",
        "basefont",
        "bgsound",
        "link",
        "meta",
        "noscript",
        "script",
        "style",
        "template",
        "title",
    )
)
#: What XML cannot hold (XML 1.0, 2.2): lxml reads it, and refuses to move it.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile("&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
#: One class for every element: lxml's own lookup asks Python for the class of each (-10 % of time).
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))


def read(characters: str, *, url: str, latest: datetime) -> Draft:
    """Return what a page holds. Raises Unreadable for what is no markup."""
    page = facts.page(_tree(characters, url), url)
    draft = Draft(canonical=facts.canonical(page), language_declared=facts.language(page))
    titles.read(draft, page)
    found, outside = blocks.read(page.body, fold(draft.title or ""))
    opened = Opening(found, draft.title)
    authors.read(draft, page, opened)
    dating.read(draft, page, opened, latest=latest)
    draft.section = page.linked.text("articleSection") or page.meta.get("article:section")
    site = page.meta.get("og:site:name") or page.linked.text("publisher")
    draft.outlet = plain(site) if site else titles.outlet(page)
    origin = "og:site_name or json-ld publisher" if site else "title of the window"
    draft.note("outlet", draft.outlet, origin)
    for element in outside:
        element.drop_tree()
    last = body.read(draft, page, found)
    authors.read_end(draft, page, last)
    return draft


def _fit(reference: re.Match[str]) -> str:
    """Return a numeric reference, a space for one to what XML cannot hold."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return " " if code > 0x10FFFF or _UNFIT.match(chr(code)) else reference[0]


def _tree(characters: str, url: str) -> html.HtmlElement:
    characters = _REFERENCE.sub(_fit, _UNFIT.sub(" ", characters))
    try:
        tree = html.document_fromstring(characters.encode("utf-8"), parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"{url}: no page in the markup ({error})") from None
    _end_head(tree)
    return tree


def _end_head(tree: html.HtmlElement) -> None:
    """Move to the body what libxml2 leaves in the head of a page that omits `</head>` and `<body>`.

    The head ends at the first element that may not stand there (HTML Standard, 13.2.6.4.4).
    """
    head, body = tree.find("head"), tree.find("body")
    inside = [] if head is None else list(head)
    first = next((at for at, one in enumerate(inside) if one.tag not in HEAD), len(inside))
    if inside[first:]:
        body = etree.SubElement(tree, "body") if body is None else body
        body[:0] = inside[first:]
