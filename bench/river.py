"""A river of batches: articles with their text and claims, made in columns from a number alone.

Words are drawn by Zipf's law from 200,000, so that most are rare, as in the news; 20 claims of 20
words to an article, in the order of time; a fifth of the claims has a number, a twentieth a link.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.edges.batch import Batch
from pipeline.edges.rows import arrow_schema
from pipeline.records import Article, Claim, Document, Entry, Extraction, Feed, Link

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
CLAIMS = 20  #: of an article
SAID = 20  #: words of a claim
PACE = timedelta(seconds=30)  #: from article to article: a million in a year
ARTICLES = 500  #: of a batch
WORDS = 200_000
SPEAKERS = 5_000
STANCES = ("asserts", "denies", "warns", "expects")
STAGES: dict[str, list[type[Any]]] = {
    "start": [Feed],
    "poll": [Entry],
    "fetch": [Document],
    "clean": [Article],
    "extract": [Extraction, Claim],
    "link": [Link],
}
ACCENT = "é"  #: that a hundredth of the words end on
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz234567"))
Columns = dict[str, Any]


class River:
    """Batches of articles and claims, each made from its number alone."""

    def __init__(self, articles: int = ARTICLES) -> None:
        self.articles = articles  #: of a batch
        dice = np.random.default_rng(1)
        syllables = np.array([a + b for a in "bcdfglmnprst" for b in "aeiou"])
        picks = syllables[dice.integers(0, len(syllables), (WORDS, 4))]
        lengths = dice.choice([1, 2, 3, 4], WORDS, p=[0.02, 0.28, 0.4, 0.3])
        made = ("".join(row[:n]) for row, n in zip(picks, lengths, strict=True))
        self.words = [
            f"{word}{ACCENT if n % 100 == 50 else n % 7 or ''}" for n, word in enumerate(made)
        ]
        self.names = [
            f"{a.title()} {b.title()}"
            for a, b in zip(self.words[1000:6000], self.words[9000:14000], strict=True)
        ]
        weights = 1 / np.arange(1, WORDS + 1)
        self.weights = np.cumsum(weights / weights.sum())

    def batch(self, root: Path, number: int) -> Batch:
        """Write the batch of that number below `root`, unless it is there."""
        at = BEGIN + PACE * number * self.articles
        batch = Batch.open(root, f"b{number:06}", now=at)
        if not batch.done("link"):
            tables = dict(self._tables(number, at))
            for stage, kinds in STAGES.items():
                with batch.writing(stage) as out:
                    for kind in kinds:
                        out.write_table(kind.TABLE, _table(kind, tables[kind]))
        return batch

    def _tables(self, number: int, at: datetime) -> Iterator[tuple[type[Any], Columns]]:
        dice = np.random.default_rng(number + 2)
        first = number * self.articles
        when = at.replace(tzinfo=None)
        numbers = range(first, first + self.articles)
        urls = [f"https://paper{n % 400}.example/{n}" for n in numbers]
        entries, documents, articles = (_ids(dice, self.articles) for _ in range(3))
        claims, texts = self._claims(dice, articles)
        known = {"feed_id": "f", "url": urls, "outlet": [f"Paper {n % 400}" for n in numbers]}
        yield Feed, {"id": ["f"], "url": ["https://example.org/feed"], "kind": "rss"}
        yield Entry, {"id": entries, "guid": urls, "seen_at": when, **known}
        document = {"id": documents, "entry_id": entries, "final_url": urls, "archive_key": urls}
        document |= {"status": 200, "fetched_at": when, "sha256": urls, "size": 5000}
        yield Document, {**document, "verdict": "article", **known}
        article = {"id": articles, "article_id": articles, "document_id": documents}
        article |= {"title": pc.utf8_slice_codeunits(texts, 0, 60), "text": texts}
        article |= {"published_at": [when + PACE * n for n in range(self.articles)]}
        article |= {"seen_at": when, "text_hash": articles, "cleaner_version": "1"}
        article |= {"words": pc.divide(pc.utf8_length(texts), 6), "language": "en"}
        yield Article, {**article, **known}
        extraction = {"id": articles, "version_id": articles, "extractor_version": "1"}
        yield Extraction, {**extraction, "claims": CLAIMS}
        yield Claim, claims
        yield Link, _links(dice, claims["id"])

    def _claims(self, dice: Any, articles: pa.Array) -> tuple[Columns, pa.Array]:
        count = self.articles * CLAIMS
        picks = np.searchsorted(self.weights, dice.random(count * SAID))
        speakers = (dice.random(count) ** 2 * SPEAKERS).astype(int)
        names = pa.array(self.names).take(pa.array(speakers))
        offices = pc.binary_join_element_wise("Office", pa.array((speakers % 300).astype(str)), " ")
        counted = np.arange(count) % 5 == 0
        figures = dice.integers(10, 20_000, count)
        spoken = pa.array([f"{figure:,} " for figure in figures]).to_numpy(zero_copy_only=False)
        figure_text = pa.array(np.where(counted, spoken, ""))
        words = pa.array(self.words).take(pa.array(picks))
        said = pc.binary_join(_lists(words, SAID), " ")
        contents = pc.binary_join_element_wise(figure_text, said, "")
        sentences = pc.binary_join_element_wise(names, " said ", contents, ".", "")
        texts = pc.binary_join(_lists(sentences, CLAIMS), " ")
        lengths = pc.utf8_length(sentences).to_numpy().reshape(self.articles, CLAIMS) + 1
        begins = (np.cumsum(lengths, axis=1) - lengths).ravel()
        after = begins + pc.utf8_length(names).to_numpy()
        starts = after + len(" said ")
        ends = starts + pc.utf8_length(contents).to_numpy()
        values = figures[counted].astype(float)
        number = _structs(
            Claim,
            "numbers",
            text=pc.utf8_rtrim_whitespace(figure_text.filter(pa.array(counted))),
            start=starts[counted],
            end=starts[counted] + np.array([len(spoken[n]) - 1 for n in np.flatnonzero(counted)]),
            low=values,
            high=values,
            approximate=np.zeros(len(values), bool),
            counted=words.take(pa.array(np.arange(count)[counted] * SAID)),
        )
        source = _structs(
            Claim,
            "sources",
            name=names,
            role=pa.array(["spokesperson"] * count),
            organization=offices,
            type=pa.array(["person"] * count),
            anonymous=np.zeros(count, bool),
        )
        versions = articles.take(pa.array(np.repeat(np.arange(self.articles), CLAIMS)))
        stances = dice.choice(len(STANCES), count, p=[0.8, 0.08, 0.06, 0.06])
        columns = {
            "id": _ids(dice, count),
            "version_id": versions,
            "article_id": versions,
            "source_text": names,
            "source_start": begins,
            "source_end": after,
            "cue_start": after + 1,
            "cue_end": after + len(" said"),
            "content": contents,
            "content_parts": _lists(_structs(Claim, "content_parts", start=starts, end=ends), 1),
            "sources": _lists(source, 1),
            "numbers": pa.ListArray.from_arrays(
                pa.array(np.concatenate([[0], np.cumsum(counted)]), pa.int32()), number
            ),
            "sentence": sentences,
            "stance": pa.array(STANCES).take(pa.array(stances)),
        }
        fixed = {"kind": "indirect", "cue": "said", "confidence": 0.9, "extractor_version": "1"}
        return {**columns, **fixed, "hedged": False, "negated": False, "implicit": False}, texts


def _links(dice: Any, claims: pa.Array) -> Columns:
    """Pairs of claims of one batch."""
    count = len(claims) // CLAIMS
    one, other = dice.permutation(len(claims))[: 2 * count].reshape(2, count)
    relations = pa.array(["repeats", "contradicts"]).take(pa.array(np.arange(count) % 2))
    pairs = {"claim_id": claims.take(pa.array(one)), "other_id": claims.take(pa.array(other))}
    return {"id": _ids(dice, count), **pairs, "relation": relations, "score": 0.8, "why": "same"}


def _ids(dice: Any, count: int) -> pa.Array:
    """Random ids of 16 characters, as `ids.make` gives."""
    letters = LETTERS[dice.integers(0, 32, (count, 16))]
    return pa.array(np.ascontiguousarray(letters).view("<U16").ravel())


def _lists(values: pa.Array, length: int) -> pa.Array:
    offsets = np.arange(0, len(values) + 1, length, dtype=np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _structs(kind: type[Any], column: str, **fields: Any) -> pa.Array:
    """Return the structs that a list column of a record holds; what is not given is null."""
    wanted = arrow_schema(kind).field(column).type.value_type
    count = len(next(iter(fields.values())))
    arrays = [
        pa.array(fields[field.name]).cast(field.type)
        if field.name in fields
        else pa.nulls(count, field.type)
        for field in wanted
    ]
    return pa.StructArray.from_arrays(arrays, fields=list(wanted))


def _table(kind: type[Any], columns: Columns) -> pa.Table:
    """Return the rows of a kind; what no column gives is null, or a list of none."""
    schema = arrow_schema(kind)
    count = len(columns["id"])
    arrays = []
    for field in schema:
        value = columns.get(field.name)
        if not isinstance(value, (list, np.ndarray, pa.Array)):
            value = [[] if value is None and pa.types.is_list(field.type) else value] * count
        arrays.append(pa.array(value, field.type) if isinstance(value, list) else pa.array(value))
    return pa.Table.from_arrays(
        [one.cast(field.type) for one, field in zip(arrays, schema, strict=True)], schema=schema
    )
