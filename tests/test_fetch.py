import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newspaper import Newspaper, Page, page
from stories import STORIES

from pipeline.edges.batch import Batch
from pipeline.errors import Refused, Unavailable
from pipeline.flow import run, take
from pipeline.records import Document, Entry, Failure, Response
from pipeline.settings import Settings
from pipeline.stages.fetch import fetch, onward
from pipeline.stages.fetch.verdict import judge
from pipeline.stages.poll import feed as start
from pipeline.tools import Tools

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "https://news.example/2026/03/02/wall.html"
ARTICLE = page(STORIES[0])
SENTENCE = "The council said on Monday that the wall would cost twice as much. "
PARAGRAPH = f"<p>{SENTENCE * 9}</p>"
LONG = PARAGRAPH * 4
CHARGED = {"@type": "NewsArticle", "isAccessibleForFree": "False"}
FREE = {"@type": "NewsArticle", "isAccessibleForFree": True}
MENU = "<ul>" + "".join(
    f'<li><a href="/story-{n}">A headline of six words, number {n}</a></li>' for n in range(80)
)


def answer(body="", status=200, final=URL, **headers):
    pairs = {"content-type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return Response(
        url=URL,
        final_url=final,
        status=status,
        at=AT,
        headers=tuple(pairs.items()),
        redirects=(URL,) if final != URL else (),
        body=body.encode() if isinstance(body, str) else body,
    )


def site(title, body, **facts):
    block = f'<script type="application/ld+json">{json.dumps(facts)}</script>' if facts else ""
    return f"<!doctype html><html><head><title>{title}</title>{block}</head><body>{body}</body>"


CASES = {
    "a story": ("article", answer(ARTICLE)),
    "a story labelled XML": ("article", answer(ARTICLE, content_type="text/xml")),
    "a story with a stray NUL": ("article", answer(ARTICLE.replace("<head>", "<head>\0"))),
    "a story in UTF-16": ("article", answer(ARTICLE.encode("utf-16"))),
    "a story in UTF-16 without a mark": ("article", answer(ARTICLE.encode("utf-16-be"))),
    "an apology in UTF-16": (
        "missing",
        answer(site("Page not found", "<h1>Page not found</h1>").encode("utf-16")),
    ),
    "a feed labelled XML": ("not_html", answer("<rss/>", content_type="text/xml")),
    "a story in plain text": ("article", answer("One.\n\nTwo.", content_type="text/plain")),
    "a story about a captcha": (
        "article",
        answer(site("Are you a robot? The end of the captcha", LONG + "captcha-delivery.com")),
    ),
    "a story about cookies": (
        "article",
        answer(site("We value your privacy, say sites", LONG + "cookie accept all")),
    ),
    "a story about error 404": (
        "article",
        answer(site("404 page not found: why", LONG)),
    ),
    "a story that is not free but whole": (
        "article",
        answer(site("Wall", LONG, **CHARGED)),
    ),
    "a short piece of news": (
        "article",
        answer(site("Wall", PARAGRAPH[:400], **FREE)),
    ),
    "a story with a long menu": (
        "article",
        answer(site("Wall", MENU + LONG)),
    ),
    "a story after a redirect": (
        "article",
        answer(ARTICLE, final="https://news.example/2026/wall"),
    ),
    "a stub that says it is not free": (
        "paywall",
        answer(site("Wall", PARAGRAPH[:200], **CHARGED)),
    ),
    "a stub with an offer": (
        "paywall",
        answer(site("Wall", PARAGRAPH[:300] + "</p><div>Subscribe to continue reading</div>")),
    ),
    "a German stub": ("paywall", answer(site("Mauer", "<p>Kurz.</p> Bereits Abonnent? Anmelden"))),
    "402": ("paywall", answer("", 402)),
    "a consent page at its own address": (
        "consent",
        answer(site("Consent", "Choose"), final="https://consent.news.example/collect?to=x"),
    ),
    "a consent page in place": (
        "consent",
        answer(
            site(
                "news.example",
                "<h1>We value your privacy</h1><p>We and our 842 partners store cookies "
                "on a device and process data with your consent.</p><button>Accept all</button>",
            )
        ),
    ),
    "a bot wall with 403": ("challenge", answer("<title>Just a moment...</title>", 403)),
    "a bot wall with 200": (
        "challenge",
        answer(site("Just a moment...", "<script src='/cdn-cgi/challenge-platform/x'></script>")),
    ),
    "a bot wall told by its header": ("challenge", answer("", 403, cf_mitigated="challenge")),
    "a captcha page": (
        "challenge",
        answer(
            site("news.example", "<script src='https://geo.captcha-delivery.com/c.js'></script>")
        ),
    ),
    "a page that wants JavaScript": (
        "challenge",
        answer(site("Wait", "Please enable JS and disable any ad blocker")),
    ),
    "404": ("missing", answer("no", 404)),
    "a soft 404": ("missing", answer(site("Page not found - News", MENU))),
    "a soft 404 in German": ("missing", answer(site("News", "<h1>Seite nicht gefunden</h1>"))),
    "a redirect to an error page": (
        "missing",
        answer(site("Sorry", "Sorry"), final="https://news.example/404?from=x"),
    ),
    "a redirect to the start page": (
        "home",
        answer(site("News", MENU + LONG), final="https://www.news.example/"),
    ),
    "a section page": (
        "home",
        answer(site("Politics", MENU, **{"@type": "CollectionPage"})),
    ),
    "a live blog": (
        "live",
        answer(site("Storm: live", LONG, **{"@graph": [{"@type": "LiveBlogPosting"}]})),
    ),
    "a live blog told by its address": (
        "live",
        answer(site("Storm", LONG), final="https://news.example/live/storm"),
    ),
    "a PDF": ("not_html", answer(b"%PDF-1.7", content_type="application/pdf")),
    "a PDF that says it is a page": ("not_html", answer(b"%PDF-1.7 \0")),
    "a picture": ("not_html", answer(b"\x89PNG\r\n", content_type="image/png")),
    "a feed": ("not_html", answer('<?xml version="1.0"?><rss version="2.0"></rss>')),
    "JSON": ("not_html", answer('{"a": 1}')),
    "410": ("gone", answer("", 410)),
    "451": ("gone", answer("", 451)),
}


@pytest.mark.parametrize(("verdict", "response"), CASES.values(), ids=CASES)
def test_the_verdict_on(verdict, response):
    assert judge(response)[0] == verdict


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (302, Refused),  # to nowhere
        (304, Refused),
        (400, Refused),
        (401, Refused),
        (403, Refused),
        (408, Unavailable),
        (429, Unavailable),
        (500, Unavailable),
        (503, Unavailable),
    ],
)
def test_an_error_that_tells_nothing_of_the_page_is_a_failure(status, error):
    entry = Entry(id="e", feed_id="f", guid=None, url=URL, seen_at=AT)
    with pytest.raises(error, match=str(status)):
        fetch(entry, answer("no", status), archive_key="k")


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ('<meta http-equiv="refresh" content="0;url=/b">', "https://news.example/b"),
        (
            "<META HTTP-EQUIV=Refresh CONTENT='3; URL=https://other.example/b'>",
            "https://other.example/b",
        ),
        (
            '<meta http-equiv="refresh" content="0;url=\'../c d\'">',
            "https://news.example/2026/03/c d",
        ),
        ('<meta http-equiv="refresh" content="0">', None),
        ('<meta http-equiv="refresh" content="300;url=/b">', None),
        (f'<meta http-equiv="refresh" content="0;url={URL}">', None),
        ('<meta http-equiv="refresh" content="0;url=javascript:alert(1)">', None),
        ('<noscript><meta http-equiv="refresh" content="0;url=/no-script"></noscript>', None),
        ('<meta http-equiv="refresh" content="5;url=/b">' + PARAGRAPH, None),
        ("<p>refresh", None),
    ],
)
def test_where_an_empty_page_goes_on_to(body, url):
    assert onward(answer(body)) == url


def test_the_header_refresh_goes_on_too():
    assert onward(answer("", refresh="0; url=/b")) == "https://news.example/b"


def test_a_page_that_goes_on_by_itself_is_the_page_it_goes_to(tmp_path):
    with Newspaper() as paper:
        story = paper.stories[0].path
        paper.pages["/go"] = Page(f'<meta http-equiv="refresh" content="0;url={story}">')
        paper.pages["/secret"] = Page('<meta http-equiv="refresh" content="0;url=/private/x">')
        settings_ = Settings.load(paper.settings(tmp_path), data=tmp_path / "data")
        with Tools(settings_, paper.now) as tools:
            made = [
                one
                for path in ("/go", "/secret")
                for one in take("fetch", start.entry(paper.url(path), now=AT), tools)
            ]
        document, failure = made
        assert (document.url, document.final_url) == (paper.url("/go"), paper.url(story))
        assert document.redirects == (paper.url("/go"),)
        assert document.verdict == "article"
        assert failure.error == "Refused"


@pytest.mark.parametrize("body", ["", " \n "])
def test_an_empty_answer_tells_nothing_and_is_asked_for_again(body):
    with pytest.raises(Unavailable, match="empty"):
        judge(answer(body))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_get_a_verdict(body):
    judge(answer(b"<html><p>" + body))


@pytest.mark.parametrize(
    "run_", ["<p", "<p>", "<", "<script>", "<a href=x>", "</p", "<!--", "<title"]
)
def test_runs_of_markup_cost_linear_time(run_):
    judge(answer(run_ * 50_000))  # in quadratic time this would take minutes


def test_a_page_that_robots_forbids_becomes_a_failure_and_pages_that_are_none_are_kept(tmp_path):
    with Newspaper() as paper:
        tools = Tools(Settings.load(paper.settings(tmp_path), data=tmp_path / "data"), paper.now)
        paper.pages["/wall"] = Page("<title>Just a moment...</title>", status=403)
        paths = [paper.stories[0].path, "/private/x", "/wall", "/nowhere", "/robots.txt?x"]
        entries = [
            Entry(id=f"e{n}", feed_id="f", guid=None, url=paper.url(path), seen_at=AT)
            for n, path in enumerate(paths)
        ]
        entries.append(replace(entries[0], id="none", url=""))
        batch = Batch.open(tmp_path / "data" / "batches", "one", now=paper.now)
        with batch.writing("poll") as out:
            for entry in entries:
                out.write(entry)
        run("fetch", batch, tools)
        documents = {document.entry_id: document for document in batch.read(Document)}
        failures = {failure.record_id: failure for failure in batch.read(Failure)}
        assert documents.keys() | failures.keys() == {entry.id for entry in entries}
        assert not documents.keys() & failures.keys()
        assert "robots.txt" in failures["e1"].message
        assert "only http and https" in failures["none"].message
        assert {key: document.verdict for key, document in documents.items()} == {
            "e0": "article",
            "e2": "challenge",
            "e3": "missing",
            "e4": "article",
        }
        for document in documents.values():
            assert len(tools.archive.get(document.archive_key)) == document.size
