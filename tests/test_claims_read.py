"""What readers of random claims found wrong, put right: names, stances, contents, no claims."""

import pytest
from builders import an_article

from pipeline.edges.nlp import Language
from pipeline.records import Claim
from pipeline.stages.extract import extract

LANGUAGE = Language()


def read(text):
    """Return the claims of a text."""
    article = an_article(text=text, language="en")
    return [claim for claim in extract(article, LANGUAGE.doc) if isinstance(claim, Claim)]


def names(text):
    return [[source.name for source in claim.sources] for claim in read(text)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (
            "Paul Figg, a lawyer, said that Aaron Thom slept on the job. He added that it was hot.",
            "Paul Figg",
        ),
        (
            "Paul Figg, a lawyer, said the case was weak. He wrote that it would fail.",
            "Paul Figg",
        ),
        ("Police said John Smith, 40, was arrested. He denied the charges.", "John Smith"),
        ("Ann Lee has asked the port for a report, her office said.", "Ann Lee's office"),
        ("The Duke of Carrow went abroad. He said he could not go on.", "Duke of Carrow"),
        (
            "Installed authorities said two died. Local authorities said a wall fell.",
            "local authorities",
        ),
        ("North Korea fired two missiles. The North said it was a test.", "North Korea"),
        ("Northern Ireland voted on Monday. The North said it was fair.", "North"),
        ("It rained, Ukraine's General Staff said.", "General Staff"),
        ("Budget airline Zephyra has failed. It said it was sorry.", "Zephyra"),
        ("A Catholic order ran the school. The order denied that it knew.", "Catholic order"),
        ("Harbour Rangers lost 2-1. Rangers said they would appeal.", "Harbour Rangers"),
        ("Obama Says Museum Opens\n\nMr. Obama said it would tell a story.", "Obama"),
        ("Steve Dane watched from the stand. Dane said the goal was offside.", "Steve Dane"),
        ("Dunswick Council said no. A spokesman said: “We urge people to wait.”", None),
        ("One man, who gave only his first name, Rustam, said help was late.", "Rustam"),
        ("Two bankers in Oslo said it fell. One of them said it was cold.", "banker in Oslo"),
    ],
)
def test_who_is_meant_is_found_in_the_article(text, last):
    if last is None:  # we, of a spokesman, is the body
        assert names(text)[-1] == ["Dunswick Council"]
    else:
        assert names(text)[-1] == [last]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Bo Ek, president and founder of Ceres Labs, said it was late.", ["Bo Ek"]),
        (
            "Two of its lenders, Banque Ardent and Norrland Capital, said they would wait.",
            ["Banque Ardent", "Norrland Capital"],
        ),
        ("Harrow & Finch said it was sorry.", ["Harrow & Finch"]),
        ("Moderator and author Ann Lee said it was late.", ["Ann Lee"]),
        (
            "Ann Lee, a fellow of the college in Bonn, Germany, and author of it, said it fell.",
            ["Ann Lee"],
        ),
        ("“It was fun,” comments Lee in a statement.", ["Lee"]),
    ],
)
def test_one_source_is_one_and_several_are_several(text, sources):
    assert names(text)[0] == sources


def test_who_issues_a_statement_is_its_source():
    (claim,) = read("The Electoral Commission released a statement saying that voters have rights.")
    assert [source.name for source in claim.sources] == ["Electoral Commission"]


def test_a_quotation_belongs_to_the_nearer_cue():
    claims = read("Audience members laughed when Ann Lee told voters, “Look what I have done.”")
    assert [claim.cue for claim in claims if claim.kind == "direct"] == ["told"]


def test_a_clause_that_begins_with_a_gerund_is_whole():
    (claim,) = read("Ann Lee said returning to the moon was necessary to reach Mars.")
    assert claim.content == "returning to the moon was necessary to reach Mars"


@pytest.mark.parametrize(
    "text",
    [
        "Which is not to say that whatever happened was minor.",
        "Shares in Halden added three percent on Monday.",
        "Norway has always maintained a high level of preparedness.",
        "The index declined 0.3% on Tuesday.",
        "Expect to wait for a while at the gate.",
        "We need to make sure we keep teachers.",
        "The club was considering a request to move.",
        "Officials have bid £4m for the painting.",
        "Brackley claimed their third title of the season.",
        "Campaigns have been pressing the boundaries to get attention.",
    ],
)
def test_what_only_looks_like_saying_is_no_claim(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "role", "organization"),
    [
        ("White House Press Secretary Ann Lee said it was late.", "Press Secretary", "White House"),
        ("Sweden's Minister of Justice, Bo Ek, said it was late.", "Minister of Justice", None),
        ("Secretary of State Bo Ek said it was late.", "Secretary of State", None),
        ("High school math teacher Ann Lee said it was late.", "math teacher", None),
        (
            "Bo Ek, chief of the Oslo-based website Full Fact, said it was late.",
            "chief",
            "Full Fact",
        ),
    ],
)
def test_an_office_and_its_body_are_told_apart(text, role, organization):
    (source,) = read(text)[0].sources
    assert (source.role, source.organization) == (role, organization)


def test_will_is_no_offer_and_that_he_change_a_demand():
    (first,) = read("The firm said it would present its case next week.")
    (second,) = read("The doctor suggested that the President change his diet.")
    assert (first.stance, second.stance) == ("asserts", "demands")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“We are not training to join the war” over Norway, Bo Ek added.",
         "We are not training to join the war” over Norway"),
        ("When Ann Lee first announced the swap last week, she said Oslo had agreed.",
         "Oslo had agreed"),
        ("A spokesman declined to comment on the price to Reuters.", "the price"),
        ("Ann Lee said the courts had no room, prompting anger among tenants.",
         "the courts had no room"),
        ("Ann Lee said the firms paid for the trip, which drew questions from voters.",
         "the firms paid for the trip"),
    ],
)  # fmt: skip
def test_a_content_leaves_out_to_whom_it_was_said_and_what_followed(text, content):
    assert [claim.content for claim in read(text)] == [content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The mayor is expected to resign, leave the city and sell her house.",
            "The mayor … to resign, leave the city and sell her house",
        ),
        (
            "The bill is said to cost jobs and hurt farmers.",
            "The bill … to cost jobs and hurt farmers",
        ),
        ("He promised to resign and left the room.", "to resign"),
        ("He vowed to fight on but withdrew in May.", "to fight on"),
    ],
)
def test_an_infinitive_ends_with_the_last_that_is_joined_to_it(text, content):
    assert [claim.content for claim in read(text)] == [content]


def test_when_and_where_it_was_said_is_no_part_of_a_quotation():
    text = "Later, in remarks at the party’s headquarters, Esk said, “We strongly oppose the law.”"
    assert [claim.content for claim in read(text)] == ["We strongly oppose the law."]


def test_what_is_added_in_quotation_marks_is_a_claim_of_its_own():
    text = "Ann Lee said the plan “needs to be discussed,” adding, “We need everyone on it.”"
    assert [claim.content for claim in read(text)] == [
        "the plan “needs to be discussed,”",
        "We need everyone on it.",
    ]


def test_a_list_that_follows_is_no_content():
    assert read("Once they have a table, guards are expected to:\n\nCarry water;\n\nSing.") == []


def test_a_quotation_paragraphs_away_is_not_given_to_who_spoke_before():
    spoke = "“We will wait for the ice,” Ann Lee said."
    between = "The hall was built in 1911.\n\nIt has a bell and two doors.\n\n"
    alone = "“Nobody told us that the bridge would be closed all winter.”"
    assert len(read(f"{spoke}\n\n{alone}")) == 2
    assert len(read(f"{spoke}\n\n{between}{alone}")) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("According to a senior official, Ann Lee will go. The official said so twice.",
         "senior official"),
        ("Derek Scissors, a scholar, said it rained. Scissors said it was cold.",
         "Derek Scissors"),
        ("Volta said it grew. Volta TV is a set. Volta said it would hire.", "Volta"),
    ],
)  # fmt: skip
def test_a_name_is_neither_taken_from_what_follows_nor_made_longer(text, name):
    assert names(text)[-1] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "They moved to Dolna, with the couple expecting a baby in May.",
        "Danilo Gall added 25 points in his old arena, and Nell Noel had 15.",
        "The mayor’s office did not respond to the Ledger’s request for comment.",
        "These vitamins are perhaps the most critical to keep the body going.",
    ],
)
def test_what_is_expected_by_parents_scored_or_asked_for_is_no_claim(text):
    assert read(text) == []


def test_a_quotation_that_is_a_heading_is_nobodys():
    text = (
        "“He died on duty,” Ann Lee said.\n\n“WE HAD PLANS AFTER ALL”\n\nBo Ek came to the house."
    )
    assert len(read(text)) == 1


def test_who_is_named_in_a_quotation_does_not_say_what_follows_it():
    text = "Ann Lee said he told her: “My friend will be joining us,” and alleges Bo Ek came."
    assert "friend" not in {claim.sources[0].name for claim in read(text) if claim.cue == "alleges"}


def test_where_it_was_written_is_no_part_of_who_wrote_it():
    (claim,) = read("“It fell,” wrote Ann Lee in a Tuesday research report.")
    assert claim.source_text == "Ann Lee"


def test_who_is_admitted_to_hospital_admits_nothing():
    assert read("He was admitted to hospital on Saturday.") == []
