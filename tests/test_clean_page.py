"""Pages: own-written ones with what is hard about real ones, and hostile ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import a_document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import ids
from pipeline.errors import RecordError, TooBig, Unreadable
from pipeline.stages.clean import clean, story
from pipeline.stages.clean.names import byline

PAGES = Path(__file__).parent / "golden/clean/pages"
AT = datetime(2026, 1, 2, tzinfo=UTC)


def cleaned(body, **fields):
    body = body.encode() if isinstance(body, str) else body
    fields.setdefault("url", "https://www.harbourherald.example/news/ferry-letter?utm_source=x")
    document = a_document(
        canonical_url=None,
        content_type="text/html",
        fetched_at=AT,
        sha256=ids.sha256(body),
        outlet=None,
    )
    return clean(replace(document, **fields, final_url=fields["url"]), body)


def of_file(name, **fields):
    return cleaned((PAGES / name).read_bytes(), **fields)


def test_the_body_is_lead_paragraphs_and_headings_and_nothing_else():
    article = of_file("graph.html")
    assert [line[:30] for line in article.text.split("\n")] == [
        "Ferry company ignored two warn",
        "The operator of the night ferr",
        "The company that runs the nigh",
        "The warnings “were not passed ",
        "Inspector was not told",
        "The inspector who checked the ",
        "Four more witnesses will be ca",
    ]
    headings = [article.text[s.start : s.end] for s in article.headings]
    assert headings == [article.title, "Inspector was not told"]
    assert article.text.startswith(f"{article.title}\n{article.lead}")


def test_a_page_that_omits_the_tags_of_head_and_body_is_read_like_one_that_has_them():
    words = "<p>The council said on Monday that the wall would cost twice as much.</p>" * 2
    words += "<p>Divers spent eleven days below the wall, the harbour office reported.</p>"
    bare = (
        f"<!doctype html><html lang=en><title>Wall</title><article><h1>Wall</h1>{words}</article>"
    )
    full = bare.replace("<title>", "<head><title>").replace("<article>", "</head><body><article>")
    assert cleaned(bare).text == cleaned(full).text
    assert "eleven days" in cleaned(bare).text


def test_json_ld_of_a_graph_gives_headline_authors_and_times():
    article = of_file("graph.html")
    assert article.title == "Ferry company ignored two warnings, letter shows"
    assert article.authors == ("Marit Solberg", "Jonas Veld")
    assert article.agencies == ("Reuters",)
    assert article.published_at == datetime(2025, 3, 4, 16, 42, tzinfo=UTC)
    assert (article.published_offset, article.published_from) == (60, "json-ld datePublished")
    assert article.updated_at == datetime(2025, 3, 5, 7, 10, tzinfo=UTC)
    assert article.section == "Shipping"
    assert article.outlet == "Harbour Herald"
    assert (article.language, article.language_declared) == ("en", "en-GB")
    assert article.url == "https://www.harbourherald.example/news/ferry-letter"


def test_every_value_that_a_page_offers_is_kept():
    origins = {(c.field, c.origin) for c in of_file("graph.html").candidates}
    assert {("title", "meta og:title"), ("title", "h1"), ("title", "json-ld headline")} <= origins


def test_a_page_of_another_host_cannot_claim_the_address():
    body = (PAGES / "graph.html").read_bytes()
    article = cleaned(body, url="https://copier.example/stolen/story-about-a-ferry")
    assert article.url == "https://copier.example/stolen/story-about-a-ferry"


def test_broken_json_ld_is_mended_and_a_minute_beats_a_bare_day():
    article = of_file("broken.html", url="https://www.harzer-bote.example/sturm")
    assert article.title == 'Sturm im Harz: 400 Haushalte ohne "Strom"'
    assert article.authors == ("Jana Brückner", "Olaf Petersen")
    assert article.published_at == datetime(2025, 2, 14, 18, 42, tzinfo=UTC)
    assert article.published_precision == "minute"
    assert article.published_offset is None
    assert len(article.text.split("\n")) == 5
    assert "Teilen" not in article.text


def test_a_page_that_runs_on_into_another_story_ends_before_it():
    article = of_file("runs-on.html", url="https://example.org/moss")
    assert article.text.split("\n")[1].startswith("A moss that nobody had seen")
    assert article.text.endswith("until the end of the winter.")
    assert article.published_at is None or article.published_at.year == 2024


def test_a_date_after_the_fetch_is_refused():
    body = (PAGES / "graph.html").read_text("utf-8")
    article = cleaned(body, fetched_at=datetime(2025, 3, 1, tzinfo=UTC))
    assert article.published_at is None
    assert any("later than the fetch" in c.origin for c in article.candidates)


def test_the_result_depends_on_the_page_alone():
    first = of_file("graph.html")
    of_file("broken.html")
    assert of_file("graph.html") == first


def test_a_changed_counter_or_time_is_no_new_version_and_changed_words_are():
    body = (PAGES / "graph.html").read_text("utf-8")
    first = cleaned(body)
    later = cleaned(body.replace("08:10:00", "09:55:00").replace("Five walks", "Six walks"))
    other = cleaned(body.replace("Four more witnesses", "Six more witnesses"))
    assert (first.id, first.text_hash) == (later.id, later.text_hash)
    assert first.article_id == other.article_id
    assert first.id != other.id


@pytest.mark.parametrize(
    "body",
    [
        "<html><body><script>render()</script></body></html>",
        "<html></html>",
        "<!doctype html>",
        "<html><body><p>404</p></body></html>",
    ],
)
def test_a_page_without_words_is_refused(body):
    with pytest.raises(Unreadable):
        cleaned(body)


PARAGRAPH = "<p>The inspector who checked the ship in January said that nobody had told him.</p>"


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>" + "<div>" * 30_000 + PARAGRAPH,
        "<html><body>" + "<b><i>" * 20_000 + PARAGRAPH,
        f"<html><body>{PARAGRAPH}<script type='application/ld+json'>" + "[" * 200_000 + "</script>",
        f"<html><body>{PARAGRAPH}<script type='application/ld+json'>" + '{"a":' * 100_000,
        f"<html><body>{PARAGRAPH}" + "<!--" * 50_000,
        f"<html><body>{PARAGRAPH}" + "<p class='" + "a" * 500_000,
        f"<html><head><title>{'- ' * 100_000}</title></head><body>{PARAGRAPH}",
        f"<html><body>{PARAGRAPH}" + "&#0;\x00\x01" * 1000,
        f"<html><body>{PARAGRAPH}<h1>{'Harbour - ' * 50_000}</h1>",
        "<html><body>" + PARAGRAPH * 3000,
        "<html><body>" + "".join(f"{PARAGRAPH} {at}<p>{at} {PARAGRAPH}" for at in range(2000)),
    ],
    ids=range(11),
)
def test_hostile_markup_gives_an_article_or_a_refusal(body):
    try:
        assert "inspector" in cleaned(body).text
    except RecordError as error:
        assert "harbourherald" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    "data",
    [
        '{"a":"b",' + " " * 300_000 + 'x "',
        "[1" + ", " * 150_000,
        '{"a":"' + 'b" c ' * 60_000,
        '{"@type":"NewsArticle","author":[' + '{"name":"A B"},' * 20_000 + "{}]}",
    ],
    ids=range(4),
)
def test_json_ld_that_cannot_be_mended_costs_nothing_but_itself(data):
    article = cleaned(
        f"<html><body>{PARAGRAPH}<script type='application/ld+json'>{data}</script></body></html>"
    )
    assert "inspector" in article.text


def test_a_page_over_the_limit_is_refused():
    with pytest.raises(TooBig, match="bytes"):
        cleaned(b"<html><body>" + b"<p>word</p>" * 1_000_000)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 3000))
@example(b"\x00\x01", 2271)
@example(b"&#1;&#xd800;&#x110000;", 2271)
def test_a_damaged_page_never_crashes(noise, at):
    body = (PAGES / "graph.html").read_bytes()
    try:
        article = cleaned(body[:at] + noise + body[at + len(noise) :])
    except RecordError:
        return
    for span in article.headings:
        assert article.text[span.start : span.end].strip()


@pytest.mark.parametrize(
    ("raw", "people", "agencies"),
    [
        ("By Ann Lee and Bob Roe", ("Ann Lee", "Bob Roe"), ()),
        ("Von Jana Brückner und Olaf Petersen", ("Jana Brückner", "Olaf Petersen"), ()),
        ("Ingrid Dahl og Per Holm", ("Ingrid Dahl", "Per Holm"), ()),
        ("Ann Lee, Asia correspondent", ("Ann Lee",), ()),
        ("ANN LEE", ("Ann Lee",), ()),
        ("Ann Lee in Kyiv", ("Ann Lee",), ()),
        ("dpa", (), ("dpa",)),
        ("Ann Lee, AFP", ("Ann Lee",), ("AFP",)),
        ("Example Times Staff", (), ()),
        ("editor@example.org", (), ()),
        ("松岡大地", ("松岡大地",), ()),
    ],
)
def test_a_byline_gives_people_and_agencies_and_no_jobs(raw, people, agencies):
    found = byline(raw, sites=("Example Times",))
    assert (found.people, found.agencies) == (people, agencies)


def test_an_edited_copy_in_another_outlet_is_one_and_a_template_is_none():
    first = of_file("graph.html")
    lines = first.text.split("\n")
    cut = cleaned("Port Cavell, Tuesday\n\n" + "\n\n".join(lines[1:5]), content_type="text/plain")
    near = replace(cut, outlet="Valby Post", published_at=first.published_at)
    assert story.is_copy(first, near)
    assert not story.is_copy(first, replace(near, outlet=first.outlet))
    assert not story.is_copy(first, replace(near, published_at=first.published_at + timedelta(9)))
    assert not story.is_copy(first, of_file("runs-on.html"))
