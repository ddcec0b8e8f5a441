from datetime import UTC, datetime

import pytest
from newspaper import Newspaper, Page

from pipeline.errors import Unreachable
from pipeline.settings import Settings
from pipeline.stages.poll.discover import discover
from pipeline.tools import Tools

AT = datetime(2026, 3, 4, 18, tzinfo=UTC)


@pytest.fixture
def paper():
    with Newspaper() as opened:
        yield opened


@pytest.fixture
def tools(paper, tmp_path):
    return Tools(Settings.load(paper.settings(tmp_path), data=tmp_path / "data"), AT)


def test_the_feeds_of_a_site_are_found_by_its_links_its_robots_txt_and_their_usual_places(
    paper, tools
):
    paper.pages["/maps/news.xml"] = paper.pages.pop("/news-sitemap.xml")
    paper.pages["/robots.txt"] = Page(
        f"User-agent: *\nSitemap: {paper.url('/maps/news.xml')}", type="text/plain"
    )
    found = list(discover(paper.url("/"), tools.get))
    assert [(feed.url, feed.kind, feed.title, feed.entries) for feed in found] == [
        (paper.url("/rss.xml"), "rss", "The Amsel Courier", 5),
        (paper.url("/maps/news.xml"), "sitemap", None, 5),
        (paper.url("/atom.xml"), "rss", "The Amsel Courier", 5),
        (paper.url("/feed.json"), "jsonfeed", "Courier", 5),
    ]


def test_a_feed_is_found_at_its_own_address(paper, tools):
    assert next(discover(paper.url("/atom.xml"), tools.get)).url == paper.url("/atom.xml")


def test_a_site_that_does_not_answer_is_an_error(tools):
    with pytest.raises(Unreachable):
        list(discover("http://127.0.0.1:9/", tools.get))
