from datetime import timedelta

import feedparser
from newspaper import Newspaper

from pipeline.edges.batch import Batch
from pipeline.flow import ingest
from pipeline.ids import make
from pipeline.records import Article, Entry, Failure, Feed
from pipeline.settings import Settings
from pipeline.tools import Tools


def test_a_newspaper_goes_from_feed_to_articles_and_its_broken_page_becomes_a_failure(tmp_path):
    with Newspaper() as paper:
        tools = Tools(Settings.load(paper.settings(tmp_path), data=tmp_path / "data"), paper.now)
        batch = Batch.open(tmp_path / "data" / "batches", "one", now=paper.now)
        feed = Feed(id=make("feed", paper.feed_url), url=paper.feed_url, kind="rss")
        ingest([feed], batch, tools)
        assert batch.count(Entry) == 5
        assert batch.count(Article) == 4
        [failure] = batch.read(Failure)
        assert "500" in failure.message


def test_the_newspaper_lists_a_story_only_once_its_time_has_come():
    with Newspaper() as paper:
        paper.now -= timedelta(days=1)
        listed = [feedparser.parse(paper.url(path)) for path in ("/rss.xml", "/atom.xml")]
        assert [len(feed.entries) for feed in listed] == [3, 3]
