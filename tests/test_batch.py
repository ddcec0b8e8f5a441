"""Batches: records go in and come out as they were; a stage counts when it is complete."""

from __future__ import annotations

from pathlib import Path

from builders import a_batch, a_claim, a_failure, a_link, a_number, a_walk, an_article

from pipeline.records import RECORDS, Claim


def test_records_come_out_of_a_batch_as_they_went_in(tmp_path: Path) -> None:
    article = an_article()
    claim = a_claim(article, numbers=(a_number(article.text, "1,500 soldiers", 1500, 1500),))
    records = [*a_walk(article, claim), a_link(claim, a_claim(article)), a_failure()]
    batch = a_batch(tmp_path, records)
    assert {record for kind in RECORDS for record in batch.read(kind)} == set(records)
    assert list(batch.read(Claim)) == [claim]
