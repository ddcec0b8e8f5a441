import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.urls import absolute, canonical

ARTICLE = "https://news.example/2026/03/harbour-wall"
PARTS = st.text("abcXYZ019/?#&=%.:;@[]-_~ é", max_size=40)


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/2026/03/harbour-wall",
        "HTTPS://News.Example:443/2026/03/harbour-wall/",
        "https://www.news.example/2026/03/harbour-wall#comments",
        "https://m.news.example/2026/03/harbour-wall",
        "https://mobile.news.example/2026/03/./x/../harbour-wall",
        "https://amp.news.example/2026/03/harbour-wall",
        "https://news.example/2026/03/harbour-wall/amp/",
        "https://news.example/amp/2026/03/harbour-wall",
        "https://news.example/2026/03/harbour-wall?amp=1",
        "https://news.example/2026/03/harbour-wall?outputType=amp",
        "https://news-example.cdn.ampproject.org/c/s/news.example/2026/03/harbour-wall",
        "https://www.google.com/amp/s/www.news.example/2026/03/harbour-wall",
        "https://news.example/2026/03/harbour-wall?utm_source=rss&utm_medium=feed#ref=rss",
        "https://news.example/2026/03/harbour-wall?fbclid=x&gclid=y&at_medium=RSS&ns_mchannel=z",
        "https://news.example/2026/03/harbour-wall;jsessionid=0A1B2C",
        "https://news.example/2026/03/harbour-wall?PHPSESSID=0123456789abcdef",
        "https://news.example/2026/03/harbour%2Dwall/index.html",
        "https://user:pass@news.example/2026//03/harbour-wall?source=rss&ref=home",
    ],
)
def test_the_many_addresses_of_an_article_fold_into_one(url):
    assert canonical(url) == ARTICLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/story?id=1", "https://news.example/story?id=2"),
        ("https://news.example/view?cid=20261", "https://news.example/view?cid=20262"),
        ("https://news.example/a?p=2", "https://news.example/a?p=3"),
        ("https://news.example/A", "https://news.example/a"),
        ("https://news.example/a", "https://blog.news.example/a"),
        ("https://news.example/a", "https://news.example:8080/a"),
        ("https://news.example/#!/a", "https://news.example/#!/b"),
        ("https://news.example/a%2Fb", "https://news.example/a/b"),
        ("https://news.example/read.php?sid=12", "https://news.example/read.php?sid=13"),
    ],
)
def test_what_tells_two_articles_apart_stays(one, other):
    assert canonical(one) != canonical(other)


def test_the_order_of_parameters_does_not_matter():
    assert canonical("http://a.example/x?b=2&a=1") == canonical("https://a.example/x?a=1&b=2")


def test_what_is_no_web_address_is_left_alone():
    for text in ("file:seeds/a.txt", "urn:a", "http://[::1", "", "https://"):
        assert canonical(text) == text


@given(PARTS)
def test_folding_twice_changes_nothing(rest):
    once = canonical(f"https://www.m.news.example/{rest}")
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/2024/10/a.html", "https://news.example/2024/10/a.html"),
        ("../b", "https://news.example/b"),
        ("//cdn.example/c", "https://cdn.example/c"),
        ("\n  https://news.example/d?utm_source=rss \n", "https://news.example/d?utm_source=rss"),
        ("news.example/g", "https://news.example/g"),
        ("javascript:alert(1)", None),
        ("tag:news.example,2024:c", None),
        ("file:///etc/passwd", None),
        ("http://[::1", None),
        ("http://", None),
        ("", None),
        (None, None),
        ("https://news.example/" + "a" * 3_000, None),
    ],
)
def test_links_become_web_addresses_or_nothing(link, expected):
    assert absolute(link, "https://news.example/feed/") == expected


@given(PARTS, PARTS)
def test_any_link_becomes_an_address_or_nothing_but_no_error(link, base):
    whole = absolute(link, f"https://news.example/{base}")
    assert whole is None or whole.startswith(("http://", "https://"))
