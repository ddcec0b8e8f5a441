"""Evidence: what proves a claim, as a page to read and as linked data. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

Row = Mapping[str, Any]

CONTEXT = ["https://schema.org", {"hearsay": "urn:hearsay:"}]
TYPES = {
    "person": "Person",
    "organization": "Organization",
    "government": "GovernmentOrganization",
    "agency": "NewsMediaOrganization",
    "outlet": "NewsMediaOrganization",
    "document": "CreativeWork",
}
STYLE = """body { font: 1rem/1.5 Georgia, serif; max-width: 45rem; margin: 2rem auto }
main { white-space: pre-wrap } mark { padding: 0 .1em } dt { font-weight: bold }
.source { background: #cfe8ff } .cue { background: #d9f2d0 } .content { background: #fff0b3 }"""


def jsonld(claim: Row) -> dict[str, Any]:
    """Return a row of the view `claims` as a schema.org Claim that appears in a Quotation.

    schema.org has no words for stance, hedge, cue and offsets; these are in `hearsay:` terms.
    """
    article = {
        "@type": "NewsArticle",
        "@id": f"urn:hearsay:article:{claim['version_id']}",
        "url": claim["url"],
        "datePublished": _iso(claim["published_at"]),
        "publisher": _thing("NewsMediaOrganization", claim["outlet"]),
    }
    quotation = {
        "@type": "Quotation",
        "text": claim["sentence"],
        "isPartOf": _clean(article),
        "hearsay:parts": [dict(part) for part in claim["content_parts"]],
        "hearsay:cue": claim["cue"],
    }
    return _clean(
        {
            "@context": CONTEXT,
            "@type": "Claim",
            "@id": f"urn:hearsay:claim:{claim['claim_id']}",
            "text": claim["content"],
            "author": _author(claim),
            "dateCreated": _iso(claim["said_on"]),
            "appearance": _clean(quotation),
            "hearsay:kind": claim["kind"],
            "hearsay:stance": claim["stance"],
            "hearsay:hedged": claim["hedged"],
            "hearsay:confidence": claim["confidence"],
            "hearsay:extractor": claim["extractor_version"],
        }
    )


def _author(claim: Row) -> dict[str, Any] | None:
    name = claim["source_name"] or claim["source_text"]
    author = _thing(TYPES.get(claim["source_type"] or "", "Thing"), name)
    if author and author["@type"] == "Person":
        author["jobTitle"] = claim["source_role"]
        author["affiliation"] = _thing("Organization", claim["source_org"])
    return author and _clean(author)


def _thing(sort: str, name: str | None) -> dict[str, Any] | None:
    return {"@type": sort, "name": name} if name else None


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None


def _clean(value: dict[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if inner is not None}


def marked(text: str, claim: Row) -> str:
    """Return the text of the article as HTML, the source, cue and content of the claim marked.

    Spans may nest (a cue inside the content): every character gets the class of its innermost one.
    """
    names: list[str | None] = [None] * len(text)
    spans = [("content", part["start"], part["end"]) for part in claim["content_parts"]]
    spans += [(name, claim[f"{name}_start"], claim[f"{name}_end"]) for name in ("source", "cue")]
    for name, start, end in sorted(
        (span for span in spans if span[1] is not None), key=lambda span: span[1] - span[2]
    ):
        names[start:end] = [name] * (end - start)
    pieces: list[str] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or names[at] != names[begin]:
            piece, kind = escape(text[begin:at]), names[begin]
            pieces.append(f'<mark class="{kind}">{piece}</mark>' if kind else piece)
            begin = at
    return "".join(pieces)


def page(claim: Row, article: Row, files: Mapping[str, str]) -> str:
    """Return the page of an evidence pack; `files` are the SHA-256 of what lies beside it."""
    facts = {
        "Source": claim["source_name"] or claim["source_text"] or "none named",
        "Stance": claim["stance"] + (", hedged" if claim["hedged"] else ""),
        "Said on": claim["said_on"] or "the text does not say",
        "Outlet": claim["outlet"] or "unknown",
        "Address": claim["url"],
        "Published": f"{article['published_at']} (from {article['published_from']})",
        "Version": f"{article['version']} of {article['article_id']}, first seen "
        f"{article['first_seen_at']} UTC",
        "Fetched": f"{article['fetched_at']} UTC, status {article['status']}, "
        f"SHA-256 of the body {article['sha256']}",
        "Found by": f"extractor {claim['extractor_version']}, confidence {claim['confidence']}",
    }
    listed = "\n".join(
        f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in facts.items()
    )
    beside = "\n".join(
        f'<li><a href="{escape(name)}">{escape(name)}</a> {digest}</li>'
        for name, digest in files.items()
    )
    return f"""<!doctype html>
<html lang="{escape(article["language"] or "und")}">
<meta charset="utf-8">
<title>Claim {escape(claim["claim_id"])}</title>
<style>{STYLE}</style>
<h1>{escape(claim["content"])}</h1>
<dl>
{listed}
</dl>
<h2>{escape(article["title"] or "Without a title")}</h2>
<main>{marked(article["text"], claim)}</main>
<h2>Files and their SHA-256</h2>
<ul>
{beside}
</ul>
</html>
"""
