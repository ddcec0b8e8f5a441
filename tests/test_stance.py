"""Stance, hedge and negation of an attribution, read off its cue and content."""

import pytest
import spacy

from pipeline.records import Span
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.stance import stance

NLP = spacy.blank("en")


def read(marked):
    """Read `source [cue] content` marked with bars: `Ann | said | that it rained`."""
    parts = [part.strip() for part in marked.split("|")]
    text = " ".join(part for part in parts if part)
    spans, at = [], 0
    for part in parts:
        spans.append(Span(start=at, end=at + len(part)) if part else None)
        at += len(part) + 1 if part else 0
    source, cue, content = spans
    return stance(NLP(text), Attribution(source=source, cue=cue, content=(content,)))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Ann | said | that it rained", "asserts"),
        ("police | According to | two men were held", "asserts"),
        ("The court | confirmed | their deaths", "confirms"),
        ("The mayor | admitted | that the bridge was closed", "confirms"),
        ("Norway | has denied | the reports", "denies"),
        ("Norway | dismissed | the claims as fiction", "denies"),
        ("The agency | did not immediately confirm | these reports", "doubts"),
        ("Russia | has not denied | the presence of troops", "doubts"),
        ("The alliance | could not yet confirm | the intelligence", "doubts"),
        ("He | said | that there is no evidence to date of this", "doubts"),
        ("She | said | it was not aware of any troops", "doubts"),
        ("The firm | disputes | the bill", "doubts"),
        ("Police | warned | that the ice was thin", "warns"),
        ("She | said | they would face dire consequences", "warns"),
        ("Analysts | expect | prices to fall", "expects"),
        ("The bank | forecast | growth of 2%", "expects"),
        ("The minister | demanded | an immediate reaction", "demands"),
        ("Both | urged | the north to withdraw", "demands"),
        ("He | called | for a decisive response", "demands"),
        ("Officers | told | residents to stay at home", "demands"),
        ("She | said | the ministers must resign", "demands"),
        ("He | said | “We call on them to stop”", "demands"),
        ("She | asked | whether the dam would hold", "asks"),
        ("The council | asked | residents to stay at home", "demands"),
        ("The mayor | promised | to resign", "offers"),
        ("He | said | he would resign on Monday", "offers"),
        ("The firm | declined to comment on | the layoffs", "other"),
        ("The firm | would not comment on | the layoffs", "other"),
        ("They | did not say | whether it was true", "other"),
        ("we | hope | all parties will calm down", "other"),
    ],
)
def test_the_stance_is_that_of_the_cue_or_of_a_plain_content(marked, expected):
    assert read(marked).stance == expected


@pytest.mark.parametrize(
    "marked",
    [
        "| reportedly | Russian navy ships carried them",
        "| is thought | to be seeking cash",
        "| is alleged | to have fled",
        "Ann | said | that it may have rained",
        "Ann | said | they had probably left",
        "The photographs | suggest | that a hall was built",
        "Video | appeared to show | a burning lorry",
        "| are said | they are believed to have left",
    ],
)
def test_a_hedge_is_kept_apart_from_the_stance(marked):
    assert read(marked).stance == "asserts"
    assert read(marked).hedged


def test_a_plain_assertion_is_not_hedged():
    assert not read("Ann | said | that it rained in May").hedged


@pytest.mark.parametrize("cue", ["did not confirm", "has never confirmed", "has yet to confirm"])
def test_a_negated_cue_is_negated(cue):
    reading = read(f"Ann | {cue} | the deal")
    assert reading.negated
    assert reading.stance == "doubts"


def test_no_cue_at_all_asserts():
    assert read("Ann | | We will not yield").stance == "asserts"
