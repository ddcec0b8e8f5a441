"""A small corpus for tests of the SQL: three outlets on how many soldiers crossed a river."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from builders import (
    NOON,
    a_batch,
    a_claim,
    a_failure,
    a_link,
    a_number,
    a_poll,
    a_version,
    a_walk,
    an_entry,
)

from pipeline.edges.batch import Batch
from pipeline.records import Record, Source

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = "Ann Lee of the Border Guard said 1,500 soldiers had crossed the Tisá. More will follow."
LATER = "Ann Lee of the Border Guard said 3,000 soldiers had crossed the Tisá. More will follow."
DENIED = (
    "“No soldiers crossed the river,” said Bob Roe. A source in the ministry doubted the figures."
)
COPIED = "Agency: Ann Lee of the Border Guard said 1,500 soldiers had crossed the Tisá. So it goes."
SIGNED = tuple(range(128))


def _articles() -> list[tuple[Record, list[Record]]]:
    morning = a_version("https://east.example/1", FIRST, outlet="East", title="They crossed")
    evening = a_version(
        "https://east.example/1",
        LATER,
        at=NOON + DAY,
        outlet="East",
        title="They crossed",
        words=60,
        signature=SIGNED,
    )
    denial = a_version(
        "https://west.example/1", DENIED, at=NOON + 2 * DAY, outlet="West", title="Nobody crossed"
    )
    copy = a_version(
        "https://south.example/1",
        COPIED,
        at=NOON + DAY,
        outlet=None,
        outlet_inferred="South",
        title="Soldiers",
        words=60,
        signature=(*SIGNED[:100], *range(900, 928)),
    )
    told = []
    for article, figure in ((morning, "1,500"), (evening, "3,000"), (copy, "1,500")):
        low = float(figure.replace(",", ""))
        ann = Source(name="Ann Lee", organization="Border Guard", role="spokeswoman", type="person")
        claim = a_claim(
            article,
            content=f"{figure} soldiers had crossed the Tisá",
            source="Ann Lee of the Border Guard",
            kind="indirect",
            sources=(ann,),
            sentence=article.text.split(". ")[0],
            said_on=date(2024, 10, 18) if article is not evening else date(2024, 10, 19),
            numbers=(a_number(article.text, f"{figure} soldiers", low, low),),
        )
        told.append((article, [claim]))
    no = a_claim(denial, content="No soldiers crossed the river", stance="denies")
    unnamed = a_claim(
        denial,
        content="the figures",
        source="A source in the ministry",
        cue="doubted",
        stance="doubts",
        kind="indirect",
        sources=(Source(type="anonymous", anonymous=True),),
    )
    told.append((denial, [no, unnamed]))
    return told


def river(folder: Path) -> list[Batch]:
    """Return three batches, one a day; the last brings a link and a failure."""
    (morning, east), (evening, more), (copy, south), (denial, west) = _articles()
    broken = an_entry(url="https://west.example/3", title="Broken")
    third = [
        *a_walk(denial, *west),
        a_link(west[0], more[0]),
        a_link(south[0], east[0], relation="repeats", why="the same figure of the same source"),
        an_entry(url="https://west.example/2", title="Waiting"),
        broken,
        a_failure(stage="fetch", record_id=broken.id, error="Unreachable", subject=broken.url),
        a_poll(polled_at=NOON + 2 * DAY, status="temporary", http_status=503, new=3, missed=2),
    ]
    return [
        a_batch(folder, a_walk(morning, *east), name="1", at=NOON),
        a_batch(folder, [*a_walk(evening, *more), *a_walk(copy, *south)], name="2", at=NOON + DAY),
        a_batch(folder, third, name="3", at=NOON + 2 * DAY),
    ]


def three_batches(folder: Path) -> list[Batch]:
    """Batches that share an article, renumber its versions, and extract it anew."""
    url = "https://example.org/1"
    first = a_version(url, "Ann said: one.", at=NOON)
    second = a_version(url, "Ann said: one, two.", at=NOON + HOUR)
    claim = a_claim(first, content="one", source="Ann")
    other = a_claim(second, content="two", source="Ann")
    newer = replace(claim, extractor_version="0.2")
    return [
        a_batch(folder, [*a_walk(first, claim), a_failure()], name="a", at=NOON),
        a_batch(folder, [*a_walk(first, claim), *a_walk(second, other)], name="b", at=NOON + HOUR),
        a_batch(
            folder,
            [*a_walk(first, newer), a_link(newer, other), a_failure()],
            name="c",
            at=NOON + 2 * HOUR,
        ),
    ]
