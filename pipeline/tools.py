"""The tools of the walk: web, archive, warehouse, language; each opened when first asked for.

Tools made from other tools share what is open, so that a batch uses one web, one archive file and
one language pipeline. Whoever makes the first closes them: `with Tools(…) as tools`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import msgspec

from pipeline.records import Entry, Response, Sighting
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.edges.archive import Archive
    from pipeline.edges.batch import Batch
    from pipeline.edges.listings import Listings
    from pipeline.edges.nlp import Language
    from pipeline.edges.warehouse import Warehouse
    from pipeline.edges.web import Web
    from pipeline.records import Boilerplate, Poll
    from pipeline.stages.link import Neighbours

T = TypeVar("T")
_OPENING = threading.RLock()  # threads of one stage ask for the same tool at the same time
LOCAL = ("file:", "warc:")
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Tools:
    """What a step may use. `now` is the moment of everything done with these tools."""

    settings: Settings
    now: datetime
    batch: Batch | None = None
    linked: Neighbours | None = None  #: of several batches that are linked with one another
    processes: int = os.cpu_count() or 1  #: side by side, for what computes
    answered: Mapping[str, Response | Exception] = field(default_factory=dict)  #: ahead of time
    opened: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open; what is asked for later opens again."""
        for tool in self.opened.values():
            if hasattr(tool, "close"):
                tool.close()
        self.opened.clear()

    def force(self) -> None:
        """Return when what was archived with these tools is on the disk."""
        if archive := self.opened.get("archive"):
            archive.force()

    def _open(self, name: str, make: Callable[[], T]) -> T:
        with _OPENING:
            if name not in self.opened:
                self.opened[name] = make()
        return cast("T", self.opened[name])

    def seconds(self, stage: str) -> float:
        """Return the CPU seconds that a stage may take over one record; 0 is no limit."""
        return float(getattr(self.settings.limits, f"{stage}_s", 0))

    def for_batch(self, batch: Batch) -> Tools:
        """Return the same tools at the moment of a batch."""
        return replace(self, now=batch.started_at, batch=batch)

    def fresh(self) -> Tools:
        """Return the same tools with nothing opened, for another process."""
        return replace(self, opened={})

    @contextmanager
    def nothing_stored(self) -> Iterator[Tools]:
        """Give the same tools over an empty data folder that is gone afterwards."""
        with TemporaryDirectory(prefix="hearsay-") as folder:
            data = msgspec.structs.replace(self.settings.data, dir=folder)
            settings = msgspec.structs.replace(self.settings, data=data)
            with replace(self, settings=settings, opened={}) as tools:
                yield tools

    def get(
        self, url: str, *, headers: Mapping[str, str] = NO_HEADERS, robots: bool = False
    ) -> Response:
        """Get something of the web, if `robots` only what robots.txt allows.

        Addresses with `file:` and `warc:` are those of files and of pages saved in WARC files.
        """
        from pipeline.edges import folder, saved

        if known := self.answered.get(url):
            if isinstance(known, Exception):
                raise known
            return known
        if url.startswith(saved.SCHEME):
            return saved.get(url, at=self.now, limit=self.settings.limits.file_bytes)
        if url.startswith(folder.SCHEME):
            return folder.get(url, at=self.now, limit=self.settings.limits.file_bytes)
        return self.web.get(url, headers=headers, at=self.now, robots=robots)

    def answers(self, urls: Sequence[str]) -> Iterator[tuple[int, Tools]]:
        """Ask for pages, hosts side by side; yield each place with tools that hold its answer.

        What is no address of the web is not asked ahead, and comes first.
        """
        on_web = [place for place, url in enumerate(urls) if not url.startswith(LOCAL)]
        yield from ((place, self) for place in sorted({*range(len(urls))} - {*on_web}))
        if on_web:
            asked = [urls[place] for place in on_web]
            for number, answer in self.web.answers(asked, at=self.now):
                yield on_web[number], replace(self, answered={asked[number]: answer})

    def listing(self, url: str, *, of: datetime) -> Response:
        """Get a sitemap or a page of an archive that tells of the time before `of`."""
        return self.listings.get(url, of=of, now=self.now)

    @cached_property
    def polls(self) -> dict[str, Poll]:
        """The latest poll of every feed before the moment of these tools, by the feed's id."""
        return self.warehouse.last_polls(before=self.now)

    def sightings(self, feed_id: str, entries: Iterable[Entry]) -> list[Sighting]:
        """Return what earlier batches stored of entries: a re-run of a batch skips its own."""
        but_of = self.batch.id if self.batch else None
        return self.warehouse.sightings(feed_id, entries, but_of=but_of)

    def had(self, entries: list[Entry]) -> set[str]:
        """Return the ids of entries whose page was fetched for another before this batch."""
        from pipeline.edges import agenda

        if not entries or not self.warehouse.published.exists():
            return set()
        with self.warehouse.read() as db:
            return agenda.had(db, entries, before=self.now)

    def learned(self, host: str) -> list[Boilerplate]:
        """Return what was known of a host's boilerplate at the moment of these tools."""
        return self.lessons.get(host, [])

    @cached_property
    def lessons(self) -> dict[str, list[Boilerplate]]:
        """What was known then, by host."""
        known: dict[str, list[Boilerplate]] = {}
        for row in self.warehouse.boilerplate(before=self.now):
            known.setdefault(row.host, []).append(row)
        return known

    @property
    def web(self) -> Web:
        """Polite HTTP."""
        from pipeline.edges.web import Web

        return self._open("web", lambda: Web(self.settings))

    @property
    def listings(self) -> Listings:
        """What past days were looked up in."""
        from pipeline.edges.listings import Listings

        folder = self.settings.folder / "surveys" / "listings"
        return self._open("listings", lambda: Listings(folder, self.get))

    @property
    def batches(self) -> Path:
        """Where the batches lie."""
        return self.settings.folder / "batches"

    @property
    def archive(self) -> Archive:
        """Every byte that was ever fetched."""
        from pipeline.edges.archive import Archive

        return self._open("archive", lambda: Archive(self.settings.folder / "archive"))

    @property
    def warehouse(self) -> Warehouse:
        """The database."""
        return self._open("warehouse", self._warehouse)

    def _warehouse(self) -> Warehouse:
        """Return the DuckDB file, or the lake if the settings name its catalog."""
        from pipeline.edges.lake import Lake, LakeWarehouse
        from pipeline.edges.warehouse import Warehouse

        folder, wait_s, lake = self.settings.folder, self.settings.load_.wait_s, self.settings.lake
        if not lake.catalog:
            return Warehouse(folder, wait_s=wait_s)
        files = lake.files or str(folder / "lake")
        return LakeWarehouse(folder, wait_s=wait_s, lake=Lake(lake.catalog, files, lake.extensions))

    @property
    def language(self) -> Language:
        """The spaCy pipeline."""
        from pipeline.edges.nlp import Language

        model = self.settings.language.model
        return self._open("language", lambda: Language(Path(model) if model else None))

    @cached_property
    def neighbours(self) -> Neighbours:
        """The claims that a claim of this batch may be linked to."""
        return self.linked or self._near([self.batch] if self.batch else [])

    def linking(self, batches: list[Batch]) -> Tools:
        """Return the same tools for batches whose claims are linked with one another, too."""
        return replace(self, linked=self._near(batches))

    def _near(self, batches: list[Batch]) -> Neighbours:
        """Return the claims of batches, and stored ones from the window around their articles.

        If an article is undated, all are near: what links to what may not depend on which of two
        articles is stored first.
        """
        from pipeline.records import Article, Claim
        from pipeline.stages.link import Neighbours

        own = [claim for batch in batches for claim in batch.read(Claim)]
        if not own:
            return Neighbours(own)
        days = [article.published_at for batch in batches for article in batch.read(Article)]
        dated = [day for day in days if day]
        window = timedelta(days=self.settings.link.window_days)
        bounds = (min(dated) - window, max(dated) + window) if dated == days else (None, None)
        but_of = [batch.id for batch in batches]
        return Neighbours([*own, *self.warehouse.recent_claims(own, *bounds, but_of=but_of)])
