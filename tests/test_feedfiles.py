"""Lists of feeds as files: what is good is kept, what is not is told line by line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edges import feedfiles
from pipeline.errors import SettingsError
from pipeline.settings import FeedSettings

FEEDS = [
    FeedSettings(kind="rss", url="https://a.example/rss?x=1&y=2", outlet='A "quoted" & Co'),
    FeedSettings(kind="jsonfeed", url="https://b.example/feed.json", language="de"),
    FeedSettings(kind="sitemap", url="https://c.example/map.xml", history=()),
    FeedSettings(kind="rss", url="https://d.example/", history=("feed", "https://d.example/m.xml")),
]
FOLDER = FeedSettings(kind="folder", url="seeds", outlet="Saved")


def read(folder, text):
    file = folder / "list"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return feedfiles.read(file)


def test_every_setting_of_a_feed_survives_opml_and_csv(tmp_path):
    opml = feedfiles.to_opml([*FEEDS, FOLDER])
    assert read(tmp_path, opml) == (FEEDS, [])
    assert read(tmp_path, feedfiles.to_csv([*FEEDS, FOLDER])) == ([*FEEDS, FOLDER], [])


def test_the_lines_of_an_opml_file_that_are_wrong_are_told_and_the_others_kept(tmp_path):
    text = """<opml version="1.0"><body>
<outline text="News">
<outline text="Good" type="rss" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/>
<outline text="No address" type="rss"/>
<outline text="Mail" xmlUrl="mailto:a@b.example"/>
<outline text="Bare & ampersand" xmlurl="https://b.example/atom"/>
<outline text="Again" xmlUrl="https://a.example/rss"/>
</outline></body></opml>"""
    feeds, wrong = read(tmp_path, text)
    assert feeds[0].outlet == "Good"
    assert [feed.url for feed in feeds] == ["https://a.example/rss", "https://b.example/atom"]
    assert {one.line for one in wrong} == {4, 5, 6}
    assert "'mailto:a@b.example' is no web address" in [one.why for one in wrong]


def test_the_lines_of_a_csv_file_that_are_wrong_are_told_and_the_others_kept(tmp_path):
    text = (
        "\ufeffURL,Kind,Outlet,Language,History\n"
        'https://a.example/rss,,"The ""A"", daily",en,\n'
        "https://b.example/rss,gopher,,,\n"
        "nonsense,rss,,,\n"
        "https://c.example/rss,rss,C,en,feed,too much\n"
        "https://d.example/rss,rss,D,en,feed elsewhere\n"
        "https://e.example/rss,sitemap,E,,feed robots.txt\n"
        ",,,,\n"
    )
    feeds, wrong = read(tmp_path, text)
    assert [feed.url for feed in feeds] == ["https://a.example/rss", "https://e.example/rss"]
    assert feeds[0].outlet == 'The "A", daily'
    assert feeds[1].history == ("feed", "robots.txt")
    assert [one.line for one in wrong] == [3, 4, 5, 6, 8]
    assert "gopher" in wrong[0].why
    assert "history" in wrong[3].why


@pytest.mark.parametrize(
    "text",
    ["", "<opml/>", "<opml", "just text\n", "outlet,kind\nA,rss\n", b"\xff\xfe\0\0", "<html/>"],
)
def test_a_file_without_feeds_is_an_error_that_names_it(tmp_path, text):
    with pytest.raises(SettingsError, match="list: no feeds in it"):
        read(tmp_path, text)


def test_an_opml_file_reaches_out_for_nothing(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("https://secret.example/")
    text = (
        f'<!DOCTYPE opml [<!ENTITY s SYSTEM "{secret.as_uri()}">]><opml><body>'
        '<outline xmlUrl="https://a.example/rss" title="&s;"/></body></opml>'
    )
    try:
        feeds, _ = read(tmp_path, text)
    except SettingsError:
        return
    assert "secret" not in str(feeds)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_whatever_is_in_a_file_is_no_crash(body):
    for start in (b"", b"<opml>", b"url\n", b'url,kind\n"'):
        made = feedfiles._opml(start + body) if start == b"<opml>" else feedfiles._csv(start + body)
        list(made)
