import gzip
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import RecordError, TooBig, Unreadable
from pipeline.records import Entry, Feed, Poll, Response
from pipeline.stages.poll import feed as start
from pipeline.stages.poll import poll
from pipeline.stages.poll.decode import decode
from pipeline.stages.poll.plain import names, words
from pipeline.stages.poll.reading import LINES, is_feed

FEEDS = Path(__file__).parent / "data" / "feeds"
AT = datetime(2024, 10, 20, 12, tzinfo=UTC)
FEED = Feed(id="feed", url="https://feeds.example/rss.xml", kind="rss")
REFUSED = {"bomb-billion-laughs.xml", "bomb-laughs-small.xml", "xxe-file.xml", "xxe-http.xml"}
NO_FEED = {"empty.xml", "html-instead.html", "dates.json"}
RSS = '<rss version="2.0"><channel><title>T</title>{}</channel></rss>'


def answer(body, content_type="application/xml"):
    return Response(
        url=FEED.url,
        final_url=FEED.url,
        status=200,
        at=AT,
        headers=(("content-type", content_type),) if content_type else (),
        body=body if isinstance(body, bytes) else body.encode(),
    )


def polled(body, content_type="application/xml"):
    first, *entries = poll(FEED, answer(body, content_type), None, known=lambda *_: [])
    assert isinstance(first, Poll)
    assert all(isinstance(entry, Entry) for entry in entries)
    return first, entries


def odd(name):
    return polled((FEEDS / name).read_bytes())[1]


@pytest.mark.parametrize("path", sorted(FEEDS.iterdir()), ids=lambda path: path.name)
@pytest.mark.parametrize("content_type", ["application/xml", None, "text/html; charset=latin-1"])
def test_an_odd_feed_gives_no_fewer_entries_than_feedparser_or_a_reason(path, content_type):
    body = path.read_bytes()
    alone = feedparser.parse(
        BytesIO(body), response_headers={"content-type": "application/xml"}, sanitize_html=False
    )
    if path.name in REFUSED | NO_FEED:
        with pytest.raises(Unreadable):
            polled(body, content_type)
        return
    poll_, entries = polled(body, content_type)
    cut = 1 if path.name == "bozo-truncated.xml" else 0
    assert len(entries) >= len(alone.entries) - cut
    assert len({entry.id for entry in entries}) == len(entries)
    assert poll_.new == len(entries)
    assert all(entry.url.startswith(("https://", "http://", "")) for entry in entries)


def test_text_survives_whatever_the_labels_say():
    title = "Zürich – “quotes” €"
    for name in ("decl-latin1-but-utf8", "decl-utf8-but-cp1252", "no-decl-cp1252"):
        assert odd(f"{name}.xml")[0].title == title
    assert odd("cp1251.xml")[0].title == "Северокорейские солдаты"
    assert odd("utf16.xml")[0].title == odd("bom-utf8.xml")[0].title == "Zürich"


def test_one_bad_byte_costs_one_character():
    cyrillic, korean, bad = odd("one-bad-byte-cyrillic.xml")
    assert cyrillic.title == "Северокорейские солдаты – “да”"
    assert korean.title == "한국어 기사"
    assert bad.title.startswith("B")


@given(st.binary(max_size=300))
def test_any_bytes_become_text(body):
    assert isinstance(decode(b"<rss>" + body, None).text, str)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 1500))
def test_a_damaged_feed_is_read_or_refused_but_never_a_crash(junk, at):
    body = (FEEDS / "authors.xml").read_bytes()
    with suppress(RecordError):
        polled(body[:at] + junk + body[at + len(junk) :])


def test_control_characters_are_taken_out():
    assert odd("control-char.xml")[0].title == "AB"
    [entry] = polled(RSS.format("<item><title>A&#11;B&#x0;&#xC;C</title></item>"))[1]
    assert entry.title == "ABC"


def test_titles_are_unescaped_stripped_and_put_in_one_line():
    assert [entry.title for entry in odd("titles.xml")] == [
        "AT&T",
        "5 < 6 and 7 > 2",
        "Bold & co",
        "Kim’s soldiers",
        "Hi",
        "two lines",
        None,
    ]


def test_authors_are_split_and_freed_of_addresses():
    assert [entry.authors for entry in odd("authors.xml")] == [
        ("Ann One", "Bob Two"),
        ("Ann One",),
        ("Ann One", "Bob Two", "Cy Three"),
        ("Ann One", "Bob Two"),
        ("Ann One",),
        ("Ann One", "Bob Two"),
    ]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("Ann One <ann@news.example>", ("Ann One",)),
        ("By Ann One and Bob Two", ("Ann One", "Bob Two")),
        ("Ann One; Bob Two", ("Ann One", "Bob Two")),
        ("Ann One, Jr.", ("Ann One, Jr.",)),
        ("Department of Health and Safety", ("Department of Health and Safety",)),
        ("Ann One und Bob Two", ("Ann One", "Bob Two")),
        ("ann@news.example", ("ann@news.example",)),
        ("  ", ()),
    ],
)
def test_names_of_authors(given_, expected):
    assert names((given_,)) == expected


def test_a_guid_stays_as_the_feed_gave_it_whatever_the_base():
    assert [entry.guid for entry in odd("atom-links.xml")] == ["1", "2"]


def test_links_are_web_addresses_or_none_and_the_entry_says_why():
    entries = odd("relative-links.xml")
    assert [entry.url for entry in entries] == [
        "https://news.example/2024/10/a.html",
        "https://news.example/b",
        "https://cdn.example/c",
        "https://news.example/d?utm_source=rss&utm_medium=feed#ref=rss",
        "",
        "http://169.254.169.254/latest/meta-data/",
        "https://news.example/g",
    ]
    assert entries[3].canonical_url == "https://news.example/d"
    assert "javascript" in entries[4].note


def test_an_atom_entry_links_to_its_page_not_to_itself_or_a_pdf():
    one, two = odd("atom-links.xml")
    assert one.url == "https://news.example/x/a.html"
    assert two.url == ""


def test_permalinks_and_original_links_are_used_and_other_guids_are_no_links():
    assert [entry.url for entry in odd("guid-nolink.xml")] == ["https://news.example/a", "", ""]
    assert odd("feedburner.xml")[0].url == "https://news.example/orig"


def test_what_is_said_of_media_is_not_said_of_the_article():
    [entry] = odd("media-overrides.xml")
    assert (entry.title, entry.summary) == ("Real title", "Real description")
    assert [entry.summary for entry in odd("content-encoded.xml")] == [
        "Short teaser […] The post A appeared first on Site.",
        "Only encoded",
        None,
    ]


def test_updated_is_not_published():
    [entry] = odd("updated-only.xml")
    assert entry.published_at is None
    assert entry.updated_at == datetime(2024, 10, 19, tzinfo=UTC)


def test_no_date_is_invented_and_each_that_cannot_be_is_noted():
    given_ = json.loads((FEEDS / "dates.json").read_bytes())
    entries = odd("dates.xml")
    assert len(entries) == len(given_)
    for text, entry in zip(given_, entries, strict=True):
        if entry.published_at:
            assert datetime(2024, 10, 17, tzinfo=UTC) < entry.published_at < AT, text
        elif text.strip():
            assert entry.note, text
    found = dict(zip(given_, entries, strict=True))
    assert found["Fri, 18 Oct 2024 09:51:00"].published_offset is None
    assert found["Fri, 18 Oct 2024 09:51:00 EDT"].published_offset == -240
    assert found["Fri, 18 Oct 2024 09:51:00 KST"].published_offset == 540
    assert found["1729245060"].published_at == datetime(2024, 10, 18, 9, 51, tzinfo=UTC)
    assert found["10/11/2024"].published_at is None


def test_a_date_in_the_future_is_noted_and_left_out():
    [entry] = polled(RSS.format("<item><pubDate>25 Oct 2024 09:51 GMT</pubDate></item>"))[1]
    assert entry.published_at is None
    assert "future" in entry.note


def test_a_cut_feed_gives_all_but_its_cut_entry_and_no_validator():
    response = answer((FEEDS / "bozo-truncated.xml").read_bytes())
    response = Response(
        **{name: getattr(response, name) for name in ("url", "final_url", "status", "at", "body")},
        headers=(("etag", '"x"'),),
    )
    poll_, *entries = poll(FEED, response, None, known=lambda *_: [])
    assert [entry.title for entry in entries] == [f"T{n}" for n in range(14)]
    assert poll_.etag is None
    assert "not well-formed" in poll_.note


def test_a_dtd_with_harmless_entities_is_read_and_one_that_may_grow_is_refused():
    assert odd("internal-entity-ok.xml")[0].title == "News from Company Ltd"
    item = "<item><title>&a;</title></item>"
    growing = f'<!DOCTYPE r [<!ENTITY a "{"A" * 900}">]>' + RSS.format(item * 2_000)
    for text in (growing, f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>{item}'):
        with pytest.raises(Unreadable, match="never parsed"):
            polled(text)


@pytest.mark.parametrize("run", ["<!--", "<", '<p style="', "&lt;", "<script>", "<a "])
def test_runs_of_markup_cost_linear_time(run):
    body = RSS.format(f"<item><description><![CDATA[{run * 60_000}]]></description></item>")
    assert len(polled(body)[1]) == 1  # in quadratic time this would take minutes


def test_a_packed_feed_is_read_and_a_bomb_refused():
    assert len(polled(gzip.compress((FEEDS / "dup-guid.xml").read_bytes()))[1]) == 2
    with pytest.raises(TooBig):
        polled(gzip.compress(bytes(60_000_000)))


def test_entries_beyond_the_limit_are_left_out_and_the_poll_says_so(monkeypatch):
    monkeypatch.setattr("pipeline.stages.poll.MOST", 100)
    body = RSS.format("".join(f"<item><guid>{n}</guid></item>" for n in range(110)))
    poll_, entries = polled(body)
    assert len(entries) == 100
    assert "10 entries beyond" in poll_.note


def test_a_json_feed_is_read_whatever_kind_and_label_it_bears():
    [entry] = polled((FEEDS / "jsonfeed.json").read_bytes(), "text/plain")[1]
    assert (entry.title, entry.authors, entry.published_offset) == ("A", ("P. Sauer",), -240)


@pytest.mark.parametrize(
    "items",
    [
        [{"id": 7, "url": "/a", "authors": "Ann One", "tags": None}],
        [{"id": 7.5, "external_url": "https://a.example/", "author": {"name": "Ann One"}}],
        [{"id": None, "content_html": "<p>x</p>", "authors": [{"url": "x"}, 3]}, 5, None],
    ],
)
def test_a_json_feed_with_wrong_types_is_still_read(items):
    feed = {"version": "https://jsonfeed.org/version/1", "items": items}
    assert len(polled(json.dumps(feed))[1]) == 1


@pytest.mark.parametrize("body", ["[1, 2]", '{"items": 3}', "{", "[" * 100_000])
def test_other_json_is_no_feed(body):
    with pytest.raises(Unreadable):
        polled(body)


SITEMAP = """<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a</loc><lastmod>2024-10-19</lastmod><news:news><news:publication>
<news:name>News</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-10-18T09:00:00+02:00</news:publication_date>
<news:title>A &amp; B</news:title></news:news>
<image:image><image:loc>https://news.example/i.jpg</image:loc><image:title>I</image:title>
</image:image></url><url><loc>https://news.example/b</loc></url></urlset>"""


def test_a_news_sitemap_is_read_without_its_images():
    one, two = polled(SITEMAP)[1]
    assert (one.url, one.title, one.language) == ("https://news.example/a", "A & B", "en")
    assert one.published_at == datetime(2024, 10, 18, 7, tzinfo=UTC)
    assert two.published_at is None


def test_a_sitemap_that_is_cut_off_inside_an_address_leaves_it_out():
    first, [one] = polled(SITEMAP[: SITEMAP.rindex("/b</loc>")])
    assert one.url == "https://news.example/a"
    assert first.etag is None
    whole_item = SITEMAP[: SITEMAP.rindex("</urlset>")]
    assert len(polled(whole_item)[1]) == 2


def test_a_sitemap_may_be_lines_of_addresses_but_a_text_is_none():
    lines = "https://news.example/a\r\nhttps://news.example/b?x=1\n\n"
    assert [entry.url for entry in polled("\ufeff" + lines, "text/plain")[1]] == lines.split()
    assert is_feed(answer(lines, "text/plain"))
    for text in ("https://news.example/a", lines + "Read on", "See " + lines):
        assert not is_feed(answer(text, "text/plain"))
    LINES.fullmatch("https://a " * 50_000 + "x")  # in quadratic time this would take minutes


def test_a_feed_is_read_whatever_success_it_is_answered_with():
    for status in (203, 206, 226):
        changed = replace(answer(RSS.format("<item><guid>g</guid></item>")), status=status)
        assert len(list(poll(FEED, changed, None, known=lambda *_: []))) == 2


def test_bare_ampersands_in_a_sitemap_stay_in_its_addresses():
    bare = SITEMAP.replace(
        "https://news.example/b", "https://news.example/b?x=1&y=2&amp;z=3&copy=4"
    )
    assert polled(bare)[1][1].url == "https://news.example/b?x=1&y=2&z=3&copy=4"


def test_an_index_of_sitemaps_leads_to_those_that_changed():
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://news.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
    <sitemap><loc>https://news.example/new.xml.gz</loc><lastmod>2024-10-19</lastmod></sitemap>
    </sitemapindex>"""
    last = Poll(id="p", feed_id="feed", polled_at=AT, status="ok")
    asked = []

    def get(url):
        asked.append(url)
        return answer(gzip.compress(SITEMAP.encode()))

    _, *entries = poll(FEED, answer(index), last, known=lambda *_: [], get=get)
    assert asked == ["https://news.example/new.xml.gz"]
    assert len(entries) == 2


def test_half_surrogates_in_json_are_replaced():
    item = {"id": "a\ud800", "url": "https://news.example/\udfff", "title": "\ud83d\ude00 \ud83d"}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item, {"id": 2.5}]})
    one, two = polled(body, "application/json")[1]
    assert (one.guid, one.url) == ("a\ufffd", "https://news.example/\ufffd")
    assert one.title == "\U0001f600 \ufffd"
    assert two.guid == "2.5"


@pytest.mark.parametrize(
    "target",
    [
        "HTTP://a.example/f",
        " http://a.example/f\n",
        "feed:http://a.example/f",
        "feed://a.example/f",
    ],
)
def test_an_address_may_be_given_as_browsers_and_people_write_it(target):
    assert start.entry(target, now=AT).url.lower() == "http://a.example/f"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("AT&amp;amp;T", "AT&T"),
        ("a<!-- hidden -->b", "ab"),
        ("<style>x{}</style>y", "y"),
        ("3 < 4", "3 < 4"),
        ("", None),
        (None, None),
    ],
)
def test_words_of_markup(markup, expected):
    assert words(markup, 100) == expected


@given(st.text(alphabet="<>&;ab/!-#1script ", max_size=200))
def test_words_never_fail(markup):
    words(markup, 50)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_feed_that_is_refused_is_still_told_to_be_one(name):
    assert is_feed(answer((FEEDS / name).read_bytes()))
