"""The rehearsal of a page, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from builders import a_batch, a_document, an_entry

from pipeline import flow, rehearsal
from pipeline.edges.workers import FEW
from pipeline.settings import Settings
from pipeline.tools import Tools

AFTER = """
import json, sys
from datetime import UTC, datetime
from pipeline import rehearsal
from pipeline.edges.nlp import Language
from pipeline.records import Response
from pipeline.stages.clean import clean
from pipeline.stages.extract import extract
from pipeline.stages.fetch import fetch
from pipeline.stages.poll import feed

rehearsal.rehearse()
had = set(sys.modules)
PAGE = '''<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Nine houses flooded</title>
<meta property="article:published_time" content="2025-03-04T05:06:07Z"></head><body><article>
<h1>Nine houses flooded</h1><p>By Mara Lindt</p>
<p>“Nine houses stood in water last night,” said Piet Oswin, mayor of Amsel.</p>
<p>According to the district, about 3,000 people in the valley had to leave by Tuesday.</p>
</article></body></html>'''.encode()
moment = datetime(2025, 3, 5, tzinfo=UTC)
entry = feed.entry("https://paper.example/flood", now=moment)
answer = Response(url=entry.url, final_url=entry.url, status=200, at=moment, body=PAGE)
article = clean(fetch(entry, answer, archive_key=""), PAGE)
made = [type(record).__name__ for record in extract(article, Language().doc)]
print(json.dumps([made, sorted(set(sys.modules) - had)]))
"""


def test_a_page_after_the_rehearsal_is_read_without_an_import():
    done = subprocess.run([sys.executable, "-c", AFTER], capture_output=True, text=True, check=True)
    made, imported = json.loads(done.stdout)
    assert made == ["Extraction", "Claim", "Claim"]
    assert imported == []


@pytest.mark.parametrize(("pages", "times"), [(FEW, 0), (FEW + 1, 1)])
def test_a_stage_rehearses_before_it_copies_processes(tmp_path, monkeypatch, pages, times):
    rehearsed = []
    monkeypatch.setattr(rehearsal, "rehearse", lambda: rehearsed.append(True))
    entries = [an_entry(url=f"https://paper.example/{number}") for number in range(pages)]
    documents = [a_document(entry, verdict="paywall") for entry in entries]  # nothing to clean
    with Tools(Settings.load(data=tmp_path), datetime(2025, 3, 5, tzinfo=UTC)) as tools:
        flow.run("clean", a_batch(tools.batches, documents), tools)
    assert len(rehearsed) == times
