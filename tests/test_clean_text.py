"""Text dumps: the seeds, and own-written dumps of the same kinds of mess."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import a_document
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import ids
from pipeline.errors import TooBig, Unreadable
from pipeline.stages.clean import clean

ROOT = Path(__file__).parent.parent
DUMPS = sorted((ROOT / "tests/golden/clean/dumps").glob("*.txt"))
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
AT = datetime(2026, 1, 2, tzinfo=UTC)


def cleaned(body, **fields):
    body = body.encode() if isinstance(body, str) else body
    document = a_document(
        url="file:dump.txt",
        canonical_url=None,
        content_type="text/plain",
        fetched_at=AT,
        sha256=ids.sha256(body),
        outlet=None,
    )
    return clean(replace(document, **fields), body)


def facts(article):
    """Return what a golden file keeps of an article."""
    made = {
        name: getattr(article, name)
        for name in ("title", "kicker", "lead", "section", "outlet", "outlet_inferred", "language")
    }
    made |= {"authors": list(article.authors), "agencies": list(article.agencies)}
    for name in ("published", "updated"):
        at = getattr(article, f"{name}_at")
        made[f"{name}_at"] = at and at.isoformat()
        made[f"{name}_offset"] = getattr(article, f"{name}_offset")
        made[f"{name}_from"] = getattr(article, f"{name}_from")
    made["published_precision"] = article.published_precision
    made["headings"] = [article.text[span.start : span.end] for span in article.headings]
    made["text"] = article.text.split("\n")
    made["boilerplate"] = list(article.boilerplate)
    return made


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_a_dump_gives_the_facts_of_its_golden_file(dump):
    golden = json.loads(dump.with_suffix(".json").read_text("utf-8"))
    assert facts(cleaned(dump.read_bytes())) == golden


def seed(number):
    return cleaned(SEEDS[number].read_bytes())


def test_an_audio_notice_is_no_title():
    article = seed(0)
    assert article.title is None
    assert article.text.startswith("China on Oct. 24 said")
    assert "AI assistance" not in article.text
    assert (article.outlet, article.outlet_inferred) == (None, "Kyiv Independent")
    assert any("told the Kyiv Independent" in c.origin for c in article.candidates)


def test_the_header_of_a_dump_dates_it_to_the_day():
    article = seed(0)
    assert article.published_at == datetime(2024, 10, 24, tzinfo=UTC)
    assert (article.published_precision, article.published_from) == ("day", "header line")
    assert article.published_offset is None


def test_the_texts_own_minute_beats_the_header_of_the_dump():
    article = seed(1)
    assert article.title == "Alarming: North Korean Soldiers Spotted in Eastern Ukraine"
    assert article.published_at == datetime(2024, 10, 31, 15, 27, tzinfo=UTC)
    assert (article.published_precision, article.published_offset) == ("minute", None)
    assert article.section == "UKRAINE"
    assert "2024-10-31" in {c.value for c in article.candidates}
    assert article.text.split("\n")[1].startswith("According to the Ukrainian agency Ukrinform")


def test_a_kicker_is_no_headline_and_sub_headings_are_no_sentences():
    article = seed(2)
    assert article.title == "Videos allegedly show Kim’s soldiers in Russia"
    assert article.kicker == "Deployment in Ukraine"
    assert article.outlet is None
    assert article.outlet_inferred is None
    assert [article.text[span.start : span.end] for span in article.headings] == [
        "Videos allegedly show Kim’s soldiers in Russia",
        "South Korea sees serious security threat",
        "NATO sees no evidence of presence",
        "Cooperation significantly strengthened",
    ]
    assert article.text.endswith("Yars type, the report continued.")


def test_glued_byline_dates_and_button_are_cut_apart():
    article = seed(3)
    assert article.authors == ("Pjotr Sauer",)
    assert article.published_at == datetime(2024, 10, 18, 13, 51, tzinfo=UTC)
    assert article.updated_at == datetime(2024, 10, 18, 16, 35, tzinfo=UTC)
    assert (article.published_offset, article.updated_offset) == (-240, -240)
    assert article.lead.startswith("Russian navy ships reportedly transferred")
    assert article.text.split("\n")[2].startswith("South Korea’s intelligence agency said")
    assert "\nThe Nato secretary general, Mark Rutte, said on Friday" in article.text
    assert "what we know so far" not in article.text


def test_the_date_at_the_top_of_a_page_is_no_publication():
    article = seed(4)
    assert article.published_at is None
    assert article.published_from is None
    assert "Wednesday, November 20, 2024" in {c.value for c in article.candidates}
    assert article.outlet == "CNN"
    assert not article.title.endswith("CNN")
    assert article.text.split("\n")[1].startswith("North Korean soldiers have been filmed")
    assert article.text.endswith("lack combat experience.")


@pytest.mark.parametrize("number", range(5))
def test_no_word_of_a_seeds_paragraphs_is_lost(number):
    raw = SEEDS[number].read_text("utf-8").replace("\xa0", " ")
    text = seed(number).text
    for line in raw.split("\n"):
        if len(line.split()) > 30 and "Read more" not in line and "Share" not in line:
            assert line.strip() in text


def test_the_same_bytes_give_the_same_article():
    assert seed(3) == seed(3)


def test_a_date_after_the_fetch_is_kept_as_evidence_only():
    article = cleaned(
        "A title of five words\n\nPublished on 4 May 2031\n\n" + "Rain fell on it. " * 9
    )
    assert article.published_at is None
    assert any("later than the fetch" in c.origin for c in article.candidates)


def test_a_feeds_time_with_a_zone_goes_first():
    listed = datetime(2024, 10, 24, 6, 30, tzinfo=UTC)
    article = cleaned(SEEDS[0].read_bytes(), listed_at=listed, listed_offset=180)
    assert (article.published_at, article.published_from) == (listed, "feed")


def test_the_order_of_day_and_month_is_learned_from_the_texts_other_dates():
    text = "A strike at the port goes on\n\n07/11/2024 10:30\n\nBy Ann Lee\n\n"
    text += "The strike began on 28/10/2024 and nobody expects it to end before the weekend."
    assert cleaned(text).published_at == datetime(2024, 11, 7, 10, 30, tzinfo=UTC)
    american = cleaned(text.replace("28/10", "10/28"))
    assert american.published_at == datetime(2024, 7, 11, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n ", "empty"),
        (b"%PDF-1.7 some text", "PDF"),
        (b"PK\x03\x04zip", "ZIP"),
        (b"\x89PNG\r\n", "PNG"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"1234 5678 -- 90", "no words"),
        (b"Share\nMust read\n", "no words"),
    ],
)
def test_bytes_without_an_article_are_refused_with_the_reason(body, words):
    with pytest.raises(Unreadable, match=words):
        cleaned(body)


def test_a_text_longer_than_any_article_is_refused():
    with pytest.raises(TooBig, match="characters"):
        cleaned("word " * 500_000)


STORY = "Zoë Müller’s café in Łódź stays open, the court said on Friday after three weeks of talks."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_show_themselves_are_read(encoding):
    assert cleaned(STORY.encode(encoding)).text == STORY


def test_a_declared_encoding_is_used_and_a_bad_byte_does_not_change_it():
    latin = STORY.replace("Łódź", "Lodz")
    body = latin.encode("cp1252")
    assert cleaned(body, content_type="text/plain; charset=iso-8859-1").text == latin
    broken = STORY.encode().replace(b"court", b"co\xffurt")
    article = cleaned(broken)
    assert article.text == STORY.replace("court", "co\ufffdurt")
    assert any(c.field == "encoding" and "could not be read" in c.value for c in article.candidates)


def test_undeclared_old_encodings_are_guessed_and_the_guess_is_noted():
    russian = "В Томске из-за паводка закрыли мост, сообщили в мэрии города в пятницу утром. " * 5
    article = cleaned(russian.encode("cp1251"))
    assert article.text.startswith("В Томске из-за паводка закрыли мост")
    assert any(c.value == "encoding guessed" for c in article.candidates)


lines = st.lists(
    st.sampled_from(
        [
            *(line for seed in SEEDS for line in seed.read_text("utf-8").split("\n")[:8]),
            "Share",
            "Read more",
            "By Ann Lee",
            "18 Oct 2024 09.51 EDT",
            "| CNN",
            "Latest article",
            "a" * 300,
        ]
    )
    | st.text(max_size=80),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(lines)
def test_any_mix_of_lines_gives_an_article_with_sound_spans_or_a_clear_refusal(made):
    try:
        article = cleaned("\n".join(made))
    except Unreadable:
        return
    for span in article.headings:
        heading = article.text[span.start : span.end]
        assert heading
        assert "\n" not in heading
        assert article.text[span.end : span.end + 1] in {"", "\n"}
    assert article.text == article.text.strip()
    if article.lead:
        assert article.text.removeprefix(f"{article.title}\n").startswith(article.lead)
