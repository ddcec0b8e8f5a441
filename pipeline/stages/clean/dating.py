"""When a page says it was published and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.stages import dates
from pipeline.stages.clean import head
from pipeline.stages.clean.draft import Dated, Draft
from pipeline.stages.clean.facts import Page, plain_text
from pipeline.stages.clean.opening import Opening
from pipeline.stages.clean.pieces import LABEL

_PUBLISHED = (
    "article:published:time", "og:article:published:time", "og:published:time", "datepublished",
    "article:published", "parsely:pub:date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "sailthru:date", "publish:date", "publishdate",
    "publication:date", "publicationdate", "pubdate", "pub:date", "published:at",
    "last:published", "dc:date:issued", "dcterms:created", "dc:date:created", "dcterms:date",
    "dcterms:issued", "date", "dc:date", "article:date:original", "originalpublicationdate",
    "datecreated", "vr:published:time", "iso:8601:publish:date", "bt:pubdate",
    "rnews:datepublished",
)  # fmt: skip
_UPDATED = (
    "article:modified:time", "og:article:modified:time", "og:updated:time", "datemodified",
    "article:modified", "cxenseparse:recs:modifiedtime", "last:modified", "lastmod",
    "dcterms:modified", "dc:date:modified", "revision:date", "updated:time", "modified",
)  # fmt: skip
_MACHINE = ("datetime", "content", "data-datetime", "data-published", "data-date", "data-timestamp")
_CLASSES = " or ".join(
    f"contains(@class, '{part}')"
    for part in ("publish", "pubdate", "date", "time", "Date", "stamp")
)
_VISIBLE = (
    f"descendant::time | descendant::*[@itemprop='datePublished' or (({_CLASSES}) and not(*[3]))]"
)
_ELSEWHERE = ("aside", "nav", "footer", "figure", "figcaption")
_MOST = 40  #: elements looked at
_CHARS = 120  #: of one


@dataclass(frozen=True, slots=True)
class _Offer:
    moment: dates.Moment
    origin: str

    @property
    def bare(self) -> bool:
        """Tell if it is no more than a day, also one dressed as midnight."""
        at = self.moment.at + timedelta(minutes=self.moment.offset or 0)
        return self.moment.precision in {"day", "month", "year"} or (
            (at.hour, at.minute, at.second) == (0, 0, 0)
        )


def read(draft: Draft, page: Page, opened: Opening, *, latest: datetime) -> None:
    """Set publication and update of a page; nothing after `latest` is believed.

    In order: JSON-LD, meta tags, what the page marks as its date, the lines of its opening,
    at last what htmldate finds in address and page.
    """
    published = list(_said(draft, page, "published", latest))
    updated = list(_said(draft, page, "updated", latest))
    if all(offer.bare for offer in published):
        published += _shown(draft, page, latest)
        below = list(_below(draft, opened, latest))
        published += [offer for kind, offer in below if kind == "published_at"]
        updated += [offer for kind, offer in below if kind == "updated_at"]
    silent = not any(said.field == "published_at" for said in draft.candidates)
    if silent and (offer := _guessed(draft, page, latest)):
        published.append(offer)
    draft.published = _best(published)
    draft.updated = _best(updated)


def _said(draft: Draft, page: Page, what: str, latest: datetime) -> Iterator[_Offer]:
    """Yield what JSON-LD and the meta tags say."""
    published = what == "published"
    keys = ("datePublished", "dateCreated", "uploadDate") if published else ("dateModified",)
    said = [(f"json-ld {key}", page.linked.text(key)) for key in keys]
    names = _PUBLISHED if published else _UPDATED
    said += [(f"meta {name}", content) for name, content in page.named(*names)]
    for origin, raw in said:
        if offer := _offer(draft, f"{what}_at", (raw, origin), latest):
            yield offer


def _offer(
    draft: Draft, kind: str, said: tuple[str | None, str], latest: datetime
) -> _Offer | None:
    """Read one value and its origin, keep it as a candidate, refuse what cannot be."""
    raw, origin = said
    if not raw or not (moment := dates.read(raw)):
        return None
    if moment.at > latest:
        draft.note(kind, raw, f"{origin}, later than the fetch")
        return None
    draft.note(kind, raw, origin)
    return _Offer(moment, origin)


def _shown(draft: Draft, page: Page, latest: datetime) -> Iterator[_Offer]:
    """Yield dates that the page shows, those behind its heading first."""
    found = page.body.xpath(_VISIBLE)[: 4 * _MOST]
    order = {element: at for at, element in enumerate(page.body.iter())} if found else {}
    heading = next((order[h] for h in page.body.iter("h1") if h in order), 0)
    found.sort(key=lambda element: (order[element] < heading, order[element]))
    for element in found[:_MOST]:
        if any(above.tag in _ELSEWHERE for above in element.iterancestors()):
            continue
        shown = plain_text(element)[:_CHARS]
        if (label := LABEL.match(shown)) and label["updated"]:
            continue
        raw = next(filter(None, map(element.get, _MACHINE)), None) or shown
        if offer := _offer(draft, "published_at", (raw, "shown"), latest):
            yield offer


def _below(draft: Draft, opened: Opening, latest: datetime) -> Iterator[tuple[str, _Offer]]:
    """Yield the dates that stand in lines of their own below the headline."""
    for stamp in head.stamps(opened.pieces, (), title=0):
        kind = "updated_at" if stamp.place == "updated" else "published_at"
        if offer := _offer(draft, kind, (stamp.raw, "shown below the headline"), latest):
            yield kind, offer


def _guessed(draft: Draft, page: Page, latest: datetime) -> _Offer | None:
    """Return the day that htmldate finds in a page that says nothing else, from its address on."""
    import htmldate

    day = htmldate.find_date(
        page.tree, url=page.url, original_date=True, extensive_search=False, max_date=latest
    )
    return _offer(draft, "published_at", (day, "htmldate"), latest)


def _best(offers: Sequence[_Offer]) -> Dated | None:
    """Return the first offer, or one of the same day that tells its minute or zone."""
    if not offers:
        return None
    first = offers[0]
    for offer in offers:
        if first.bare and not offer.bare and abs(offer.moment.day - first.moment.day) <= _DAY:
            first = offer
    for offer in offers:
        known = first.moment.offset is None and offer.moment.offset is not None
        if known and not offer.bare and offer.moment.day == first.moment.day:
            local = offer.moment.at + timedelta(minutes=offer.moment.offset or 0)
            if local.replace(second=0) == first.moment.at.replace(second=0, microsecond=0):
                first = offer
    return Dated(first.moment, first.origin)


_DAY = timedelta(days=1)
