"""Who says what: relations on sentences of every construction, offsets, bad input, languages."""

import sys
import tomllib
from pathlib import Path

import pytest
from builders import an_article
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.edges.nlp import Language
from pipeline.records import Claim, Extraction, Span
from pipeline.stages.extract import extract
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.claims import claim_id
from pipeline.stages.extract.kind import kind_of
from pipeline.stages.extract.quotes import quotations
from pipeline.stages.extract.relations import DEEPEST, attributions
from pipeline.stages.extract.scorer import Curve

GOLDEN = sorted((Path(__file__).parent / "golden" / "extract").glob("*.txt"))
LANGUAGE = Language()


def extracted(text, **fields):
    """Return the Extraction of a text and its claims."""
    article = an_article(text=text, **{"language": "en", **fields})
    first, *claims = extract(article, LANGUAGE.doc)
    assert isinstance(first, Extraction)
    assert first.claims == len(claims)
    return first, claims


def said(claims):
    places = {claim.id: at for at, claim in enumerate(claims)}
    return [
        {
            "source": claim.source_text or "",
            "cue": claim.cue or "",
            "content": claim.content,
            **({"nested_in": places[claim.nested_in]} if claim.nested_in else {}),
            **({"implicit": True} if claim.implicit else {}),
        }
        for claim in claims
    ]


def in_place(text, claims):
    for claim in claims:
        assert (
            claim.source_text is None
            or claim.source_text == text[claim.source_start : claim.source_end]
        )
        assert claim.cue is None or claim.cue == text[claim.cue_start : claim.cue_end]
        parts = [text[part.start : part.end] for part in claim.content_parts]
        assert all(parts)
        assert claim.content == " … ".join(parts)
        ends = [edge for part in claim.content_parts for edge in (part.start, part.end)]
        assert ends == sorted(ends)
        for piece in (*claim.numbers, *claim.times):
            assert text[piece.start : piece.end] == piece.text
        assert 0 <= claim.confidence <= 1
    return True


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_claims_of_a_golden_text_are_found_and_no_others(path):
    text = path.read_text(encoding="utf-8").rstrip("\n")
    wanted = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert said(extracted(text)[1]) == wanted.get("claims", [])


PIECES = [
    *[
        "The",
        "minister",
        "said",
        "that",
        "he",
        "told",
        "Reuters",
        "according",
        "to",
        "reports",
        "of",
    ],
    *["is", "believed", "denied", "adding", "citing", "10,000", "troops", "I", "we", "“", "”", "‘"],
    *["’", '"', "'", ",", ".", ":", ";", "…", "—", "(", ")", "🙂", "👩\u200d👩\u200d👧", "\u200f"],
    *["\u202e", "\ufeff", "e\u0301", "\x07", "\n"],
]
WORDS = st.sampled_from(PIECES)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, max_size=40), st.booleans())
@example(["minister", "I", "believed"], False)
def test_the_stored_words_of_every_claim_stand_where_it_says(words, glued):
    text = ("" if glued else " ").join(words)
    assert in_place(text, extracted(text or "x")[1])


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \n“”\"'’‘.,«»", max_size=80))
def test_quotations_lie_in_order_and_within_their_marks(text):
    before = 0
    for quote in quotations(text):
        assert (
            before <= quote.outer_start < quote.start <= quote.end <= quote.outer_end <= len(text)
        )
        assert "\n" not in text[quote.start : quote.end]
        before = quote.outer_end


@pytest.mark.parametrize(
    "text",
    [
        "“" * 300 + "He said no" + "”" * 7,
        "She said: “It is over. The minister told us.",
        "\u200f" + "قال he said \u202e“yes”\u202c that it 🙂 fell",
        "He said\x00 that\x07 the pipe\x1b broke .",
        "said said said said",
        "“”",
        "…",
    ],
)
def test_odd_text_is_read_without_a_crash_and_in_place(text):
    assert in_place(text, extracted(text)[1])


HOSTILE = {
    "no end": "the minister said “ that the river rose and the mayor denied reports ",
    "nested": "Ann said that Bob said that ",
    "coordinated": "and Ann said it rained ",
    "cited": "Ann said it rained, citing Bob, ",
    "split": "“It rained,” she said, “and Bob said it did”, ",
    "lines": "Ann said it rained on Friday.\n",
    "quoted": "“It fell by 12 percent,” said Ann Lee. ",
}


def calls(text):
    """Return how many calls it takes to read the claims of a text, the analysis left out."""
    doc, count = LANGUAGE.doc(text), 0

    def counted(_frame, event, _):
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        list(extract(an_article(text=text, language="en"), lambda _: doc))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_longer_text_costs_no_more_than_its_length(piece):
    once, longer = piece * 60, piece * 240
    calls(once)  # what is read once for all texts
    assert calls(longer) < 6 * calls(once)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_claims_within_claims_end_at_a_depth(piece):
    text = piece * 60
    claims = extracted(text)[1]
    outer = {claim.id: claim.nested_in for claim in claims}
    assert in_place(text, claims)
    for claim in claims:
        above = [claim.id]
        while (over := outer[above[-1]]) is not None:
            above.append(over)
        assert len(above) <= DEEPEST + 1


def test_another_language_is_skipped_with_the_reason():
    extraction, claims = extracted("Der Minister sagte, es sei nichts entschieden.", language="de")
    assert claims == []
    assert extraction.skipped == "the text is in de; claims are read in English only"


def test_a_text_whose_language_nobody_knows_is_skipped_with_the_reason():
    extraction, claims = extracted("Hm.", language=None, language_declared=None)
    assert claims == []
    assert "language" in extraction.skipped


def test_the_declared_language_stands_in_for_one_that_was_not_detected():
    assert extracted("Police said so.", language=None, language_declared="en-GB")[0].skipped is None


def test_a_text_without_words_is_skipped():
    assert extracted(" \n ")[0].skipped == "the article has no words"


def test_ids_and_claims_are_the_same_at_every_reading():
    text = "The mayor said the school was safe. “We checked twice,” she told the council."
    first, second = extracted(text)[1], extracted(text)[1]
    assert first == second
    assert len({claim.id for claim in first}) == len(first) == 2


def test_the_id_of_a_claim_depends_on_its_spans_alone():
    article = an_article(text="He said it rained.")
    one = Attribution(source=Span(start=0, end=2), cue=None, content=(Span(start=8, end=17),))
    other = Attribution(source=None, cue=Span(start=0, end=2), content=(Span(start=8, end=17),))
    assert claim_id(article, one) != claim_id(article, other)


def test_a_nested_claim_names_the_claim_around_it():
    text = "The secretary general said that Norway had denied the reports."
    outer, inner = extracted(text)[1]
    assert isinstance(inner, Claim)
    assert inner.nested_in == outer.id
    assert outer.nested_in is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“It fell,” he said.", "direct"),
        ("He said “it” fell over.", "mixed"),
        ("He said it fell.", "indirect"),
    ],
)
def test_the_kind_is_the_share_of_quoted_words(text, kind):
    content = text.replace(",” he said.", "").replace("He said ", "").strip("“")
    start = text.index(content)
    span = Span(start=start, end=start + len(content))
    assert kind_of(text, [span], quotations(text)) == kind


def test_confidence_lies_between_the_points_of_the_calibration_curve():
    curve = Curve([0.2, 0.8], [0.1, 0.9])
    assert curve.chance(0.0) == 0.1
    assert curve.chance(0.5) == pytest.approx(0.5)
    assert curve.chance(1.0) == 0.9


def test_a_text_without_a_parse_has_no_attributions():
    import spacy

    assert attributions(spacy.blank("en")("He said it rained.")) == ()


@pytest.mark.parametrize("text", ["‘‘We are here,’’ he said.", "He said: “We are here,“ again."])
def test_marks_doubled_or_the_wrong_way_round_close_a_quotation(text):
    assert [text[each.start : each.end] for each in quotations(text)] == ["We are here,"]


def test_how_a_source_may_be_named_is_no_claim():
    text = "An official, who declined to be named, said the bridge was closed."
    assert [claim.content for claim in extracted(text)[1]] == ["the bridge was closed"]


def test_a_closing_quotation_is_given_to_the_one_who_spoke_last():
    text = "“We waited for hours,” Ana Reis said.\n“The road was closed and it was dark.”"
    first, *more = extracted(text)[1]
    assert first.source_text == "Ana Reis"
    assert [(claim.implicit, claim.source_text) for claim in more] == [(True, "Ana Reis")]


def test_a_name_that_tells_of_what_the_audience_was_is_no_outlet():
    told = [claim.via for claim in extracted("Ann Holt told a NATO summit that it works.")[1]]
    assert told == [None]
    told = [claim.via for claim in extracted("Ann Holt told Mary Brown that it works.")[1]]
    assert told == [None]
    told = [claim.via for claim in extracted("Ann Holt told the Morning Courier that it works.")[1]]
    assert told == ["Morning Courier"]


def test_a_quotation_that_titles_a_line_is_said_by_nobody():
    text = "“It is working,” Ann Holt said.\n“Grit. We Have It.”: Norway pays more for campaign"
    assert [claim.content for claim in extracted(text)[1]] == ["It is working"]


def test_what_stands_before_a_pronoun_is_no_part_of_the_source():
    text = "The school is old, Ann Holt said. At the same time, she added, “the walls stand well.”"
    assert {claim.source_text for claim in extracted(text)[1]} == {"Ann Holt", "she"}


@pytest.mark.parametrize(
    "text",
    [
        "Nobody said the bridge was safe.",
        "None of the officials said when the road would open.",
        "Neither the mayor nor the bank has commented on the loss.",
    ],
)
def test_what_nobody_says_is_no_claim(text):
    assert extracted(text)[1] == []


def test_no_10_is_somebody():
    assert [claim.source_text for claim in extracted("No 10 said the plan was dead.")[1]] == [
        "No 10"
    ]


def test_a_sentence_that_begins_with_according_holds_no_quotation_before_it():
    text = "“We read it in the paper.” According to the district, the wall sank by 30 centimetres."
    assert "the wall sank by 30 centimetres" in [c.content for c in extracted(text)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "According to the agency Norpress, soldiers have reportedly arrived in Donetsk.",
        "Soldiers have reportedly arrived in Donetsk, according to the agency Norpress.",
    ],
)
def test_what_is_reported_on_somebodys_word_stands_in_the_claim_of_that_somebody(text):
    outer, inner = sorted(extracted(text)[1], key=lambda claim: claim.nested_in is not None)
    assert (outer.source_text, inner.cue) == ("the agency Norpress", "reportedly")
    assert inner.nested_in == outer.id
    assert inner.content.lower() == "soldiers have … arrived in donetsk"


def test_when_it_was_said_is_no_part_of_the_source():
    text = "Last week the union said there would be a strike."
    assert [claim.source_text for claim in extracted(text)[1]] == ["the union"]


def test_the_day_it_was_said_is_no_part_of_what_was_said():
    (claim,) = extracted("The mayor said Sunday the bridge was closed to all traffic.")[1]
    assert claim.content == "the bridge was closed to all traffic"
    (claim,) = extracted("The mayor said Friday prayers were cancelled in the whole town.")[1]
    assert claim.content == "Friday prayers were cancelled in the whole town"


def test_two_spaces_before_a_source_do_no_harm():
    text = "It rained all day.  Another former town adviser, Ann Holt, said the bridge was closed."
    assert [claim.source_text for claim in extracted(text)[1]] == [
        "Another former town adviser, Ann Holt"
    ]
