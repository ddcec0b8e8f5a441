"""Stance, hedge and negation of an attribution, read off its cue and content."""

import pytest
import spacy

from pipeline.edges.nlp import Language
from pipeline.records import Span
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.stance import stance

NLP = spacy.blank("en")


def read(marked, analyse=NLP):
    """Read `source [cue] content` marked with bars: `Ann | said | that it rained`."""
    parts = [part.strip() for part in marked.split("|")]
    text = " ".join(part for part in parts if part)
    spans, at = [], 0
    for part in parts:
        spans.append(Span(start=at, end=at + len(part)) if part else None)
        at += len(part) + 1 if part else 0
    source, cue, content = spans
    return stance(analyse(text), Attribution(source=source, cue=cue, content=(content,)))


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
        ("Ann | said | they had no choice but to wait", "asserts"),
        ("Ann | said | work could start as early as next week", "expects"),
        ("Ann | said | the cold and the dark were likely factors in it", "asserts"),
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
        ("He | said | he would resign on Monday", "asserts"),
        ("The firm | declined to comment on | the layoffs", "other"),
        ("The firm | would not comment on | the layoffs", "other"),
        ("They | did not say | whether it was true", "other"),
        ("we | hope | all parties will calm down", "other"),
    ],
)
def test_the_stance_is_that_of_the_cue_or_of_a_plain_content(marked, expected):
    assert read(marked).stance == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("He | called | the suggestion an insult to the vault", "denies"),
        ("He | described | the allegations as serious", "asserts"),
        ("The union | called | the plan a betrayal", "asserts"),
        ("They | agreed | that it would be paid", "offers"),
        ("They | agreed | that it had been paid", "asserts"),
        ("He | assured | her that an answer would come", "offers"),
        ("The lawyer | advised | that she had no money", "asserts"),
        ("It | has been proposed | that mass is a proxy", "asserts"),
        ("He | believes | they must pay", "demands"),
        ("He | questioned | why a single bidder had been let in", "asks"),
        ("He | questioned | whether it would hold", "doubts"),
        ("She | stopped short of saying | who was responsible", "other"),
        ("She | expressed | concern over the delay", "warns"),
        ("She | expressed | sympathy for the drivers", "other"),
        ("She | said | more slides are likely", "expects"),
        ("She | said | the trial was likely to last nine weeks", "expects"),
        ("He | said | no", "denies"),
        ("He | said | yes, it is", "confirms"),
        ("He | said | he never mentioned a plan", "denies"),
        ("They | said | they are not in any hurry", "asserts"),
        ("He | said | we don’t know why he did it", "asserts"),
        ("He | said | should it rain, they will stay", "asserts"),
        ("He | said | we should’ve left", "asserts"),
        ("He | said | he would rather be late", "asserts"),
        ("The paper | said | it had seen a letter which warned of serious consequences", "asserts"),
        ("They | said | it was too early to call the result", "doubts"),
        ("He | did not expect | to see the money again", "doubts"),
        ("He | pleaded | not guilty", "denies"),
        ("He | pleaded | guilty to fraud", "confirms"),
        ("He | pleaded | for help", "demands"),
        ("They | found | when it rained, the fish would hide", "asserts"),
        ("Reports | said | does not plan to run", "asserts"),
        ("She | said | the fires had been deliberately set to clear the land", "asserts"),
        ("She | said | these firms are among the most likely to pay", "asserts"),
        ("She | said | the troops will be ready to take over", "asserts"),
        ("She | said | I never threaten anybody", "denies"),
        ("She | said | I have never seen anything like it", "asserts"),
        ("She | said | I do not say this lightly", "asserts"),
        ("She | said | we should be able to meet", "expects"),
        ("She | offered | her condolences to the families", "other"),
        ("The crown | regrets | this disastrous mistake", "other"),
        ("She | said | it was a disastrous mistake", "asserts"),
        ("She | said | a strike would be disastrous", "warns"),
        ("The embassy | asked | visitors not to come near", "demands"),
        ("The law | did not mandate | a report", "other"),
        ("The mayor | called | the report “absolutely false”", "denies"),
        ("The mayor | called | the report not false at all", "asserts"),
        ("The papers | said | no-one was in the house", "asserts"),
        ("The envoy | said | we will strike back if they cross the river", "warns"),
        ("The envoy | said | if they cross the river, we will respond", "warns"),
        ("The envoy | said | we will not strike if they stay away", "asserts"),
        ("The envoy | said | while we wait for it, we strongly urge the council to act", "demands"),
        ("He | said | I can’t find the words", "asserts"),
        ("She | wrote | Congratulations to the winners", "other"),
    ],
)
def test_a_cue_turns_with_what_its_content_says(marked, expected):
    assert read(marked).stance == expected


SHIPPED = Language()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The paper | described | the trial as marred by claims of torture", "asserts"),
        ("The paper | described | the claims of torture as fiction", "denies"),
        ("She | said | no clear evidence of fraud has been found", "doubts"),
        ("She | said | its threats to strike our ships would break the law", "asserts"),
        ("She | said | the delay was due to rain", "asserts"),
        ("She | said | the council, which said no, should go", "demands"),
        ("She | said | they threaten our liberties", "asserts"),
        ("She | said | it is unlikely any of the cows was ill", "asserts"),
        ("She | said | it is likely that any of the cows will fall ill", "expects"),
    ],
)
def test_the_tree_helps_to_tell_what_a_content_does(marked, expected):
    assert read(marked, SHIPPED.doc).stance == expected


@pytest.mark.parametrize(
    ("marked", "hedged"),
    [
        ("Ann | said | the dam may fail", True),
        ("Ann | warned of | a possible flood", True),
        ("Ann | said | it appears to hold", True),
        ("Ann | said | hundreds of apparently hired guards beat the strikers", False),
        ("Ann | said | the town has to prepare for the likely rise of the sea", False),
        ("Ann | said | they ran because the roof might fall", False),
        ("Ann | called for | dams that may hold", False),
        ("Ann | wants | him to appear on television", False),
        ("Ann | said | they left as soon as possible", False),
        ("Ann | said | we could see the dam", False),
        ("Ann | said | I thought we were slow", False),
        ("Ann | said | the likely reason was rain", True),
        ("Ann | said | it almost appears as if it had rained", True),
    ],
)
def test_what_is_unsure_in_passing_hedges_nothing(marked, hedged):
    assert read(marked, SHIPPED.doc).hedged is hedged


def test_a_question_behind_a_statement_does_not_make_it_one():
    text = "“They want us to sleep in a school,” she said. “And who guards the goats?”"
    parts = ("They want us to sleep in a school,", "And who guards the goats?")
    spans = [Span(start=text.index(part), end=text.index(part) + len(part)) for part in parts]
    said = Span(start=text.index("said"), end=text.index("said") + 4)
    one = Attribution(source=None, cue=said, content=tuple(spans))
    assert stance(NLP(text), one).stance == "asserts"
    alone = Attribution(source=None, cue=said, content=(spans[1],))
    assert stance(NLP(text), alone).stance == "asks"


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


def test_not_only_said_is_said():
    assert not read("Ann | not only said | that it rained").negated


def test_no_cue_at_all_asserts():
    assert read("Ann | | We will not yield").stance == "asserts"


def test_hearers_of_a_decision_are_not_bidden():
    assert read("Police | told | reporters the decision to drop it was late").stance == "asserts"


def test_what_ends_with_a_question_mark_is_no_question_if_it_tells():
    told = "It made me stop for a long while in the rain and wonder who are they?"
    assert read(f"Ann | said | {told}").stance == "asserts"
